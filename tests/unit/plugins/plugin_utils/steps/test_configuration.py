# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A unit's HA configuration is written only where it differs, only on a single unit, and never blindly."""

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
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.intent.desired import Desired
from ansible_collections.fdm.failover.plugins.plugin_utils.steps import configuration
from ansible_collections.fdm.failover.plugins.plugin_utils.steps.before_join import Checks
from support import fake_client, units

KEY = "s3cret-0f-the-links"
V4 = {
    "primaryFailoverIPv4": {"type": "ipv4address", "ipAddress": "192.168.10.1", "netmask": "255.255.255.252"},
    "secondaryFailoverIPv4": {"type": "ipv4address", "ipAddress": "192.168.10.2", "netmask": "255.255.255.252"},
}
BOTH = V4 | {name.replace("Failover", "StatefulFailover"): address for name, address in V4.items()}


def body(port, **added):
    return {
        "type": "haconfiguration",
        "nodeRole": "HA_PRIMARY",
        "failoverName": "failover-link",
        "failoverInterface": {"hardwareName": port},
        "statefulFailoverName": "stateful-failover-link",
        "statefulFailoverInterface": {"hardwareName": port},
        **BOTH,
        **added,
    }


RENDERED = body(units.PORT)
PORT = {"id": units.identifier("primary", units.PORT), "type": "physicalinterface", "version": "mzd3gzq2lpvqe"}
IDENTITY = {"version": "nxrcw5tq3jzoe", "id": units.identifier("primary", "HA"), "name": "HA"}
SENT = IDENTITY | RENDERED | {"failoverInterface": PORT, "statefulFailoverInterface": PORT}
STALE = StaleVersion("the version has moved")
LOST = OutcomeUnknown("the response was lost")
BLANK = [units.fixture("configuration", id=IDENTITY["id"])]
MOVED = [BLANK[0] | {"version": "newer"}]
FITS = fake_client.configured()
KEYED = fake_client.configured(intent=units.intent(failover_key=KEY))
WRITE = "write_configuration"
LABEL = "branch01, primary (192.0.2.11)"
READ = ["status", "pending_changes"]
OTHER = fake_client.configured(failoverName="other")


def known(configurations, **parts):
    """The data of a unit as this run has read it before."""
    keyed = bool(configurations[0].get("sharedKey"))
    own = {name: value for name, value in configurations[0].items() if name != "sharedKey"} | {"keyed": keyed}
    return units.unit(configuration=own, **parts)


def write(api, key=None, put=True, rendered=RENDERED, stored=BLANK, parts=None, **changes):
    """Write on a unit that was read before; `stored`: the configuration it had then, None where it was not read."""
    intent = units.intent(**({"failover_key": key} if key else {}), **changes)
    data = {} if stored is None else known(stored, **(parts or {}))
    unit = Unit("primary", data or units.unit(configuration={}, **(parts or {})))
    return configuration.write(api, unit, Desired(intent, "primary", rendered, key), Checks(intent), put)


@pytest.mark.parametrize(
    ("stored", "script", "key", "bodies"),
    [
        (BLANK, {}, None, [SENT]),
        (FITS, {}, None, []),
        # a key can't be read back, so it is written each time
        (FITS, {}, KEY, [SENT | {"sharedKey": KEY}]),
        (KEYED, {}, KEY, [SENT | {"sharedKey": KEY}]),
        # a key that the inventory no longer has is removed
        (KEYED, {}, None, [SENT]),
        # the version moved: read again, write once more with the new one
        (BLANK, {"configurations": MOVED, WRITE: (STALE, None)}, None, [SENT, SENT | {"version": "newer"}]),
        # it moved because somebody wrote the same
        (BLANK, {"configurations": FITS, WRITE: (STALE, None)}, None, [SENT]),
        (BLANK, {"configurations": FITS, WRITE: (STALE, None)}, KEY, [SENT | {"sharedKey": KEY}] * 2),
        # the key that should go is still there
        (KEYED, {"configurations": KEYED, WRITE: (STALE, None)}, None, [SENT] * 2),
        # the response was lost: it had been done, or not
        (BLANK, {"configurations": FITS, WRITE: (LOST, None)}, None, [SENT]),
        (BLANK, {"configurations": BLANK, WRITE: (LOST, None)}, None, [SENT] * 2),
        # a lost key is written again
        (BLANK, {"configurations": KEYED, WRITE: (LOST, None)}, KEY, [SENT | {"sharedKey": KEY}] * 2),
    ],
)
def test_a_configuration_is_written_where_it_differs(stored, script, key, bodies):
    api = fake_client.unit(**script)
    result = write(api, key, stored=stored)
    assert api.bodies(WRITE) == bodies
    assert result["changed"] is bool(bodies)


@pytest.mark.parametrize(
    ("stored", "script", "first"),
    [
        (BLANK, {}, True),
        (FITS, {}, None),  # nothing is written
        (KEYED, {}, False),
        ([BLANK[0] | {"version": None}], {}, False),  # nothing shows whether another run has written meanwhile
        (BLANK, {"configurations": MOVED, WRITE: (STALE, None)}, False),
        (BLANK, {"configurations": BLANK, WRITE: (LOST, None)}, False),
    ],
)
def test_it_is_known_whether_the_unit_had_nothing_to_join_with(stored, script, first):
    assert write(fake_client.unit(**script), stored=stored).get("first") is first


def test_the_version_of_what_the_unit_stores_is_returned():
    assert write(fake_client.unit(write_configuration=SENT | {"version": "after"}))["version"] == "after"
    assert write(fake_client.unit())["version"] == IDENTITY["version"]  # a response without a body
    moved = fake_client.unit(configurations=[FITS[0] | {"version": "newer"}], write_configuration=LOST)
    assert write(moved)["version"] == "newer"
    assert write(fake_client.unit(), stored=FITS)["version"] == IDENTITY["version"]


@pytest.mark.parametrize(
    ("stored", "calls"),
    [
        (BLANK, [*READ, WRITE]),
        (FITS, [*READ, "joins"]),
        (OTHER, [*READ, "joins", WRITE]),
        ([BLANK[0] | {"version": None}], [*READ, "joins", WRITE]),
        (None, ["status", "configurations", *READ[1:], "joins", WRITE]),
    ],
    ids=["unset", "right", "with other links", "unset, without a version", "not read before"],
)
def test_what_was_read_before_is_not_read_again(stored, calls):
    api = fake_client.unit()
    write(api, stored=stored)
    assert api.names == calls


# ----- fields that only the user's own template adds

MONITORING = {"failoverPollInterval": 5, "criteria": {"interfaces": ["outside"], "count": 1}}


@pytest.mark.parametrize(
    ("stored", "writes"),
    [
        ({}, 1),
        (MONITORING, 0),
        (MONITORING | {"failoverPollInterval": "5"}, 0),
        (MONITORING | {"criteria": MONITORING["criteria"] | {"unitDefault": True}}, 0),
        (MONITORING | {"failoverPollInterval": 10}, 1),
        (MONITORING | {"failoverPollInterval": None}, 1),
        (MONITORING | {"criteria": {"interfaces": ["outside", "inside"], "count": 1}}, 1),
        (MONITORING | {"criteria": {"count": 1}}, 1),
    ],
    ids=["missing", "right", "as text", "with more", "another", "null", "longer list", "list is missing"],
)
def test_a_field_that_a_template_adds_is_written_where_the_links_fit_already(stored, writes):
    api = fake_client.unit()
    result = write(api, rendered=RENDERED | MONITORING, stored=fake_client.configured(**stored))
    assert api.bodies(WRITE) == [SENT | MONITORING] * writes
    assert result["changed"] is bool(writes)


def test_the_difference_of_an_added_field_is_named():
    stored = fake_client.configured(failoverPollInterval=10)
    result = write(fake_client.unit(), rendered=RENDERED | {"failoverPollInterval": 5}, stored=stored)
    assert result["msg"] == "failoverPollInterval: 10 -> 5"


# ----- other users and other runs


def test_nothing_is_written_while_a_join_runs():
    api = fake_client.unit(joins=[units.join("DEPLOYING")])
    with pytest.raises(Conflict) as raised:
        write(api, stored=OTHER)
    assert str(raised.value) == (
        f"{LABEL}: a join is running that this run did not start; expected no join while the configuration is written. "
        "Another run or user is changing this pair: wait until it has finished, then run again."
    )
    assert api.written == []


def test_a_join_with_exactly_this_configuration_needs_no_write():
    """Another run wrote it since preflight; the task join compares it again, and waits for that join."""
    api = fake_client.unit(joins=[units.join("DEPLOYING")], configurations=FITS)
    assert write(api, stored=FITS) == {
        "changed": False,
        "version": FITS[0]["version"],
        "msg": "the unit joins with this configuration already",
    }
    assert api.written == []


def test_a_join_with_a_key_is_not_known_to_be_of_this_configuration():
    api = fake_client.unit(joins=[units.join("DEPLOYING")], configurations=FITS)
    with pytest.raises(Conflict, match="a join is running that this run did not start"):
        write(api, key="Key-1", stored=FITS)
    assert api.written == []


@pytest.mark.parametrize("stored", [FITS, BLANK])
def test_nothing_is_written_a_second_time_while_a_join_runs(stored):
    api = fake_client.unit(write_configuration=STALE, configurations=stored, joins=[units.join("QUEUED")])
    with pytest.raises(Conflict, match="a join is running that this run did not start"):
        write(api)
    assert api.written == [WRITE]


def test_a_unit_that_has_joined_with_these_links_while_they_were_written_is_left_alone():
    api = fake_client.unit(
        write_configuration=Rejected("cannot be modified"),
        status=(units.status(), units.active()),
        configurations=FITS,
    )
    write(api)
    assert api.written == [WRITE]


NAMED = units.interfaces(**{units.PORT: {"name": "dmz"}})


def test_a_port_that_became_unfit_since_preflight_is_not_configured():
    api = fake_client.unit()
    with pytest.raises(Conflict) as raised:
        write(api, parts={"interfaces": NAMED})
    assert str(raised.value) == (
        f'{LABEL}: {units.PORT}: is named "dmz", so it carries user data; expected a port without a name. Choose a '
        "free port, or remove the name on this unit and deploy. If this has changed since preflight, another run or "
        "user is changing the unit: wait until it has finished, then run again."
    )
    assert api.written == []


def test_a_network_that_overlaps_the_links_since_preflight_is_refused():
    inside = {"GigabitEthernet0/1": {"name": "inside", "ipv4": units.ipv4("192.168.10.1")}}
    api = fake_client.unit()
    with pytest.raises(Conflict, match=r"its network 192\.168\.10\.0/30 overlaps 192\.168\.10\.1/24"):
        write(api, parts={"interfaces": units.interfaces(**inside)})
    assert api.written == []


@pytest.mark.parametrize(
    ("script", "written"),
    [
        ({"pending_changes": [units.pending("outside", entityType="NetworkObject", entityName="servers")]}, []),
        (
            {
                "pending_changes": (
                    [],
                    [units.pending(entityType="NetworkObject", entityName="servers", entityId="x")],
                ),
                WRITE: (STALE, None),
            },
            [WRITE],
        ),
    ],
    ids=["before the write", "before the second write"],
)
def test_changes_that_other_users_have_staged_are_refused(script, written):
    api = fake_client.unit(**script)
    with pytest.raises(Conflict) as raised:
        write(api)
    assert str(raised.value) == (
        f"{LABEL}: other users' changes are now pending (servers); expected no pending changes before the HA "
        "configuration is written. Deploy or discard them in FDM, then run again."
    )
    assert api.written == written


def test_pending_changes_of_the_links_themselves_are_fine():
    own = [units.pending(), units.pending(entityType="HAConfiguration", entityName="HA", entityId="x")]
    api = fake_client.unit(pending_changes=own)
    write(api)
    assert api.written == [WRITE]


# ----- errors


def test_a_second_failure_is_an_error():
    with pytest.raises(StaleVersion):
        write(fake_client.unit(write_configuration=STALE))
    with pytest.raises(OutcomeUnknown):
        write(fake_client.unit(write_configuration=LOST))
    refused = fake_client.unit(write_configuration=Rejected("no such port"))
    with pytest.raises(Rejected, match="no such port"):
        write(refused)
    assert refused.written == [WRITE]


def test_a_port_that_the_unit_lacks_is_reported_with_the_unit():
    rendered = body("Ethernet9/9")
    with pytest.raises(Conflict, match="Ethernet9/9: the unit has no port of this name"):
        write(fake_client.unit(), rendered=rendered, failover_link=units.LINK | {"port": "Ethernet9/9"})


def test_a_rendered_body_with_other_links_than_the_inventory_is_refused_before_any_call():
    api = fake_client.unit()
    with pytest.raises(InputError, match=r"branch01, primary: the rendered configuration has other links"):
        write(api, rendered=body(units.FREE_PORT))
    assert api.names == []


# ----- check mode and what is shown


def test_in_check_mode_everything_is_shown_and_nothing_is_written():
    api = fake_client.unit()
    result = write(api, KEY, put=False)
    assert api.written == []
    assert result["changed"] is True
    ports = {half: {"hardwareName": units.PORT} for half in ("failoverInterface", "statefulFailoverInterface")}
    assert result["diff"]["after"] == SENT | ports | {"sharedKey": "(hidden)"}
    assert KEY not in str(result)
    assert result["msg"].startswith("role: none -> HA_PRIMARY; name of the failover link: none -> failover-link; ")


def test_a_difference_shows_what_was_there_without_its_key():
    before = write(fake_client.unit(), stored=KEYED)["diff"]["before"]
    assert (before["sharedKey"], before["nodeRole"]) == ("(hidden)", "HA_PRIMARY")
    assert not {"links", "keyed"} & set(before)


def test_a_key_that_is_written_again_is_said_to_be():
    assert write(fake_client.unit(), KEY, stored=KEYED)["msg"] == "the key is written again"


# ----- units in HA

IN_HA = {"status": units.active(), "configurations": FITS}
DIFFERENT = fake_client.configured(failoverName="fover", nodeRole="HA_SECONDARY")
CONFLICT = (
    f"{LABEL}: the unit is active in a pair with other links (name of the failover link is fover, expected "
    "failover-link); expected a single unit, or one with the links of the inventory. Correct the inventory. Or run "
    "fdm.failover.rebuild, which restores what a break removes: the links of a pair in HA can't be changed."
)


@pytest.mark.parametrize("key", [None, KEY])
def test_a_unit_in_ha_with_these_links_is_left_alone(key):
    api = fake_client.unit(**IN_HA)
    result = write(api, key)
    assert (result["changed"], result["msg"]) == (False, "the unit is active with these links already")
    assert api.written == []


@pytest.mark.parametrize(
    "script",
    [
        IN_HA | {"configurations": DIFFERENT},
        # it joined, with other links, between the reading and the write
        {"status": (units.status(), units.active()), "configurations": DIFFERENT, WRITE: STALE},
    ],
)
def test_a_unit_in_ha_with_other_links_is_a_conflict(script):
    with pytest.raises(Conflict) as raised:
        write(fake_client.unit(**script))
    assert str(raised.value) == CONFLICT


def test_a_unit_that_joined_while_it_was_configured_with_these_links_is_fine():
    api = fake_client.unit(status=(units.status(), units.active()), configurations=FITS, write_configuration=STALE)
    write(api)
    assert api.written == [WRITE]


def test_the_configuration_of_a_unit_in_ha_is_read_as_it_is_now():
    api = fake_client.unit(**IN_HA)
    write(api, stored=DIFFERENT)
    assert api.names == ["status", "configurations"]


def test_an_etherchannel_is_referred_to_by_its_own_object():
    channel = units.etherchannel()
    api = fake_client.unit()
    write(
        api,
        rendered=body("Port-channel1"),
        parts={"etherchannels": [channel]},
        failover_link=units.LINK | {"port": "Port-channel1"},
    )
    (sent,) = api.bodies(WRITE)
    assert sent["failoverInterface"] == {name: channel[name] for name in ("id", "type", "version")}
