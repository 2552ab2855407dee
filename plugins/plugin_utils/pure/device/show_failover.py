# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What `show failover` and `show failover state` print, read into data.

Layouts: captures of FTD 9.16 and 9.18 and of ASA. Tolerant: what is not there is empty, and nothing raises. Lines are
split at fixed marks, so that the work grows only with the length of the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from .cli_output import between, lines_of

HOSTS = {"This host:": "this", "Other host:": "other"}
LINKS = {"Failover LAN Interface": "failover", "Link": "state"}
ROLES = {"Primary": "primary", "Secondary": "secondary"}
COUNTERS = 4


class MonitoredInterface(NamedTuple):
    """A line `Interface NAME (ADDRESS): STATUS (WATCH)`."""

    name: str
    address: str
    status: str
    watch: str


class Slot(NamedTuple):
    """A line `slot 1: snort rev (1.0)  status (up)`."""

    module: str
    status: str


@dataclass(frozen=True, slots=True)
class Host:
    """A block `This host:` or `Other host:`."""

    role: str
    state: str
    interfaces: tuple[MonitoredInterface, ...] = ()
    slots: tuple[Slot, ...] = ()


@dataclass(frozen=True, slots=True)
class LinkLine:
    """The failover LAN interface or the state link as the data plane sees it."""

    name: str
    port: str
    status: str

    @property
    def up(self) -> bool:
        """True when the line ends in (up)."""
        return self.status.lower() == "up"


class Counters(NamedTuple):
    """A row of the table of updates that the state link carries."""

    name: str
    sent: int
    send_errors: int
    received: int
    receive_errors: int


@dataclass(frozen=True, slots=True)
class ShowFailover:
    """`show failover`; ``understood`` is False where the output is another, such as a complaint."""

    understood: bool = False
    on: bool = False
    this_host: Host | None = None
    other_host: Host | None = None
    failover_link: LinkLine | None = None
    state_link: LinkLine | None = None
    versions: tuple[str, str] = ("", "")
    serials: tuple[str, str] = ("", "")
    unit_poll: str = ""
    interface_poll: str = ""
    last_failover: str = ""
    counters: tuple[Counters, ...] = ()


class HostState(NamedTuple):
    """What `show failover state` says of one host; ``at`` is the date and time of the failure, where one is printed."""

    state: str = ""
    reason: str = ""
    at: str = ""


NO_STATE = HostState()


@dataclass(frozen=True, slots=True)
class ShowFailoverState:
    """`show failover state`: states, and every line of the configuration and communication states."""

    understood: bool = False
    this: HostState = NO_STATE
    other: HostState = NO_STATE
    configuration: tuple[str, ...] = ()
    communication: tuple[str, ...] = ()


def read_show_failover(output: str) -> ShowFailover:
    """Read the output of `show failover`."""
    lines = lines_of(output)
    hosts, links = dict(_hosts(lines)), dict(_links(lines))
    return ShowFailover(
        understood=bool({"Failover On", "Failover Off"} & set(lines)),
        on="Failover On" in lines,
        this_host=hosts.get("this"),
        other_host=hosts.get("other"),
        failover_link=links.get("failover"),
        state_link=links.get("state"),
        versions=_both(lines, "Version: "),
        serials=_both(lines, "Serial Number: "),
        unit_poll=_after(lines, "Unit Poll frequency "),
        interface_poll=_after(lines, "Interface Poll frequency "),
        last_failover=_after(lines, "Last Failover at: "),
        counters=tuple(_counters(lines)),
    )


def _after(lines: Sequence[str], mark: str) -> str:
    return next((line[len(mark) :].strip() for line in lines if line.startswith(mark)), "")


def _both(lines: Sequence[str], mark: str) -> tuple[str, str]:
    """Ours and the peer's of a line such as `Version: Ours 9.18, Mate 9.18`."""
    ours, comma, mate = _after(lines, mark).partition(", Mate ")
    return (ours.removeprefix("Ours").strip(), mate.strip()) if comma and ours.startswith("Ours ") else ("", "")


def _hosts(lines: Sequence[str]) -> Iterator[tuple[str, Host]]:
    starts = [index for index, line in enumerate(lines) if line.startswith(tuple(HOSTS))]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=False):  # no host at all leaves one end over
        mark, _colon, said = lines[start].partition(":")
        role, _dash, state = said.partition(" - ")
        if role.strip() in ROLES and state.strip():
            block = lines[start + 1 : end]
            interfaces, slots = tuple(_interfaces(block)), tuple(_slots(block))
            yield HOSTS[f"{mark}:"], Host(ROLES[role.strip()], state.strip(), interfaces, slots)


def _interfaces(lines: Sequence[str]) -> Iterator[MonitoredInterface]:
    for line in lines:
        if line.startswith("Interface "):
            name, _open, rest = line[len("Interface ") :].partition(" (")
            address, closed, said = rest.partition("): ")
            status, _bracket, watch = said.partition("(")
            if name and " " not in name and closed and status.strip():
                yield MonitoredInterface(name, address, status.strip(), watch.rstrip(") ").strip())


def _slots(lines: Sequence[str]) -> Iterator[Slot]:
    for line in lines:
        number, _colon, rest = line.partition(": ")
        module = rest.split(" ", 1)[0]
        _before, told, status = rest.rpartition("status (")
        if number.startswith("slot ") and module and told:
            yield Slot(module, status.rstrip(") ").strip())


def _links(lines: Sequence[str]) -> Iterator[tuple[str, LinkLine]]:
    for line in lines:
        mark, _colon, rest = line.partition(":")
        words = rest.split(None, 2)
        if mark.strip() in LINKS and len(words) == 3 and words[2].startswith("(") and words[2].endswith(")"):
            yield LINKS[mark.strip()], LinkLine(words[0], words[1], words[2][1:-1])


def _counters(lines: Sequence[str]) -> Iterator[Counters]:
    start = next((index for index, line in enumerate(lines) if line.startswith("Stateful Obj")), len(lines))
    for line in lines[start + 1 :]:
        words = line.split()
        numbers = words[-COUNTERS:]
        if len(words) <= COUNTERS or not all(word.isascii() and word.isdigit() and len(word) < 20 for word in numbers):
            return
        yield Counters(" ".join(words[:-COUNTERS]), *map(int, numbers))


def read_show_failover_state(output: str) -> ShowFailoverState:
    """Read the output of `show failover state`."""
    lines = lines_of(output)
    states = {"This host": HostState(), "Other host": HostState()}
    for line, following in pairwise(lines):
        which, dash, role = line.partition(" - ")
        if dash and which.strip() in states and role.strip() in ROLES:
            columns = [column.strip() for column in following.split("  ") if column.strip()]
            states[which.strip()] = HostState(*columns[: len(HostState._fields)])
    return ShowFailoverState(
        understood=any(line.startswith("This host") for line in lines),
        this=states["This host"],
        other=states["Other host"],
        configuration=between(lines, "====Configuration State===", "===="),
        communication=between(lines, "====Communication State===", "===="),
    )
