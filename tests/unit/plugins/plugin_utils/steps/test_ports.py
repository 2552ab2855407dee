# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ports that are down are enabled, whole object and version kept; the others are left alone."""

from __future__ import annotations

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.errors import (
    InputError,
    OutcomeUnknown,
    Rejected,
    StaleVersion,
)
from ansible_collections.fdm.failover.plugins.plugin_utils.steps import ports
from support import fake_client, units

DOWN = {"enabled": False, "linkState": "DOWN"}
LISTED = units.interfaces(**{units.PORT: DOWN, units.STATE_PORT: DOWN})
CHANNEL = units.etherchannel(enabled=False)
STALE, LOST = StaleVersion("the version has moved"), OutcomeUnknown("the answer was lost")


def interface(**members):
    return units.interface(units.PORT, **(DOWN | members))


def enabled(sent):
    return {name: value for name, value in sent.items() if name != "links"} | {"enabled": True}


def as_sentences(*names, down=()):
    before = {name: {"enabled": name not in down} for name in names}
    diff = {"before": before, "after": {name: {"enabled": True} for name in names}}
    return {"changed": bool(down), "enabled": list(down), "diff": diff}


@pytest.mark.parametrize(
    ("script", "names", "bodies", "result"),
    [
        ({}, (units.PORT, units.STATE_PORT), [], as_sentences(units.PORT, units.STATE_PORT)),
        (
            {"interfaces": LISTED},
            (units.PORT, units.FREE_PORT),
            [enabled(interface())],
            as_sentences(units.PORT, units.FREE_PORT, down=(units.PORT,)),
        ),
        (
            {"interfaces": LISTED},
            (units.PORT, units.STATE_PORT, units.PORT),
            [enabled(interface()), enabled(units.interface(units.STATE_PORT, **DOWN))],
            as_sentences(units.PORT, units.STATE_PORT, down=(units.PORT, units.STATE_PORT)),
        ),
        (
            {"etherchannels": [CHANNEL]},
            ("Port-channel1",),
            [enabled(CHANNEL)],
            as_sentences("Port-channel1", down=("Port-channel1",)),
        ),
        ({}, (), [], as_sentences()),
    ],
)
def test_what_is_enabled(script, names, bodies, result):
    unit = fake_client.unit(**script)
    assert ports.enable(unit, names) == result
    assert unit.bodies("write_interface") == bodies


def test_in_check_mode_nothing_is_written():
    unit = fake_client.unit(interfaces=LISTED)
    assert ports.enable(unit, [units.PORT], write=False) == as_sentences(units.PORT, down=(units.PORT,))
    assert unit.written == []


@pytest.mark.parametrize(
    ("names", "calls"),
    [
        ((units.PORT,), ["interfaces"]),
        (("Port-channel1",), ["interfaces", "etherchannels"]),
    ],
)
def test_etherchannels_are_read_only_when_named(names, calls):
    unit = fake_client.unit(etherchannels=[units.etherchannel()])
    ports.enable(unit, names)
    assert unit.names == calls


NEWER = units.interfaces(**{units.PORT: DOWN | {"version": "newer"}})


@pytest.mark.parametrize(
    ("script", "versions"),
    [
        ({"interfaces": (LISTED, NEWER), "write_interface": (STALE, None)}, ["mzd3gzq2lpvqe", "newer"]),
        ({"interfaces": (LISTED, units.interfaces()), "write_interface": (STALE, None)}, ["mzd3gzq2lpvqe"]),
        ({"interfaces": (LISTED, units.interfaces()), "write_interface": (LOST, None)}, ["mzd3gzq2lpvqe"]),
        ({"interfaces": (LISTED, LISTED), "write_interface": (LOST, None)}, ["mzd3gzq2lpvqe", "mzd3gzq2lpvqe"]),
        ({"interfaces": (LISTED, []), "write_interface": (LOST, None)}, ["mzd3gzq2lpvqe"]),
    ],
)
def test_a_write_that_is_in_doubt_is_judged_again(script, versions):
    unit = fake_client.unit(**script)
    ports.enable(unit, [units.PORT])
    assert [body["version"] for body in unit.bodies("write_interface")] == versions


def test_an_etherchannel_in_doubt_is_found_again():
    unit = fake_client.unit(etherchannels=([CHANNEL], [CHANNEL | {"version": "newer"}]), write_interface=(STALE, None))
    ports.enable(unit, ["Port-channel1"])
    assert [body["version"] for body in unit.bodies("write_interface")] == [CHANNEL["version"], "newer"]


@pytest.mark.parametrize("error", [Rejected("no"), StaleVersion("again")])
def test_what_fails_twice_or_for_good_is_an_error(error):
    with pytest.raises(type(error)):
        ports.enable(fake_client.unit(interfaces=LISTED, write_interface=error), [units.PORT])


@pytest.mark.parametrize(
    ("name", "words"),
    [("GigabitEthernet0/22", " (did you mean GigabitEthernet0/2?)"), ("zz", ""), ("Port-channel7", "")],
)
def test_a_port_that_is_not_there_is_said_before_anything_is_written(name, words):
    unit = fake_client.unit(interfaces=LISTED)
    with pytest.raises(InputError) as raised:
        ports.enable(unit, [units.PORT, name])
    known = ", ".join(sorted(each["hardwareName"] for each in LISTED))
    assert str(raised.value) == (
        f"branch01, primary (192.0.2.11): the unit has no port {name}{words}; expected one of {known}. Name a port "
        "of this unit by its hardware name."
    )
    assert unit.written == []
