# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which function answers which call, and what is checked before."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..model import paging
from ..model.errors import Json, Refusal, not_found, on_standby, refusal, setup_missing
from ..model.errors import message as problem
from ..model.jobs import AS_IT_SHOULD, Fate
from ..model.unit import Unit

# Changing calls that are allowed on the standby unit (vendor's pages without the standby sentence).
STANDBY_ALLOWED = re.compile(
    r"/fdm/token|/action/command|/action/configfiles/[^/]+|/devices/default/action/ha/(break|resume|suspend|failover|reset)"
    r"|/devicesettings/default/managementips(/.*)?|/action/activeusersessions/.*"
)
BEFORE_SETUP = re.compile(r"/fdm/token|/devices/default/action/provision(/.*)?")


@dataclass(slots=True)
class Call:
    """One API call as a handler sees it; `path` is without /api/fdm/<version>, `now` monotonic seconds."""

    unit: Unit
    method: str
    path: str
    version: str
    host: str
    query: dict[str, str]
    body: Any
    now: float
    authorization: str | None = None
    fate: Fate = AS_IT_SHOULD
    params: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """The address that was called, without query."""
        return self.link(self.path)

    def link(self, path: str) -> str:
        """The full address of a path."""
        return f"https://{self.host}/api/fdm/{self.version}{path}"

    def page(self, items: Sequence[Json]) -> Answer:
        """One page of a list, as the query asks for it. Raises Refusal."""
        settings, full_text = self.unit.settings, self.unit.since(3)
        return Answer(200, paging.page(items, self.query, self.url, settings.page_cap, full_text))

    def object(self) -> Json:
        """The body, which has to be an object. Raises Refusal."""
        if not isinstance(self.body, dict):
            raise refusal(400, "General", problem("The body must be a JSON object.", "invalidBody"))
        return self.body


@dataclass(frozen=True, slots=True)
class Answer:
    """A status and a JSON body; None is no body at all. raw: the bytes of a file in place of JSON."""

    status: int
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    raw: bytes | None = None


Handler = Callable[[Call], Answer]


@dataclass(frozen=True, slots=True)
class _Route:
    pattern: re.Pattern[str]
    methods: dict[str, Handler]
    exists: Callable[[Unit], bool]


_ROUTES: dict[str, _Route] = {}


def always(_: Unit) -> bool:
    """For a path that every unit has."""
    return True


def register(method: str, template: str, handler: Handler, exists: Callable[[Unit], bool] = always) -> None:
    """Let `handler` answer; a segment `{name}` of the template matches anything, `exists` says which units have it."""
    if template not in _ROUTES:
        pattern = re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", template))
        _ROUTES[template] = _Route(pattern, {}, exists)
    _ROUTES[template].methods[method] = handler


def route(method: str, template: str, exists: Callable[[Unit], bool] = always) -> Callable[[Handler], Handler]:
    """`register` as a decorator."""

    def decorate(handler: Handler) -> Handler:
        register(method, template, handler, exists)
        return handler

    return decorate


def dispatch(call: Call) -> Answer:
    """The unit's answer; a Refusal is an answer too."""
    try:
        return _dispatch(call)
    except Refusal as error:
        return Answer(error.status, error.body, error.headers)


def _dispatch(call: Call) -> Answer:
    if call.version not in call.unit.settings.api_versions:
        raise not_found(f"/api/fdm/{call.version}")
    if call.path != "/fdm/token":
        call.unit.tokens.check(call.authorization, call.now)
    handler = _find(call)
    if call.method != "GET":
        if not call.unit.setup_complete and not BEFORE_SETUP.fullmatch(call.path):
            raise setup_missing()
        if call.unit.standby() and not STANDBY_ALLOWED.fullmatch(call.path):
            raise on_standby(call.unit.settings.standby_status)
    return handler(call)


def _find(call: Call) -> Handler:
    # Literal paths come before templates, as in /jobs/haconfigsync/latest.
    found = [match for item in _ROUTES.values() if (match := _match(item, call)) is not None]
    if not found:
        raise not_found(call.path)
    route_, params = min(found, key=lambda pair: len(pair[1]))
    if call.method not in route_.methods:
        raise refusal(405, "General", problem(f"{call.method} is not supported here.", "methodNotAllowed"))
    call.params = params
    return route_.methods[call.method]


def _match(item: _Route, call: Call) -> tuple[_Route, dict[str, str]] | None:
    match = item.pattern.fullmatch(call.path)
    return (item, match.groupdict()) if match and item.exists(call.unit) else None
