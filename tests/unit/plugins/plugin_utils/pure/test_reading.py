# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""JSON of any shape is read without an error."""

from __future__ import annotations

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.pure import reading
from hypothesis import given
from hypothesis import strategies as some

ANY_JSON = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats(allow_nan=False) | some.text(max_size=20),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("UP", "UP"),
        ("  UP \n", "UP"),
        ("", ""),
        (30, "30"),
        (True, ""),
        (None, ""),
        (1.5, ""),
        (["UP"], ""),
        ({"a": 1}, ""),
    ],
)
def test_text_is_text_or_a_whole_number(value, read):
    assert reading.text(value) == read


@pytest.mark.parametrize(("value", "read"), [(True, True), (False, False), ("true", False), (1, False), (None, False)])
def test_only_true_is_true(value, read):
    assert reading.flag(value) is read


@pytest.mark.parametrize(
    ("value", "read"),
    [
        (0, 0),
        (-1, -1),
        ("42", 42),
        (" 42 ", 42),
        ("", None),
        ("-1", None),
        ("1_0", None),
        ("\u0663", None),
        ("9" * 20, None),
        (True, None),
        (1.0, None),
        (None, None),
        ([1], None),
    ],
)
def test_a_number_is_whole(value, read):
    assert reading.number(value) == read


@pytest.mark.parametrize(
    ("value", "mapping", "items", "records", "texts"),
    [
        ({"a": 1}, {"a": 1}, (), (), ()),
        ([{"a": 1}, "b", "", None, 3], {}, ({"a": 1}, "b", "", None, 3), ({"a": 1},), ("b", "3")),
        (("b",), {}, ("b",), (), ("b",)),
        ("text", {}, (), (), ()),
        (None, {}, (), (), ()),
    ],
)
def test_containers_are_what_they_are_or_empty(value, mapping, items, records, texts):
    assert (reading.mapping(value), reading.items(value), reading.records(value), reading.texts(value)) == (
        mapping,
        items,
        records,
        texts,
    )


@given(ANY_JSON)
def test_nothing_raises(value):
    for read in (reading.text, reading.flag, reading.number, reading.mapping, reading.items, reading.texts):
        read(value)
    assert all(hasattr(record, "get") for record in reading.records(value))
