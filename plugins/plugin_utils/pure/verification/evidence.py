# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The evidence of a pair in HA: what each unit shows of every kind of information in the guide, and of each link.

A row is so, not so, or not known; the texts are the units' own, cleaned and cut to a line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from ..device.show_failover import LinkLine, MonitoredInterface
from ..device.unit import ConfigStatus, NodeState, Unit, display_state
from ..intent.intent import Intent
from ..names import Name
from ..reading import line
from .dataplane import IN_SYNC
from .heard import Heard, heard, since

NOTHING = "not known"
WATCHED = ("Monitored", "Waiting")
BAD = ("no link", "link down", "failed", "no traffic")
PLANE = {NodeState.ACTIVE: "Active", NodeState.STANDBY: "Standby Ready"}
"""How the data plane calls the states of a pair that is as it should be."""


class Verdict(Name):
    """Whether something is so; what is not understood is not known."""

    SO = "so"
    NOT_SO = "not_so"
    NOT_KNOWN = "not_known"


class Side(NamedTuple):
    """What one unit shows of one kind of information."""

    verdict: Verdict
    text: str


class Evidence(NamedTuple):
    """One kind of information: the verdict of the pair, and what each unit shows."""

    kind: str
    verdict: Verdict
    primary: str
    secondary: str

    def as_dict(self) -> dict[str, str]:
        """The row as plain data, for results and files."""
        return {"kind": self.kind, "verdict": str(self.verdict), "primary": self.primary, "secondary": self.secondary}


def evidence(intent: Intent, primary: Unit, secondary: Unit) -> tuple[Evidence, ...]:
    """Every row: the five kinds of information of the guide, then the links."""
    units = (primary, secondary)
    return (
        _row("unit state", units, _unit_state, extra=_one_of_each(units)),
        _row("hello messages", units, _hellos),
        *_interfaces(units),
        _row("MAC address exchange", units, _mac_exchange),
        _row("configuration replication", units, _replication),
        _row("failover link", units, _link(lambda unit: unit.shown.failover_link, intent.failover.port)),
        _row("state link", units, _link(lambda unit: unit.shown.state_link, (intent.state or intent.failover).port)),
        _row("state link updates", units, _updates),
        _row("encryption of the links", units, _encryption(intent)),
    )


def _row(kind: str, units: tuple[Unit, Unit], look: Callable[[Unit], Side], extra: Verdict = Verdict.SO) -> Evidence:
    """A row from what both units show: not so where one is not, not known where one is not known."""
    sides = [look(unit) for unit in units]
    verdict = all_of([*(side.verdict for side in sides), extra])
    return Evidence(kind, verdict, *(line(side.text) or NOTHING for side in sides))


def all_of(verdicts: Iterable[Verdict]) -> Verdict:
    """One verdict of several: the worst; not so is worse than not known."""
    found = set(verdicts)
    return next(each for each in (Verdict.NOT_SO, Verdict.NOT_KNOWN, Verdict.SO) if each in found or each == Verdict.SO)


def _of(so: bool) -> Verdict:
    return Verdict.SO if so else Verdict.NOT_SO


def _unit_state(unit: Unit) -> Side:
    host = unit.shown.this_host
    told = display_state(unit.state) if unit.state else ""
    if unit.state not in {*NodeState} - {NodeState.UNKNOWN}:
        return Side(Verdict.NOT_KNOWN, told)
    if unit.state not in PLANE:
        return Side(Verdict.NOT_SO, told)
    if host is None:
        return Side(Verdict.SO, told)
    return Side(_of(host.state == PLANE[NodeState(unit.state)]), f"{told} ({host.role.capitalize()} - {host.state})")


def _one_of_each(units: tuple[Unit, Unit]) -> Verdict:
    """Two units that take part must be one active and one standby."""
    states = [unit.state for unit in units]
    return _of(len(set(states)) == 2) if all(state in PLANE for state in states) else Verdict.SO


def _hellos(unit: Unit) -> Side:
    ears, peer = heard(unit), unit.shown.other_host
    polls = f"; unit poll {unit.shown.unit_poll}" if unit.shown.unit_poll else ""
    if ears is Heard.NOT_KNOWN or peer is None:
        return Side(Verdict.NOT_KNOWN, "")
    if ears is Heard.YES:
        return Side(Verdict.SO, f"receives hellos from the {peer.role} ({peer.state}){polls}")
    at = since(unit)
    lost = f", lost at {at}" if at else ""
    said = "has never received" if ears is Heard.NEVER else "receives no"
    return Side(Verdict.NOT_SO, f"{said} hellos from the {peer.role} ({peer.state}{lost}){polls}")


def _interfaces(units: tuple[Unit, Unit]) -> Iterator[Evidence]:
    """A row for every interface that a unit monitors; one row that says so where none is, or none is known."""
    shown = [_watched(unit) for unit in units]
    names = list(dict.fromkeys(name for each in shown for name in each))
    for name in names:
        sides = [_interface(each.get(name)) for each in shown]
        verdict = all_of(side.verdict for side in sides)
        yield Evidence(f"network link status of {line(name)}", verdict, *(side.text or NOTHING for side in sides))
    if not names:
        texts = ("no monitored interface" if unit.shown.this_host else NOTHING for unit in units)
        yield Evidence("network link status", Verdict.NOT_KNOWN, *texts)


def _watched(unit: Unit) -> dict[str, MonitoredInterface]:
    host = unit.shown.this_host
    return {} if host is None else {each.name: each for each in host.interfaces if each.watch in WATCHED}


def _interface(interface: MonitoredInterface | None) -> Side:
    if interface is None:
        return Side(Verdict.NOT_KNOWN, "")
    text = line(f"{interface.status} ({interface.watch})")
    if interface.status.lower() in BAD:
        return Side(Verdict.NOT_SO, text)
    return Side(Verdict.SO if text == "Normal (Monitored)" else Verdict.NOT_KNOWN, text)


def _mac_exchange(unit: Unit) -> Side:
    shown = unit.shown_state
    if not shown.understood:
        return Side(Verdict.NOT_KNOWN, "")
    text = ", ".join(shown.communication) or "nothing"
    return Side(_of(any("mac set" in each.lower() for each in shown.communication)), text)


def _replication(unit: Unit) -> Side:
    shown, status = unit.shown_state, unit.config_status
    told = display_state(status) if status else ""
    text = ", ".join(filter(None, (told, *shown.configuration)))
    if shown.configuration and not all(each.startswith(IN_SYNC) for each in shown.configuration):
        return Side(Verdict.NOT_SO, text)
    if status in ("", ConfigStatus.UNKNOWN) or status not in {*ConfigStatus}:
        return Side(Verdict.NOT_KNOWN, text)
    return Side(_of(status == ConfigStatus.IN_SYNC), text)


def _link(which: Callable[[Unit], LinkLine | None], port: str) -> Callable[[Unit], Side]:
    """What a unit shows of a link: its port, as the inventory has it, and that it is up."""

    def look(unit: Unit) -> Side:
        shown = which(unit)
        if not unit.shown.understood:
            return Side(Verdict.NOT_KNOWN, "")
        if shown is None:
            return Side(Verdict.NOT_SO, "not configured")
        return Side(_of(shown.up and shown.port == port), f"{shown.name} {shown.port} ({shown.status})")

    return look


def _updates(unit: Unit) -> Side:
    rows = unit.shown.counters
    sent, received = sum(row.sent for row in rows), sum(row.received for row in rows)
    failed, lost = sum(row.send_errors for row in rows), sum(row.receive_errors for row in rows)
    if not sent + received + failed + lost:
        return Side(Verdict.NOT_KNOWN, "no updates yet" if rows else "")
    text = f"{sent} sent, {failed} errors; {received} received, {lost} errors"
    return Side(_of(not failed + lost), text)


def _encryption(intent: Intent) -> Callable[[Unit], Side]:
    """Whether the links of a unit are encrypted, as the inventory has it."""

    def look(unit: Unit) -> Side:
        if unit.encrypted is None:
            return Side(Verdict.NOT_KNOWN, "")
        return Side(_of(unit.encrypted == intent.encrypted), "encrypted" if unit.encrypted else "plain text")

    return look
