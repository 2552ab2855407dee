# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The inventory is read strictly: every mistake has its sentence, and what is left out means left out."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.errors import InputError
from ansible_collections.fdm.failover.plugins.plugin_utils.pure import reading
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.intent import intent
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.intent.addresses import read_address
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.intent.intent import Intent, Link
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.wording import hint
from hypothesis import given
from hypothesis import strategies as some
from support import units

NETWORK = "192.168.10.0/30"
FAILOVER = Link(
    "failover", units.PORT, "failover-link", read_address("192.168.10.1/30"), read_address("192.168.10.2/30")
)
STATE = Link(
    "state",
    units.STATE_PORT,
    "stateful-failover-link",
    read_address("192.168.10.5/30"),
    read_address("192.168.10.6/30"),
)
PLAIN = Intent("branch01", FAILOVER, None, False)
ONE_LINK_KEYS = "expected only port, network, primary_address, secondary_address, name"
CORRECT_KEY = "Correct the key in the inventory."


def units_with(**changes):
    return {"primary": {"host": "192.0.2.11"}, "secondary": {"host": "192.0.2.12"}} | changes


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, PLAIN),
        ({"failover_state_link": units.STATE_LINK}, replace(PLAIN, state=STATE)),
        ({"failover_key": "s3cret"}, replace(PLAIN, encrypted=True)),
        ({"failover_state_link": ""}, PLAIN),
        ({"failover_state_link": "  "}, PLAIN),
        ({"failover_state_link": {}}, PLAIN),
        (
            {"failover_link": {"port": f" {units.PORT} ", "network": NETWORK, "name": None, "primary_address": ""}},
            PLAIN,
        ),
        (
            {"failover_link": {"port": "auto", "network": NETWORK, "name": "fover"}},
            replace(PLAIN, failover=replace(FAILOVER, port="auto", name="fover")),
        ),
        (
            {
                "failover_link": {
                    "port": units.PORT,
                    "primary_address": "192.168.10.1 255.255.255.252",
                    "secondary_address": "192.168.10.2/30",
                    "network": None,
                }
            },
            PLAIN,
        ),
        (
            {"failover_link": {"port": units.PORT, "network": "2001:db8::/64"}},
            replace(
                PLAIN,
                failover=replace(
                    FAILOVER, primary=read_address("2001:db8::1/64"), secondary=read_address("2001:db8::2/64")
                ),
            ),
        ),
    ],
)
def test_what_is_wished(changes, expected):
    assert units.intent(**changes) == expected


def test_a_combined_link_needs_one_port_and_a_dedicated_one_two():
    assert (PLAIN.links, PLAIN.ports) == ((FAILOVER,), (units.PORT,))
    dedicated = replace(PLAIN, state=STATE)
    assert (dedicated.links, dedicated.ports) == ((FAILOVER, STATE), (units.PORT, units.STATE_PORT))
    assert [link.label for link in dedicated.links] == ["failover link", "state link"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {"failover_units": None},
            (
                "branch01, failover_units: nothing is given; expected keys and values, such as primary: "
                "{host: 192.0.2.11} and secondary: {host: 192.0.2.12}. Correct the variable in the inventory."
            ),
        ),
        (
            {"failover_units": ["192.0.2.11", "192.0.2.12"]},
            (
                "branch01, failover_units: a list is given; expected keys and values, such as primary: "
                "{host: 192.0.2.11} and secondary: {host: 192.0.2.12}. Correct the variable in the inventory."
            ),
        ),
        (
            {"failover_units": units_with(secondry={})},
            (
                f"branch01, failover_units: unknown key secondry (did you mean secondary?); expected only "
                f"primary, secondary. {CORRECT_KEY}"
            ),
        ),
        (
            {"failover_units": {"primary": {"host": "192.0.2.11"}}},
            (
                "branch01, failover_units: the pair has no secondary; expected a primary and a secondary. Add "
                "secondary: {host: ADDRESS} to failover_units of branch01."
            ),
        ),
        (
            {"failover_units": units_with(primary="192.0.2.11")},
            (
                "branch01, failover_units.primary: a str is given; expected keys and values, such as host: "
                "192.0.2.11. Correct the variable in the inventory."
            ),
        ),
        (
            {"failover_units": units_with(secondary={"hots": "192.0.2.12", "user": "admin"})},
            (
                "branch01, failover_units.secondary: unknown key hots (did you mean host?) and key user (did you "
                "mean username?); expected only host, https_port, username, password, validate_certs, ca_path, "
                f"fingerprint, timeout, retries. {CORRECT_KEY}"
            ),
        ),
        (
            {"failover_units": units_with(primary={"host": " ", "username": "admin"})},
            (
                "branch01, failover_units.primary: host is missing; expected the management address of the unit. "
                "Add host to failover_units.primary of branch01."
            ),
        ),
        (
            {"failover_link": None},
            (
                "branch01, failover_link: nothing is given; expected keys and values, such as port: "
                "GigabitEthernet0/2 and network: 192.0.2.0/30. Correct the variable in the inventory."
            ),
        ),
        (
            {"failover_state_link": "GigabitEthernet0/3"},
            (
                "branch01, failover_state_link: a str is given; expected keys and values, such as port: "
                "GigabitEthernet0/2 and network: 192.0.2.0/30. Correct the variable in the inventory."
            ),
        ),
        (
            {"failover_link": {"prt": units.PORT, "zzz": 1, 7: 1}},
            (
                "branch01, failover_link: unknown key prt (did you mean port?) and key zzz and key 7; "
                f"{ONE_LINK_KEYS}. {CORRECT_KEY}"
            ),
        ),
        *(
            (
                {"failover_link": {"port": port, "network": NETWORK}},
                (
                    "branch01, failover_link: no port is given; expected the hardware name of a port, or auto. "
                    "Name a port that is free on both units, such as port: GigabitEthernet0/2."
                ),
            )
            for port in (None, "", " ", 2, ["GigabitEthernet0/2"])
        ),
        (
            {"failover_link": {"port": "auto"}},
            (
                "branch01, failover_link: neither network nor primary_address is given; expected network, or "
                "primary_address and secondary_address. Give the link a network of its own, such as network: "
                "192.0.2.0/30."
            ),
        ),
        (
            {"failover_link": {"port": "auto", "primary_address": "192.0.2.1/30"}},
            (
                "branch01, failover_link: neither network nor secondary_address is given; expected network, or "
                "primary_address and secondary_address. Give the link a network of its own, such as network: "
                "192.0.2.0/30."
            ),
        ),
        (
            {"failover_link": {"port": "auto", "network": NETWORK, "secondary_address": "192.168.10.2/30"}},
            (
                "branch01, failover_link: both network and addresses are given; expected one of the two ways. Keep "
                "network, or keep primary_address and secondary_address."
            ),
        ),
        *(
            (
                {"failover_link": {"port": "auto", "network": network}},
                (
                    f"branch01, failover_link: network {network} is no network with a prefix length; expected a "
                    "network such as 192.0.2.0/30 or 2001:db8::/64. Correct network."
                ),
            )
            for network in ("192.0.2.0", "192.0.2.0/33", "link", 30, ["192.0.2.0/30"])
        ),
        *(
            (
                {"failover_link": {"port": "auto", "primary_address": "192.0.2.1/30", "secondary_address": address}},
                (
                    f"branch01, failover_link: secondary_address {address} is no address with a prefix length; "
                    "expected an address such as 192.0.2.1/30 or 2001:db8::1/64. Correct secondary_address."
                ),
            )
            for address in ("192.0.2.2", "192.0.2.2/255.0.255.0", "{{ peer }}", 2)
        ),
        *(
            (
                {"failover_key": key},
                (
                    "branch01: failover_key is empty; expected a key of 1 to 63 characters, or no failover_key at "
                    "all. Check the lookup that supplies the key. For plain-text links leave the variable "
                    "out, or set failover_plain_text: true."
                ),
            )
            for key in ("", "   ", "\n")
        ),
        ({"failover_key": 12345}, "branch01: failover_key is a int; expected text. Put the key in quotes."),
        ({"failover_key": ["a"]}, "branch01: failover_key is a list; expected text. Put the key in quotes."),
    ],
)
def test_every_mistake_has_its_sentence(changes, sentence):
    told = units.variables() | changes
    with pytest.raises(InputError) as raised:
        intent.read_intent(units.PAIR, told)
    assert str(raised.value) == sentence


@pytest.mark.parametrize(("key", "expected"), [(None, None), ("k", "k"), (" k ", " k ")])
def test_a_key_is_taken_as_it_is(key, expected):
    assert intent.checked_key("branch01", key) == expected


@pytest.mark.parametrize(
    ("value", "expected"), [(None, None), ("", None), (" \t", None), ("a", "a"), (0, 0), (False, False), ([], [])]
)
def test_null_and_empty_text_are_left_out(value, expected):
    assert reading.none_if_blank(value) == expected


@pytest.mark.parametrize(
    ("unknown", "words"),
    [("prot", " (did you mean port?)"), ("NETWORK", " (did you mean network?)"), ("vlan", ""), ("", "")],
)
def test_a_near_miss_is_guessed(unknown, words):
    assert hint(unknown, intent.LINK_KEYS) == words


def test_the_units_are_handed_on_in_order():
    told = {"secondary": {"host": "192.0.2.12", "timeout": 5}, "primary": {"host": "192.0.2.11"}}
    assert list(intent.read_units("branch01", told).items()) == [
        ("primary", {"host": "192.0.2.11"}),
        ("secondary", {"host": "192.0.2.12", "timeout": 5}),
    ]


@given(
    some.dictionaries(
        some.sampled_from([*intent.LINK_KEYS, "other"]),
        some.none() | some.text(max_size=12) | some.integers() | some.lists(some.text(max_size=3), max_size=2),
    )
)
def test_a_link_is_read_or_refused_with_a_message(raw):
    with suppress(InputError):
        assert intent.read_link("branch01", "failover", raw).port


@pytest.mark.parametrize(
    ("names", "unknown", "near"),
    [
        (["failover_units", "failover_link", "failover_state_lnik"], "failover_state_lnik", "failover_state_link"),
        (["failover_unit"], "failover_unit", "failover_units"),
        (["failover_keys", "failover_password"], "failover_keys", "failover_key"),
        (["failover_validate_cert"], "failover_validate_cert", "failover_validate_certs"),
    ],
)
def test_a_misspelt_variable_does_not_count_as_left_out(names, unknown, near):
    with pytest.raises(InputError) as raised:
        intent.refuse_misspelt("branch01", names)
    assert str(raised.value) == (
        f"branch01: unknown variable {unknown} (did you mean {near}?); expected the variables "
        f"{', '.join(intent.VARIABLES)}. Correct it to {near}, or rename your own variable."
    )


@pytest.mark.parametrize(
    "names",
    [
        [],
        list(intent.VARIABLES),
        ["failover_key", "failover_keys"],
        ["failover_host"],
        ["failover_something_else", "ansible_host", "unit"],
    ],
)
def test_variables_of_others_are_let_be(names):
    assert intent.refuse_misspelt("branch01", names) is None


@pytest.mark.parametrize(
    ("port", "state_port", "chosen", "expected"),
    [
        ("auto", "auto", {"failover": "A", "state": "B"}, ("A", "B")),
        ("auto", None, {"failover": "A"}, ("A",)),
        ("auto", "C", {"failover": "A", "state": "B"}, ("A", "C")),
        ("C", None, {"failover": "A"}, ("C",)),
        ("auto", "auto", {}, ("auto", "auto")),
    ],
)
def test_choices_fill_open_ports_only(port, state_port, chosen, expected):
    state = None if state_port is None else units.STATE_LINK | {"port": state_port}
    wished = units.intent(failover_link=units.LINK | {"port": port}, failover_state_link=state)
    assert intent.with_ports(wished, chosen).ports == expected
