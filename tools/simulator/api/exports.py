# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Exports of the configuration and their files, from 6.5 (API v4) on."""

from __future__ import annotations

from ..model import exports
from ..model.errors import not_found
from ..model.unit import Unit
from .operations import with_link
from .router import Answer, Call, route

STATUS = "/jobs/configexportstatus"
FILES = "/action/configfiles"


def has_exports(unit: Unit) -> bool:
    """Whether the release has this kind of export."""
    return unit.since(4)


@route("POST", "/action/configexport", has_exports)
def start(call: Call) -> Answer:
    """Start an export."""
    body = call.object()
    made = exports.export(call.unit, body, call.now, call.fate)
    return Answer(200, with_link(call, exports.as_answer(made, body, call.unit.username), f"{call.path}/{made.id}"))


@route("GET", STATUS, has_exports)
def jobs(call: Call) -> Answer:
    """The jobs, newest first."""
    made = reversed(call.unit.exports)
    return call.page([with_link(call, exports.as_job(call.unit, each), f"{STATUS}/{each.job}") for each in made])


@route("GET", f"{STATUS}/{{objId}}", has_exports)
def job(call: Call) -> Answer:
    """One job, by `jobHistoryUuid`; the id of the export finds nothing."""
    for each in call.unit.exports:
        if each.job == call.params["objId"]:
            return Answer(200, with_link(call, exports.as_job(call.unit, each), call.path))
    raise not_found(call.params["objId"])


@route("GET", FILES, has_exports)
def files(call: Call) -> Answer:
    """The files on the unit."""
    names = sorted(call.unit.config_files)
    return call.page([with_link(call, exports.as_file(call.unit, name), f"{FILES}/default") for name in names])


@route("DELETE", f"{FILES}/{{objId}}", has_exports)
def delete(call: Call) -> Answer:
    """Delete a file by its name."""
    if call.unit.config_files.pop(call.params["objId"], None) is None:
        raise not_found(call.params["objId"])
    return Answer(204)


@route("GET", "/action/downloadconfigfile/{objId}", has_exports)
def download(call: Call) -> Answer:
    """The bytes of a file."""
    content = call.unit.config_files.get(call.params["objId"])
    if content is None:
        raise not_found(call.params["objId"])
    return Answer(200, raw=content)
