# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Secrets are masked in every spelling, and only they are; data loses them by the names of their fields alone."""

from __future__ import annotations

import html
import json
from typing import Any
from urllib.parse import quote, quote_plus

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.secrets import (
    MASK,
    drop_secret_fields,
    is_ordinary,
    scrub,
    scrub_command,
    scrub_messages,
    secrets_in,
)

AWKWARD = "pä\"ss/wörd\\ & <x>'"
ORDINARY = ["7", "10.1", "name", "failover", "a", "abc", "Admin", "2001:db8::1", "Ethernet1/7"]


@pytest.mark.parametrize(
    ("data", "secrets", "clean"),
    [
        ("the key is hunter2!", ["hunter2!"], f"the key is {MASK}"),
        ({"a": ["x hunter2", ("hunter2", 1)]}, ["hunter2"], {"a": [f"x {MASK}", (MASK, 1)]}),
        ({"hunter2": True}, ["hunter2"], {MASK: True}),
        (
            {"n": 5, "none": None, "yes": True, "x": 1.5},
            ["5", "None", "True"],
            {"n": 5, "none": None, "yes": True, "x": 1.5},
        ),
        ("nothing to hide", [], "nothing to hide"),
        ("nothing to hide", ["", None], "nothing to hide"),
        ("ab-cd-ef", ["ab-c", "ab-cd-ef"], MASK),
        ("a*b+c *b+c", ["*b+c", "a*b+"], f"{MASK}c {MASK}"),
        ("from a file: hunter2", ["hunter2\n"], f"from a file: {MASK}"),
        ("a.c-d abc-d", ["a.c-d"], f"{MASK} abc-d"),
    ],
)
def test_scrub(data: Any, secrets: list[str | None], clean: Any) -> None:
    assert scrub(data, secrets) == clean


SPELT = {
    "plain": AWKWARD,
    "JSON": json.dumps(AWKWARD),
    "JSON in Unicode": json.dumps(AWKWARD, ensure_ascii=False),
    "JSON with slashes": json.dumps(AWKWARD).replace("/", "\\/"),
    "JSON with large digits": json.dumps(AWKWARD).replace("u00e4", "u00E4"),
    "JSON in JSON": json.dumps(json.dumps(AWKWARD)),
    "JSON in JSON in Unicode": json.dumps(json.dumps(AWKWARD, ensure_ascii=False), ensure_ascii=False),
    "JSON in HTML": html.escape(json.dumps(AWKWARD)),
    "HTML in JSON": json.dumps(html.escape(AWKWARD)),
    "repr": repr(AWKWARD),
    "repr in JSON": json.dumps(repr(AWKWARD)),
    "ascii": ascii(AWKWARD),
    "URL": quote(AWKWARD),
    "URL, strict": quote(AWKWARD, safe=""),
    "URL, small digits": quote(AWKWARD, safe="").replace("%2F", "%2f").replace("%C3", "%c3"),
    "URL, plus": quote_plus(AWKWARD),
    "URL in URL": quote(quote(AWKWARD)),
    "HTML": html.escape(AWKWARD),
    "HTML, quotes left": html.escape(AWKWARD, quote=False),
    "HTML, decimal": html.escape(AWKWARD).replace("&#x27;", "&#39;").replace("&quot;", "&#34;"),
    "HTML, named": html.escape(AWKWARD).replace("&#x27;", "&apos;"),
    "HTML, ASCII": html.escape(AWKWARD).encode("ascii", "xmlcharrefreplace").decode(),
    "HTML in HTML": html.escape(html.escape(AWKWARD)),
}


@pytest.mark.parametrize("spelt", SPELT.values(), ids=SPELT)
def test_scrub_knows_the_spelling(spelt: str) -> None:
    cleaned = scrub({"msg": f"<{spelt}>"}, [AWKWARD])["msg"]
    assert MASK in cleaned
    assert "ss" not in cleaned


TEXT = "one: failover on GigabitEthernet0/7, network 10.1.7.0/24, 7 errors (7 s); the name of admin is abc, 2001:db8::1"


@pytest.mark.parametrize("secret", ORDINARY)
def test_an_ordinary_word_as_a_secret_leaves_texts_readable(secret: str) -> None:
    assert is_ordinary(secret)
    assert scrub({"msg": TEXT, secret: True, "failed": True}, [secret]) == {"msg": TEXT, secret: True, "failed": True}


@pytest.mark.parametrize("secret", ORDINARY)
@pytest.mark.parametrize(
    "shown",
    [
        "{}",
        " {}\n",
        "'{}' is refused",
        'sharedKey "{}" is refused',
        '{{"sharedKey": "{}"}}',
        '{{\\"sharedKey\\": \\"{}\\"}}',
        "key: {}",
        "key={}, and so on",
        "Password: {};",
        "sharedKey=&quot;{}&quot;",
    ],
)
def test_an_ordinary_word_is_hidden_as_a_value(secret: str, shown: str) -> None:
    cleaned = scrub({"stdout": [shown.format(secret)]}, [secret])["stdout"][0]
    assert cleaned.strip() == shown.format(MASK).strip()


@pytest.mark.parametrize("secret", ["hunter2", "correct horse", "S3cret", "failover-link", "x" * 12, "1" * 12, "A1b2"])
def test_what_looks_like_a_secret_is_hidden_everywhere(secret: str) -> None:
    assert not is_ordinary(secret)
    assert scrub(f"bad{secret}bad", [secret]) == f"bad{MASK}bad"


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
        ({"pppoe": {"pppoePassword": "p"}, "ntpKeys": [{"key": "n", "keyId": 1}]}, ["p", "n"]),
    ],
)
def test_secrets_in(body: object, found: list[str]) -> None:
    assert list(secrets_in(body)) == found


@pytest.mark.parametrize(
    "name",
    [
        "sharedKey",
        "password",
        "newPassword",
        "pppoePassword",
        "secret",
        "radiusSecretKey",
        "privateKey",
        "key",
        "authenticationKey",
        "preSharedKey",
        "passphrase",
        "snmpCommunity",
        "token",
        "access_token",
        "refreshToken",
    ],
)
@pytest.mark.parametrize("value", ["7", "hunter2", 12345])
def test_fields_that_hold_secrets_are_dropped(name: str, value: object) -> None:
    data = {"a": [{"id": "1", "inner": {name: value, "kept": "7"}}]}
    assert drop_secret_fields(data) == {"a": [{"id": "1", "inner": {"kept": "7"}}]}
    assert data["a"][0]["inner"] == {name: value, "kept": "7"}


@pytest.mark.parametrize(
    "data",
    [
        {"name": "failover", "hardwareName": "GigabitEthernet0/7", "token_type": "Bearer", "publicKey": "p"},
        {"passwordExpired": False, "sharedKey": None, "keyed": True, "keyId": "4"},
        {"password": {"type": "secret", "id": "1"}, "passwords": []},
        [("10.1.0.0/24", 7, None)],
        "failover",
    ],
)
def test_everything_else_stays_as_it_is(data: object) -> None:
    assert drop_secret_fields(data) == data


def test_of_a_result_what_people_read_is_scrubbed_and_data_is_not() -> None:
    unit = {"networks": ["10.7.0.0/16", "hunter2"], "hunter2": 1}
    result = {"msg": "is hunter2", "diff": {"after": "hunter2"}, "warnings": ["hunter2"], "changed": True, "unit": unit}
    clean = {"msg": f"is {MASK}", "diff": {"after": MASK}, "warnings": [MASK], "changed": True, "unit": unit}
    assert scrub_messages(result, ["hunter2", "7"]) == clean


@pytest.mark.parametrize(
    ("command", "clean"),
    [
        ("nameif outside", "nameif outside"),
        ("no dp-tcp-proxy", "no dp-tcp-proxy"),
        ("username admin password $sha512$5000$x pbkdf2 privilege 15", f"username admin password {MASK}"),
        ("failover ipsec pre-shared-key 0 S3cret", f"failover ipsec pre-shared-key {MASK}"),
        ("failover key S3cret", f"failover key {MASK}"),
        (" ikev1 pre-shared-key *****", " ikev1 pre-shared-key *****"),
        ("ntp authentication-key 1 md5 S3cret", f"ntp authentication-key {MASK}"),
        ("snmp-server community S3cret", f"snmp-server community {MASK}"),
        ("vpdn username x password S3cret store-local", f"vpdn username x password {MASK}"),
        ("crypto key", "crypto key"),
    ],
)
def test_a_command_is_shown_without_its_secret(command: str, clean: str) -> None:
    assert scrub_command(command) == clean
