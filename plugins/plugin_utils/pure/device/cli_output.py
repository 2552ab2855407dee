# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What `show failover`, `show failover state` and `show interface ip brief` print, read into data.

Layouts: captures of FTD 9.18 and of ASA. Tolerant: what is not there is empty, nothing raises.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

INTERFACE = re.compile(
    r"^\s*Interface (?P<name>\S+) \((?P<address>[^)]*)\): (?P<status>[^(]+?)\s*(?:\((?P<watch>[^)]*)\))?\s*$"
)
HOST = re.compile(r"^\s*(?P<which>This|Other) host:\s*(?P<role>Primary|Secondary)\s*-\s*(?P<state>.+?)\s*$")
LINK = re.compile(r"^\s*(?P<which>Failover LAN Interface|Link)\s*:\s*(?P<rest>.+?)\s*$")
PLACE = re.compile(r"^(?P<name>\S+) (?P<port>\S+) \((?P<status>.*)\)$")
OURS_MATE = re.compile(r"^\s*(?P<what>Version|Serial Number): Ours (?P<ours>[^,]+), Mate (?P<mate>.+?)\s*$")
STATE_HOST = re.compile(r"^(?P<which>This|Other) host\s+-\s+(?P<role>Primary|Secondary)\s*$")
BRIEF = re.compile(r"^(?P<port>\S+)\s+(?P<address>[0-9A-Fa-f:.]*[.:][0-9A-Fa-f:.]*)\s+YES\b")


@dataclass(frozen=True, slots=True)
class MonitoredInterface:
    """A line `Interface NAME (ADDRESS): STATUS (WATCH)`."""

    name: str
    address: str
    status: str
    watch: str


@dataclass(frozen=True, slots=True)
class Host:
    """A block `This host:` or `Other host:`."""

    role: str
    state: str
    interfaces: tuple[MonitoredInterface, ...]


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


@dataclass(frozen=True, slots=True)
class ShowFailover:
    """`show failover`."""

    on: bool
    this_host: Host | None
    other_host: Host | None
    failover_link: LinkLine | None
    state_link: LinkLine | None
    versions: tuple[str, str]
    serials: tuple[str, str]


@dataclass(frozen=True, slots=True)
class ShowFailoverState:
    """`show failover state`: states and the configuration and communication states."""

    this_state: str
    other_state: str
    other_reason: str
    configuration: str
    communication: str


def read_show_failover(output: str) -> ShowFailover:
    """Read the output of `show failover`."""
    lines = output.splitlines()
    hosts = dict(_hosts(lines))
    links = dict(_links(lines))
    pairs = {match["what"]: (match["ours"].strip(), match["mate"]) for match in map(OURS_MATE.match, lines) if match}
    return ShowFailover(
        on=any(line.strip() == "Failover On" for line in lines),
        this_host=hosts.get("This"),
        other_host=hosts.get("Other"),
        failover_link=links.get("Failover LAN Interface"),
        state_link=links.get("Link"),
        versions=pairs.get("Version", ("", "")),
        serials=pairs.get("Serial Number", ("", "")),
    )


def _hosts(lines: list[str]) -> Iterator[tuple[str, Host]]:
    starts = [(index, match) for index, line in enumerate(lines) if (match := HOST.match(line))]
    ends = [*(index for index, _match in starts[1:]), len(lines)]
    for (start, match), end in zip(starts, ends, strict=False):  # no host at all leaves one end over
        found = (INTERFACE.match(line) for line in lines[start + 1 : end])
        interfaces = tuple(
            MonitoredInterface(each["name"], each["address"], each["status"], each["watch"] or "")
            for each in found
            if each
        )
        yield match["which"], Host(match["role"].lower(), match["state"], interfaces)


def _links(lines: list[str]) -> Iterator[tuple[str, LinkLine]]:
    for match in filter(None, map(LINK.match, lines)):
        place = PLACE.match(match["rest"])
        if place:
            yield match["which"], LinkLine(place["name"], place["port"], place["status"])


def read_show_failover_state(output: str) -> ShowFailoverState:
    """Read the output of `show failover state`."""
    lines = output.splitlines()
    states = {"This": ("", ""), "Other": ("", "")}
    for index, line in enumerate(lines[:-1]):
        match = STATE_HOST.match(line.strip())
        if match:
            columns = [column for column in re.split(r"\s{2,}", lines[index + 1].strip()) if column]
            states[match["which"]] = (columns[0] if columns else "", columns[1] if len(columns) > 1 else "")
    return ShowFailoverState(
        this_state=states["This"][0],
        other_state=states["Other"][0],
        other_reason=states["Other"][1],
        configuration=_after(lines, "====Configuration State==="),
        communication=_after(lines, "====Communication State==="),
    )


def _after(lines: list[str], heading: str) -> str:
    stripped = [line.strip() for line in lines]
    following = stripped[stripped.index(heading) + 1 :] if heading in stripped else []
    return following[0] if following and not following[0].startswith("====") else ""


def read_interface_brief(output: str) -> tuple[tuple[str, str], ...]:
    """(port, address) of every line of `show interface ip brief` that has an address; it shows no masks."""
    found = (BRIEF.match(line.strip()) for line in output.splitlines())
    return tuple((match["port"], match["address"]) for match in found if match)
