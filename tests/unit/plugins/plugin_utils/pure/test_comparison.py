# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A unit compared with the intent: differences, pending changes, ports in use."""

from __future__ import annotations

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.comparison import (
    Difference,
    as_in_use,
    changed_by_others,
    changed_fields,
    differences,
    disabled_ports,
    link_differences,
    pending,
)
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.device.unit import Unit
from support import units

AUTO = {"failover_link": units.LINK | {"port": "auto"}}
UPDATED = {"valuesAdded": [], "valuesUpdated": [], "valuesDeleted": [], "referencesAdded": [], "referencesDeleted": []}


def update(*fields, **members):
    """A pending change of the link's port, as 6.6 and later list it."""
    told = [{"fieldName": name, "oldValue": "a", "newValue": "b", "type": "valueupdate"} for name in fields]
    return units.pending(**(UPDATED | {"valuesUpdated": told} | members))


def test_a_difference_has_names():
    unit = Unit("primary", units.joined(configuration=units.configuration("primary", units.intent(), nodeRole="HA_X")))
    assert differences(unit, units.intent()) == (Difference("role", "HA_X", "HA_PRIMARY"),)
    assert link_differences(unit, units.intent()) == ()


@pytest.mark.parametrize(
    ("changes", "others"),
    [
        ([], ()),
        ([units.pending()], ()),
        ([units.pending(units.STATE_PORT)], (units.STATE_PORT,)),
        ([units.pending(entityType="HAConfiguration", entityId="other", entityName="HA")], ()),
        ([units.pending(entityType="NetworkObject", entityId="n1", entityName="lan")], ("lan",)),
        ([units.pending(entityType="AccessRule", entityId="n1", entityName=None)], ("AccessRule",)),
        ([units.pending(units.STATE_PORT, entityName=None)], (units.STATE_PORT,)),
        ([update("enabled")], ()),
        ([update("enabled", "description")], (f"{units.PORT}: description",)),
        ([update("mtu", entityName=None)], (f"{units.PORT}: mtu",)),
        ([{"entityId": None}, "x"], ("unnamed change",)),
    ],
)
def test_changes_of_other_users(changes, others):
    assert changed_by_others(Unit("primary", units.unit(pending_changes=changes)), units.intent()) == others


@pytest.mark.parametrize(
    ("change", "unknown"),
    [
        (units.pending(), (units.PORT,)),
        (units.pending(valuesUpdated={"enabled": {}}), (units.PORT,)),
        (units.pending(valuesUpdated=["enabled"]), (units.PORT,)),
        (units.pending(valuesUpdated=[{"fieldName": None}]), (units.PORT,)),
        (update("enabled"), ()),
        (update("name"), ()),
    ],
)
def test_a_change_of_a_link_port_that_does_not_say_what_it_changes_is_unknown(change, unknown):
    assert pending(Unit("primary", units.unit(pending_changes=[change])), units.intent()).unknown == unknown


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        (units.pending(), None),
        (update(), frozenset()),
        (update("mtu", referencesAdded=[{"fieldName": "securityZone"}]), {"mtu", "securityZone"}),
        (update("mtu", valuesDeleted="ipv4"), None),
    ],
)
def test_fields_of_a_staged_change(change, fields):
    assert changed_fields(change) == fields


def test_the_port_of_a_dedicated_link_is_our_own_change():
    unit = Unit("primary", units.unit(pending_changes=[units.pending(units.STATE_PORT)]))
    assert changed_by_others(unit, units.intent(failover_state_link=units.STATE_LINK)) == ()


@pytest.mark.parametrize(
    ("parts", "link", "ports"),
    [
        ({}, units.LINK, ()),
        ({"interfaces": units.interfaces(**{units.PORT: {"enabled": False}})}, units.LINK, (units.PORT,)),
        (
            {
                "interfaces": units.interfaces(**{units.FREE_PORT: {"enabled": False}}),
                "etherchannels": [units.etherchannel(units.STATE_PORT, units.FREE_PORT, enabled=False)],
            },
            units.LINK | {"port": "Port-channel1"},
            ("Port-channel1", units.FREE_PORT),
        ),
    ],
)
def test_what_has_to_be_enabled(parts, link, ports):
    assert disabled_ports(Unit("primary", units.unit(**parts)), units.intent(failover_link=link)) == ports


@pytest.mark.parametrize(
    ("primary", "secondary", "ports"),
    [
        (units.joined(), units.joined("secondary"), (units.PORT,)),
        (units.unit(), units.joined("secondary"), (units.PORT,)),
        (units.unit(), units.unit("secondary"), ("auto",)),
    ],
)
def test_an_open_port_is_the_one_that_the_pair_uses(primary, secondary, ports):
    both = Unit("primary", primary), Unit("secondary", secondary)
    assert as_in_use(units.intent(**AUTO), both).ports == ports
    assert as_in_use(units.intent(failover_link=units.LINK), both).ports == (units.PORT,)
