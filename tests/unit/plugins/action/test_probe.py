# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The task probe: which units it asks, what it returns, what it says."""

from __future__ import annotations

import pytest
from support import units
from support.described_api import description
from support.tasks import Tasks

PUT = "/devices/default/ha/configurations/{objId}"


@pytest.fixture
def probed(run: Tasks) -> Tasks:
    """Two units that describe all that this collection relies on."""
    for unit in (run.primary, run.secondary):
        unit.client.script |= {"versions": {"supportedVersions": ["v6", "latest"]}, "description": description()}
    return run


def test_both_units_of_a_pair_are_probed(probed: Tasks) -> None:
    result = probed("probe")
    assert set(result["units"]) == {"primary", "secondary"}
    assert (result["findings"], result["changed"]) == ([], False)
    assert "failed" not in result
    assert result["units"]["primary"]["api_versions"] == ["v6", "latest"]
    assert result["units"]["primary"]["release"] == units.fixture("system")["softwareVersion"]


def test_only_reads_are_sent(probed: Tasks) -> None:
    probed("probe")
    assert probed.written == []
    assert set(probed.secondary.names) == {"system", "versions", "description"}
    assert set(probed.primary.names) == {"status", "system", "versions", "description"}


def test_one_unit_by_its_address(probed: Tasks) -> None:
    result = probed("probe", {"host": "192.0.2.99", "password": "correct horse"})
    assert set(result["units"]) == {"unit"}
    assert [each["connection"].host for each in probed.clients] == ["192.0.2.99"]


def test_one_unit_by_its_role(probed: Tasks) -> None:
    result = probed("probe", {"unit": "secondary"})
    assert (set(result["units"]), probed.primary.names) == ({"secondary"}, [])


def test_a_secondary_in_ha_may_be_called_with_the_primarys_login(probed: Tasks) -> None:
    probed.primary.client.script["status"] = units.active()
    probed("probe")
    assert [each["connection"].may_use_peer_login for each in probed.clients] == [False, False, True]


@pytest.mark.parametrize("stop", [False, True])
def test_what_a_plan_needs_and_a_unit_lacks_is_said(probed: Tasks, stop: bool) -> None:
    lacking = description()
    del lacking["paths"][PUT]["put"]
    probed.secondary.client.script["description"] = lacking
    result = probed("probe", {"stop": stop})
    assert f"secondary, PUT {PUT}: this call is not described." in result["msg"]
    assert result.get("failed", False) is stop
    assert any("probe: 1 error" in line for line in probed.lines)


def test_a_unit_without_a_description_is_a_finding(probed: Tasks) -> None:
    del probed.primary.client.script["description"]
    del probed.primary.client.script["versions"]
    result = probed("probe")
    assert [(each["severity"], each["unit"]) for each in result["findings"]] == [("warning", "primary")]
    assert result["units"]["primary"]["answers"] == []
    assert any("API versions not listed" in line for line in probed.lines)
