# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A job as AWX builds it, run by the runner that AWX runs: inventory as a script, survey answers marked unsafe, a
password question left unanswered as null, and the order in which AWX gives variables."""

from __future__ import annotations

import json
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from support.harness import KEY, PASSWORD, Pair, simulated_pair

SCRIPT = "#!{python}\nprint({inventory!r})\n"


def private_data(pair: Pair, survey: dict[str, Any], **host_variables: Any) -> Path:
    """The folder that AWX prepares for a job of the template `deploy`."""
    folder = pair.directory / "job"
    for name in ("project", "inventory", "env"):
        (folder / name).mkdir(parents=True)
    play = [{"name": "Deploy", "import_playbook": "fdm.failover.deploy"}]
    (folder / "project" / "deploy.yml").write_text(json.dumps(play), encoding="utf-8")
    hosts = {
        "all": {"hosts": [pair.name], "children": ["failover_pairs"]},
        "failover_pairs": {"hosts": [pair.name]},
        "_meta": {"hostvars": {pair.name: {**pair.variables, **host_variables, "remote_tower_enabled": "true"}}},
    }
    script = folder / "inventory" / "hosts"
    script.write_text(SCRIPT.format(python=sys.executable, inventory=json.dumps(hosts)), encoding="utf-8")
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    unsafe = "".join(
        f"!unsafe {json.dumps(name)}: {'null' if value is None else '!unsafe ' + json.dumps(value)}\n"
        for name, value in survey.items()
    )
    (folder / "env" / "extravars").write_text(unsafe, encoding="utf-8")
    return folder


def run_job(pair: Pair, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the job as AWX does, limited to the template's hosts."""
    (folder / "env" / "envvars").write_text(json.dumps(pair.environment() | {"JOB_ID": "6"}), encoding="utf-8")
    program = str(Path(sys.executable).parent / "ansible-runner")
    return subprocess.run(
        [program, "run", str(folder), "-p", "deploy.yml", "--limit", pair.name, "--ident", "6"],
        env=pair.environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.mark.parametrize(
    ("survey", "key"),
    [
        pytest.param({"failover_key": None, "failover_state_link": ""}, None, id="unanswered-questions"),
        pytest.param({"failover_key": KEY}, KEY, id="answered-password-question"),
    ],
)
def test_a_job_deploys_and_keeps_no_secret(tmp_path: Path, survey: dict[str, Any], key: str | None) -> None:
    with simulated_pair(tmp_path) as pair:
        folder = private_data(pair, survey)
        job = run_job(pair, folder)
        assert job.returncode == 0, job.stdout
        assert [unit.state()["ha_configuration"].get("sharedKey") for unit in pair.units] == [key, key]
        kept = [file for file in (folder / "artifacts" / "6").rglob("*") if file.is_file() and file.name != "command"]
        assert kept
        for file in kept:
            content = file.read_text(encoding="utf-8", errors="replace")
            assert PASSWORD not in content, file
            assert KEY not in content, file
