# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Logging in: late, seldom, in the right order, and never once too often."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils import errors
from ansible_collections.fdm.failover.plugins.plugin_utils.fdm.client import Client
from ansible_collections.fdm.failover.plugins.plugin_utils.fdm.connection import Connection
from ansible_collections.fdm.failover.plugins.plugin_utils.fdm.token_store import TokenStore

Connect = Callable[..., Client]
BAD_LOGIN = {"status_code": 400, "message": "Invalid user name or password"}


@pytest.fixture
def store(tmp_path: Path) -> TokenStore:
    return TokenStore(tmp_path)


def test_no_call_no_login(unit: Any, connect: Connect) -> None:
    with connect():
        pass
    assert unit.asked == []


def test_one_login_serves_many_calls_and_is_revoked(unit: Any, connect: Connect, reply: Any) -> None:
    unit.replies = [reply(200, {"a": 1}), reply(200, {"a": 2})]
    with connect() as client:
        assert [client.get("/x"), client.get("/y")] == [{"a": 1}, {"a": 2}]
    assert unit.grants == ["password", "revoke_token"]
    assert unit.asked[0].body == {"grant_type": "password", "username": "admin", "password": "correct horse"}
    assert unit.asked[1].headers["Authorization"] == "Bearer access-1"
    assert unit.asked[-1].body == {
        "grant_type": "revoke_token",
        "access_token": "access-1",
        "token_to_revoke": "refresh-1",
    }


def test_a_kept_login_serves_the_next_task(unit: Any, connect: Connect, reply: Any, store: TokenStore) -> None:
    unit.replies = [reply(200, {}), reply(200, {})]
    for _ in range(2):
        with connect(store=store) as client:
            client.get("/x")
    assert unit.grants == ["password"]
    client.logout()
    assert unit.grants == ["password", "revoke_token"]
    assert store.load(client.connection) is None


def test_a_store_that_keeps_nothing_is_no_reason_to_leave_a_token_behind(
    unit: Any, connect: Connect, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    with connect(store=TokenStore(tmp_path / "file" / "run")) as client:
        client.login()
    assert unit.grants == ["password", "revoke_token"]


@pytest.mark.parametrize(
    ("age", "grants"),
    [
        (1769, ["password"]),
        (1770, ["password", "refresh_token"]),
        (2369, ["password", "refresh_token"]),
        (2370, ["password", "password"]),
    ],
)
def test_a_token_is_renewed_before_it_ends(
    unit: Any, connect: Connect, reply: Any, age: float, grants: list[str]
) -> None:
    unit.replies = [reply(200, {})]
    client = connect()
    client.login()
    unit.now += age
    client.get("/x")
    assert unit.grants == grants
    assert unit.asked[-1].headers["Authorization"] == f"Bearer access-{len(grants)}"


@pytest.mark.parametrize(
    ("lives", "life"),
    [({"expires_in": 60}, 54), ({"expires_in": None}, 1770), ({"expires_in": "x"}, 1770), ({"expires_in": -1}, 1770)],
)
def test_the_life_of_a_token(unit: Any, connect: Connect, reply: Any, lives: dict[str, Any], life: float) -> None:
    unit.logins = [unit.grant(**lives)]
    unit.replies = [reply(200, {}), reply(200, {})]
    client = connect()
    client.login()
    for more in (life - 1, 1):
        unit.now += more
        client.get("/x")
    assert unit.grants == ["password", "refresh_token"]


@pytest.mark.parametrize("status", [401, 408])
def test_a_refused_token_is_renewed_and_the_call_repeated(unit: Any, connect: Connect, reply: Any, status: int) -> None:
    unit.replies = [reply(status), reply(200, {"a": 1})]
    assert connect().put("/x", {"b": 2}) == {"a": 1}
    assert unit.grants == ["password", "refresh_token"]
    assert unit.calls == [("PUT", "/api/fdm/latest/x")] * 2
    assert unit.naps == []


@pytest.mark.parametrize("status", [400, 401, 404, 422, 429, 500, 503])
def test_a_dead_refresh_token_falls_back_to_the_password(unit: Any, connect: Connect, reply: Any, status: int) -> None:
    unit.replies = [reply(401), reply(200, {"a": 1})]
    unit.logins = [unit.grant(), reply(status, BAD_LOGIN), unit.grant()]
    assert connect().get("/x") == {"a": 1}
    assert unit.grants == ["password", "refresh_token", "password"]
    assert unit.naps == []


def test_a_pair_of_tokens_that_failed_is_not_tried_again(unit: Any, connect: Connect, reply: Any) -> None:
    unit.logins = [unit.grant(), reply(400), reply(400, BAD_LOGIN), unit.grant()]
    unit.replies = [reply(401), reply(200, {})]
    client = connect()
    with pytest.raises(errors.LoginRefused):
        client.get("/x")
    client.get("/x")
    assert unit.grants == ["password", "refresh_token", "password", "password"]
    assert {"correct horse", "access-1", "refresh-1", "access-2", "refresh-2"} == set(client.secrets)


def test_a_grant_without_refresh_token_is_enough(unit: Any, connect: Connect, reply: Any) -> None:
    unit.logins = [reply(200, {"access_token": "a"})]
    unit.replies = [reply(401), reply(200, {})]
    connect().get("/x")
    assert unit.grants == ["password", "password"]


def test_a_second_refusal_is_about_the_rights_of_the_user(unit: Any, connect: Connect, reply: Any) -> None:
    unit.replies = [reply(401), reply(401)]
    with pytest.raises(errors.NotAllowed, match="rights of the user"):
        connect().get("/x")
    assert unit.grants == ["password", "refresh_token"]


@pytest.mark.parametrize("status", [400, 401])
def test_a_refused_login_is_tried_once(unit: Any, connect: Connect, reply: Any, status: int) -> None:
    unit.logins = [reply(status, BAD_LOGIN)]
    with pytest.raises(errors.LoginRefused) as caught:
        connect().login()
    assert unit.grants == ["password"]
    assert str(caught.value) == (
        f"branch01, primary (192.0.2.11), login: the login of admin is refused (HTTP {status}; Invalid user name "
        "or password). Check username and password (failover_username, failover_password); not retried, to avoid "
        "locking the account."
    )


def test_a_login_may_be_echoed_without_being_shown(unit: Any, connect: Connect, reply: Any) -> None:
    unit.logins = [reply(400, {"message": "no: {'password': 'correct horse'}"})]
    with pytest.raises(errors.LoginRefused) as caught:
        connect().login()
    assert "horse" not in str(caught.value)


class TestFallbackLogins:
    """A secondary that is in HA may have taken over the primary's users."""

    @pytest.fixture
    def secondary(self, connection: Connection) -> Connection:
        return replace(connection, fallback_logins=(("admin", "swordfish"),), may_use_peer_login=True)

    def test_the_other_login_is_tried_and_remembered(
        self, unit: Any, connect: Connect, reply: Any, secondary: Connection, store: TokenStore
    ) -> None:
        unit.logins = [reply(400, BAD_LOGIN), unit.grant(), unit.grant()]
        unit.replies = [reply(200, {}), reply(401), reply(200, {})]
        connect(secondary, store=store).get("/x")
        connect(secondary, store=store).get("/x")
        passwords = [a.body.get("password") for a in unit.asked if a.body]
        assert passwords == ["correct horse", "swordfish", "swordfish"]  # a refresh token dies with the import

    def test_the_units_own_refusal_is_reported(
        self, unit: Any, connect: Connect, reply: Any, secondary: Connection
    ) -> None:
        unit.logins = [reply(400, {"message": "first"}), reply(400, {"message": "second"})]
        with pytest.raises(errors.LoginRefused, match="first"):
            connect(secondary).login()
        assert unit.grants == ["password", "password"]

    def test_without_leave_the_other_login_is_not_sent(
        self, unit: Any, connect: Connect, reply: Any, secondary: Connection
    ) -> None:
        unit.logins = [reply(400, BAD_LOGIN)]
        with pytest.raises(errors.LoginRefused):
            connect(replace(secondary, may_use_peer_login=False)).login()
        assert unit.grants == ["password"]


class TestVersion:
    """The version in the path: the alias, else the highest that the unit lists, else every one in turn."""

    @pytest.mark.parametrize(
        ("listed", "tokens", "api"),
        [
            ((200, {"supportedVersions": ["v1", "v2", "v10", "v6", "latest", None]}), [404], "v10"),
            ((404, b""), [404, 404, 404], "v4"),
            ((401, b""), [404], "v6"),
            ((200, b"<html>"), [404], "v6"),
            ((200, {"supportedVersions": "v3"}), [404], "v6"),
            ((200, {}), [404], "v6"),
        ],
    )
    def test_discovery(
        self, unit: Any, connect: Connect, reply: Any, listed: tuple[int, Any], tokens: list[int], api: str
    ) -> None:
        unit.logins = [*[reply(status) for status in tokens], unit.grant()]
        unit.replies = [reply(*listed), reply(200, {})]
        connect().get("/x")
        assert unit.calls == [("GET", "/api/versions"), ("GET", f"/api/fdm/{api}/x")]
        assert "Authorization" not in next(a for a in unit.asked if a.path == "/api/versions").headers

    def test_it_is_remembered(self, unit: Any, connect: Connect, reply: Any, store: TokenStore) -> None:
        unit.logins = [reply(404), unit.grant()]
        unit.replies = [reply(200, {"supportedVersions": ["v5"]}), reply(200, {}), reply(401), reply(200, {})]
        connect(store=store).get("/x")
        connect(store=store).get("/y")
        assert unit.calls[1:] == [("GET", "/api/fdm/v5/x"), ("GET", "/api/fdm/v5/y"), ("GET", "/api/fdm/v5/y")]

    def test_no_version_answers(self, unit: Any, connect: Connect, reply: Any) -> None:
        unit.logins = [reply(404) for _ in range(6)]
        unit.replies = [reply(404)]
        with pytest.raises(
            errors.NotFound, match=r"does not respond .*; expected FTD 6\.3 or later, managed by its own FDM"
        ):
            connect().login()

    def test_a_release_without_ha_is_said(self, unit: Any, connect: Connect, reply: Any) -> None:
        unit.logins = [reply(404)]
        unit.replies = [reply(200, {"supportedVersions": ["v1"]})]
        with pytest.raises(errors.NotFound, match=r"the unit's API is v1, which has no HA; expected FTD 6\.3 or later"):
            connect().login()
        assert unit.grants == ["password"]


@pytest.mark.parametrize(
    ("first", "tries"),
    [("refused", 2), ("timed out", 2), (429, 2), (500, 2), (503, 2), (504, 2), ("unknown", 1), (403, 1)],
)
def test_what_a_login_is_repeated_for(
    unit: Any, connect: Connect, reply: Any, lost: Any, failures: dict[str, Any], first: str | int, tries: int
) -> None:
    unit.logins = [lost(failures[first]) if isinstance(first, str) else reply(first), unit.grant()]
    client = connect()
    if tries == 1:
        with pytest.raises(errors.FailoverError):
            client.login()
    else:
        client.login()
    assert len(unit.asked) == tries


def test_a_slow_login_gets_the_longer_limit_but_an_absent_unit_does_not(
    unit: Any, connect: Connect, lost: Any, failures: dict[str, Any]
) -> None:
    late = failures["timed out"]
    unit.logins = [lost(late, sent=False), lost(late, sent=True), unit.grant()]
    connect().login()
    assert [a.options["timeout"] for a in unit.asked] == [30, 30, 120]


@pytest.mark.parametrize(
    "given", [{}, {"access_token": ""}, {"access_token": 1}, {"access_token": "a\r\nb"}, {"access_token": "ä"}]
)
def test_a_token_that_is_none(unit: Any, connect: Connect, reply: Any, given: dict[str, Any]) -> None:
    unit.logins = [reply(200, given)]
    with pytest.raises(errors.InvalidResponse, match="access token"):
        connect().login()


def test_logging_out_never_fails(unit: Any, connect: Connect, lost: Any, failures: dict[str, Any]) -> None:
    unit.logins = [unit.grant(), lost(failures["reset"])]
    client = connect()
    client.login()
    client.logout()
    client.logout()
    assert unit.grants == ["password", "revoke_token"]
    assert unit.asked[-1].options == {"timeout": 5}


def test_a_unit_that_is_away_is_not_sent_a_revocation(
    unit: Any, connect: Connect, lost: Any, failures: dict[str, Any]
) -> None:
    unit.replies = [lost(failures["refused"]) for _ in range(4)]
    with pytest.raises(errors.Unreachable), connect() as client:
        client.get("/x")
    assert unit.grants == ["password"]
