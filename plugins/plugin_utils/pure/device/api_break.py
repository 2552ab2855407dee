# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The calls of the FDM API that break a pair, and that export a configuration before."""

from __future__ import annotations

from .api_table import DISSOLVE, REBUILD, REPLACE, SNAPSHOT, Confidence, Fields, Kind, Operation

_BREAKERS = (DISSOLVE, REBUILD, REPLACE)
_EXPORTERS = (SNAPSHOT, *_BREAKERS)
_BREAK = "/devices/default/action/ha/break"
_SINCE, _SOURCE = "6.5", "vendor's reference v4 and later; client code"
_WITHOUT = "no export is taken; the HA settings are saved all the same"

BREAK_READS = (
    Operation("GET", _BREAK, "breaks, running and ended", _BREAKERS),
    Operation("GET", f"{_BREAK}/{{objId}}", "one break, until it ends", _BREAKERS),
    *(
        Operation(
            "GET",
            path,
            use,
            _EXPORTERS,
            needed=False,
            without=_WITHOUT,
            since=_SINCE,
            source=_SOURCE,
            confidence=Confidence.MEDIUM,
        )
        for path, use in (
            ("/jobs/configexportstatus", "exports, running and ended"),
            ("/jobs/configexportstatus/{objId}", "one export, until it ends"),
            ("/action/configfiles", "files of exports on the unit"),
            ("/action/downloadconfigfile/{objId}", "the file of an export"),
        )
    ),
)
BREAK_WRITES = (
    Operation("POST", _BREAK, "break HA; up to 6.5 with the query clearIntfs=false", _BREAKERS),
    *(
        Operation(
            method,
            path,
            use,
            _EXPORTERS,
            needed=False,
            without=_WITHOUT,
            since=_SINCE,
            source=_SOURCE,
            confidence=Confidence.MEDIUM,
        )
        for method, path, use in (
            ("POST", "/action/configexport", "export the configuration"),
            ("DELETE", "/action/configfiles/{objId}", "delete the unit's copy of an export"),
        )
    ),
)
BREAK_FIELDS = (
    Fields(
        "BreakHAStatus",
        Kind.TEXT,
        ("interfaceOption",),
        _BREAKERS,
        True,
        without="what a break does with the interfaces can't be chosen",
        since="6.6",
        source=_SOURCE,
        confidence=Confidence.MEDIUM,
    ),
    *(
        Fields(
            "ScheduleConfigExport",
            kind,
            names,
            _EXPORTERS,
            sent,
            without=_WITHOUT,
            since=_SINCE,
            source=_SOURCE,
            confidence=Confidence.MEDIUM,
        )
        for kind, names, sent in (
            (Kind.TEXT, ("type", "configExportType", "diskFileName", "encryptionKey"), True),
            (Kind.FLAG, ("doNotEncrypt",), True),
            (Kind.TEXT, ("jobHistoryUuid",), False),
        )
    ),
)
