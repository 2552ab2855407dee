# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""No text of a unit reaches a terminal as it came, and none is lost where an object is written back."""

from __future__ import annotations

import json
from typing import Any

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils import errors
from ansible_collections.fdm.failover.plugins.plugin_utils.fdm.cleaning import (
    DEEPEST,
    LONGEST_OUTPUT,
    LONGEST_TEXT,
    MOST_MARKS,
    Originals,
    clean,
    clean_output,
    clean_text,
    depth,
    parse,
)
from ansible_collections.fdm.failover.plugins.plugin_utils.fdm.transport import LARGEST_RESPONSE
from support.slow_texts import BODIES, LIMIT, cleaning, parsing

BAD = "\N{REPLACEMENT CHARACTER}"


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("", ""),
        ("GigabitEthernet0/2", "GigabitEthernet0/2"),
        ("Büro 東京 🔥 e\u0301", "Büro 東京 🔥 e\u0301"),
        ("a\nPLAY RECAP\r\n\tb", "a PLAY RECAP   b"),
        ("\x1b[2J\x07", f"{BAD}[2J{BAD}"),
        ("\x9b31m\x85\x7f", f"{BAD}31m {BAD}"),
        ("a\u202eb\u2066c\u200fd", f"a{BAD}b{BAD}c{BAD}d"),
        ("a\u200b\u200d\ufeff\u00adb", f"a{BAD}{BAD}{BAD}{BAD}b"),
        ("a\u2028b\u2029c\u00a0d", "a b c d"),
        ("\ud800x\udfff", f"{BAD}x{BAD}"),
        ("\U000e0041", BAD),
        ("x" * LONGEST_TEXT, "x" * LONGEST_TEXT),
        ("x" * (LONGEST_TEXT + 1), "x" * LONGEST_TEXT + "..."),
    ],
)
def test_a_text_is_one_printable_line(text: str, cleaned: str) -> None:
    assert clean_text(text) == cleaned
    assert clean_text(text).isprintable()
    assert clean_text(text).encode().decode() == cleaned


def test_output_keeps_its_lines_and_nothing_else() -> None:
    assert clean_output("a\r\n  b\x1b[1m\tc\rd\n") == f"a\n  b{BAD}[1m c d\n"
    assert clean_output("x\n" * LONGEST_OUTPUT).count("\n") == LONGEST_OUTPUT // 2
    assert len(clean_output("x" * 3_000_000)) <= LONGEST_TEXT + 3


def test_every_text_of_a_response_passes_and_keys_too() -> None:
    raw = {"na\nme": ["\x1b", {"deep": "\x07", "number": 7, "none": None, "yes": True}], "commandOutput": "a\nb\x1b"}
    assert clean(raw) == {
        "na me": [BAD, {"deep": BAD, "number": 7, "none": None, "yes": True}],
        "commandOutput": f"a\nb{BAD}",
    }


@pytest.mark.parametrize(
    ("body", "levels"),
    [
        (b"", 0),
        (b"1", 0),
        (b"{}", 1),
        (b'{"a": [{"b": []}]}', 4),
        (b'["[[[[", {}]', 2),
        (rb'["\"[[[[\\", [], "\\\"[["]', 2),
        (b'["unterminated [[[[', 1),
        (b"]]]][[", 0),
        (b"[" * 100_000, 100_000),
    ],
)
def test_depth(body: bytes, levels: int) -> None:
    assert depth(body) == levels


@pytest.mark.parametrize("levels", [1, DEEPEST])
def test_json_of_sensible_depth_is_read(levels: int) -> None:
    body = b'{"a":' * levels + b"1" + b"}" * levels
    assert depth(json.dumps(parse(body)).encode()) == levels


@pytest.mark.parametrize(
    "body",
    [
        b'{"a":' * (DEEPEST + 1) + b"1" + b"}" * (DEEPEST + 1),
        b"[" * 500 + b"]" * 500,
        b"[" * 990 + b"]" * 990,
        b'{"a": NaN}',
        b'{"a": -Infinity}',
        b"\xff",
        b"",
    ],
)
def test_other_json_is_a_value_error(body: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - json's and ours have no narrower base
        parse(body)


@pytest.mark.parametrize("name", BODIES)
def test_no_answer_takes_long_to_read(name: str) -> None:
    body = BODIES[name]()
    assert len(body) <= LARGEST_RESPONSE
    assert max(parsing(body), cleaning(body)) < LIMIT


@pytest.mark.parametrize("item", [b"0", b'""', b'{"a":1}', b"[]"])
def test_as_many_values_are_read_as_a_unit_can_need(item: bytes) -> None:
    def listed(count: int) -> bytes:
        return b"[" + b",".join([item] * count) + b"]"

    marks = listed(2).count(b",") + sum(item.count(mark) for mark in (b":", b"{", b"["))
    fit = MOST_MARKS // marks
    assert len(parse(listed(fit))) == fit
    with pytest.raises(ValueError, match="more than 300000"):
        parse(listed(fit + 1))


def test_marks_in_a_text_do_not_count() -> None:
    text = ',:{["' * MOST_MARKS
    assert parse(json.dumps([text]).encode()) == [text]


PORT = {"id": "p1", "hardwareName": "Ethernet1/1", "description": "to\tcore\u200d", "ipv4": {"a b": ["x\n", 1]}}
CLEAN_PORT = {"id": "p1", "hardwareName": "Ethernet1/1", "description": f"to core{BAD}", "ipv4": {"a b": ["x ", 1]}}


@pytest.mark.parametrize(
    ("change", "written"),
    [
        ({}, PORT),
        ({"enabled": True}, PORT | {"enabled": True}),
        ({"description": "new"}, PORT | {"description": "new"}),
        ({"ipv4": {"a b": ["x ", 2]}}, PORT | {"ipv4": {"a b": ["x\n", 2]}}),
        ({"ipv4": {"a b": []}}, PORT | {"ipv4": {"a b": []}}),
        ({"ipv4": None}, PORT | {"ipv4": None}),
        ({"id": "p2"}, CLEAN_PORT | {"id": "p2"}),
    ],
)
@pytest.mark.parametrize("listed", [True, False])
def test_what_is_not_changed_is_written_as_it_was_read(
    change: dict[str, Any], written: dict[str, Any], listed: bool
) -> None:
    originals = Originals()
    raw = {"items": [{"id": "p0"}, PORT]} if listed else PORT
    cleaned = originals.clean(raw)
    assert (cleaned["items"][1] if listed else cleaned) == CLEAN_PORT
    assert originals.restore(CLEAN_PORT | change) == written


def test_a_key_that_was_cleaned_is_written_as_it_was_read() -> None:
    originals = Originals()
    cleaned = originals.clean({"id": "1", "a\nb": "x", "c": 1})
    assert cleaned == {"id": "1", "a b": "x", "c": 1}
    assert originals.restore(cleaned | {"c": 2}) == {"id": "1", "a\nb": "x", "c": 2}


@pytest.mark.parametrize("body", [{}, {"id": None}, {"id": 7}, {"id": ["x"]}, {"id": "unknown", "a": "\x1b"}])
def test_other_bodies_are_left_alone(body: dict[str, Any]) -> None:
    assert Originals().restore(body) == body


def test_a_client_reads_clean_text_and_writes_what_it_read(unit: Any, connect: Any, reply: Any) -> None:
    unit.replies = [reply(200, {"items": [PORT], "paging": {"count": 1}}), reply(200, PORT)]
    client = connect()
    (port,) = client.list("/devices/default/interfaces")
    assert port == CLEAN_PORT
    assert client.put("/devices/default/interfaces/p1", port | {"enabled": True}) == CLEAN_PORT
    assert unit.asked[-1].body == PORT | {"enabled": True}


def test_a_units_words_in_an_error_are_one_printable_line(unit: Any, connect: Any, reply: Any) -> None:
    words = "no\x1b[31m\nPLAY RECAP\u202e \ud800"
    unit.replies = [reply(422, {"error": {"messages": [{"description": words, "code": words, "location": words}]}})]
    with pytest.raises(errors.Rejected) as caught:
        connect().put("/x", {})
    assert str(caught.value).isprintable()
    assert "PLAY RECAP" in str(caught.value)
