# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two hosts that name one pair are its units; whatever prevents a whole pair has a sentence."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.errors import InputError
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.intent.pairs import (
    UnitHost,
    compose_pairs,
    holds_secret,
    is_vaulted,
    pair_names,
    raw_variable,
    refuse_problems,
)
from hypothesis import given
from hypothesis import strategies as some

ADDRESS = {"fw1": "192.0.2.11", "fw2": "192.0.2.12", "fw3": "192.0.2.13", "fw4": "192.0.2.14"}


class Vaulted(str):
    """Vaulted text as Ansible keeps it, as far as this module looks."""

    __slots__ = ("_ciphertext",)

    def __init__(self, _text: str) -> None:
        self._ciphertext = "$ANSIBLE_VAULT;1.1;AES256"


def host(name: str, pair: Any = "berlin", role: Any = "primary", **settings: Any) -> UnitHost:
    return UnitHost(name, pair, role, {"host": ADDRESS[name]} | settings)


PRIMARY = host("fw1")
SECONDARY = host("fw2", role="secondary")


@pytest.mark.parametrize(
    ("units", "expected"),
    [
        pytest.param([PRIMARY, SECONDARY], {"berlin": ("fw1", "fw2")}, id="a-pair"),
        pytest.param([SECONDARY, PRIMARY], {"berlin": ("fw1", "fw2")}, id="secondary-listed-first"),
        pytest.param(
            [PRIMARY, SECONDARY, host("fw3", pair=None), host("fw4", pair="", role="router")],
            {"berlin": ("fw1", "fw2")},
            id="hosts-that-name-no-pair",
        ),
        pytest.param([host("fw1", ["berlin"]), host("fw2", [" berlin "], "SECONDARY ")], {"berlin": ("fw1", "fw2")}),
        pytest.param([host("fw1", 7), host("fw2", 7, "secondary")], {"7": ("fw1", "fw2")}, id="a-number-as-name"),
        pytest.param(
            [PRIMARY, SECONDARY, host("fw3", "bonn"), host("fw4", "bonn", "secondary")],
            {"berlin": ("fw1", "fw2"), "bonn": ("fw3", "fw4")},
            id="two-pairs",
        ),
        pytest.param([], {}, id="no-host"),
    ],
)
def test_units_that_name_one_pair_are_a_pair(units: list[UnitHost], expected: dict[str, tuple[str, str]]) -> None:
    pairs, problems = compose_pairs(units)
    assert problems == []
    assert {
        name: (pair.units["primary"].name, pair.units["secondary"].name) for name, pair in pairs.items()
    } == expected


@pytest.mark.parametrize(
    ("units", "expected"),
    [
        pytest.param([PRIMARY], [("berlin", "the pair has no secondary, only fw1")], id="half-a-pair"),
        pytest.param([SECONDARY], [("berlin", "the pair has no primary, only fw2")], id="the-other-half"),
        pytest.param(
            [PRIMARY, host("fw2")],
            [("berlin", "2 units with role primary: fw1, fw2"), ("berlin", "has no secondary, only fw1, fw2")],
            id="two-primaries",
        ),
        pytest.param(
            [PRIMARY, SECONDARY, host("fw3", role="secondary")],
            [("berlin", "2 units with role secondary: fw2, fw3")],
            id="two-secondaries",
        ),
        pytest.param(
            [host("fw1", ["berlin", "bonn"]), SECONDARY],
            [("fw1", "in 2 pairs: berlin, bonn"), ("berlin", "no primary, only fw2")],
            id="a-unit-in-two-pairs",
        ),
        pytest.param(
            [host("fw1", role="primery"), SECONDARY],
            [("berlin, fw1", "unknown role primery (did you mean primary?)"), ("berlin", "no primary")],
            id="a-misspelt-role",
        ),
        pytest.param(
            [host("fw1", role="active"), SECONDARY],
            [("berlin, fw1", "unknown role active"), ("berlin", "no primary")],
            id="a-state-as-role",
        ),
        pytest.param(
            [host("fw1", role=None), SECONDARY],
            [("berlin, fw1", "the unit has no role"), ("berlin", "no primary")],
            id="no-role",
        ),
        pytest.param(
            [host("fw1", host=" "), SECONDARY], [("berlin, fw1", "no management address")], id="no-management-address"
        ),
        pytest.param(
            [PRIMARY, host("fw2", role="secondary", host="192.0.2.11 ")],
            [("berlin", "fw1 and fw2 have the same management address 192.0.2.11")],
            id="one-unit-listed-twice",
        ),
        pytest.param(
            [PRIMARY, SECONDARY, host("fw3", "bonn", host="192.0.2.12"), host("fw4", "bonn", "secondary")],
            [("berlin and bonn", "fw2 and fw3 have the same management address 192.0.2.12")],
            id="one-unit-in-two-pairs-under-two-names",
        ),
        pytest.param(
            [host("fw1", "fw2"), host("fw2", "fw2", "secondary")],
            [("fw2", "the pair has the name of a unit")],
            id="a-pair-with-the-name-of-a-unit",
        ),
    ],
)
def test_what_prevents_a_whole_pair_is_named(units: list[UnitHost], expected: list[tuple[str, str]]) -> None:
    _, problems = compose_pairs(units)
    assert [problem.where for problem in problems] == [where for where, _ in expected]
    for problem, (_, what) in zip(problems, expected, strict=True):
        assert what in problem.what
        assert problem.expected
        assert problem.remedy


def test_one_address_with_two_ports_is_two_units() -> None:
    units = [host("fw1", https_port=8443), host("fw2", role="secondary", host="192.0.2.11", https_port=9443)]
    assert compose_pairs(units)[1] == []


def test_words_for_the_roles_can_be_given() -> None:
    units = [host("fw1", role="Node-1"), host("fw2", role=2)]
    pairs, problems = compose_pairs(units, {"primary": ["node-1"], "secondary": ["node-2", 2]})
    assert problems == []
    assert pairs["berlin"].units["secondary"].name == "fw2"


def test_settings_that_are_left_out_are_not_in_the_variable_but_an_empty_password_is() -> None:
    units = [
        host("fw1", https_port=8443, username=None, ca_path=" ", password=""),
        host("fw2", role="secondary", password=None, validate_certs=False),
    ]
    pairs, _ = compose_pairs(units)
    assert pairs["berlin"].failover_units == {
        "primary": {"host": "192.0.2.11", "https_port": 8443, "password": ""},
        "secondary": {"host": "192.0.2.12", "validate_certs": False},
    }


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, []),
        ("", []),
        (" ", []),
        (False, []),
        ([], []),
        ([None, ""], []),
        ("berlin", ["berlin"]),
        (["berlin", "berlin "], ["berlin"]),
        (("berlin", "bonn"), ["berlin", "bonn"]),
        (0, ["0"]),
    ],
)
def test_pair_names(value: Any, expected: list[str]) -> None:
    assert pair_names(value) == expected


def test_ten_problems_are_named_and_the_others_counted() -> None:
    units = [UnitHost(f"fw{number}", f"pair{number:02}", "primary", {"host": str(number)}) for number in range(12)]
    with pytest.raises(InputError) as raised:
        refuse_problems(compose_pairs(units)[1])
    lines = str(raised.value).splitlines()
    assert len(lines) == 11
    assert lines[0].startswith("pair00: ")
    assert lines[-1] == "2 more problems not shown."


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({}, False),
        ({"failover_units": {"primary": {"host": "192.0.2.11"}}}, False),
        ({"failover_units": {"primary": {"password": "s3cret"}}}, True),
        ({"failover_units": {"primary": {"password": Vaulted("s3cret")}}}, True),
        ([{"failover_key": "s3cret"}], True),
        ({"failover_key": None}, False),
    ],
)
def test_a_key_or_a_password_keeps_pairs_out_of_a_cache(value: Any, expected: bool) -> None:
    assert holds_secret(value) is expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("key", "raw"),
        (" key ", "raw"),
        ("primary.key", "{{ deep }}"),
        ("primary.nothing", None),
        ("key.more", None),
        ("key | upper", None),
        (7, None),
    ],
)
def test_raw_variable(expression: Any, expected: Any) -> None:
    assert raw_variable(expression, {"key": "raw", "primary": {"key": "{{ deep }}"}}) == expected


def test_text_is_not_vaulted_and_vaulted_text_is() -> None:
    assert not is_vaulted("s3cret")
    assert is_vaulted(Vaulted("s3cret"))


SOME_UNITS = some.lists(
    some.builds(
        UnitHost,
        some.text("ab", min_size=1, max_size=3),
        some.sampled_from([None, "p", "q", ["p"], ["p", "q"], 3]),
        some.sampled_from([None, "primary", "secondary", "other"]),
        some.fixed_dictionaries({"host": some.sampled_from([None, "192.0.2.1", "192.0.2.2"])}),
    ),
    max_size=6,
    unique_by=lambda unit: unit.name,
)


@given(SOME_UNITS)
def test_without_a_problem_every_pair_is_whole_and_every_unit_is_in_one(units: list[UnitHost]) -> None:
    pairs, problems = compose_pairs(units)
    if problems:
        return
    placed = [unit.name for pair in pairs.values() for unit in pair.units.values()]
    assert sorted(placed) == sorted(unit.name for unit in units if pair_names(unit.pair))
    assert all(list(pair.units) == ["primary", "secondary"] for pair in pairs.values())
