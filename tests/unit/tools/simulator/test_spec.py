# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The helper that checks requests and answers against the vendor's specification."""

from __future__ import annotations

from typing import Any

import pytest
from simulator.spec import Spec

V6 = "/api/fdm/v6"
PORT = {"type": "physicalinterface", "mode": "ROUTED", "monitorInterface": False, "enabled": True, "mtu": 1500}
CHANNEL = PORT | {"type": "etherchannelinterface", "etherChannelID": 1, "lacpMode": "ACTIVE"}
JOIN = f"{V6}/devices/default/action/ha/join"


@pytest.fixture
def known(spec: Spec | None) -> Spec:
    if spec is None:
        pytest.skip("the vendor's specification is not available")
    return spec


@pytest.mark.parametrize(
    ("method", "path", "query", "body"),
    [
        ("GET", "/api/versions", {}, None),
        ("GET", f"{V6}/devices/default/interfaces", {"limit": "100", "filter": "name:inside"}, None),
        (
            "PUT",
            f"{V6}/devices/default/interfaces/id",
            {},
            PORT | {"name": None, "links": {"self": "x"}, "present": True},
        ),
        ("POST", f"{V6}/devices/default/etherchannelinterfaces", {}, CHANNEL),
        ("POST", JOIN, {}, None),
        ("POST", JOIN, {}, {}),
        ("POST", f"{V6}/devices/default/action/ha/break", {}, {"interfaceOption": "DISABLE_INTERFACES"}),
        ("POST", f"{V6}/devices/default/action/ha/break", {"clearIntfs": "true"}, None),
        ("POST", f"{V6}/fdm/token", {}, {"grant_type": "password", "username": "admin", "password": "x"}),
        ("GET", f"{V6}/jobs/haconfigsync/latest", {}, None),
        ("DELETE", f"{V6}/jobs", {}, None),
    ],
)
def test_good_requests(known: Spec, method: str, path: str, query: dict[str, str], body: Any) -> None:
    assert known.check_request(method, path, query, body) == []


@pytest.mark.parametrize(
    ("method", "path", "query", "body", "complaint"),
    [
        ("GET", f"{V6}/devices/default/ports", {}, None, "the path is not known"),
        ("DELETE", f"{V6}/devices/default/interfaces/id", {}, None, "DELETE is not known here"),
        ("GET", f"{V6}/devices/default/interfaces", {"limit": "all"}, None, "the query's limit is not of type integer"),
        ("GET", f"{V6}/devices/default/interfaces", {"page": "1"}, None, "the query has an unknown member page"),
        ("PUT", f"{V6}/devices/default/interfaces/id", {}, PORT | {"speed": "AUTO"}, "('speed' was unexpected)"),
        ("PUT", f"{V6}/devices/default/interfaces/id", {}, PORT | {"mode": "BRIDGED"}, "mode: 'BRIDGED'"),
        ("PUT", f"{V6}/devices/default/interfaces/id", {}, None, "a body is needed"),
        (
            "PUT",
            f"{V6}/devices/default/interfaces/id",
            {},
            {"type": "physicalinterface"},
            "'mtu' is a required property",
        ),
        ("POST", f"{V6}/devices/default/action/ha/suspend", {}, {"now": True}, "no body is expected"),
        ("POST", f"{V6}/devices/default/action/ha/break", {}, {"interfaceOption": "KEEP"}, "interfaceOption"),
        ("POST", f"{V6}/fdm/token", {}, {"grant_type": "magic"}, "grant_type"),
    ],
)
def test_bad_requests(known: Spec, method: str, path: str, query: dict[str, str], body: Any, complaint: str) -> None:
    assert complaint in " ".join(known.check_request(method, path, query, body))


def test_a_whole_log_is_checked_at_once(known: Spec) -> None:
    good = {"n": 1, "method": "GET", "path": f"{V6}/jobs", "query": {}, "body": None, "status": 200, "answer": None}
    bad = good | {"n": 2, "answer": {"items": []}}
    assert known.check_log([good, bad]) == [f"call 2, GET {V6}/jobs: body: 'paging' is a required property"]
