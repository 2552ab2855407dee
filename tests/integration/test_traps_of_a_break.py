# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What others fell into with breaks, exports and replaced units, each shown not to happen; on simulated units."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from support.harness import KEY
from support.in_memory_deploy import HOSTS, ROLES, Asked, Reply, Site
from support.in_memory_pair import states, writes
from support.in_memory_roles import DEPLOY, Failed, RoleRun, attempt
from support.whole_pair import in_use, kept_settings, left_over, settings, whole_pair, with_new_box

CONFIRMED = {"dissolve_confirm": "branch01"}
MOVED = {"failover_link": {"port": "GigabitEthernet0/4", "network": "192.168.44.0/30"}, "rebuild_confirm": "branch01"}
BREAK = "/devices/default/action/ha/break"
SINGLE = {"primary": "single", "secondary": "single"}


def refused(of: Site, directory: Path, variables: dict[str, Any], *roles: str) -> str:
    """The sentence of a run that is refused and has written nothing."""
    calls = len(of.asked)
    with pytest.raises(Failed) as error:
        RoleRun(of, directory, variables).play(*roles)
    assert [each for each in writes(of, calls) if "/action/configexport" not in each[2]] == []
    return str(error.value)


def test_a_dead_peer_stops_a_break_and_a_named_survivor_gets_its_interfaces_back(tmp_path: Path) -> None:
    """Trap 1: a break without a peer disables the survivor's own interfaces."""
    of = whole_pair()
    of.rig.patch("secondary", powered_off=True)
    before = in_use(of, "primary")
    assert "dissolve_survivor: primary" in refused(of, tmp_path, CONFIRMED, "dissolve")
    run = RoleRun(of, tmp_path, CONFIRMED | {"dissolve_survivor": "primary"}).play("dissolve")
    assert any("may be disabled by the break; they are put back" in line for line in run.said)
    assert of.rig.state("primary")["state"] == "SINGLE_NODE"
    assert in_use(of, "primary") == before
    assert left_over(of, tmp_path) == []


def test_a_suspended_pair_is_broken_with_a_named_survivor_only_the_other_unit_first(tmp_path: Path) -> None:
    """Trap 1: outside a healthy pair a break applies to the unit that is called."""
    of = whole_pair()
    of.rig.call("primary", "POST", "/devices/default/action/ha/suspend")
    before = in_use(of, "primary")
    refused(of, tmp_path, CONFIRMED, "dissolve")
    RoleRun(of, tmp_path, CONFIRMED | {"dissolve_survivor": "primary"}).play("dissolve")
    assert [each[0] for each in writes(of) if each[2] == BREAK] == ["secondary", "primary"]
    assert (states(of), in_use(of, "primary")) == (SINGLE, before)
    left = {name: each for name, each in in_use(of, "secondary").items() if name != "Management0/0"}
    assert left
    assert not any(enabled for enabled, *_addresses in left.values())


def test_a_pair_that_is_managed_over_a_data_interface_is_not_broken(tmp_path: Path) -> None:
    """Trap 2: the standby unit keeps the active one's addresses, and can't be reached any more."""
    own = {"hardware": "GigabitEthernet0/3", "name": "manage", "ipv4": f"{HOSTS['primary']}/24", "enabled": True}
    standby = {"ipv4_standby": HOSTS["secondary"]}
    data = {
        role: {"interfaces": [own | standby], "management_address": f"127.0.9.{12 + ROLES.index(role)}"}
        for role in ROLES
    }
    of = whole_pair(**data)
    said = refused(of, tmp_path, CONFIRMED, "dissolve")
    assert "managed over the data interface manage" in said
    assert "dissolve_over_data_interface: true" in said


def test_an_export_is_found_by_its_job_and_only_success_is_success(tmp_path: Path) -> None:
    """Trap 4: asked for by the id of the export the unit answers 404, which is no success."""
    of = whole_pair(both={"export_suffix": "-1", "export_seconds": 20.0})
    RoleRun(of, tmp_path).play("snapshot")
    polls = {each.path for each in of.asked if each.path.startswith("/jobs/configexportstatus/")}
    exports = of.rig.unit("primary").exports
    assert polls == {f"/jobs/configexportstatus/{exports[0].job}"}
    assert list((tmp_path / "snapshots" / "branch01").glob("*.zip"))


@pytest.mark.parametrize("status", ["FAILED", "UNHEARD_OF", None])
def test_an_export_that_does_not_succeed_is_no_snapshot(status: str | None, tmp_path: Path) -> None:
    """Trap 4: FAILED ends it; what is not known is waited for, up to the limit of the export."""
    of = whole_pair()

    def after(asked: Asked, reply: Reply) -> Reply:
        if not asked.path.startswith("/jobs/configexportstatus/"):
            return reply
        return Reply(404, b"{}") if status is None else Reply(200, json.dumps({"status": status}).encode())

    of.after = after
    said = attempt(of, tmp_path, {"snapshot_export_timeout": 30}, "snapshot")
    assert said is not None
    assert ("has failed" if status == "FAILED" else "snapshot_export_timeout") in said
    assert not list(tmp_path.rglob("*.zip"))
    assert left_over(of, tmp_path) == []


def test_export_break_and_deployment_have_limits_of_their_own(tmp_path: Path) -> None:
    """Trap 5: a slow break is waited for by its own limit, and another deployment's limit does not end it."""
    of = whole_pair(both={"break_seconds": 1200.0})
    RoleRun(of, tmp_path, CONFIRMED | {"dissolve_deploy_timeout": 5}).play("dissolve")
    assert states(of) == SINGLE
    slow = whole_pair(both={"break_seconds": 1200.0})
    directory = tmp_path / "slow"
    directory.mkdir()
    said = attempt(slow, directory, CONFIRMED | {"dissolve_timeout": 30}, "dissolve")
    assert said is not None
    assert "raise dissolve_timeout" in said
    assert attempt(slow, directory, CONFIRMED, "dissolve") == ""
    assert states(slow) == SINGLE


def test_an_export_is_encrypted_private_and_leaves_no_copy(tmp_path: Path) -> None:
    """Trap 6: plain exports lie about."""
    of = whole_pair()
    refused(of, tmp_path, {"snapshot_encryption_key": None}, "snapshot")
    run = RoleRun(of, tmp_path).play("snapshot")
    export = next(tmp_path.rglob("*.zip"))
    assert not zipfile.is_zipfile(export)
    assert b"Pair-Passw0rd-4711" not in export.read_bytes()
    assert left_over(of, tmp_path) == []
    assert not any("Export-Key-1" in line for line in (*run.said, *run.warned))
    texts = [path.read_text(encoding="utf-8") for path in tmp_path.rglob("*.json")]
    assert not any(
        secret in text for text in texts for secret in ("Export-Key-1", "Pair-Passw0rd-4711", KEY, "sharedKey")
    )


def test_what_a_killed_run_left_on_the_unit_is_deleted_by_the_next(tmp_path: Path) -> None:
    """Trap 6: a copy of an earlier export goes too; files of other people stay."""
    of = whole_pair()
    of.rig.unit("primary").config_files.update({"fdm-failover-20260101T000000Z.zip": b"x", "theirs.zip": b"y"})
    RoleRun(of, tmp_path).play("snapshot")
    assert list(of.rig.unit("primary").config_files) == ["theirs.zip"]


def test_the_command_line_of_half_a_pair_decides_nothing(tmp_path: Path) -> None:
    """Trap 7: HA status is the gate; an output of show failover that nobody understands changes nothing."""
    odd = {"commands": {"show failover": "Failover On\nnonsense (0.0.0.0", "show failover state": "%% odd"}}
    of = whole_pair(both=odd)
    RoleRun(of, tmp_path, CONFIRMED).play("dissolve")
    assert states(of) == SINGLE


@pytest.mark.parametrize("key", [None, KEY])
def test_a_key_that_can_not_be_read_is_marked_unknown_and_never_changed(key: str | None, tmp_path: Path) -> None:
    """Trap 8: answers leave the key out; adopt marks it, and the pair stays as it is."""
    of = whole_pair()
    if key is not None:
        RoleRun(of, tmp_path, {"failover_key": key, "rebuild_confirm": "branch01"}).play("rebuild")
    calls = len(of.asked)
    run = RoleRun(of, tmp_path, {"adopt_directory": str(tmp_path / "host_vars"), "failover_key": key or OMITTED}).play(
        "adopt"
    )
    text = (tmp_path / "host_vars" / "branch01.yml").read_text(encoding="utf-8")
    assert ("failover_key: '{{ vault_branch01_failover_key }}'" in text) is (key is not None)
    assert any("can't be read" in each for each in run.warned) is (key is not None)
    assert writes(of, calls) == []
    assert KEY not in text


OMITTED = "__omitted__"


def test_the_second_run_of_a_restore_writes_nothing(tmp_path: Path) -> None:
    """Traps 10 and 12: what was put back is found put back, however the unit spells it."""
    of = whole_pair()
    RoleRun(of, tmp_path).play("snapshot")
    store = of.rig.unit("primary").store
    criteria = store.every("hafailoverconfiguration")[0]
    second = {"value": 1, "timeUnit": "SECONDS", "type": "time"}
    store.replace(
        criteria, criteria.content | {"peerPollTime": second, "peerHoldTime": second | {"value": 15}}, staged=False
    )
    assert RoleRun(of, tmp_path).play("restore").changed == 1
    calls = len(of.asked)
    assert RoleRun(of, tmp_path).play("restore").changed == 0
    assert writes(of, calls) == []


def test_a_restore_sends_no_key(tmp_path: Path) -> None:
    """Trap 13: an edit that is not about the key has none, and does not touch the HA configuration."""
    of = whole_pair()
    RoleRun(of, tmp_path).play("snapshot")
    before = settings(of, "primary")
    RoleRun(of, tmp_path, MOVED | {"failover_key": KEY}).play("rebuild")
    assert settings(of, "primary") == before
    configurations = [each for each in of.asked if each.method == "PUT" and "/ha/configurations/" in each.path]
    assert [each.unit for each in configurations] == ["primary", "secondary"]  # once each, before the joins
    last = max(each.number for each in configurations)
    assert all(
        each.number > last for each in of.asked if each.method == "PUT" and "failoverconfigurations" in each.path
    )


@pytest.mark.parametrize("what", ["named port", "missing key", "slow export"])
def test_all_slow_work_comes_before_the_break(what: str, tmp_path: Path) -> None:
    """Trap 16: what can be refused is refused, and what takes long is done, while the pair still protects."""
    of = whole_pair()
    link = {"failover_link": {"port": "GigabitEthernet0/1", "network": "192.168.44.0/30"}}
    changes = {"named port": link, "missing key": {"snapshot_encryption_key": None}, "slow export": {}}[what]
    if what != "slow export":
        refused(of, tmp_path, MOVED | changes, "rebuild")
        assert sorted(states(of).values()) == ["active", "standby"]
        return
    RoleRun(of, tmp_path, MOVED).play("rebuild")
    broken = next(each.number for each in of.asked if (each.method, each.path) == ("POST", BREAK))
    assert all(each.number < broken for each in of.asked if "config" in each.path and "export" in each.path)
    assert all(each.number < broken for each in of.asked if each.path.startswith("/action/downloadconfigfile"))


def test_a_check_shows_the_whole_rebuild_and_touches_nothing(tmp_path: Path) -> None:
    of = whole_pair()
    run = RoleRun(of, tmp_path, {**MOVED, "rebuild_confirm": ""}, check=True).play("rebuild")
    said = "\n".join(run.said)
    for part in (
        "GigabitEthernet0/2 -> GigabitEthernet0/4",
        "are disabled: outside",
        "no longer reachable",
        "join",
        "outage",
    ):
        assert part in said
    assert writes(of) == []
    assert not (tmp_path / "snapshots").exists()


def test_the_pair_has_to_be_named(tmp_path: Path) -> None:
    of = whole_pair()
    for variables, role in (
        ({}, "dissolve"),
        ({"dissolve_confirm": "branch02"}, "dissolve"),
        (MOVED | {"rebuild_confirm": ""}, "rebuild"),
    ):
        assert f"{role}_confirm" in refused(of, tmp_path, variables, role)


@pytest.mark.parametrize(
    ("release", "api"), [("6.3.0-85", "v2"), ("6.5.0-115", "v4"), ("6.6.1-91", "v5"), ("7.0.1-84", "v6")]
)
def test_each_release_is_broken_in_its_own_way(release: str, api: str, tmp_path: Path) -> None:
    of = whole_pair(both={"software": release, "api_versions": [api, "latest"]})
    sent: list[Any] = []
    of.rig.watch(
        lambda call, _answer: (
            sent.append((call.query, call.body)) if (call.method, call.path) == ("POST", BREAK) else None
        )
    )
    RoleRun(of, tmp_path, CONFIRMED | {"snapshot_export": api not in ("v2",)}).play("dissolve")
    body = {"type": "breakhastatus", "interfaceOption": "DISABLE_INTERFACES"}
    assert sent == [({}, body) if api in ("v5", "v6") else ({"clearIntfs": "false"}, None)]
    assert states(of) == SINGLE


def test_what_other_users_have_staged_stops_a_break(tmp_path: Path) -> None:
    of = whole_pair()
    of.rig.patch("primary", pending_changes=[{"name": "somebody-elses-server"}])
    assert "somebody-elses-server" in refused(of, tmp_path, CONFIRMED, "dissolve")


def test_a_secondary_that_survives_becomes_the_primary_and_keeps_its_configuration(tmp_path: Path) -> None:
    """The inventory is exchanged as the refusal says; the new box gets the survivor's configuration."""
    of = with_new_box(whole_pair(active="secondary"), "primary")
    before = settings(of, "secondary")
    told = {"replace_unit": "primary", "replace_confirm": "branch01"}
    said = refused(of, tmp_path, told, "replace")
    assert f"primary: {{host: {HOSTS['secondary']}}}" in said
    units = {"primary": {"host": HOSTS["secondary"]}, "secondary": {"host": HOSTS["primary"]}}
    exchanged = told | {"failover_units": units}
    RoleRun(of, tmp_path, exchanged).play("replace")
    assert states(of) == {"primary": "standby", "secondary": "active"}
    assert of.rig.state("secondary")["role"] == "HA_PRIMARY"
    assert settings(of, "secondary") == before
    assert settings(of, "primary") == before


@pytest.mark.parametrize(
    ("start", "variables", "part"),
    [
        (lambda: with_new_box(whole_pair(), "secondary"), {"replace_unit": "primary"}, "replace_unit: secondary"),
        (
            lambda: with_new_box(whole_pair(active="secondary"), "primary"),
            {"replace_unit": "secondary"},
            "would replace its own",
        ),
        (lambda: dead(whole_pair(), "secondary"), {"replace_unit": "secondary"}, "new unit"),
        (lambda: dead(whole_pair(active="secondary"), "primary"), {"replace_unit": "primary"}, "Exchange them"),
    ],
)
def test_what_would_wipe_the_survivor_is_refused(
    start: Any, variables: dict[str, Any], part: str, tmp_path: Path
) -> None:
    of = start()
    before = {role: settings(of, role) for role in ROLES}
    assert part in refused(of, tmp_path, variables | {"replace_confirm": "branch01"}, "replace")
    assert {role: settings(of, role) for role in ROLES} == before


def dead(of: Site, role: str) -> Site:
    of.rig.patch(role, powered_off=True)
    return of


DEDICATED = {
    "failover_link": {"port": "GigabitEthernet0/4", "network": "192.168.44.0/30"},
    "failover_state_link": {"port": "GigabitEthernet0/5", "network": "192.168.45.0/29", "name": "state-of-connections"},
}
IPV6 = {"failover_link": {"port": "GigabitEthernet0/4", "network": "2001:db8:44::/64"}}
CHANNEL = {"failover_link": {"port": "Port-channel1", "network": "192.168.44.0/30"}}
MEMBERS = {"etherchannels": [{"id": 1, "members": ["GigabitEthernet0/4", "GigabitEthernet0/5"]}]}


@pytest.mark.parametrize(
    ("links", "both"),
    [({}, {}), (DEDICATED, {}), (IPV6, {}), (CHANNEL, MEMBERS)],
    ids=["combined", "dedicated", "ipv6", "channel"],
)
def test_deploy_with_what_adopt_wrote_changes_nothing(
    links: dict[str, Any], both: dict[str, Any], tmp_path: Path
) -> None:
    of = whole_pair(both=both)
    if links:
        RoleRun(of, tmp_path, links | {"rebuild_confirm": "branch01"}).play("rebuild")
    RoleRun(of, tmp_path, {"adopt_directory": str(tmp_path / "host_vars")}).play("adopt")
    adopted = yaml.safe_load((tmp_path / "host_vars" / "branch01.yml").read_text(encoding="utf-8"))
    assert set(adopted["failover_interfaces"]) == {"outside", "inside", "dmz"}
    assert adopted["failover_criteria"]["threshold"] == "2"
    adopted["failover_units"]["secondary"]["password"] = "Pair-Passw0rd-4711"
    calls = len(of.asked)
    assert RoleRun(of, tmp_path, adopted).play(*DEPLOY).changed == 0
    assert writes(of, calls) == []


def test_deploy_after_a_switch_changes_nothing(tmp_path: Path) -> None:
    """Links, criteria and interfaces of the inventory, on a pair whose secondary is active now."""
    of = whole_pair()
    RoleRun(of, tmp_path, {"adopt_directory": str(tmp_path / "host_vars")}).play("adopt")
    adopted = yaml.safe_load((tmp_path / "host_vars" / "branch01.yml").read_text(encoding="utf-8"))
    adopted["failover_units"]["secondary"]["password"] = "Pair-Passw0rd-4711"
    RoleRun(of, tmp_path, adopted | {"switch_to": "secondary"}).play("switch")
    assert states(of) == {"primary": "standby", "secondary": "active"}
    calls = len(of.asked)
    assert RoleRun(of, tmp_path, adopted).play(*DEPLOY).changed == 0
    assert writes(of, calls) == []


def test_adopt_never_replaces_what_it_has_not_written(tmp_path: Path) -> None:
    of = whole_pair()
    folder = tmp_path / "host_vars"
    folder.mkdir()
    (folder / "branch01.yml").write_text("mine: true\n", encoding="utf-8")
    assert "did not write it" in refused(of, tmp_path, {"adopt_directory": str(folder)}, "adopt")
    assert (folder / "branch01.yml").read_text(encoding="utf-8") == "mine: true\n"


def test_the_same_settings_are_kept_once(tmp_path: Path) -> None:
    of = whole_pair()
    for _run in range(2):
        RoleRun(of, tmp_path).play("snapshot")
    assert len(kept_settings(tmp_path)) == 1
