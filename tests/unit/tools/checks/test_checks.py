# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The checks themselves: a check that is silently skipped is worse than none."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from checks import browser, tests, trees
from checks.__main__ import attempt
from checks.paths import COLLECTION, ROOT
from checks.shell import Failed, Shell, Skipped, environment, find_python
from checks.steps import Step, chosen

REPORT = """\
<testsuites><testsuite tests="9" failures="1" errors="2" skipped="3"/><testsuite tests="1" failures="0" errors="0"
skipped="0"/></testsuites>"""


class TestShell:
    def test_returns_and_keeps_what_a_command_prints(self, tmp_path: Path) -> None:
        shell = Shell(tmp_path / "log", echo=False)
        assert shell(sys.executable, "-c", "print('one')") == "one\n"
        assert shell(sys.executable, "-c", "print('two')") == "two\n"
        assert shell.log.read_text() == "one\ntwo\n"

    def test_fails_as_the_command_does(self, tmp_path: Path) -> None:
        with pytest.raises(Failed, match="exited with 3"):
            Shell(tmp_path / "log", echo=False)(sys.executable, "-c", "raise SystemExit(3)")


class TestFindPython:
    def test_finds_one_that_works(self) -> None:
        assert find_python(sys.executable) == sys.executable
        assert find_python()

    @pytest.mark.parametrize("wanted", ["2.7", "python99", "/no/such/python"])
    def test_finds_none(self, wanted: str) -> None:
        assert find_python(wanted) is None


class TestEnvironment:
    def test_leaves_out_settings_of_other_work(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("ANSIBLE_CONFIG", "elsewhere")
        monkeypatch.setenv("PYENV_VERSION", "3.9")
        env = environment(Path("some-venv"), MORE=Path("more"))
        assert not {"ANSIBLE_CONFIG", "PYENV_VERSION"} & set(env)
        assert env["PATH"].startswith("some-venv/bin:")
        assert env["MORE"] == "more"


class TestTotal:
    def test_adds_up_what_pytest_reported(self, tmp_path: Path) -> None:
        tests.report(tmp_path / "unit.log").write_text(REPORT)
        assert tests.total(tmp_path / "unit.log") == tests.Total(passed=4, failed=3, skipped=3)

    def test_counts_zero_where_nothing_ran(self, tmp_path: Path) -> None:
        assert tests.total(tmp_path / "ruff.log") == tests.Total()

    @pytest.mark.parametrize(
        ("total", "line"),
        [
            (tests.Total(), "0 passed, 0 failed"),
            (tests.Total(2, 1) + tests.Total(3, 0, 4), "5 passed, 1 failed, 4 skipped"),
        ],
    )
    def test_is_one_line(self, total: tests.Total, line: str) -> None:
        assert str(total) == line


class TestChosen:
    def test_adds_needed_checks(self) -> None:
        assert [step.name for step in chosen(["docs"])] == ["venv", "build", "docs"]

    def test_names_are_known(self) -> None:
        with pytest.raises(Failed, match="no such check: unti"):
            chosen(["unti"])

    @pytest.mark.parametrize(("name", "only"), [("unit", "tests/unit/docs"), ("molecule", "one,two")])
    def test_runs_only_a_part(self, name: str, only: str) -> None:
        venv, step = chosen([name], only)
        assert venv.name == "venv"
        assert step.run.keywords == {"only": only}

    def test_not_every_check_has_parts(self) -> None:
        with pytest.raises(Failed, match="ruff has no parts; expected --only with unit, integration, molecule"):
            chosen(["ruff"], "tests/unit")

    @pytest.mark.parametrize(
        ("name", "only", "said"),
        [
            ("unit", "tests/unit/nothing.py::test_it", "tests/unit/nothing.py does not exist"),
            pytest.param(
                "molecule",
                "combined_link no_such_scenario",
                "unknown scenario no_such_scenario",
                marks=pytest.mark.skipif(sys.version_info < (3, 12), reason="the tools need Python 3.12"),
            ),
        ],
    )
    def test_a_part_that_does_not_exist_is_an_error(self, name: str, only: str, said: str, tmp_path: Path) -> None:
        with pytest.raises(Failed, match=said):
            chosen([name], only)[-1].run(Shell(tmp_path / "log", echo=False))


class TestAttempt:
    @pytest.fixture(autouse=True)
    def _logs(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("checks.__main__.LOGS", tmp_path)

    @pytest.mark.parametrize(
        ("ends", "result"),
        [(None, "ok"), (Failed("why"), "FAILED"), (OSError("why"), "FAILED"), (Skipped("why"), "skipped")],
    )
    def test_records_how_it_ended(self, ends: Exception | None, result: str) -> None:
        def run(_shell: Shell) -> None:
            if ends:
                raise ends

        outcome = attempt(Step("a", run), broken=[], echo=False)
        assert (outcome.result, outcome.note) == (result, "why" if ends else "")

    def test_is_skipped_when_a_needed_check_failed(self) -> None:
        assert attempt(Step("a", lambda _shell: None), broken=["venv"], echo=False).result == "skipped"


class TestLink:
    def test_leads_to_the_checkout(self) -> None:
        assert (trees.link() / COLLECTION).resolve() == ROOT
        assert trees.link() == trees.link()


class TestBrowser:
    def test_the_one_that_is_named_comes_first(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("CHROMIUM", "/opt/chromium")
        assert browser.path() == "/opt/chromium"

    def test_without_one_the_check_says_so_and_runs_nothing(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.delenv("CHROMIUM", raising=False)
        monkeypatch.setenv("PATH", str(tmp_path))
        with pytest.raises(Skipped, match="not run: no browser"):
            chosen(["browser"])[-1](Shell(tmp_path / "log", echo=False))
