# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A scenario is one folder: five files, one pair named after it, two units that no other scenario has."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import yaml

FOLDER = Path(__file__).parents[3] / "extensions" / "molecule"
FILES = {"molecule.yml", "inventory.yml", "units.yml", "converge.yml", "verify.yml"}
SCENARIOS = sorted({file.parent.name for file in FOLDER.glob("*/inventory.yml")})
NO_SCENARIO = {"inventory", "tasks"}
WITHOUT_A_PAIR = {"default", "example_inventories_are_understood"}
TAKEN = Counter(
    each[key]
    for file in FOLDER.glob("*/units.yml")
    for each in yaml.safe_load(file.read_text(encoding="utf-8")).get("units", ())
    for key in ("name", "address")
)


def test_every_folder_is_a_scenario_with_a_pair():
    others = {each.name for each in FOLDER.iterdir() if each.is_dir()} - NO_SCENARIO - WITHOUT_A_PAIR
    assert others == set(SCENARIOS), "write its inventory.yml"


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_scenario_has_its_files(name):
    missing = sorted(FILES - {each.name for each in (FOLDER / name).iterdir()})
    assert missing == [], f"write {', '.join(missing)} in extensions/molecule/{name}"


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_pair_has_the_name_of_the_scenario_and_the_units_their_addresses(name):
    inventory, simulated = (
        yaml.safe_load((FOLDER / name / file).read_text(encoding="utf-8")) for file in ("inventory.yml", "units.yml")
    )
    hosts = inventory["failover_pairs"]["hosts"]
    assert list(hosts) == [name], "name the one host of inventory.yml as the folder"
    addresses = {unit["host"] for unit in hosts[name]["failover_units"].values()}
    assert addresses <= {unit["address"] for unit in simulated["units"]}, "units.yml lacks an address of inventory.yml"


def test_no_two_units_share_a_name_or_an_address():
    assert [each for each, times in TAKEN.items() if times > 1] == [], "take an address 127.40.N.11 that is free"
