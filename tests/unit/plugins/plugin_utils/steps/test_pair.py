# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Both units of a pair are read for preflight: each part once, a secondary that may be away with patience."""

from __future__ import annotations

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.errors import TimedOut, Unreachable
from ansible_collections.fdm.failover.plugins.plugin_utils.steps import pair
from support import fake_client, units

AUTO = {"failover_link": units.LINK | {"port": "auto"}}
IN_HA = {"configurations": fake_client.configured(), "command": {"commandOutput": "output"}}


def read(primary, secondary, status, wait=None, **changes):
    return pair.read_pair(primary, secondary, units.intent(**changes), status, wait)


def test_the_units_of_a_pair_are_read_by_role():
    primary, secondary = fake_client.unit(), fake_client.unit("secondary")
    data = read(primary, secondary, units.status())
    assert [(role, unit["host"]) for role, unit in data.items()] == list(units.HOSTS.items())
    assert data["primary"]["subinterfaces"] == {units.PORT: []}


def test_nothing_is_read_twice():
    primary, secondary = fake_client.unit(), fake_client.unit("secondary")
    read(primary, secondary, units.status())
    for api in (primary, secondary):
        once = [name for name in api.names if name != "command"]
        assert len(once) == len(set(once))
    assert "status" not in primary.names  # it was read before the secondary was opened
    assert secondary.names[0] == "status"


def test_a_pair_in_ha_is_read_with_fewer_calls():
    primary = fake_client.unit(status=units.active(), **IN_HA)
    secondary = fake_client.unit("secondary", status=units.standby(), **IN_HA)
    data = read(primary, secondary, units.active())
    for api in (primary, secondary):
        assert not {"ntp", "license", "bridge_groups", "subinterfaces"} & set(api.names)
    assert "show managers" not in data["primary"]["commands"]


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [(units.active(), units.status()), (units.status(), units.standby())],
    ids=["primary", "secondary"],
)
def test_a_pair_of_which_one_unit_is_in_ha_is_read_in_full(mine, theirs):
    primary, secondary = fake_client.unit(status=mine), fake_client.unit("secondary", status=theirs)
    read(primary, secondary, mine)
    for api in (primary, secondary):
        assert {"ntp", "license", "bridge_groups", "subinterfaces"} <= set(api.names)


def test_a_secondary_that_may_be_away_is_waited_for():
    wait, lines, _clock = fake_client.wait(1200, True, "preflight_absence_timeout")
    primary = fake_client.unit(status=units.active(), **IN_HA)
    away = (Unreachable("refused"), Unreachable("refused"), units.standby())
    secondary = fake_client.unit("secondary", status=away, **IN_HA)
    before = units.active(peerNodeState="HA_UNKNOWN_NODE", configStatus="PRIMARY_IMPORTING_CONFIG")
    data = read(primary, secondary, before, wait)
    assert [line.partition(": ")[2].rpartition(" (")[0] for line in lines] == [
        "away (no connection)",
        "away (no connection) -> answers",
    ]
    # the primary's status has changed during the wait, so it is read again
    assert data["primary"]["status"] == units.active()


def test_a_secondary_that_goes_away_while_it_is_read_is_read_again():
    wait, _lines, _clock = fake_client.wait(1200, True)
    script = IN_HA | {"interfaces": (Unreachable("refused"), units.interfaces("secondary", blank=False))}
    secondary = fake_client.unit("secondary", status=units.standby(), **script)
    data = read(fake_client.unit(status=units.active(), **IN_HA), secondary, units.active(), wait)
    assert data["secondary"]["interfaces"] == units.interfaces("secondary", blank=False)


def test_a_secondary_that_stays_away_is_a_time_out_that_names_its_option():
    wait, _lines, _clock = fake_client.wait(1200, True, "preflight_absence_timeout")
    with pytest.raises(TimedOut, match="raise preflight_absence_timeout"):
        read(fake_client.unit(), fake_client.unit("secondary", status=Unreachable("refused")), units.active(), wait)


def test_a_secondary_that_must_not_be_away_is_an_error():
    with pytest.raises(Unreachable):
        read(fake_client.unit(), fake_client.unit("secondary", status=Unreachable("refused")), units.status())


def test_subinterfaces_of_ports_that_may_be_chosen_are_read_on_both_units():
    listed = units.interfaces(**{units.STATE_PORT: {"name": "dmz"}})
    primary, secondary = fake_client.unit(interfaces=listed), fake_client.unit("secondary")
    data = read(primary, secondary, units.status(), **AUTO)
    for role in units.HOSTS:
        assert data[role]["subinterfaces"].keys() == {units.PORT, units.FREE_PORT}
    assert primary.names.count("subinterfaces") == secondary.names.count("subinterfaces") == 2


def test_a_port_in_use_is_not_chosen_again_so_its_subinterfaces_are_not_read():
    primary = fake_client.unit(status=units.active(), **IN_HA)
    secondary = fake_client.unit("secondary", status=units.standby(), **IN_HA)
    read(primary, secondary, units.active(), **AUTO)
    assert "subinterfaces" not in primary.names + secondary.names
