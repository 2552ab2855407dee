# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Grants, expiry, and the answer to a call without a valid token."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from simulator.offline import Offline

INFO = "/operational/systeminfo/default"


def grant(rig: Offline, **body: Any) -> tuple[int, Any]:
    return rig.call("one", "POST", "/fdm/token", body, token="")


def password(rig: Offline) -> dict[str, Any]:
    return dict(grant(rig, grant_type="password", username="admin", password="Admin123!")[1])


def status(rig: Offline, token: str) -> int:
    return rig.call("one", "GET", INFO, token=token)[0]


def test_a_wrong_password_is_400_with_a_token_status(rig: Offline) -> None:
    code, body = grant(rig, grant_type="password", username="admin", password="wrong")
    assert (code, body["status_code"]) == (400, 400)


@pytest.mark.parametrize(("kind", "echoed"), [("wrapper", False), ("echo", True)])
def test_a_refused_login_can_have_another_body(make: Callable[..., Offline], kind: str, echoed: bool) -> None:
    code, body = grant(make(login_error=kind), grant_type="password", username="admin", password="wrong-1")
    assert (code, "wrong-1" in body["error"]["messages"][0]["description"]) == (400, echoed)


def test_a_call_without_a_token_is_401(rig: Offline) -> None:
    code, body = rig.call("one", "GET", INFO, token="")
    assert (code, body["error"]["key"]) == (401, "General")


def test_an_access_token_is_valid_for_1800_seconds(rig: Offline) -> None:
    pair = password(rig)
    rig.advance(1799)
    assert status(rig, pair["access_token"]) == 200
    rig.advance(1)
    assert status(rig, pair["access_token"]) == 401


def test_a_refresh_returns_new_tokens_and_ends_the_old_refresh_token(rig: Offline) -> None:
    old = password(rig)
    rig.advance(2000)
    code, new = grant(rig, grant_type="refresh_token", refresh_token=old["refresh_token"])
    assert (code, status(rig, new["access_token"])) == (200, 200)
    assert grant(rig, grant_type="refresh_token", refresh_token=old["refresh_token"])[0] == 400


def test_a_refresh_token_is_valid_for_2400_seconds(rig: Offline) -> None:
    old = password(rig)
    rig.advance(2400)
    assert grant(rig, grant_type="refresh_token", refresh_token=old["refresh_token"])[0] == 400


def test_both_vendor_forms_of_revoking_end_the_session(rig: Offline) -> None:
    for member in ("refresh_token", "access_token"):
        pair = password(rig)
        body = {"access_token": pair["access_token"], "token_to_revoke": pair[member]}
        assert grant(rig, grant_type="revoke_token", **body) == (200, {"message": "OK", "status_code": 200})
        assert status(rig, pair["access_token"]) == 401


def test_a_custom_token_counts_its_refreshes(rig: Offline) -> None:
    access = password(rig)["access_token"]
    wish = {"desired_expires_in": 60, "desired_refresh_expires_in": 120, "desired_refresh_count": 1}
    custom = grant(rig, grant_type="custom_token", access_token=access, desired_subject="night", **wish)[1]
    assert custom["expires_in"] == 60
    again = grant(rig, grant_type="refresh_token", refresh_token=custom["refresh_token"])[1]
    assert grant(rig, grant_type="refresh_token", refresh_token=again["refresh_token"])[0] == 400


def test_a_custom_token_is_revoked_by_its_subject(rig: Offline) -> None:
    access = password(rig)["access_token"]
    custom = grant(rig, grant_type="custom_token", access_token=access, desired_subject="night")[1]
    body = {"access_token": access, "custom_token_subject_to_revoke": "night"}
    assert grant(rig, grant_type="revoke_token", **body)[0] == 200
    assert status(rig, custom["access_token"]) == 401
    assert status(rig, access) == 200


def test_before_the_setup_changes_are_403_and_reads_work(make: Callable[..., Offline]) -> None:
    rig = make(setup_complete=False)
    assert rig.call("one", "GET", INFO)[0] == 200
    code, body = rig.call("one", "POST", "/operational/deploy")
    assert (code, body["message"]) == (403, "Not allowed - Device initial setup is not completed!")


def test_the_setup_can_be_finished(make: Callable[..., Offline]) -> None:
    rig = make(setup_complete=False)
    body = {"acceptEULA": True, "currentPassword": "Admin123!", "newPassword": "Fresh-1", "type": "initialprovision"}
    assert rig.call("one", "POST", "/devices/default/action/provision", body)[0] == 200
    assert rig.state("one")["password"] == "Fresh-1"
    assert rig.call("one", "POST", "/operational/deploy")[0] == 200


def test_sessions_are_listed_and_can_be_ended(rig: Offline) -> None:
    sessions = rig.call("one", "GET", "/action/activeusersessions")[1]["items"]
    assert [session["userName"] for session in sessions] == ["admin"]
    assert rig.call("one", "DELETE", f"/action/activeusersessions/{sessions[0]['id']}")[0] == 204
    assert rig.call("one", "GET", INFO)[0] == 401
