# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An error is a sentence that can be acted on."""

from __future__ import annotations

import pickle

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils import errors

WHERE = "branch01, primary (192.0.2.11), GET /jobs"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"what": "connection refused"}, "connection refused."),
        ({"what": "connection refused", "where": WHERE}, f"{WHERE}: connection refused."),
        (
            {"what": "HTML", "expected": "JSON", "remedy": "check the port", "where": WHERE},
            f"{WHERE}: expected JSON, found HTML; check the port.",
        ),
        ({"what": "no rights", "remedy": "check the user"}, "no rights; check the user."),
    ],
)
def test_sentence(fields: dict[str, str], sentence: str) -> None:
    assert str(errors.FailoverError(**fields)) == sentence


def test_every_error_is_documented_and_of_one_family() -> None:
    family = [kind for kind in vars(errors).values() if isinstance(kind, type)]
    assert all(issubclass(kind, errors.FailoverError) and kind.__doc__ for kind in family)


@pytest.mark.parametrize("kind", [errors.Unreachable, errors.Rejected, errors.InvalidResponse, errors.OutcomeUnknown])
def test_an_error_survives_the_way_between_processes(kind: type[errors.FailoverError]) -> None:
    error = kind("cut short", expected="all", remedy="try again", where=WHERE)
    copy = pickle.loads(pickle.dumps(error))
    assert (str(copy), vars(copy)) == (str(error), vars(error))
