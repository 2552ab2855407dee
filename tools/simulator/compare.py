# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""`python -m simulator.compare TRANSCRIPT.har`: where a real unit's answers differ in shape from the simulator's own.

Fields that only one of them has, types, and ways from state to state that the simulator never goes. Values are not
compared: they are the unit's own.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from .offline import Offline
from .replay import Recorded, TranscriptError, load

STATES = frozenset({"nodeState", "peerNodeState", "configStatus", "haHealthStatus", "state"})
"""Fields whose order of values is compared."""
OPEN = frozenset({"modifiedObjects", "properties"})
"""Objects whose members are data, not fields."""
KINDS: tuple[dict[str, Any], ...] = (
    {"etherchannels": [{"id": 1, "members": ["GigabitEthernet0/4", "GigabitEthernet0/5"]}]},
    {"bridge_groups": [{"id": 1, "members": ["GigabitEthernet0/4"], "name": "bridged"}]},
    {"interfaces": [{"hardware": "GigabitEthernet0/4", "subinterfaces": [{"id": 20, "vlan": 20, "name": "v20"}]}]},
    {"pending_changes": [{"name": "a change"}], "license": {"registered": True, "virtual_account": "an account"}},
    {"platform": "fpr1210", "vlan_interfaces": [{"vlan": 10, "name": "v10", "ipv4": "192.0.2.1/24"}]},
    {"platform": "fpr3120", "interfaces": [{"hardware": "Ethernet1/3", "ipv6": "2001:db8::1/64", "pppoe": True}]},
)
_UUID = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")
_API = re.compile(r"/api/fdm/[^/]+")
_STEP = 0.1
_SETTLED = 12.0

Shape = dict[str, set[str]]
Shapes = dict[tuple[str, str], Shape]
Steps = dict[str, set[tuple[str, str]]]


def main() -> int:
    """0 where nothing differs, 1 where something does, 2 for a file that is no transcript."""
    parser = argparse.ArgumentParser(prog="simulator.compare", description=__doc__)
    parser.add_argument("transcript", type=Path)
    options = parser.parse_args()
    try:
        found = differences(load(options.transcript))
    except TranscriptError as error:
        print(error, file=sys.stderr)
        return 2
    print("\n".join(found) or "Every answer of the transcript has a shape that the simulator's answers have too.")
    return 1 if found else 0


def differences(recorded: list[Recorded]) -> list[str]:
    """What differs, a line each."""
    wanted = sorted({template(each) for each in recorded if each.method == "GET"})
    own = list(own_answers(path for _method, path in wanted))
    return [*_of_shapes(shapes(recorded), shapes(own)), *_of_steps(steps(recorded), steps(own))]


def template(recorded: Recorded) -> tuple[str, str]:
    """Method and path of a call, without version and identifiers."""
    return recorded.method, _UUID.sub("{}", _API.sub("", recorded.path))


def shapes(recorded: Iterable[Recorded]) -> Shapes:
    """Every field and its types, of every good answer to a GET."""
    found: Shapes = defaultdict(lambda: defaultdict(set))
    for each in recorded:
        if each.method == "GET" and each.status == 200:
            for field, kind in _fields(each.body, ""):
                found[template(each)][field].add(kind)
    return found


def _fields(value: Any, where: str) -> Iterator[tuple[str, str]]:
    yield where, _kind(value)
    if isinstance(value, Mapping) and where.rpartition(".")[2] not in OPEN:
        for name, each in value.items():
            yield from _fields(each, f"{where}.{name}".lstrip("."))
    elif isinstance(value, list):
        for each in value:
            yield from _fields(each, f"{where}[]")


def _kind(value: Any) -> str:
    kinds = {dict: "object", list: "list", str: "text", bool: "boolean", int: "number", float: "number"}
    return kinds.get(type(value), "null")


def _of_shapes(theirs: Shapes, own: Shapes) -> Iterator[str]:
    for call, shape in sorted(theirs.items()):
        label, mine = " ".join(call), own.get(call, {})
        if not mine:
            yield f"{label}: not compared, as nothing in the simulator's own run answers it"
            continue
        for field in sorted(shape.keys() | mine.keys()):
            yield from (f"{label}: {said}" for said in _of_field(field, shape, mine))


def _of_field(field: str, theirs: Shape, own: Shape) -> Iterator[str]:
    """A field is missed only where both have the object that it belongs to; null says nothing of a type, and an empty
    list nothing of its items."""
    above = re.sub(r"\.?[^.\[\]]+$|\[\]$", "", field)
    if field.endswith("[]") and (field not in theirs or field not in own):
        return
    if field and not all({"object", "list"} & side.get(above, set()) for side in (theirs, own)):
        return
    if field not in own:
        yield f"{field} ({' or '.join(sorted(theirs[field]))}) is in the transcript alone"
    elif field not in theirs:
        yield f"{field} is in the simulator's answers alone"
    elif (known := theirs[field] - {"null"}) and own[field] - {"null"} and not known <= own[field]:
        yield f"{field} is {' or '.join(sorted(known))}; in the simulator {' or '.join(sorted(own[field]))}"


def steps(recorded: Iterable[Recorded]) -> Steps:
    """Every step from one state to the next, by call and field, of each unit and of each object."""
    last: dict[tuple[str, ...], str] = {}
    found: Steps = defaultdict(set)
    for each in recorded:
        if each.method == "GET" and isinstance(each.body, Mapping):
            for name in STATES & each.body.keys():
                value, place = str(each.body[name]), (each.unit, each.path, name)
                before = last.get(place, value)
                last[place] = value
                if before != value:
                    found[f"{template(each)[1]} {name}"].add((before, value))
    return found


def _of_steps(theirs: Steps, own: Steps) -> Iterator[str]:
    for where, taken in sorted(theirs.items()):
        for before, after in sorted(taken - _followed(own.get(where, set()))):
            yield f"{where}: a way from {before} to {after} is in the transcript alone"


def _followed(taken: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Steps and their chains: a client that looks seldom sees some of the states only."""
    chains = set(taken)
    while more := {(a, d) for a, b in chains for c, d in chains if b == c and a != d} - chains:
        chains |= more
    return chains


def own_answers(paths: Iterable[str]) -> Iterator[Recorded]:
    """What simulated units answer to these paths: several kinds of them once, two of them while they become a pair."""
    wanted = list(paths)
    for settings in KINDS:
        yield from _look(_rig(**settings), wanted)
    rig = _rig()
    for name, role in (("one", "primary"), ("two", "secondary")):
        rig.join(name, role)
        for _ in range(int(_SETTLED / _STEP)):
            rig.advance(_STEP)
            yield from _look(rig, wanted, busy=True)
    yield from _look(rig, wanted)


def _rig(**settings: Any) -> Offline:
    units = [
        {"name": "one", "address": "127.0.1.11", "peer": "two"},
        {"name": "two", "address": "127.0.1.12", "peer": "one"},
    ]
    return Offline({"defaults": settings, "units": units})


def _look(rig: Offline, paths: Iterable[str], busy: bool = False) -> Iterator[Recorded]:
    """Read every path on both units; ``busy``: only what changes while they join."""
    for name in ("one", "two"):
        unit = rig.unit(name)
        if unit.absence(rig.clock.now()) is not None:
            continue
        if rig.call(name, "GET", "/operational/systeminfo/default")[0] == 401:  # after its import
            rig.login(name)
        for path in paths:
            if busy and not ("status" in path or path.endswith("{}")):
                continue
            for real in _resolved(rig, name, path):
                status, body = rig.call(name, "GET", real)
                yield Recorded(name, "GET", f"/api/fdm/v6{real.partition('?')[0]}", "", None, status, body, "")


def _resolved(rig: Offline, name: str, path: str) -> Iterator[str]:
    """A path with the identifiers of what the unit has in its places."""
    before, found, after = path.partition("{}")
    if not found:
        yield f"{path}?limit=100"
        return
    listed = rig.call(name, "GET", f"{before.rstrip('/')}?limit=100")[1]
    for each in listed.get("items", []) if isinstance(listed, Mapping) else []:
        yield from _resolved(rig, name, f"{before}{each['id']}{after}")


if __name__ == "__main__":
    sys.exit(main())
