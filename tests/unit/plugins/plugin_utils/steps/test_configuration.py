# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A unit's links are written only where they differ, only on a single unit, and never blindly."""

from __future__ import annotations

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.errors import (
    Conflict,
    InputError,
    OutcomeUnknown,
    Rejected,
    StaleVersion,
)
from ansible_collections.fdm.failover.plugins.plugin_utils.steps import configuration
from support import fake_client, units

KEY = "s3cret-0f-the-links"
RENDERED = {
    "type": "haconfiguration",
    "nodeRole": "HA_PRIMARY",
    "failoverName": "failover-link",
    "failoverInterface": {"hardwareName": units.PORT},
    "statefulFailoverName": "stateful-failover-link",
    "statefulFailoverInterface": {"hardwareName": units.PORT},
}
PORT = {"id": units.identifier("primary", units.PORT), "type": "physicalinterface", "version": "mzd3gzq2lpvqe"}
IDENTITY = {"version": "nxrcw5tq3jzoe", "id": units.identifier("primary", "HA"), "name": "HA"}
SENT = IDENTITY | RENDERED | {"failoverInterface": PORT, "statefulFailoverInterface": PORT}
STALE = StaleVersion("the version has moved")
LOST = OutcomeUnknown("the answer was lost")
BLANK = [units.fixture("configuration", id=IDENTITY["id"])]
MOVED = [BLANK[0] | {"version": "newer"}]
TAKEN = fake_client.configured()
KEYED = fake_client.configured(wished=units.intent(failover_key=KEY))
WRITE, LOOK = "write_configuration", ["configurations", "interfaces"]


def write(unit, key=None, put=True, **changes):
    intent = units.intent(**({"failover_key": key} if key else {}), **changes)
    return configuration.write(unit, intent, "primary", RENDERED, key, put)


@pytest.mark.parametrize(
    ("script", "key", "bodies"),
    [
        # single and blank: written
        ({}, None, [SENT]),
        # as wished already: left alone
        ({"configurations": TAKEN}, None, []),
        # a key can't be read back, so it is written each time
        ({"configurations": TAKEN}, KEY, [SENT | {"sharedKey": KEY}]),
        ({"configurations": KEYED}, KEY, [SENT | {"sharedKey": KEY}]),
        # a key that is no longer wished is taken away
        ({"configurations": KEYED}, None, [SENT]),
        # the version moved: read again, write once more with the new one
        ({"configurations": (BLANK, MOVED), WRITE: (STALE, None)}, None, [SENT, SENT | {"version": "newer"}]),
        # it moved because somebody wrote the same
        ({"configurations": (BLANK, TAKEN), WRITE: (STALE, None)}, None, [SENT]),
        ({"configurations": (BLANK, TAKEN), WRITE: (STALE, None)}, KEY, [SENT | {"sharedKey": KEY}] * 2),
        # the key that should go is still there
        ({"configurations": KEYED, WRITE: (STALE, None)}, None, [SENT] * 2),
        # the answer was lost: it had been taken, or not
        ({"configurations": (BLANK, TAKEN), WRITE: (LOST, None)}, None, [SENT]),
        ({"configurations": (BLANK, BLANK), WRITE: (LOST, None)}, None, [SENT] * 2),
    ],
)
def test_what_is_written(script, key, bodies):
    unit = fake_client.unit(**script)
    result = write(unit, key)
    assert unit.bodies(WRITE) == bodies
    assert result["changed"] is bool(bodies)


def test_the_answer_to_a_second_failure_is_an_error():
    with pytest.raises(StaleVersion):
        write(fake_client.unit(write_configuration=(STALE, STALE)))
    with pytest.raises(Rejected, match="no such port"):
        write(fake_client.unit(write_configuration=Rejected("no such port")))


def test_a_unit_that_another_run_joins_takes_no_configuration():
    unit = fake_client.unit(write_configuration=Rejected("cannot be modified"), joins=[units.join("DEPLOYING")])
    with pytest.raises(Conflict, match="a join is running that this run did not start, and the unit takes no conf"):
        write(unit)
    joined = fake_client.unit(
        write_configuration=Rejected("cannot be modified"),
        status=(units.status(), units.active()),
        configurations=(BLANK, TAKEN),
    )
    assert write(joined)["changed"] is True


def test_in_check_mode_everything_is_said_and_nothing_written():
    unit = fake_client.unit()
    result = write(unit, KEY, put=False)
    assert unit.written == []
    assert result["changed"] is True
    ports = {half: {"hardwareName": units.PORT} for half in ("failoverInterface", "statefulFailoverInterface")}
    assert result["diff"]["after"] == SENT | ports | {"sharedKey": "(hidden)"}
    assert KEY not in str(result)
    assert result["msg"].startswith("role: none -> HA_PRIMARY; name of the failover link: none -> failover-link; ")


def test_a_difference_shows_what_was_there_without_its_key():
    before = write(fake_client.unit(configurations=KEYED))["diff"]["before"]
    assert (before["sharedKey"], before["nodeRole"]) == ("(hidden)", "HA_PRIMARY")
    assert not {"links", "keyed"} & set(before)


LIVING = {"status": units.active(), "configurations": TAKEN}
DIFFERENT = fake_client.configured(failoverName="fover", nodeRole="HA_SECONDARY")
CONFLICT = (
    "branch01, primary (192.0.2.11): the unit is active in a pair with other links (name of the failover link is "
    "fover, wished failover-link); expected a single unit, or one with the links of the inventory. Correct the "
    "inventory, or break the pair in FDM and deploy it again."
)


@pytest.mark.parametrize("key", [None, KEY])
def test_a_living_unit_with_these_links_is_left_alone(key):
    unit = fake_client.unit(**LIVING)
    result = write(unit, key)
    assert (result["changed"], result["msg"]) == (False, "the unit is active with these links already")
    assert unit.written == []


@pytest.mark.parametrize(
    "script",
    [
        LIVING | {"configurations": DIFFERENT},
        # it joined, with other links, between the look and the write
        {
            "status": (units.status(), units.active()),
            "configurations": (BLANK, DIFFERENT),
            WRITE: STALE,
        },
    ],
)
def test_a_living_unit_with_other_links_is_a_conflict(script):
    with pytest.raises(Conflict) as raised:
        write(fake_client.unit(**script))
    assert str(raised.value) == CONFLICT


def test_a_unit_that_joined_meanwhile_with_these_links_is_fine():
    unit = fake_client.unit(
        status=(units.status(), units.active()), configurations=(BLANK, TAKEN), write_configuration=STALE
    )
    write(unit)
    assert unit.written == [WRITE]


@pytest.mark.parametrize(
    ("port", "calls"),
    [(units.PORT, ["status", *LOOK]), ("Port-channel1", ["status", *LOOK, "etherchannels"])],
)
def test_etherchannels_are_read_only_where_one_is_wished(port, calls):
    unit = fake_client.unit(etherchannels=[units.etherchannel()])
    intent = units.intent(failover_link=units.LINK | {"port": port})
    rendered = RENDERED | {name: {"hardwareName": port} for name in ("failoverInterface", "statefulFailoverInterface")}
    configuration.write(unit, intent, "primary", rendered, None)
    assert unit.names == [*calls, WRITE]
    (sent,) = unit.bodies(WRITE)
    assert sent["failoverInterface"]["id"] == units.identifier("primary", port)


def test_a_port_the_unit_lacks_is_said():
    with pytest.raises(InputError, match="the unit has no such port"):
        write(fake_client.unit(interfaces=[]))
