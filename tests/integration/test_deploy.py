# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The main job, end to end: deploy, deploy again, check mode, and what the units saw of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from simulator import spec
from support.harness import DEDICATED, KEY, Pair, simulated_pair

LINKS = {
    "combined": {},
    "dedicated": DEDICATED,
    "encrypted": DEDICATED | {"failover_key": KEY},
    "ipv6": {"failover_link": {"port": "GigabitEthernet0/4", "network": "2001:db8:10::/64"}},
}
ROLES = ("HA_PRIMARY", "HA_SECONDARY")
WAITS = re.compile(r"GET /devices/default/operational/ha/status/default|GET /\S+/(deploy|join)/\{objId\}")
"""The calls that waits repeat."""
STATES = ("HA_ACTIVE_NODE", "HA_STANDBY_NODE")


@pytest.fixture(params=LINKS.values(), ids=LINKS)
def pair(request: pytest.FixtureRequest, tmp_path: Path):
    with simulated_pair(tmp_path, both={"log_answers": True}, **request.param) as made:
        yield made


def test_first_run_joins_and_second_changes_nothing(pair: Pair) -> None:
    first = pair.play()
    assert first.ok, first.output
    assert f"{pair.name}: as intended: primary active, secondary standby ready, in sync" in first.output
    for unit, role, state in zip(pair.units, ROLES, STATES, strict=True):
        held = unit.state()
        assert (held["role"], held["state"]) == (role, state)
        assert held["ha_configuration"].get("sharedKey") == pair.variables.get("failover_key")
    calls = pair.calls()

    pair.forget()
    second = pair.play()
    assert second.ok, second.output
    assert second.changed == {pair.name: 0}
    assert pair.writes() == []

    vendor = spec.Spec.find()
    if vendor is None:
        pytest.skip("the vendor's specification is not at hand: calls and answers were not held against it")
    assert vendor.check_log(calls + pair.calls()) == []


def test_the_guide_lists_the_calls_of_a_first_deployment(tmp_path: Path) -> None:
    """Every call that no wait repeats, of each unit."""
    guide = (Path(__file__).parents[2] / "docs" / "guides" / "many-pairs.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([A-Z]+ /\S+)` \| (\d+) \| (\d+) \|", guide, re.MULTILINE)
    with simulated_pair(tmp_path) as pair:
        assert pair.play().ok
        made = Counter((_listed(call), call["unit"]) for call in pair.calls())
        names = [unit.name for unit in pair.units]
    found = {(call, unit): count for (call, unit), count in made.items() if not WAITS.fullmatch(call)}
    wanted = {(call, unit): int(count) for call, *counts in rows for unit, count in zip(names, counts, strict=True)}
    assert found == {place: count for place, count in wanted.items() if count}


def _listed(call: Mapping[str, Any]) -> str:
    path = call["path"].removeprefix("/api/fdm/latest")
    return f"{call['method']} {re.sub(r'[0-9a-f]{8}-[0-9a-f-]{27}', '{objId}', path)}"


def test_check_mode_says_what_it_would_write_and_writes_nothing(pair: Pair) -> None:
    run = pair.play("fdm.failover.deploy", "--check", "--diff")
    assert run.ok, run.output
    assert pair.writes() == []
    assert "primary: write the configuration of the links" in run.output
    assert '+    "nodeRole": "HA_PRIMARY"' in run.output
    assert run.changed[pair.name] > 0
    assert KEY not in run.output
    assert ("(hidden)" in run.output) == ("failover_key" in pair.variables)
    assert not (pair.directory / "rendered").exists()
