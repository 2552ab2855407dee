# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A sample of the fields that a unit may leave out. The whole is ``benches.missing_fields``."""

from __future__ import annotations

import pytest
from support.missing_fields import LESS, PAGE, PLAYBOOKS, STOPS, Field, endings, every_field, read_page, sample

FIELDS = every_field()
EVERY = 23
WRITE = "PYTHONPATH=tools:tests .cache/venv/bin/python -m benches.missing_fields --write"
STATUS = "GET /devices/default/operational/ha/status/default"


@pytest.fixture(scope="module")
def page() -> dict[Field, tuple[str, ...]]:
    return read_page(PAGE.read_text(encoding="utf-8"))


@pytest.mark.parametrize("field", sample(FIELDS, EVERY), ids=lambda field: f"{field.call} {field.path}")
def test_a_run_without_a_field_ends_as_the_page_says(page: dict[Field, tuple[str, ...]], field: Field) -> None:
    ended = endings(field)
    assert [each.wrong for each in ended.values() if each.wrong] == []
    assert tuple(ended[name].kind for name in PLAYBOOKS) == page[field]


def test_the_page_has_every_field(page: dict[Field, tuple[str, ...]]) -> None:
    assert set(page) == set(FIELDS), f"run `{WRITE}`, and commit docs/missing-fields.md"


def test_a_unit_without_a_state_is_never_written_to() -> None:
    ended = endings(Field(STATUS, "nodeState"))
    assert {each.kind for each in ended.values()} == {STOPS}
    assert "nothing is written to any unit" in ended["deploy"].said


def test_a_peer_that_can_not_be_seen_in_the_outputs_is_not_known() -> None:
    assert endings(Field("POST /action/command", "commandOutput"))["verify"].kind == LESS
