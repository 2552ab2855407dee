# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The examples of every filter, run as they stand; the comment below an example is what it must give."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from support import report_data, units

pytestmark = pytest.mark.xdist_group("filters")  # one run for all
FILTERS = {path.stem: path for path in sorted((Path(__file__).parents[2] / "plugins" / "filter").glob("*.py"))}
PLAIN = {
    "rule": "plain-text",
    "severity": "advice",
    "unit": "pair",
    "subject": "links",
    "found": "there is no failover_key: the configuration, passwords included, crosses the links as plain text",
    "expected": "an IPsec key",
    "remedy": "Add failover_key, or use a dedicated cable for the links.",
    "waived": False,
}
KNOWN = {
    "primary": {"unit": units.unit("primary")},
    "secondary": {"unit": units.unit("secondary")},
    "preflight_findings": [PLAIN],
    "read": {"pair": {"active": "primary", "standby": "secondary"}},
}
SAID = re.compile(r'"msg": (".*")$', re.MULTILINE)


class Example(NamedTuple):
    """A task of the documentation, and what the comment below it says (None without one)."""

    task: dict[str, Any]
    comment: str | None


def string_of(path: Path, name: str) -> str:
    """A string constant of a Python file."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == name:
            return str(ast.literal_eval(node.value))
    raise AssertionError(f"{path} has no {name}")


def examples(path: Path) -> list[Example]:
    """The examples of a filter."""
    found = []
    for block in re.split(r"^(?=- name:)", string_of(path, "EXAMPLES"), flags=re.MULTILINE)[1:]:
        comment = "\n".join(line[4:] for line in block.splitlines() if line.startswith("  # "))
        found.append(Example(yaml.safe_load(block)[0], comment or None))
    return found


ALL = [(name, number, each) for name, path in FILTERS.items() for number, each in enumerate(examples(path))]


@pytest.mark.parametrize("name", FILTERS)
def test_every_filter_has_an_example_that_says_what_it_gives(name: str) -> None:
    said = [each.comment for of, _number, each in ALL if of == name and each.comment]
    assert said, f"plugins/filter/{name}.py: below an example, write what it gives as a comment"


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What each example with a comment gave, by filter and number; the others only have to succeed."""
    directory = tmp_path_factory.mktemp("filters")
    tasks = [each.task | {"register": f"{name}_{number}"} for name, number, each in ALL]
    given = {f"{name}_{number}": f"{{{{ {name}_{number}.msg }}}}" for name, number, each in ALL if each.comment}
    tasks.append({"ansible.builtin.debug": {"msg": "{{ all_results | to_json }}"}, "vars": {"all_results": given}})
    reports = directory / "reports"
    reports.mkdir()
    after = report_data.well("branch01")
    after["units"]["secondary"]["state"] = "failed"
    for name, pair in (("deploy", report_data.well("branch01")), ("verify", after)):
        (reports / f"{name}.json").write_text(json.dumps(report_data.report(pair)), encoding="utf-8")
    playbook = directory / "examples.yml"
    play = {"hosts": "localhost", "gather_facts": False, "vars": KNOWN, "tasks": tasks}
    playbook.write_text(json.dumps([play]), encoding="utf-8")
    program = str(Path(sys.executable).parent / "ansible-playbook")
    environment = dict(os.environ) | {"ANSIBLE_HOME": str(directory / "home"), "ANSIBLE_LOCALHOST_WARNING": "0"}
    run = subprocess.run(
        [program, "-i", "localhost,", str(playbook)],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    last = SAID.findall(run.stdout)[-1]
    found = json.loads(last)
    return found if isinstance(found, dict) else json.loads(found)


@pytest.mark.parametrize(
    ("name", "number", "comment"),
    [(name, number, each.comment) for name, number, each in ALL if each.comment],
    ids=[f"{name}-{number}" for name, number, each in ALL if each.comment],
)
def test_an_example_gives_what_its_comment_says(results: dict[str, Any], name: str, number: int, comment: str) -> None:
    given, expected = results[f"{name}_{number}"], yaml.safe_load(comment)
    assert given == (str(expected) if isinstance(given, str) else expected)  # ansible-core 2.16 makes numbers text


@pytest.mark.parametrize("name", FILTERS)
def test_a_filter_has_an_example_that_says_what_it_gives(name: str) -> None:
    assert any(each.comment for each in examples(FILTERS[name]))
    assert all(f"fdm.failover.{name}" in json.dumps(each.task) for each in examples(FILTERS[name]))


def test_ansible_doc_knows_every_filter() -> None:
    program = str(Path(sys.executable).parent / "ansible-doc")
    names = [f"fdm.failover.{name}" for name in FILTERS]
    run = subprocess.run(
        [program, "-t", "filter", "--json", *names], capture_output=True, text=True, timeout=120, check=False
    )
    assert run.returncode == 0, run.stderr
    known = json.loads(run.stdout)
    assert set(known) == set(names)
    for name in names:
        assert known[name]["doc"]["short_description"]
        assert known[name]["examples"]
        assert known[name]["return"]
