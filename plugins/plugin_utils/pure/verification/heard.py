# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a unit hears its peer, from what `show failover` and `show failover state` print.

Captures of the data plane: a peer that was never heard has no serial number (`Mate Unknown`), and its interfaces are
`(0.0.0.0): Unknown (Waiting)`; one that went away keeps serial number and version, its interfaces are `Unknown`.
"""

from __future__ import annotations

from ..device.show_failover import Host
from ..device.unit import Unit
from ..names import Name

SILENT = ("not detected", "unknown")
UNKNOWN = "unknown"
COMM_FAILURE = "Comm Failure"


class Heard(Name):
    """Whether the peer is heard; not known is a value of its own."""

    YES = "heard"
    NEVER = "never heard"
    NOT_NOW = "not heard"
    NOT_KNOWN = "not known"


def heard(unit: Unit) -> Heard:
    """Whether a unit hears its peer."""
    peer = unit.shown.other_host
    if not unit.shown.on or peer is None:
        return Heard.NOT_KNOWN
    state, unknown = peer.state.lower(), [each.status.lower() == UNKNOWN for each in peer.interfaces]
    silent = state.startswith(SILENT)
    if not silent and (not state.startswith("failed") or not all(unknown)):
        return Heard.YES
    if _never_met(unit):
        return Heard.NEVER
    lost = silent or bool(unknown) or unit.shown_state.other.reason == COMM_FAILURE
    return Heard.NOT_NOW if lost else Heard.NOT_KNOWN


def _never_met(unit: Unit) -> bool:
    """True where the unit prints `Mate Unknown`, and does not remember the other of serial number and version."""
    told = [told.lower() for told in (unit.shown.serials[1], unit.shown.versions[1]) if told]
    return bool(told) and all(each == UNKNOWN for each in told)


def since(unit: Unit) -> str:
    """When the data plane lost the peer, where it says so; the failure of a peer that is well is history."""
    failure = unit.shown_state.other
    return failure.at if failure.state.lower().startswith("failed") and failure.reason == COMM_FAILURE else ""


def host_line(host: Host | None) -> str:
    """A host as the data plane calls it: Primary, Active."""
    return "" if host is None else f"{host.role.capitalize()}, {host.state}"
