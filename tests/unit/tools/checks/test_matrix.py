# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which cores run on which Pythons, and the table of what they gave."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from checks import cores, matrix, tests
from checks.__main__ import Outcome, results
from checks.cores import PYTHONS, Row, prepare, rows
from checks.paths import CACHE, ROOT
from checks.shell import Failed, Shell, Skipped


class TestRows:
    @pytest.mark.parametrize(
        ("here", "versions"),
        [
            (["3.10", "3.11", "3.12"], ["3.10", "3.12"]),
            (["3.11", "3.13"], ["3.11"]),
            (["3.12"], ["3.12"]),
        ],
    )
    def test_are_the_oldest_and_the_newest_python_that_are_here(self, here: list[str], versions: list[str]) -> None:
        found = list(rows(["2.16"], lambda version: f"/usr/bin/python{version}" if version in here else None))
        assert found == [Row("2.16", version, f"/usr/bin/python{version}") for version in versions]

    def test_is_one_without_python_where_none_is_here(self) -> None:
        assert list(rows(["2.20"], lambda _: None)) == [Row("2.20", "3.12 or 3.13 or 3.14", None)]

    def test_begin_with_the_oldest_core_that_the_collection_requires(self) -> None:
        required = re.search(r'^requires_ansible: ">=(\d+\.\d+)', (ROOT / "meta" / "runtime.yml").read_text(), re.M)
        assert required is not None
        assert (required[1], PYTHONS[required[1]][0]) == cores.OLDEST
        assert next(iter(PYTHONS)) == required[1]


class TestPlaces:
    def test_are_all_tests(self) -> None:
        assert cores.places(everything=True) == ["tests/unit", "tests/integration"]

    def test_leave_out_only_what_is_listed_and_there(self) -> None:
        files = {f"tests/integration/{path.name}" for path in (ROOT / "tests" / "integration").glob("test_*.py")}
        left_out = {f"tests/integration/test_{name}.py" for name in cores.ONCE}
        assert left_out < files
        assert set(cores.places(everything=False)) == {"tests/unit", *files - left_out}


class TestPrepare:
    def test_says_which_python_is_missing(self, tmp_path: Path) -> None:
        with pytest.raises(Skipped, match=r"no Python 3\.10 or 3\.11 or 3\.12 here"):
            prepare(Shell(tmp_path / "log", echo=False), Row("2.16", "3.10 or 3.11 or 3.12", None))

    def test_says_why_a_core_cannot_be_had(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def ensure(shell: Shell, *_: object) -> None:
            shell.note("WARNING: something else\nerror: No solution found\n  cause: there is no ansible-core==2.99.*")
            raise Failed("uv exited with 1")

        monkeypatch.setattr("checks.venvs.ensure", ensure)
        said = r"ansible-core 2\.99 can't be had: error: No solution found cause: there is no ansible-core==2\.99\.\*$"
        with pytest.raises(Skipped, match=said):
            prepare(Shell(tmp_path / "log", echo=False), Row("2.99", "3.13", "/usr/bin/python3.13"))

    def test_the_environment_is_named_after_core_and_python(self) -> None:
        assert Row("2.16", "/opt/python3.10", "/opt/python3.10").venv == CACHE / "venv-2.16-py3.10"


class TestTable:
    def test_has_a_line_for_each_row_and_the_reason_of_a_row_that_did_not_run(self) -> None:
        missing = "ansible-core 2.99 can't be had: no such version"
        lines = matrix.table(
            [(Row("2.98", "3.10", "x"), ["7 passed", "skipped", "ok"]), (Row("2.99", "3.13", "x"), [missing])]
        )
        assert lines.splitlines() == [
            "core  Python  unit      integration  molecule",
            "2.98  3.10    7 passed  skipped      ok",
            f"2.99  3.13    {missing}",
        ]

    @pytest.mark.parametrize(
        ("result", "total", "word"),
        [
            ("ok", tests.Total(7), "7 passed"),
            ("FAILED", tests.Total(7, 1), "7 passed, 1 failed"),
            ("ok", tests.Total(), "ok"),
            ("FAILED", tests.Total(), "FAILED"),
        ],
    )
    def test_a_word_counts_tests_where_it_can(self, result: str, total: tests.Total, word: str) -> None:
        assert matrix.word(result, total) == word

    def test_results_are_the_reason_where_there_is_no_environment(self, tmp_path: Path) -> None:
        outcomes = [
            Outcome("a", result, 0, note, tmp_path / "log") for result, note in (("skipped", "why"), ("ok", ""))
        ]
        assert results(outcomes) == ["why"]

    def test_a_row_needs_its_environment(self) -> None:
        first, *others = matrix.steps(Row("2.16", "3.10", "/usr/bin/python3.10"))
        assert first.name == "2.16-py3.10-venv"
        assert [(step.name, step.needs) for step in others] == [
            (f"2.16-py3.10-{part}", (first.name,)) for part in ("unit", "integration", "molecule")
        ]
