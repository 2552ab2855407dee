# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The inventory that the simulator prints: it is complete, and a user can work with it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from simulator.inventory import text
from simulator.reading import parse

TOOLS = Path(__file__).parents[4] / "tools"


def pairs(*units: dict[str, str]) -> dict[str, dict[str, object]]:
    found = yaml.safe_load(text(parse({"units": list(units)}), 40123, Path("ca.pem")))["failover_pairs"]
    assert found["vars"] == {"failover_https_port": 40123, "failover_ca_path": str(Path.cwd() / "ca.pem")}
    return dict(found["hosts"])


def unit(name: str, last: int, peer: str | None = None, **more: str) -> dict[str, str]:
    return {"name": name, "address": f"127.0.1.{last}", **({"peer": peer} if peer else {}), **more}


@pytest.mark.parametrize(
    ("first", "second", "name"),
    [
        ("branch01-primary", "branch01-secondary", "branch01"),
        ("one", "two", "one-two"),
        ("fw-1", "fw-2", "fw-1-fw-2"),
        ("a-primary", "b-secondary", "a-primary-b-secondary"),
    ],
)
def test_a_pair_is_named_after_its_units(first: str, second: str, name: str) -> None:
    assert list(pairs(unit(first, 11, second), unit(second, 12, first))) == [name]


def test_the_unit_that_is_named_first_is_the_primary_wherever_the_other_one_stands() -> None:
    found = pairs(unit("b", 12, "a"), unit("c", 13), unit("a", 11, "b", username="monitor", password="Other-1"))
    assert found == {
        "b-a": {
            "failover_units": {
                "primary": {"host": "127.0.1.12"},
                "secondary": {"host": "127.0.1.11", "username": "monitor", "password": "Other-1"},
            },
            "failover_link": {"port": "auto", "network": "192.168.10.0/30"},
            "failover_username": "admin",
            "failover_password": "Admin123!",
        }
    }


def test_units_without_a_peer_are_no_pair() -> None:
    assert pairs(unit("one", 11)) == {}


def test_the_simulator_prints_it_and_writes_it(tmp_path: Path) -> None:
    units = {"units": [unit("x-primary", 21, "x-secondary"), unit("x-secondary", 22, "x-primary")]}
    (tmp_path / "units.yml").write_text(yaml.safe_dump(units))
    command = [sys.executable, "-m", "simulator", "units.yml", "--directory", "here", "--lifetime", "0.1"]
    env = {"PYTHONPATH": str(TOOLS)}
    done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == (tmp_path / "here" / "inventory.yml").read_text() + done.stdout.splitlines(True)[-1]
    assert done.stdout.splitlines()[-1].startswith("# 2 units listen on port ")
    assert list(yaml.safe_load(done.stdout)["failover_pairs"]["hosts"]) == ["x"]


@pytest.mark.parametrize("keyed", [False, True])
def test_units_that_replay_a_transcript_are_a_pair_with_the_links_of_the_recorded_run(
    tmp_path: Path, keyed: bool
) -> None:
    link = {"failover_link": {"port": "auto", "network": "192.168.83.0/30"}}
    file = tmp_path / "run.har"
    file.write_text(json.dumps({"log": {"_inventory": link | {"keyed": keyed}, "entries": []}}), encoding="utf-8")
    replayed = {"transcript": str(file)}
    found = pairs(
        unit("x-secondary", 12, **replayed, transcript_unit="secondary"),
        unit("x-primary", 11, **replayed, transcript_unit="primary"),
        unit("y-primary", 13, transcript=str(tmp_path / "other.har"), transcript_unit="primary"),
    )
    assert list(found) == ["x"]
    assert found["x"]["failover_units"] == {"primary": {"host": "127.0.1.11"}, "secondary": {"host": "127.0.1.12"}}
    assert found["x"]["failover_link"] == link["failover_link"]
    assert ("failover_key" in found["x"], "keyed" in found["x"]) == (keyed, False)
