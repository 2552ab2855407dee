# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ports that are administratively down are enabled as they were checked, whole object and version kept."""

from __future__ import annotations

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.errors import (
    Conflict,
    InputError,
    OutcomeUnknown,
    Rejected,
    StaleVersion,
)
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.device.unit import Unit
from ansible_collections.fdm.failover.plugins.plugin_utils.steps import ports
from support import fake_client, units

DOWN = {"enabled": False, "linkState": "DOWN"}
LISTED = units.interfaces(**{units.PORT: DOWN, units.STATE_PORT: DOWN})
NEWER = units.interfaces(**{units.PORT: DOWN | {"version": "newer"}})
VERSION = "mzd3gzq2lpvqe"
CHANNEL = units.etherchannel(enabled=False)
CHANNEL_OF_TWO = units.etherchannel(units.PORT, units.STATE_PORT, enabled=False)
STALE, LOST = StaleVersion("the version has moved"), OutcomeUnknown("the response was lost")
LABEL = "branch01, primary (192.0.2.11)"


def interface(hardware=units.PORT, **members):
    return units.interface(hardware, **(DOWN | members))


def enabled(sent):
    return {name: value for name, value in sent.items() if name != "links"} | {"enabled": True}


def accept(_unit):
    """Find nothing wrong with a unit."""


def enable(api, names, check=accept, write=True, **parts):
    """Enable ports of a unit that was read before; `parts`: what was read, where it is not what the unit has now."""
    known = {part: api.client.script[part] for part in ("interfaces", "etherchannels")}
    read = {part: answer[0] if isinstance(answer, tuple) else answer for part, answer in known.items()}
    return ports.enable(api, Unit("primary", read | parts), names, check, write)


def expected(*names, down=()):
    before = {name: {"enabled": name not in down} for name in names}
    diff = {"before": before, "after": {name: {"enabled": True} for name in names}}
    return {"changed": bool(down), "enabled": list(down), "diff": diff}


BOTH = (units.PORT, units.STATE_PORT)


@pytest.mark.parametrize(
    ("script", "names", "bodies", "result"),
    [
        ({}, BOTH, [], expected(*BOTH)),
        (
            {"interfaces": LISTED},
            (units.PORT, units.FREE_PORT),
            [enabled(interface())],
            expected(units.PORT, units.FREE_PORT, down=(units.PORT,)),
        ),
        (
            {"interfaces": LISTED},
            (*BOTH, units.PORT),
            [enabled(interface()), enabled(interface(units.STATE_PORT))],
            expected(*BOTH, down=BOTH),
        ),
        (
            {"etherchannels": [CHANNEL]},
            ("Port-channel1",),
            [enabled(CHANNEL)],
            expected("Port-channel1", down=("Port-channel1",)),
        ),
        # members first, each where it is down
        (
            {"interfaces": LISTED, "etherchannels": [CHANNEL_OF_TWO]},
            ("Port-channel1",),
            [enabled(interface()), enabled(interface(units.STATE_PORT)), enabled(CHANNEL_OF_TWO)],
            expected(*BOTH, "Port-channel1", down=(*BOTH, "Port-channel1")),
        ),
        (
            {"interfaces": LISTED, "etherchannels": [units.etherchannel(units.PORT, units.FREE_PORT)]},
            ("Port-channel1",),
            [enabled(interface())],
            expected(units.PORT, units.FREE_PORT, "Port-channel1", down=(units.PORT,)),
        ),
        # a member that the unit does not list can't be enabled
        (
            {"etherchannels": [units.etherchannel("Ethernet9/9", enabled=False)]},
            ("Port-channel1",),
            [enabled(units.etherchannel("Ethernet9/9", enabled=False))],
            expected("Port-channel1", down=("Port-channel1",)),
        ),
        ({}, (), [], expected()),
    ],
    ids=["none is down", "one", "both", "EtherChannel", "with its members", "members only", "unlisted member", "none"],
)
def test_ports_that_are_down_are_enabled(script, names, bodies, result):
    api = fake_client.unit(**script)
    assert enable(api, names) == result
    assert api.bodies("write_interface") == bodies


def test_in_check_mode_no_unit_is_called_and_nothing_is_written():
    api = fake_client.unit(interfaces=LISTED)
    assert enable(api, [units.PORT], write=False) == expected(units.PORT, down=(units.PORT,))
    assert api.names == []


@pytest.mark.parametrize(("names", "calls"), [((units.PORT,), ["status", "write_interface"]), ((units.FREE_PORT,), [])])
def test_what_was_read_is_not_read_again(names, calls):
    api = fake_client.unit(interfaces=LISTED)
    enable(api, names)
    assert api.names == calls


@pytest.mark.parametrize(
    ("script", "versions"),
    [
        ({"interfaces": NEWER, "write_interface": (STALE, None)}, [VERSION, "newer"]),
        ({"interfaces": units.interfaces(), "write_interface": (STALE, None)}, [VERSION]),
        ({"interfaces": units.interfaces(), "write_interface": (LOST, None)}, [VERSION]),
        ({"interfaces": LISTED, "write_interface": (LOST, None)}, [VERSION, VERSION]),
    ],
    ids=["moved", "moved by another who enabled it", "lost and done", "lost and not done"],
)
def test_a_port_whose_write_is_in_doubt_is_read_and_checked_before_it_is_written_again(script, versions):
    api, checked = fake_client.unit(**script), []
    enable(api, [units.PORT], checked.append, interfaces=LISTED)
    assert [body["version"] for body in api.bodies("write_interface")] == versions
    assert [dict(unit.data)["interfaces"] for unit in checked] == [script["interfaces"]]


def test_a_port_that_became_unfit_is_not_written_a_second_time():
    def refuse(unit):
        if unit.ports[units.PORT].name:
            raise Conflict("the port has a name")

    named = units.interfaces(**{units.PORT: DOWN | {"name": "dmz", "version": "newer"}})
    api = fake_client.unit(interfaces=named, write_interface=(STALE, None))
    with pytest.raises(Conflict, match="the port has a name"):
        enable(api, [units.PORT], refuse, interfaces=LISTED)
    assert len(api.bodies("write_interface")) == 1


def test_an_etherchannel_in_doubt_is_found_again():
    api = fake_client.unit(etherchannels=[CHANNEL | {"version": "newer"}], write_interface=(STALE, None))
    enable(api, ["Port-channel1"], etherchannels=[CHANNEL])
    assert [body["version"] for body in api.bodies("write_interface")] == [CHANNEL["version"], "newer"]


def test_a_port_that_is_gone_after_a_lost_response_is_no_success():
    api = fake_client.unit(interfaces=[], write_interface=(LOST, None))
    with pytest.raises(InputError, match=f"the unit has no port {units.PORT}"):
        enable(api, [units.PORT], interfaces=LISTED)


@pytest.mark.parametrize("error", [Rejected("no"), StaleVersion("again"), OutcomeUnknown("again")])
def test_a_write_that_is_refused_or_fails_twice_is_an_error(error):
    api = fake_client.unit(interfaces=LISTED, write_interface=error)
    with pytest.raises(type(error)):
        enable(api, [units.PORT])
    assert len(api.written) == (1 if type(error) is Rejected else 2)


@pytest.mark.parametrize("state", ["HA_NEGOTIATING_NODE", "HA_ACTIVE_NODE", ""])
def test_a_port_of_a_unit_that_is_no_longer_single_is_left_alone(state):
    api = fake_client.unit(interfaces=LISTED, status=units.status(state))
    with pytest.raises(Conflict) as raised:
        enable(api, [units.PORT])
    words = {"HA_NEGOTIATING_NODE": "negotiating", "HA_ACTIVE_NODE": "active", "": "unknown"}[state]
    assert str(raised.value) == (
        f"{LABEL}: the unit is {words} now, and a port of its links is administratively down; expected a single unit. "
        "Another run or user is changing this pair: wait until it has finished, then run again."
    )
    assert api.written == []


@pytest.mark.parametrize(
    ("name", "words"),
    [("GigabitEthernet0/22", " (did you mean GigabitEthernet0/2?)"), ("zz", ""), ("Port-channel7", "")],
)
def test_a_port_that_the_unit_lacks_is_reported_before_anything_is_written(name, words):
    api = fake_client.unit(interfaces=LISTED)
    with pytest.raises(InputError) as raised:
        enable(api, [units.PORT, name])
    known = ", ".join(sorted(each["hardwareName"] for each in LISTED))
    assert str(raised.value) == (
        f"{LABEL}: the unit has no port {name}{words}; expected one of {known}. Name a port of this unit by its "
        "hardware name."
    )
    assert api.written == []


@pytest.mark.parametrize(
    ("names", "calls"),
    [((units.PORT,), ["interfaces"]), ((units.PORT, "Port-channel1"), ["interfaces", "etherchannels"])],
)
def test_etherchannels_are_read_only_where_one_is_named(names, calls):
    api = fake_client.unit(etherchannels=[CHANNEL])
    assert set(ports.interfaces(api, names)) == set(calls)
    assert api.names == calls


@pytest.mark.parametrize(
    ("names", "wanted"),
    [
        ([units.PORT], [units.PORT]),
        (["Port-channel1"], [*BOTH, "Port-channel1"]),
        (["Port-channel1", units.PORT], [*BOTH, "Port-channel1"]),
        (["Ethernet9/9"], ["Ethernet9/9"]),
    ],
)
def test_an_etherchannel_comes_after_its_members(names, wanted):
    unit = Unit("primary", {"interfaces": LISTED, "etherchannels": [CHANNEL_OF_TWO]})
    assert ports.with_members(unit, names) == wanted
