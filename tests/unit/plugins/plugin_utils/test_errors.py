# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An error is a sentence that can be acted on."""

from __future__ import annotations

import ast
import pickle
from collections.abc import Iterator
from pathlib import Path

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils import errors

PLUGINS = Path(errors.__file__).parents[1]
WHERE = "branch01, primary (192.0.2.11), GET /jobs"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"what": "connection refused"}, "connection refused."),
        ({"what": "connection refused", "where": WHERE}, f"{WHERE}: connection refused."),
        (
            {"what": "HTML", "expected": "JSON", "remedy": "Check the port.", "where": WHERE},
            f"{WHERE}: HTML; expected JSON. Check the port.",
        ),
        ({"what": "no rights", "remedy": "Check the user."}, "no rights. Check the user."),
    ],
)
def test_sentence(fields: dict[str, str], sentence: str) -> None:
    assert str(errors.FailoverError(**fields)) == sentence


def test_every_error_is_documented_and_of_one_family() -> None:
    family = [kind for kind in vars(errors).values() if isinstance(kind, type)]
    assert all(issubclass(kind, errors.FailoverError) and kind.__doc__ for kind in family)


@pytest.mark.parametrize("kind", [errors.Unreachable, errors.Rejected, errors.InvalidResponse, errors.OutcomeUnknown])
def test_an_error_survives_the_way_between_processes(kind: type[errors.FailoverError]) -> None:
    error = kind("cut short", expected="all", remedy="Try again.", where=WHERE)
    copy = pickle.loads(pickle.dumps(error))
    assert (str(copy), vars(copy)) == (str(error), vars(error))


def remedies() -> Iterator[tuple[str, str]]:
    """Every remedy written down in the collection's Python, with its place."""
    for path in sorted(PLUGINS.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            named = isinstance(node, ast.keyword) and node.arg == "remedy"
            if named or (isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "remedy"):
                written = ast.unparse(node.value)
                if written.startswith(("'", '"', "f'", 'f"')) and len(written) > 2:
                    yield f"{path.name}:{node.value.lineno}", written.removeprefix("f")[1:-1]


def test_every_remedy_is_a_sentence() -> None:
    assert dict(remedies())
    wrong = {place: words for place, words in remedies() if words[0].islower() or words[-1] not in ".?}"}
    assert wrong == {}
