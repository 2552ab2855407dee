# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Refusals in the form that units use (spec definitions ErrorWrapper, ErrorResponse, NGFWErrorMessage, TokenStatus)."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


class Refusal(Exception):
    """An answer that is an error: its status, body and extra headers."""

    def __init__(self, status: int, body: Json, headers: dict[str, str] | None = None) -> None:
        super().__init__(f"{status}: {body}")
        self.status = status
        self.body = body
        self.headers = headers or {}


def message(description: str, code: str | None = None, location: str | None = None) -> Json:
    """One NGFWErrorMessage; members without a value are left out."""
    parts = {"description": description, "code": code, "location": location}
    return {name: value for name, value in parts.items() if value is not None}


def refusal(status: int, key: str, *messages: Json) -> Refusal:
    """A Refusal with an ErrorWrapper body; `key` is General, Validation or Deployment."""
    return Refusal(status, {"error": {"severity": "ERROR", "key": key, "messages": list(messages)}})


def invalid(*messages: Json) -> Refusal:
    """422, the normal answer to bad input."""
    return refusal(422, "Validation", *messages)


def not_allowed(description: str, code: str) -> Refusal:
    """422 with one sentence and no field."""
    return invalid(message(description, code))


def invalid_uuid(identifier: object, location: str | None = None) -> Refusal:
    """422 for an id that does not exist: in a reference, or of the object to change or delete."""
    return invalid(message(f'Validation failed due to an invalid UUID: "{identifier}"', "invalidUuid", location))


def duplicate_name(name: str) -> Refusal:
    """422 for a name that is in use."""
    return invalid(message(f"Validation failed due to a duplicate name: {name}", "duplicateName", "name"))


def stale_version() -> Refusal:
    """400, as release 7.6 answers a PUT whose version is not the current one."""
    text = "The version of the object is not the current one. Read it again, then repeat the change."
    return refusal(400, "Validation", message(text, "invalidVersion", "version"))


def no_object(method: str, identifier: str) -> Refusal:
    """An unknown id in the path: 404 for a GET, 422 for a change (capture of release 6.5, the specification)."""
    return not_found(identifier) if method == "GET" else invalid_uuid(identifier)


def not_found(what: str) -> Refusal:
    """404 for an unknown id or path."""
    return refusal(404, "General", message(f"Not found: {what}", "notFound"))


def unauthorized(text: str = "The access token is missing, invalid or expired.") -> Refusal:
    """401 for a missing, unknown, expired or revoked token."""
    return refusal(401, "General", message(text, "unauthorized"))


def bad_grant(text: str) -> Refusal:
    """400 with the TokenStatus body of the token service."""
    return Refusal(400, {"status_code": 400, "message": text})


def setup_missing() -> Refusal:
    """403 with a top-level message, as release 7.6 answers a change before the initial setup."""
    return Refusal(403, {"message": "Not allowed - Device initial setup is not completed!"})


def on_standby(status: int) -> Refusal:
    """For a change on the standby unit; the sentence is the vendor's, the status is not known."""
    text = "This API call is not allowed on the standby unit in an HA pair."
    return refusal(status, "Validation", message(text, "notAllowedOnStandby"))
