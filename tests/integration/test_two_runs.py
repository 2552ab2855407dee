# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two runs on one pair at once, as two people or two job templates start them: no damage, and each run tells."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

import pytest
from support.harness import KEY, LIMIT, Pair, Run, failure_of, simulated_pair

TELLS = (
    "Another run or user is changing this pair",
    "another user or job has changed the object",
    "the unit refused",
)


def started(pair: Pair, **changes: object) -> subprocess.Popen[str]:
    """A run that goes on while the test does."""
    return subprocess.Popen(
        pair.command("fdm.failover.deploy", **changes),
        cwd=pair.directory,
        env=pair.environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@pytest.mark.parametrize(("key", "apart"), [(KEY, 0.0), (None, 2.0)], ids=["together-encrypted", "one-later-plain"])
def test_two_runs_at_once_do_no_damage(tmp_path: Path, key: str | None, apart: float) -> None:
    with simulated_pair(tmp_path, both={"join_seconds": 1.5, "deploy_seconds": 1.5}, failover_key=key) as pair:
        first = started(pair)
        time.sleep(apart)
        second = started(pair)
        outputs = [run.communicate(timeout=LIMIT)[0] for run in (first, second)]
        runs = list(map(Run, (first.returncode, second.returncode), outputs))
        assert any(run.ok for run in runs), "neither run has made the pair"
        for run in runs:
            assert "Traceback" not in run.output
            assert run.ok or any(words in failure_of(run, pair.name) for words in TELLS), run.output
        last = pair.play()
        assert last.ok, last.output
        for unit in pair.units:
            held = unit.state()
            # Two runs may post in the same instant: the unit takes one, and the other run reads and judges its refusal.
            assert held["joins_posted"] - held["joins_refused"] == 1
            assert held["ha_configuration"].get("sharedKey") == key
        assert [unit.state()["state"] for unit in pair.units] == ["HA_ACTIVE_NODE", "HA_STANDBY_NODE"]
