# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Jobs of the example project as AWX builds them, run by the runner that AWX runs."""

from __future__ import annotations

import hashlib
import itertools
import os
import ssl
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import yaml
from support.awx_job import EXAMPLE, Job, injected, inventory, sliced
from support.harness import KEY, PASSWORD, QUICK, Pair, simulated_fleet, simulated_pair

OTHER_KEY = "Asked-Key-0815-4711"
PINNED = {role: "{{ pinned." + role + " | default('') }}" for role in ("primary", "secondary")}
"""As the example's inventory has it."""
LEFT_OPEN = {"survey_pending_changes": "", "survey_require_link": "", "survey_failover_key": ""}
SEVEN = [f"branch{number:02}" for number in (1, 2, 3, 9, 10, 11, 20)]


def keys_of(pair: Pair) -> list[Any]:
    return [unit.state()["ha_configuration"].get("sharedKey") for unit in pair.units]


def credential_file(folder: Path, content: Any) -> str:
    path = folder / "credential"
    path.write_text(yaml.safe_dump(content), encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(
    ("encrypted", "answers", "in_credential", "key"),
    [
        pytest.param(False, LEFT_OPEN, None, None, id="plain-text-and-every-answer-left-open"),
        pytest.param(True, LEFT_OPEN, {"branch01": KEY}, KEY, id="key-of-the-credential"),
        pytest.param(True, {"survey_failover_key": OTHER_KEY}, {"branch01": KEY}, OTHER_KEY, id="key-that-was-asked"),
    ],
)
def test_a_job_deploys_and_keeps_no_secret(
    tmp_path: Path, encrypted: bool, answers: dict[str, Any], in_credential: dict[str, str] | None, key: str | None
) -> None:
    with simulated_pair(tmp_path) as pair:
        credentials = injected(pair)
        if in_credential:
            credentials["FDM_FAILOVER_KEYS"] = credential_file(tmp_path, in_credential)
        hosts = inventory([pair], encrypted=[pair.name] if encrypted else [])
        job = Job(tmp_path / "job", hosts, answers, credentials)
        run = job.run("deploy")
        assert run.status == "successful", run.output
        assert keys_of(pair) == [key, key]
        kept = job.kept()
        assert kept
        for file in kept:
            content = file.read_text(encoding="utf-8", errors="replace")
            for secret in (PASSWORD, KEY, OTHER_KEY):
                assert secret not in content, file


@pytest.mark.parametrize(
    ("answers", "in_credential"),
    [
        pytest.param({}, None, id="nothing-answered-and-no-credential"),
        pytest.param({"survey_failover_key": None}, {"branch02": KEY}, id="a-credential-without-the-pair"),
        pytest.param(LEFT_OPEN, {"branch01": ""}, id="an-empty-key-in-the-credential"),
    ],
)
def test_an_encrypted_pair_without_a_key_is_never_deployed_as_plain_text(
    tmp_path: Path, answers: dict[str, Any], in_credential: dict[str, str] | None
) -> None:
    with simulated_pair(tmp_path) as pair:
        credentials = injected(pair)
        if in_credential:
            credentials["FDM_FAILOVER_KEYS"] = credential_file(tmp_path, in_credential)
        job = Job(tmp_path / "job", inventory([pair], encrypted=[pair.name]), answers, credentials)
        run = job.run("deploy")
        assert run.status == "failed"
        assert "Traceback" not in run.output
        assert pair.calls() == []


def test_logins_differ_by_pair_where_a_credential_says_so(tmp_path: Path) -> None:
    with simulated_pair(tmp_path) as pair:
        logins = {pair.name: {"username": "admin", "password": PASSWORD}}
        wrong = {"FDM_FAILOVER_USERNAME": "nobody", "FDM_FAILOVER_PASSWORD": "Wrong-Passw0rd"}
        credentials = injected(pair, **wrong, FDM_FAILOVER_LOGINS=credential_file(tmp_path, logins))
        run = Job(tmp_path / "job", inventory([pair]), credentials=credentials).run("check")
        assert run.status == "successful", run.output


QUESTIONS = [each["variable"] for each in yaml.safe_load((EXAMPLE / "configuration/questions.yml").read_text())]
OWN = [
    *("switch_to", "switch_timeout", "suspend_timeout", "resume_first", "resume_timeout", "drill_window_confirmed"),
    *("drill_settle_seconds", "drill_probe", "snapshot_unit", "snapshot_encrypt", "snapshot_export"),
    *("restore_snapshot", "restore_directory", "restore_deploy_timeout", "settings_pending_changes"),
    *("dissolve_confirm", "dissolve_interface_option", "dissolve_survivor", "dissolve_timeout"),
    *("dissolve_over_data_interface", "replace_confirm", "replace_unit", "rebuild_confirm", "rebuild_key_change"),
    *("preflight_waive", "preflight_require_link", "preflight_pending_changes", "preflight_clock_skew"),
    *("apply_sync_timeout", "apply_link_timeout", "apply_require_link", "render_directory", "render_template"),
    *("verify_commands"),
]
"""Variables of the collection itself, as a survey of one's own may set them."""


@pytest.mark.parametrize(
    "answers",
    [
        pytest.param({}, id="undefined"),
        pytest.param(dict.fromkeys(QUESTIONS, ""), id="empty"),
        pytest.param(dict.fromkeys(QUESTIONS), id="null"),
        pytest.param(dict.fromkeys(OWN, ""), id="own-variables-empty"),
        pytest.param(dict.fromkeys(OWN), id="own-variables-null"),
    ],
)
def test_every_answer_that_is_left_open_means_left_out(tmp_path: Path, answers: dict[str, Any]) -> None:
    with simulated_pair(tmp_path) as pair:
        storage = {"snapshot_directory": str(tmp_path / "snapshots")}
        credentials = injected(pair, FDM_FAILOVER_SNAPSHOT_KEY=KEY)
        job = Job(tmp_path / "job", inventory([pair]), answers | storage, credentials)
        for playbook in ("deploy", "rebuild", "switch", "suspend", "resume", "snapshot", "restore", "settings"):
            run = job.run(playbook, playbook)
            assert run.status == "successful", run.output
        assert [unit.state()["state"] for unit in pair.units] == ["HA_STANDBY_NODE", "HA_ACTIVE_NODE"]
        assert len(list((tmp_path / "snapshots" / pair.name).iterdir())) == 2  # settings, and the export
        for playbook, name in (("drill", "drill_window_confirmed"), ("dissolve", "dissolve_confirm"), ("reset", "")):
            run = job.run(playbook, playbook)
            assert run.status == "failed", run.output
            assert name in run.output
            assert "Traceback" not in run.output
        assert [unit.state()["state"] for unit in pair.units] == ["HA_STANDBY_NODE", "HA_ACTIVE_NODE"]


def test_only_the_pair_that_the_survey_names_is_reset(tmp_path: Path) -> None:
    with simulated_fleet(tmp_path, {"branch01": {}, "branch02": {}}) as fleet:
        answers = {"survey_reset_confirm": "branch02"}
        job = Job(tmp_path / "job", inventory(fleet.pairs), answers, injected(fleet.pairs[0]))
        assert job.run("deploy", "1").status == "successful"
        before = [len(pair.calls()) for pair in fleet.pairs]
        run = job.run("reset", "2")
        assert run.status == "failed"
        assert "branch01: the survey does not name this pair" in run.output
        assert "branch02: the survey" not in run.output
        assert [len(pair.calls()) > count for pair, count in zip(fleet.pairs, before, strict=True)] == [False, True]


def fingerprints(pair: Pair) -> dict[str, str]:
    """The SHA-256 fingerprints of the units' certificates, by role."""
    found = {}
    for role, unit in zip(("primary", "secondary"), pair.units, strict=True):
        pem = ssl.get_server_certificate((unit.address, unit.port))
        found[role] = hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem)).hexdigest()
    return found


def test_certificates_are_verified_unless_a_credential_says_openly_that_they_are_not(tmp_path: Path) -> None:
    with simulated_pair(tmp_path) as pair:
        pinned = {role: unit | {"fingerprint": PINNED[role]} for role, unit in pair.variables["failover_units"].items()}
        pair.variables["failover_units"] = pinned
        unknown = {name: value for name, value in injected(pair).items() if name != "FDM_FAILOVER_CA"}
        run = Job(tmp_path / "strict", inventory([pair]), credentials=unknown).run("check")
        assert run.status == "failed"
        assert pair.calls() == []
        known = credential_file(tmp_path, {pair.name: fingerprints(pair)})
        for name, more in (
            ("pinned", {"FDM_FAILOVER_FINGERPRINTS": known}),
            ("open", {"FDM_FAILOVER_VALIDATE_CERTS": "no"}),
        ):
            run = Job(tmp_path / name, inventory([pair]), credentials=unknown | more).run("check")
            assert run.status == "successful", run.output


@pytest.mark.parametrize("count", [2, 3])
def test_slices_deploy_each_pair_once_and_split_none(tmp_path: Path, count: int) -> None:
    with simulated_fleet(tmp_path, {name: {} for name in SEVEN}) as fleet:
        jobs = [
            Job(
                tmp_path / f"slice{number}",
                inventory(fleet.pairs, number=number, count=count),
                {},
                injected(fleet.pairs[0]),
            )
            for number in range(1, count + 1)
        ]
        with ThreadPoolExecutor(count) as pool:
            runs = list(pool.map(lambda job: job.run("deploy", arguments="--forks 20"), jobs))
        assert [run.status for run in runs] == ["successful"] * count, [run.output for run in runs]
        done = [name for run in runs for name in run.hosts]
        assert sorted(done) == sorted(SEVEN)
        for pair in fleet.pairs:
            assert [unit.state()["joins_posted"] for unit in pair.units] == [1, 1]
            assert [unit.state()["state"] for unit in pair.units] == ["HA_ACTIVE_NODE", "HA_STANDBY_NODE"]


def test_slices_hand_on_the_result_of_every_pair_and_lose_none(tmp_path: Path) -> None:
    """One pair is ready, one has an error, one does not answer; a workflow merges the artifacts of slices by name."""
    wrong = {"failover_link": {"port": "GigabitEthernet0/99", "network": "192.168.10.0/30"}}
    cases = {"branch01": {}, "branch02": wrong, "branch03": {}}
    with simulated_fleet(tmp_path, cases) as fleet:
        away = fleet.pairs[2].variables["failover_units"]
        away["primary"] = away["primary"] | {"https_port": 9}
        jobs = [
            Job(
                tmp_path / f"slice{number}",
                inventory(fleet.pairs, number=number, count=2),
                {"failover_retries": 0},
                injected(fleet.pairs[0]),
                number=40 + number,
            )
            for number in (1, 2)
        ]
        merged: dict[str, Any] = {}
        for job in jobs:
            run = job.run("check")
            assert run.status == "failed", run.output
            merged.update(run.artifacts)
    assert merged.keys() == {"preflight_job_41", "stopped_job_41", "preflight_job_42"}
    assert merged["preflight_job_41"]["branch01"]["ready"] is True
    bad = merged["preflight_job_42"]["branch02"]
    assert bad["ready"] is False
    assert [each["rule"] for each in bad["findings"] if each["severity"] == "error"]
    assert "branch03" in merged["stopped_job_41"]
    assert "connection refused" in merged["stopped_job_41"]["branch03"]["msg"]
    assert PASSWORD not in str(merged)


def test_a_verification_while_a_deployment_runs_says_busy(tmp_path: Path) -> None:
    slow = dict.fromkeys(("join_seconds", "sync_seconds", "negotiate_seconds"), 8)
    with simulated_pair(tmp_path, both=QUICK | slow) as pair, ThreadPoolExecutor(1) as pool:
        deploy = Job(tmp_path / "deploy", inventory([pair]), {}, injected(pair))
        verify = Job(tmp_path / "verify", inventory([pair]), {}, injected(pair), number=7)
        running = pool.submit(deploy.run, "deploy")
        seen = []
        while not running.done():
            if pair.primary.state()["joins_posted"] == 0:
                time.sleep(0.2)
                continue
            run = verify.run("verify", str(len(seen)))
            assert run.status in ("failed", "successful"), run.output
            found = run.artifacts["verify_job_7"][pair.name]
            seen.append((found["condition"], str(found["findings"])))
        assert running.result().status == "successful"
    assert "busy" in [condition for condition, _said in seen], seen
    # Between the joins of its units, one is single: nothing says that somebody will join it.
    assert [said for condition, said in seen if condition == "unhealthy" and " single" not in said] == []


def test_a_workflow_reads_which_pairs_verify_found_as_intended(tmp_path: Path) -> None:
    with simulated_pair(tmp_path) as pair:
        job = Job(tmp_path / "job", inventory([pair]), {}, injected(pair))
        deployed = job.run("deploy", "1").artifacts
        assert deployed["verify_job_6"][pair.name]["condition"] == "as_intended"
        assert "stopped_job_6" not in deployed
        # Artifacts are extra variables of the next job, and change nothing there.
        after = Job(tmp_path / "after", inventory([pair]), deployed, injected(pair), number=7).run("verify")
        assert after.status == "successful", after.output
        assert after.artifacts["verify_job_7"][pair.name]["verified"] is True


@pytest.mark.parametrize("count", range(1, 9))
def test_every_pair_is_in_one_slice(count: int) -> None:
    slices = [sliced(SEVEN, number, count) for number in range(1, count + 1)]
    assert sorted(itertools.chain(*slices)) == sorted(SEVEN)


def test_a_cancelled_job_is_finished_by_the_next(tmp_path: Path) -> None:
    slow = dict.fromkeys(("join_seconds", "sync_seconds"), 1.5)
    with simulated_pair(tmp_path, both=QUICK | slow) as pair:
        job = Job(tmp_path / "job", inventory([pair]), {}, injected(pair))
        run = job.run("deploy", "1", cancel=lambda: pair.secondary.state()["joins_posted"] > 0)
        assert (run.status, run.rc) == ("canceled", 254)
        run = job.run("deploy", "2")
        assert run.status == "successful", run.output
        assert [unit.state()["joins_posted"] for unit in pair.units] == [1, 1]
        assert [unit.state()["state"] for unit in pair.units] == ["HA_ACTIVE_NODE", "HA_STANDBY_NODE"]


def test_the_execution_environment_can_be_created_from_the_tarball_alone(tmp_path: Path) -> None:
    version = yaml.safe_load((EXAMPLE.parents[1] / "galaxy.yml").read_text(encoding="utf-8"))["version"]
    tarball = f"fdm-failover-{version}.tar.gz"
    definition = (EXAMPLE / "execution-environment.yml").read_text(encoding="utf-8")
    (tmp_path / "execution-environment.yml").write_text(definition, encoding="utf-8")
    (tmp_path / tarball).write_bytes(b"tarball")
    program = str(Path(sys.executable).parent / "ansible-builder")
    if not Path(program).exists():
        pytest.skip("ansible-builder is not part of this environment")
    done = subprocess.run(
        [program, "create", "--file", "execution-environment.yml", "--context", "context"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    build = tmp_path / "context" / "_build"
    wanted = yaml.safe_load((build / "requirements.yml").read_text(encoding="utf-8"))["collections"]
    assert [(each["name"], each["type"]) for each in wanted] == [(f"dist/{tarball}", "file")]
    assert (build / "dist" / tarball).read_bytes() == b"tarball"


def test_the_tarball_in_a_project_is_installed_without_calling_a_server(tmp_path: Path) -> None:
    source, project = tmp_path / "source", tmp_path / "project"
    source.mkdir()
    (source / "README.md").write_text("# A stand-in\n", encoding="utf-8")
    galaxy = yaml.safe_load((EXAMPLE.parents[1] / "galaxy.yml").read_text(encoding="utf-8"))
    galaxy = {name: galaxy[name] for name in ("namespace", "name", "version", "readme", "authors", "dependencies")}
    (source / "galaxy.yml").write_text(yaml.safe_dump(galaxy), encoding="utf-8")
    (project / "collections").mkdir(parents=True)
    requirements = EXAMPLE / "requirements" / "from-tarball.yml"
    (project / "collections" / "requirements.yml").write_bytes(requirements.read_bytes())
    program = [str(Path(sys.executable).parent / "ansible-galaxy"), "collection"]
    install = ["install", "-r", "collections/requirements.yml", "-p", str(tmp_path / "installed")]
    nowhere = dict(os.environ) | {"ANSIBLE_GALAXY_SERVER": "http://127.0.0.1:9/"}
    nowhere["ANSIBLE_COLLECTIONS_PATH"] = str(tmp_path / "installed")  # where it is not there already
    for command, folder in ((["build", "--output-path", str(project)], source), (install, project)):
        done = subprocess.run(
            [*program, *command], cwd=folder, env=nowhere, capture_output=True, text=True, timeout=60, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "installed" / "ansible_collections" / "fdm" / "failover" / "MANIFEST.json").is_file()
