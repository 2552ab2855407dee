# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A sample of the fault matrix in one run: each fault somewhere, and some on every write. All: benches.fault_matrix.

A run finishes in spite of the fault, or ends with one clear sentence; then the next run finishes the pair.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.fault_matrix import ANYWHERE, Call, Cell, Verdicts, calls, judge

pytestmark = pytest.mark.xdist_group("faults")  # one run for all
LINKS: dict[str, object] = {}
SAME = ("http-408", "http-423", "http-500", "http-502", "http-504")
"""Statuses that are judged as another one is."""
READING = ("/fdm/token", "/action/command")


def sample(there: list[Call]) -> Iterator[Cell]:
    """Each kind of fault on another call, so that together they are all over the run; on each write a lost answer."""
    kinds = [fault for fault in ANYWHERE if fault not in SAME and fault != "huge"]
    for number, fault in enumerate(kinds):
        yield Cell(fault, there[number * len(there) // len(kinds)], 1 + 2 * (number % 2))
    writes = [call for call in there if call.method != "GET" and not call.path.endswith(READING)]
    for number, call in enumerate(writes):
        yield Cell(("reset-after", "cut")[number % 2], call, 1)
        if call.path.endswith("/operational/deploy"):
            yield Cell("job-fails" if call.unit == "primary" else "job-never-ends", call, 1)
        if call.path.endswith("/ha/join") and call.unit == "primary":
            yield Cell("job-never-ends", call, 1)


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> Verdicts:
    directory: Path = tmp_path_factory.mktemp("faults")
    chosen = {cell.name: cell for cell in sample(calls(directory / "undisturbed", LINKS))}
    return judge(directory / "struck", chosen.values(), LINKS)


def test_every_run_finishes_or_says_why_not_and_the_next_one_finishes(verdicts: Verdicts) -> None:
    assert verdicts.wrong == []


def test_a_lost_answer_to_a_write_is_no_reason_to_stop(verdicts: Verdicts) -> None:
    """What the unit has done is read, and judged."""
    assert [name for name in verdicts.said if name.startswith(("reset-after", "cut"))] == []


def test_a_failed_job_is_reported_in_the_units_own_words(verdicts: Verdicts) -> None:
    failed = [said for name, said in verdicts.said.items() if name.startswith("job-fails")]
    assert failed
    for said in failed:
        assert "ended as DEPLOY_FAILED" in said
        assert "ERROR: the data plane said no" in said
        assert "run again" in said


def test_a_job_that_never_ends_is_left_to_itself(verdicts: Verdicts) -> None:
    endless = [said for name, said in verdicts.said.items() if name.startswith("job-never-ends")]
    assert endless
    for said in endless:
        assert "was not reached within 4 s" in said
        assert "run again to keep waiting" in said
