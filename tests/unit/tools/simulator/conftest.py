# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Units with a clock that the test advances; every answer is checked against the specification."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from simulator.api import Answer, Call
from simulator.offline import Offline
from simulator.spec import Spec


@pytest.fixture(scope="session")
def spec() -> Spec | None:
    """The vendor's specification, where it is available."""
    return Spec.find()


@pytest.fixture
def make(spec: Spec | None) -> Iterator[Callable[..., Offline]]:
    """Create two units: each keyword is a setting for both, `one` and `two` have the settings of one of them."""
    wrong: list[str] = []

    def watch(call: Call, answer: Answer) -> None:
        path = f"/api/fdm/{call.version}{call.path}"
        if spec is not None and answer.status != 404:
            found = spec.check_answer(call.method, path, answer.status, answer.body)
            wrong.extend(f"{call.method} {path} {answer.status}: {text}" for text in found)

    def build(one: dict[str, Any] | None = None, two: dict[str, Any] | None = None, **both: Any) -> Offline:
        units = [
            {"name": "one", "address": "127.0.1.11", "peer": "two", **(one or {})},
            {"name": "two", "address": "127.0.1.12", "peer": "one", "password": "Second-1", **(two or {})},
        ]
        return Offline({"defaults": both, "units": units}, watch)

    yield build
    assert not wrong


@pytest.fixture
def rig(make: Callable[..., Offline]) -> Offline:
    """Two units `one` and `two`, cabled to each other, with default settings."""
    return make()
