# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Between the deployment of the ports and the join: links up, ports as checked, and stored what was sent."""

from __future__ import annotations

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.errors import Conflict, TimedOut, Unreachable
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.device.unit import Unit
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.intent.desired import Desired
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.intent.ha_configuration import link_values
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.rules.rule import Settings
from ansible_collections.fdm.failover.plugins.plugin_utils.steps import before_join
from ansible_collections.fdm.failover.plugins.plugin_utils.steps.before_join import Checks
from support import fake_client, units

LABEL = "branch01, primary (192.0.2.11)"
DEDICATED = {"failover_state_link": units.STATE_LINK}
KEY = "s3cret-0f-the-links"


def listed(**links):
    """The interfaces of a unit, with a link state for some ports."""
    return units.interfaces(**{name: {"linkState": link} for name, link in links.items()})


def links(script, timeout=60.0, require=True, data=None, checks=None, **changes):
    """Wait for the links of a unit; returns the result, what was read, and the lines."""
    intent = units.intent(**changes)
    wait, lines, _clock = fake_client.wait(timeout, option="apply_link_timeout")
    api = fake_client.unit(**script)
    unit = Unit("primary", data or units.unit())
    result, read = before_join.links_up(api, unit, checks or Checks(intent), wait, require)
    return result, read, [line.partition(": ")[2] for line in lines]


DOWN = listed(**{units.PORT: "DOWN"})
UP = listed()


def test_links_that_are_up_are_not_waited_for():
    result, read, lines = links({})
    assert result == {"changed": False, "state": "links up", "seconds": 0.0, "warnings": []}
    assert read == {"interfaces": UP}
    assert lines == ["links up (0 s)"]


def test_a_link_that_comes_up_late_is_waited_for():
    result, read, lines = links({"interfaces": (DOWN, DOWN, UP)})
    assert (result["state"], result["seconds"], read) == ("links up", 2.0, {"interfaces": UP})
    assert lines == [
        f"link down on {units.PORT} (0 s)",
        f"link down on {units.PORT} -> links up (2 s)",
    ]


def test_each_link_counts():
    state_down = listed(**{units.STATE_PORT: "DOWN"})
    both_down = listed(**{units.PORT: "DOWN", units.STATE_PORT: "DOWN"})
    _result, _read, lines = links({"interfaces": (both_down, state_down, UP)}, **DEDICATED)
    assert lines == [
        f"link down on {units.PORT}, {units.STATE_PORT} (0 s)",
        f"link down on {units.PORT}, {units.STATE_PORT} -> link down on {units.STATE_PORT} (1 s)",
        f"link down on {units.STATE_PORT} -> links up (2 s)",
    ]


def test_a_link_that_stays_down_stops_the_pair():
    with pytest.raises(TimedOut) as raised:
        links({"interfaces": DOWN})
    assert str(raised.value) == (
        f"{LABEL}: link down on {units.PORT} after 60 s; expected a link on the ports of both units before the HA "
        "configuration is written. Check the cable or the switch between the units and the speed of both ports, then "
        "run again; if the link only needs more time, raise apply_link_timeout. Units that join without a path both "
        "become active; apply_require_link: false allows this."
    )


def test_a_link_that_stays_down_is_a_warning_where_the_user_accepts_it():
    result, _read, _lines = links({"interfaces": DOWN}, require=False)
    assert result == {
        "changed": False,
        "state": f"link down on {units.PORT}",
        "seconds": 60.0,
        "warnings": [f"{LABEL}: the link of {units.PORT} is down, and apply_require_link is false"],
    }


@pytest.mark.parametrize("link", [None, "", "SOMETHING_NEW", 7, {}])
def test_an_unknown_link_state_does_not_count_as_down(link):
    result, _read, _lines = links({"interfaces": listed(**{units.PORT: link})})
    assert (result["state"], result["seconds"]) == ("links up", 0.0)
    assert result["warnings"] == [f"{LABEL}: the unit does not report the link state of {units.PORT}"]


def test_a_port_that_a_unit_in_ha_does_not_list_is_a_warning():
    result, _read, _lines = links({"interfaces": []}, data=units.joined())
    assert result["warnings"] == [f"{LABEL}: the unit does not report the link state of {units.PORT}"]


def test_a_unit_that_does_not_answer_is_an_error():
    with pytest.raises(Unreachable):
        links({"interfaces": (DOWN, Unreachable("refused"))})


CHANGES = {
    "named": (units.interfaces(**{units.PORT: {"name": "dmz"}}), "is named"),
    "addressed": (units.interfaces(**{units.PORT: {"ipv4": units.ipv4("198.51.100.77")}}), "has an address"),
    "removed": ([each for each in UP if each["hardwareName"] != units.PORT], "the unit has no port of this name"),
    "made a switch port": (units.interfaces(**{units.PORT: {"mode": "SWITCHPORT"}}), "is a switch port"),
    "made passive": (units.interfaces(**{units.PORT: {"mode": "PASSIVE"}}), "is in passive mode"),
}


@pytest.mark.parametrize(("now", "words"), CHANGES.values(), ids=CHANGES)
def test_a_port_that_was_changed_since_preflight_stops_the_pair(now, words):
    with pytest.raises(Conflict, match=f"{units.PORT}: {words}"):
        links({"interfaces": now})


def test_a_port_that_was_changed_while_its_link_comes_up_stops_the_pair():
    with pytest.raises(Conflict, match=f"{units.PORT}: is named"):
        links({"interfaces": (DOWN, CHANGES["named"][0])})


def test_a_network_that_overlaps_since_preflight_stops_the_pair():
    inside = {"GigabitEthernet0/1": {"name": "inside", "ipv4": units.ipv4("192.168.10.1")}}
    with pytest.raises(Conflict, match=r"overlaps 192\.168\.10\.1/24 on inside"):
        links({"interfaces": units.interfaces(**inside)})


def test_what_was_waived_in_preflight_is_waived_here():
    inside = {"GigabitEthernet0/1": {"name": "inside", "ipv4": units.ipv4("192.168.10.1")}}
    checks = Checks(units.intent(), waive=("link-overlaps-data",))
    assert links({"interfaces": units.interfaces(**inside)}, checks=checks)[0]["state"] == "links up"


def test_a_link_that_is_down_is_no_broken_rule_while_it_is_waited_for():
    checks = Checks(units.intent(), Settings(require_link=True))
    assert links({"interfaces": (DOWN, UP)}, checks=checks)[0]["state"] == "links up"


def test_the_ports_of_a_unit_in_ha_are_in_use_and_are_not_checked():
    named = units.interfaces(**{units.PORT: {"name": "failover-link"}})
    assert links({"interfaces": named}, data=units.joined())[0]["state"] == "links up"


def test_the_link_of_an_etherchannel_is_its_own():
    link = {"failover_link": units.LINK | {"port": "Port-channel1"}}
    down = [units.etherchannel(units.PORT, linkState="DOWN")]
    up = [units.etherchannel(units.PORT, linkState="UP")]
    _result, read, lines = links({"etherchannels": (down, up)}, **link)
    assert lines[0] == "link down on Port-channel1 (0 s)"
    assert read["etherchannels"] == up


# ----- other users


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ([], None),
        ([units.pending()], None),
        ([units.pending(entityType="HAConfiguration", entityName="HA", entityId="x")], None),
        ([units.pending(entityType="NetworkObject", entityName="servers", entityId="x")], "servers"),
        ([units.pending(units.STATE_PORT)], units.STATE_PORT),
        ([units.pending(entityType="NetworkObject", entityName=None, entityId="x")], "NetworkObject"),
    ],
)
def test_changes_of_other_users_are_refused(changes, words):
    unit = Unit("primary", units.unit(pending_changes=changes))
    checks = Checks(units.intent())
    if words is None:
        checks.refuse_pending(fake_client.unit(), unit)
        return
    with pytest.raises(Conflict) as raised:
        checks.refuse_pending(fake_client.unit(), unit)
    assert f"other users' changes are now pending ({words}); expected no pending changes" in str(raised.value)


# ----- compare


def desired(role="primary", key=None, **added):
    intent = units.intent(**({"failover_key": key} if key else {}), **DEDICATED)
    values = link_values(intent, role)
    rendered = {"type": "haconfiguration", "nodeRole": values["role"]}
    for kind, field in (("failover", "failover"), ("state", "statefulFailover")):
        link = values[kind]
        rendered |= {f"{field}Name": link["name"], f"{field}Interface": {"hardwareName": link["port"]}}
        for unit in units.HOSTS:
            address = {"ipAddress": link[unit]["ip"], "netmask": link[unit]["netmask"], "type": "ipv4address"}
            rendered[f"{unit}{field[0].upper()}{field[1:]}IPv4"] = address
    return Desired(intent, role, rendered | added, key)


def compare(stored, wanted):
    unit = Unit(wanted.role, units.unit(wanted.role))
    before_join.compare(fake_client.unit(wanted.role), unit, wanted, stored)


@pytest.mark.parametrize("role", units.HOSTS)
@pytest.mark.parametrize("key", [None, KEY])
def test_a_unit_that_stores_what_was_sent_may_join(role, key):
    wanted = desired(role, key)
    compare(units.configuration(role, wanted.intent), wanted)


def other_port(role="primary"):
    return units.reference(units.interface(units.FREE_PORT, role))


@pytest.mark.parametrize(
    ("members", "words"),
    [
        (
            {"statefulFailoverInterface": other_port()},
            f"port of the state link is {units.FREE_PORT}, expected {units.STATE_PORT}",
        ),
        (
            {"failoverInterface": other_port()},
            f"port of the failover link is {units.FREE_PORT}, expected {units.PORT}",
        ),
        ({"failoverName": "fover"}, "name of the failover link is fover, expected failover-link"),
        (
            {"secondaryFailoverIPv4": {"ipAddress": "192.168.10.3", "netmask": "255.255.255.252"}},
            "secondary's address on the failover link is 192.168.10.3/30, expected 192.168.10.2/30",
        ),
        ({"nodeRole": "HA_SECONDARY"}, "role is HA_SECONDARY, expected HA_PRIMARY"),
        ({"keyed": False}, "key is not set, expected set"),
        ({"failoverPollInterval": None}, "failoverPollInterval is none, expected 5"),
        ({"failoverPollInterval": 15}, "failoverPollInterval is 15, expected 5"),
    ],
)
def test_a_unit_that_stores_something_else_than_was_sent_does_not_join(members, words):
    wanted = desired(key=KEY, failoverPollInterval=5)
    stored = units.configuration("primary", wanted.intent, **({"failoverPollInterval": 5} | members))
    with pytest.raises(Conflict) as raised:
        compare(stored, wanted)
    assert str(raised.value) == (
        f"{LABEL}: the unit stores another HA configuration than the one that was sent ({words}); expected exactly "
        "what was sent, before any unit joins. If another run or user changed it, wait until that has finished. "
        "Otherwise compare the HA configuration in FDM with the rendered file of this unit, correct the inventory, "
        "and run again."
    )


def test_a_key_that_should_not_be_there_is_noticed():
    wanted = desired()
    with pytest.raises(Conflict, match="key is set, expected not set"):
        compare(units.configuration("primary", wanted.intent, keyed=True), wanted)


def test_a_unit_that_does_not_report_whether_it_has_a_key_is_not_compared_by_it():
    wanted = desired(key=KEY)
    compare(units.configuration("primary", wanted.intent, keyed=None), wanted)
