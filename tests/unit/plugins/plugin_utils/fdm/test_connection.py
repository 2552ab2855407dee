# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A connection is right from the start, names itself well, and keeps its password to itself."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.errors import InputError
from ansible_collections.fdm.failover.plugins.plugin_utils.fdm.connection import Connection


def made(**fields: Any) -> Connection:
    return Connection(
        **({"pair": "branch01", "role": "secondary", "host": "192.0.2.12", "password": "hunter2"} | fields)
    )


@pytest.mark.parametrize(
    ("host", "port", "origin"),
    [
        ("192.0.2.12", 443, "https://192.0.2.12:443"),
        ("fw.example.com", 8443, "https://fw.example.com:8443"),
        ("2001:db8::12", 443, "https://[2001:db8::12]:443"),
        ("[2001:db8::12]", 443, "https://[2001:db8::12]:443"),
        ("fe80::1%eth0", 443, "https://[fe80::1%25eth0]:443"),
        ("fw-1_a", 443, "https://fw-1_a:443"),
        ("fw1.example.com.", 443, "https://fw1.example.com.:443"),
    ],
)
def test_origin(host: str, port: int, origin: str) -> None:
    assert made(host=host, https_port=port).origin == origin


@pytest.mark.parametrize(
    ("fields", "label"),
    [
        ({}, "branch01, secondary (192.0.2.12)"),
        ({"role": ""}, "branch01 (192.0.2.12)"),
        ({"role": "", "pair": ""}, "(192.0.2.12)"),
    ],
)
def test_label(fields: dict[str, str], label: str) -> None:
    assert made(**fields).label == label


@pytest.mark.parametrize(
    "fields",
    [
        {"host": ""},
        {"host": "https://192.0.2.12"},
        {"host": "192.0.2.12/path"},
        {"host": "user@192.0.2.12"},
        {"host": "192.0.2.12\r\nX: y"},
        {"host": "0"},
        {"host": "127.1"},
        {"host": "0x7f000001"},
        {"host": "192.0.2.256"},
        {"host": "0.0.0.0"},
        {"host": "::"},
        {"host": "fw:8443"},
        {"host": "192.0.2.12:443"},
        {"host": "[fw]"},
        {"host": "fw .example.com"},
        {"host": "-fw"},
        {"host": "x" * 64 + ".example.com"},
        {"host": ".".join(["x" * 60] * 5)},
        {"host": "\uff11\uff12\uff17.1"},
        {"host": "fw\u202e"},
        {"certificate_fingerprint": "AA:BB"},
        {"certificate_fingerprint": "A" * 64},
        {"certificate_fingerprint": ""},
        {"https_port": 0},
        {"https_port": 65536},
        {"username": ""},
        {"password": ""},
        {"timeout": 0},
        {"token_timeout": -1},
    ],
)
def test_what_cannot_work_is_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(InputError, match=r"^branch01, secondary: .*; expected .*\. Correct the inventory\.$"):
        made(**fields)


def test_no_password_is_shown() -> None:
    shown = repr(made(fallback_logins=(("admin", "swordfish"),)))
    assert "hunter2" not in shown
    assert "swordfish" not in shown


def test_fallback_logins_are_tried_only_where_that_is_allowed() -> None:
    others = (("admin", "swordfish"), ("admin", "hunter2"))
    assert made(fallback_logins=others).logins == (("admin", "hunter2"),)
    assert made(fallback_logins=others, may_use_peer_login=True).logins == (
        ("admin", "hunter2"),
        ("admin", "swordfish"),
    )
