# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Secrets are masked in every spelling, and only they are."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote, quote_plus

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.secrets import MASK, scrub, secrets_in

AWKWARD = 'pä"ss/wörd\\ & <x>'


@pytest.mark.parametrize(
    ("data", "secrets", "clean"),
    [
        ("the key is hunter2!", ["hunter2!"], f"the key is {MASK}"),
        ({"a": ["x hunter2", ("hunter2", 1)]}, ["hunter2"], {"a": [f"x {MASK}", (MASK, 1)]}),
        ({"hunter2": True}, ["hunter2"], {MASK: True}),
        ({"changed": "cha"}, ["cha"], {"changed": MASK}),
        (
            {"n": 5, "none": None, "yes": True, "x": 1.5},
            ["5", "None", "True"],
            {"n": 5, "none": None, "yes": True, "x": 1.5},
        ),
        ("nothing to hide", [], "nothing to hide"),
        ("nothing to hide", ["", None], "nothing to hide"),
        ("abcdef", ["abc", "abcdef"], MASK),
        ("a*b", ["*", "a"], f"{MASK}{MASK}b"),
        ("from a file: hunter2", ["hunter2\n"], f"from a file: {MASK}"),
        ("a.c abc", ["a.c"], f"{MASK} abc"),
    ],
)
def test_scrub(data: Any, secrets: list[str | None], clean: Any) -> None:
    assert scrub(data, secrets) == clean


@pytest.mark.parametrize(
    "spelt",
    [
        AWKWARD,
        json.dumps(AWKWARD),
        json.dumps(AWKWARD, ensure_ascii=False),
        quote(AWKWARD),
        quote(AWKWARD, safe=""),
        quote(AWKWARD, safe="").replace("%2F", "%2f").replace("%C3", "%c3"),
        quote_plus(AWKWARD),
        'pä"ss/wörd\\ &amp; &lt;x&gt;',
    ],
)
def test_scrub_knows_the_spelling(spelt: str) -> None:
    cleaned = scrub({"msg": f"<{spelt}>"}, [AWKWARD])["msg"]
    assert MASK in cleaned
    assert "ss" not in cleaned


def test_scrub_copies() -> None:
    data = {"a": ["hunter2"]}
    scrub(data, ["hunter2"])
    assert data == {"a": ["hunter2"]}


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (None, []),
        ({"name": "HA", "sharedKey": "k1"}, ["k1"]),
        ({"sharedKey": None}, []),
        ([{"user": {"password": "p"}}, {"access_token": "t"}], ["p", "t"]),
    ],
)
def test_secrets_in(body: object, found: list[str]) -> None:
    assert list(secrets_in(body)) == found
