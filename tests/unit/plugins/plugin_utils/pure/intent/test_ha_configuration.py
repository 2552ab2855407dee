# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Links become values, values become a body, and a body is compared with what a unit answers."""

from __future__ import annotations

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.errors import InputError
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.intent import ha_configuration
from hypothesis import given
from hypothesis import strategies as some
from support import units

DEDICATED = {"failover_state_link": units.STATE_LINK}
IPV6 = {"failover_link": {"port": units.PORT, "network": "2001:db8:0:1::/64"}}
NAMES = {units.identifier("primary", port): port for port in (units.PORT, units.STATE_PORT, units.FREE_PORT)}


def values_of(ip, prefix, netmask):
    return {"ip": ip, "prefix": prefix, "text": f"{ip}/{prefix}", "netmask": netmask}


FAILOVER = {
    "name": "failover-link",
    "port": units.PORT,
    "version": 4,
    "primary": values_of("192.168.10.1", 30, "255.255.255.252"),
    "secondary": values_of("192.168.10.2", 30, "255.255.255.252"),
}


@pytest.mark.parametrize(
    ("changes", "unit", "expected"),
    [
        (
            {},
            "primary",
            {"role": "HA_PRIMARY", "combined": True, "state": FAILOVER | {"name": "stateful-failover-link"}},
        ),
        (
            {"failover_key": "s3cret", "failover_link": units.LINK | {"name": "fover"}},
            "secondary",
            {
                "role": "HA_SECONDARY",
                "combined": True,
                "encrypted": True,
                "failover": FAILOVER | {"name": "fover"},
                "state": FAILOVER | {"name": "stateful-failover-link"},
            },
        ),
        (
            DEDICATED,
            "primary",
            {
                "role": "HA_PRIMARY",
                "combined": False,
                "state": {
                    "name": "stateful-failover-link",
                    "port": units.STATE_PORT,
                    "version": 4,
                    "primary": values_of("192.168.10.5", 30, "255.255.255.252"),
                    "secondary": values_of("192.168.10.6", 30, "255.255.255.252"),
                },
            },
        ),
    ],
)
def test_values_of_a_template(changes, unit, expected):
    common = {"pair": "branch01", "unit": unit, "encrypted": False, "failover": FAILOVER}
    assert ha_configuration.link_values(units.intent(**changes), unit) == common | expected


@pytest.mark.parametrize("link", ["failover", "state"])
def test_an_open_port_can_not_be_rendered(link):
    auto = {"failover_link": units.LINK, "failover_state_link": units.STATE_LINK}
    name = "failover_link" if link == "failover" else "failover_state_link"
    with pytest.raises(InputError) as raised:
        ha_configuration.link_values(units.intent(**(auto | {name: auto[name] | {"port": "auto"}})), "primary")
    assert str(raised.value) == (
        f"branch01, {link} link: port is auto, and no port has been chosen yet; expected a hardware name. Run "
        "the role fdm.failover.preflight first: it reads both units and chooses."
    )


RENDERED = {
    "type": "haconfiguration",
    "nodeRole": "HA_PRIMARY",
    "failoverName": "failover-link",
    "failoverInterface": {"hardwareName": units.PORT},
    "statefulFailoverName": "stateful-failover-link",
    "statefulFailoverInterface": {"hardwareName": "Port-channel1"},
}
OBJECTS = {units.PORT: units.interface(), "Port-channel1": units.etherchannel() | {"version": None}}


@pytest.mark.parametrize(
    ("existing", "key", "identity"),
    [
        (
            units.fixture("configuration", name=None),
            None,
            {"version": "nxrcw5tq3jzoe", "id": "76fa0001-0d1a-11ef-9b1e-5dd4ee7ddb8f", "name": "HA"},
        ),
        ({"id": "1", "name": "pair", "sharedKey": "*********"}, "s3cret", {"id": "1", "name": "pair"}),
        ({}, None, {"name": "HA"}),
    ],
)
def test_a_body_keeps_only_the_identity_of_the_stored_object(existing, key, identity):
    expected = (
        identity
        | RENDERED
        | {
            "failoverInterface": {
                "id": units.identifier("primary", units.PORT),
                "type": "physicalinterface",
                "version": "mzd3gzq2lpvqe",
            },
            "statefulFailoverInterface": {
                "id": units.identifier("primary", "Port-channel1"),
                "type": "etherchannelinterface",
            },
        }
        | ({} if key is None else {"sharedKey": key})
    )
    assert ha_configuration.body(RENDERED, existing, OBJECTS, key) == expected


@pytest.mark.parametrize(
    ("rendered", "where"), [({"failoverInterface": {"hardwareName": "Ethernet9/9"}}, "Ethernet9/9"), ({}, "port")]
)
def test_a_port_that_the_unit_lacks_is_no_reference(rendered, where):
    with pytest.raises(InputError) as raised:
        ha_configuration.body(rendered, {}, OBJECTS, None)
    assert str(raised.value) == (
        f"{where}: the unit has no such port; expected one of GigabitEthernet0/2, Port-channel1. Correct port in "
        "failover_link or failover_state_link."
    )


@pytest.mark.parametrize(
    ("reference", "port"),
    [
        (units.reference(units.interface()), units.PORT),
        (units.reference(units.interface(), hardware=False), units.PORT),
        ({"id": "unknown", "hardwareName": units.PORT}, units.PORT),
        ({"id": "unknown"}, ""),
        (None, ""),
    ],
)
def test_a_reference_is_a_port(reference, port):
    assert ha_configuration.port_of(reference, NAMES) == port


def test_a_key_is_never_shown():
    assert ha_configuration.masked({"id": "1", "sharedKey": "s3cret"}) == {"id": "1", "sharedKey": "(hidden)"}
    assert ha_configuration.masked({"id": "1"}) == {"id": "1"}


def answered(changes, **members):
    return units.configuration("primary", units.intent(**changes), **members)


def without_hardware_names(configuration):
    fields = ("failoverInterface", "statefulFailoverInterface")
    bare = {
        field: {key: each for key, each in configuration[field].items() if key != "hardwareName"} for field in fields
    }
    return configuration | bare


def prefixed(configuration, mask):
    found = {name: value for name, value in configuration.items() if name.endswith("IPv4") and value}
    return configuration | {name: value | {"netmask": mask} for name, value in found.items()}


STATE_HALF = dict.fromkeys(
    (
        "statefulFailoverName",
        "statefulFailoverInterface",
        "primaryStatefulFailoverIPv4",
        "secondaryStatefulFailoverIPv4",
    )
)


@pytest.mark.parametrize("changes", [{}, DEDICATED, IPV6, DEDICATED | IPV6, {"failover_key": "s3cret"}])
def test_what_was_written_does_not_differ(changes):
    written = answered(changes)
    for spelled in (written, without_hardware_names(written), prefixed(written, "30"), prefixed(written, "/30")):
        assert ha_configuration.differences(spelled, units.intent(**changes), "primary", NAMES) == ()


@pytest.mark.parametrize(
    "members",
    [
        {"statefulFailoverName": "failover-link"},
        {"statefulFailoverName": None},
        STATE_HALF,
        {"primaryStatefulFailoverIPv4": None, "secondaryStatefulFailoverIPv4": {"ipAddress": None, "netmask": None}},
        {"primaryFailoverIPv6": {"ipAddress": None, "type": "ipv6address"}},
    ],
)
def test_a_combined_link_may_be_answered_in_one_half(members):
    assert ha_configuration.differences(answered({}, **members), units.intent(), "primary", NAMES) == ()


@pytest.mark.parametrize(
    ("changes", "members", "expected"),
    [
        ({}, {"nodeRole": "HA_SECONDARY"}, (("role", "HA_SECONDARY", "HA_PRIMARY"),)),
        ({}, {"nodeRole": None}, (("role", "none", "HA_PRIMARY"),)),
        ({}, {"failoverName": "fover"}, (("name of the failover link", "fover", "failover-link"),)),
        ({}, {"statefulFailoverName": "other"}, (("name of the state link", "other", "stateful-failover-link"),)),
        (
            {},
            {"failoverInterface": units.reference(units.interface(units.FREE_PORT))},
            (("port of the failover link", units.FREE_PORT, units.PORT),),
        ),
        (
            {},
            {"statefulFailoverInterface": units.reference(units.interface(units.FREE_PORT))},
            (("port of the state link", units.FREE_PORT, units.PORT),),
        ),
        (
            {},
            {"primaryFailoverIPv4": {"ipAddress": "192.168.10.1", "netmask": "255.255.255.0"}},
            (("primary's address on the failover link", "192.168.10.1/24", "192.168.10.1/30"),),
        ),
        (
            {},
            {"secondaryStatefulFailoverIPv4": {"ipAddress": "192.168.10.9", "netmask": "30"}},
            (("secondary's address on the state link", "192.168.10.9/30", "192.168.10.2/30"),),
        ),
        (
            {},
            {"secondaryFailoverIPv4": {"ipAddress": "no address", "netmask": "30"}},
            (("secondary's address on the failover link", "none", "192.168.10.2/30"),),
        ),
        (
            DEDICATED,
            STATE_HALF,
            (
                ("name of the state link", "none", "stateful-failover-link"),
                ("port of the state link", "none", units.STATE_PORT),
                ("primary's address on the state link", "none", "192.168.10.5/30"),
                ("secondary's address on the state link", "none", "192.168.10.6/30"),
            ),
        ),
        (
            DEDICATED,
            {"statefulFailoverName": "failover-link"},
            (("name of the state link", "failover-link", "stateful-failover-link"),),
        ),
        (
            IPV6,
            {"primaryFailoverIPv6": {"ipAddress": "2001:db8:0:1::9/64"}},
            (("primary's address on the failover link", "2001:db8:0:1::9/64", "2001:db8:0:1::1/64"),),
        ),
    ],
)
def test_each_difference_is_named_with_both_sides(changes, members, expected):
    assert (
        ha_configuration.differences(answered(changes, **members), units.intent(**changes), "primary", NAMES)
        == expected
    )


def test_a_blank_configuration_differs_in_all():
    found = ha_configuration.differences(units.configuration(), units.intent(**DEDICATED), "primary", NAMES)
    assert [(what, so) for what, so, _wished in found] == [
        ("role", "none"),
        ("name of the failover link", "none"),
        ("port of the failover link", "none"),
        ("primary's address on the failover link", "none"),
        ("secondary's address on the failover link", "none"),
        ("name of the state link", "none"),
        ("port of the state link", "none"),
        ("primary's address on the state link", "none"),
        ("secondary's address on the state link", "none"),
    ]


@given(
    some.dictionaries(
        some.sampled_from(sorted(units.fixture("configuration"))),
        some.none() | some.text(max_size=5) | some.dictionaries(some.just("ipAddress"), some.text(max_size=5)),
    )
)
def test_any_answer_can_be_compared(members):
    ha_configuration.differences(members, units.intent(**DEDICATED), "primary", NAMES)


@pytest.mark.parametrize(
    ("configuration", "unset"),
    [
        (units.fixture("configuration"), True),
        (units.fixture("configuration", version="later"), True),
        *(
            (units.fixture("configuration", **{field: "value"}), False)
            for field in sorted(ha_configuration.LINK_FIELDS)
        ),
        (units.fixture("configuration", nodeRole="HA_SECONDARY"), False),
        # not known
        ({}, False),
        (None, False),
        ("configuration", False),
    ],
)
def test_a_configuration_is_unset_where_no_unit_can_join_with_it(configuration, unset):
    assert ha_configuration.is_unset(configuration) is unset
