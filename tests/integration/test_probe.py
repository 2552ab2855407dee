# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The playbook probe on units with descriptions of their own: the first release, a later one, and one that lacks what
a plan needs."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from simulator.spec import FILE, Spec
from support.described_api import description
from support.harness import Run, simulated_pair

PUT = "/devices/default/ha/configurations/{objId}"


def probed(
    directory: Path, document: dict[str, Any], software: str, **settings: Any
) -> tuple[Run, list[str], set[str]]:
    """A run of probe on two units with a description: what it printed, what it wrote, which paths it asked for."""
    file = directory / "description.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    with simulated_pair(directory, both={"apispec": str(file), "software": software} | settings) as pair:
        run = pair.play("fdm.failover.probe")
        assert run.ok, run.output
        return run, pair.writes(), {call["path"].partition("latest")[2] or call["path"] for call in pair.calls()}


@pytest.fixture(scope="module")
def spec_file() -> Path:
    for folder in Path(__file__).resolve().parents:
        file = folder / "shared" / "facts" / FILE
        if file.is_file():
            return file
    pytest.skip("the vendor's specification is not available")


def test_a_unit_of_the_first_release_lacks_only_what_came_later(tmp_path: Path, spec_file: Path) -> None:
    document = json.loads(spec_file.read_text(encoding="utf-8"))
    run, written, asked = probed(tmp_path, document, "6.3.0-84", api_versions=["v2", "latest"])
    assert "release 6.3.0-84; API versions v2; described as 2.0.0" in run.output
    assert len(re.findall(r"probe: [0-9]+ advice\n", run.output)) == 2
    assert written == []
    reads = {"/operational/systeminfo/default", "/devices/default/operational/ha/status/default"}
    assert asked == {"/fdm/token", "/api/versions", "/apispec/ngfw.json", *reads}


def test_a_unit_of_a_later_release_differs_in_one_word_for_a_failed_job(tmp_path: Path, spec_file: Path) -> None:
    """Version 2 of the API with every addition of later releases that the simulator knows, from their own sources."""
    spec = Spec(json.loads(spec_file.read_text(encoding="utf-8")))
    run, _written, _asked = probed(tmp_path, {"paths": spec._paths, "definitions": spec._definitions}, "7.0.1-84")
    assert re.findall(r"probe: (.*)\n", run.output) == ["1 advice"] * 2
    assert "it also has the values FAILED" in " ".join(run.output.split())
    assert "whether a unit says why it left HA (fields of HAStatus): disabledReason: yes" in run.output


def test_what_a_plan_needs_and_a_unit_lacks_is_an_error_and_nothing_is_written(tmp_path: Path) -> None:
    document = description()
    del document["paths"][PUT]["put"]
    run, written, _asked = probed(tmp_path, document, "7.0.1-84")
    said = " ".join(run.output.split())
    assert f"ERROR primary PUT {PUT} api-differs this call is not described. For deploy: the playbook stops" in said
    assert written == []


def test_a_unit_alone_is_probed_by_its_address_without_an_inventory(tmp_path: Path) -> None:
    with simulated_pair(tmp_path) as pair:
        variables = {
            "failover_hosts": pair.name,
            "probe_host": pair.secondary.address,
            "failover_units": None,
            "failover_link": None,
        }
        run = pair.play("fdm.failover.probe", "-e", json.dumps({"probe_host": pair.secondary.address}), **variables)
        assert run.ok, run.output
        assert (pair.primary.requests(), bool(pair.secondary.requests())) == ([], True)
    assert "serves no description of its API that can be read" in " ".join(run.output.split())
