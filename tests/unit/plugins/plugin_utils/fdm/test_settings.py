# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Settings of every type that an inventory can hold: used as meant, or refused with one sentence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.errors import InputError
from ansible_collections.fdm.failover.plugins.plugin_utils.fdm.connection import Connection
from ansible_collections.fdm.failover.plugins.plugin_utils.fdm.settings import SETTINGS, read_connection, read_settings

FINGERPRINT = "0123456789abcdef" * 4
SPELT = ":".join(FINGERPRINT[place : place + 2] for place in range(0, 64, 2)).upper()
GOOD = {"host": "192.0.2.11", "password": "hunter2"}


@pytest.mark.parametrize(
    ("name", "given", "read"),
    [
        ("host", " fw.example.com ", "fw.example.com"),
        ("host", "[2001:db8::1]", "[2001:db8::1]"),
        ("https_port", 8443, 8443),
        ("https_port", " 8443 ", 8443),
        ("username", "operator", "operator"),
        ("password", " p4ss ", " p4ss "),
        ("validate_certs", False, False),
        ("validate_certs", "No", False),
        ("validate_certs", "yes", True),
        ("validate_certs", 0, False),
        ("fingerprint", FINGERPRINT, FINGERPRINT),
        ("fingerprint", SPELT, FINGERPRINT),
        ("fingerprint", f"SHA256 Fingerprint={SPELT}", FINGERPRINT),
        ("fingerprint", f"sha256:{FINGERPRINT}", FINGERPRINT),
        ("fingerprint", f" {SPELT}\n", FINGERPRINT),
        ("timeout", 10, 10.0),
        ("timeout", 2.5, 2.5),
        ("timeout", "10", 10.0),
        ("retries", 0, 0),
    ],
)
def test_what_is_meant_is_used(name: str, given: Any, read: Any) -> None:
    found = read_settings({name: given}, "branch01")
    assert found == {SETTINGS[name].field: read}
    assert type(found[SETTINGS[name].field]) is type(read)


@pytest.mark.parametrize("name", SETTINGS)
@pytest.mark.parametrize("blank", [None, "", "  "])
def test_what_is_left_out_is_left_out(name: str, blank: Any) -> None:
    assert read_settings({name: blank}, "branch01") == {}
    assert read_settings({}, "branch01") == {}


WRONG: list[tuple[str, Any]] = [
    *(("host", value) for value in (0, 1, True, ["hunter2"], {"a": "hunter2"}, "a:8443", "https://fw", "fw/x", "0")),
    *(("https_port", value) for value in (0, -1, 65536, True, "\uff14\uff14\uff13", "443.0", 443.0, [443], "https")),
    *(("username", value) for value in (7, True, ["admin"], {"name": "admin"}, 1.5)),
    *(("password", value) for value in (98765, True, ["hunter2"], {"a": "hunter2"})),
    *(("validate_certs", value) for value in ("maybe", 2, ["yes"], {}, 1.5)),
    *(("ca_path", value) for value in ("/nowhere", "/", 7, ["/ca.pem"], "a\0b", "~no-such-user/ca.pem", "x" * 999)),
    *(("fingerprint", value) for value in ("AA:BB", 7, FINGERPRINT[:-1], FINGERPRINT + "0", "g" * 64, [FINGERPRINT])),
    *(("timeout", value) for value in (0, -1, "soon", True, float("nan"), float("inf"), [30])),
    *(("retries", value) for value in ("-1", 1.5, True, "many", [3])),
]  # fmt: skip


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_what_can_not_be_meant_is_refused_in_one_sentence(name: str, value: Any) -> None:
    with pytest.raises(InputError) as caught:
        read_settings({name: value}, "branch01, primary")
    said = str(caught.value)
    assert said.startswith(f"branch01, primary: {name} is ")
    assert f"; expected {SETTINGS[name].expected}. Correct {name}" in said
    assert said.isprintable()
    assert "hunter2" not in said
    assert "98765" not in said


def test_a_file_that_can_be_read_is_a_ca_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "ca.pem").touch()
    monkeypatch.setenv("HOME", str(tmp_path))
    assert read_settings({"ca_path": "~/ca.pem"}, "branch01") == {"ca_path": str(tmp_path / "ca.pem")}


def test_a_connection_of_settings() -> None:
    given = GOOD | {"https_port": "8443", "fingerprint": SPELT, "unknown": 1}
    assert read_connection("branch01", "primary", given, token_timeout=60.0) == Connection(
        "branch01", "primary", "192.0.2.11", "hunter2", https_port=8443, certificate_fingerprint=FINGERPRINT,
        token_timeout=60.0,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (
            {"password": "hunter2"},
            (
                "branch01, primary: no host is given; expected the management address of a unit. Give unit: primary or "
                "unit: secondary on a host with failover_units, or give host."
            ),
        ),
        (
            {"host": "192.0.2.11"},
            (
                "branch01, primary: no password is given; expected the password of an administrator of the unit. Set "
                "failover_password (better from a vault), and check the lookup that supplies it."
            ),
        ),
        (
            {"host": "192.0.2.11", "password": " "},
            (
                "branch01, primary: the password is empty; expected the password of an administrator of the unit. Set "
                "failover_password (better from a vault), and check the lookup that supplies it."
            ),
        ),
        (
            GOOD | {"retries": -1},
            "branch01, primary: retries is -1; expected 0 or more. Correct the inventory.",
        ),
    ],
)
def test_a_connection_that_can_not_be(given: dict[str, Any], sentence: str) -> None:
    with pytest.raises(InputError) as caught:
        read_connection("branch01", "primary", given)
    assert str(caught.value) == sentence
