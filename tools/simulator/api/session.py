# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tokens, sessions and the initial setup."""

from __future__ import annotations

from .. import editing
from ..model.clock import milliseconds
from ..model.errors import Json, Refusal, bad_grant, invalid, message, no_object, not_found, refusal
from ..model.tokens import Session
from .router import Answer, Call, route

SESSIONS = "/action/activeusersessions"
PROVISION = "/devices/default/action/provision"


@route("POST", "/fdm/token")
def token(call: Call) -> Answer:
    """All four grants."""
    if not isinstance(call.body, dict):
        raise bad_grant("The body must be a JSON object.")
    unit = call.unit
    try:
        return Answer(200, unit.tokens.grant(call.body, unit.username, unit.password, call.now))
    except Refusal as error:
        raise _reworded(call, error) from error


@route("GET", SESSIONS)
def sessions(call: Call) -> Answer:
    """The sessions that are open."""
    items = [_session(call, session) for session in call.unit.tokens.live(call.now)]
    return call.page(items)


@route("GET", f"{SESSIONS}/{{objId}}")
def session(call: Call) -> Answer:
    """One session."""
    return Answer(200, _session(call, _find(call)))


@route("DELETE", f"{SESSIONS}/{{objId}}")
def end_session(call: Call) -> Answer:
    """End one session."""
    call.unit.tokens.end(_find(call))
    return Answer(204)


@route("GET", PROVISION)
def provisions(call: Call) -> Answer:
    """The one object of the initial setup."""
    return call.page([_provision(call)])


@route("GET", f"{PROVISION}/{{objId}}")
def one_provision(call: Call) -> Answer:
    """The same object by its id, which is `default`."""
    if call.params["objId"] != "default":
        raise not_found(call.params["objId"])
    return Answer(200, _provision(call))


@route("PUT", f"{PROVISION}/{{objId}}")
def change_provision(call: Call) -> Answer:
    """Finish the initial setup by a PUT."""
    if call.params["objId"] != "default":
        raise no_object(call.method, call.params["objId"])
    return provision(call)


@route("POST", PROVISION)
def provision(call: Call) -> Answer:
    """Finish the initial setup: accept the license agreement, change the password."""
    body, unit = call.object(), call.unit
    if body.get("acceptEULA") is not True:
        raise invalid(message("acceptEULA must be true", "invalidField", "acceptEULA"))
    if body.get("newPassword"):
        if body.get("currentPassword") != unit.password:
            raise invalid(message("currentPassword is not correct", "invalidField", "currentPassword"))
        unit.password = str(body["newPassword"])
    unit.setup_complete = True
    return Answer(200, _provision(call))


def _reworded(call: Call, error: Refusal) -> Refusal:
    """Clients also report an ErrorWrapper here, which can repeat what was sent, the password included."""
    kind, _, form = call.unit.settings.login_error.partition("-")
    if kind == "token":
        return error
    text = str(error.body["message"])
    if kind == "echo":
        text += f" Submitted: {editing.echo(call.body, form)}"
    return refusal(error.status, "General", message(text, "invalidCredentials"))


def _find(call: Call) -> Session:
    found = call.unit.tokens.sessions.get(call.params["objId"])
    if found is None:
        raise no_object(call.method, call.params["objId"])
    return found


def _session(call: Call, found: Session) -> Json:
    return {
        "userName": found.subject,
        "identitySourceId": "e3e74c32-3c03-11e8-983b-95c21a1b6da9",
        "issuedAt": milliseconds(call.unit.wall(found.issued)),
        "expiresAt": milliseconds(call.unit.wall(found.expires)),
        "sessionDuration": f"{int(call.now - found.issued)} seconds",
        "id": found.id,
        "type": "activeusersessions",
        "links": {"self": call.link(f"{SESSIONS}/{found.id}")},
    }


def _provision(call: Call) -> Json:
    return {
        "version": "provision1",
        "acceptEULA": call.unit.setup_complete,
        "eulaText": "End User License Agreement",
        "currentPassword": "*********",
        "newPassword": "*********",
        "id": "default",
        "type": "initialprovision",
        "links": {"self": call.link(f"{PROVISION}/default")},
    }
