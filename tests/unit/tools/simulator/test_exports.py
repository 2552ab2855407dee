# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Exports of the configuration: the job, its file, and what each is asked by."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from simulator.offline import Offline

BODY: dict[str, Any] = {
    "type": "scheduleconfigexport",
    "configExportType": "FULL_EXPORT",
    "diskFileName": "x.zip",
    "doNotEncrypt": True,
}


def exported(rig: Offline, **members: Any) -> dict[str, Any]:
    status, answer = rig.call("one", "POST", "/action/configexport", BODY | members)
    assert status == 200
    rig.advance(1)
    return dict(answer)


def test_the_job_is_found_by_its_own_id_and_not_by_the_exports(rig: Offline) -> None:
    made = exported(rig)
    assert rig.call("one", "GET", f"/jobs/configexportstatus/{made['id']}")[0] == 404
    status, job = rig.call("one", "GET", f"/jobs/configexportstatus/{made['jobHistoryUuid']}")
    assert (status, job["status"], job["diskFileName"]) == (200, "SUCCESS", "x.zip")


def test_a_plain_file_is_a_zip_with_one_list_that_begins_with_the_metadata(rig: Offline) -> None:
    exported(rig)
    content = rig.call("one", "GET", "/action/downloadconfigfile/x.zip")[1]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        told = json.loads(archive.read(archive.namelist()[0]))
    assert told[0]["type"] == "metadata"
    assert all("data" in each for each in told[1:])


def test_an_encrypted_file_shows_nothing(rig: Offline) -> None:
    exported(rig, doNotEncrypt=False, encryptionKey="Export-Key-1")
    content = rig.call("one", "GET", "/action/downloadconfigfile/x.zip")[1]
    assert not zipfile.is_zipfile(io.BytesIO(content))
    assert b"Admin123!" not in content


def test_the_unit_may_add_to_the_name(make: Callable[..., Offline]) -> None:
    rig = make(export_suffix="-1")
    made = exported(rig)
    job = rig.call("one", "GET", f"/jobs/configexportstatus/{made['jobHistoryUuid']}")[1]
    assert job["diskFileName"] == "x-1.zip"
    assert rig.call("one", "GET", "/action/downloadconfigfile/x.zip")[0] == 404


def test_files_are_deleted_by_name_for_they_all_have_the_same_id(rig: Offline) -> None:
    exported(rig)
    items = rig.call("one", "GET", "/action/configfiles")[1]["items"]
    assert [(item["id"], item["diskFileName"]) for item in items] == [("default", "x.zip")]
    assert rig.call("one", "DELETE", "/action/configfiles/x.zip")[0] == 204
    assert rig.call("one", "GET", "/action/configfiles")[1]["items"] == []


@pytest.mark.parametrize("members", [{"doNotEncrypt": False}, {"configExportType": "ALL"}, {"diskFileName": "../x"}])
def test_an_invalid_export_is_refused(rig: Offline, members: dict[str, Any]) -> None:
    assert rig.call("one", "POST", "/action/configexport", BODY | members)[0] == 422


def test_a_standby_unit_exports_nothing(rig: Offline) -> None:
    rig.pair_up("one", "two")
    status, answer = rig.call("two", "POST", "/action/configexport", BODY)
    assert (status, answer["error"]["messages"][0]["code"]) == (422, "notAllowedOnStandby")


def test_releases_before_6_5_have_another_kind(make: Callable[..., Offline]) -> None:
    rig = make(api_versions=["v3"])
    assert rig.call("one", "POST", "/action/configexport", BODY)[0] == 404
