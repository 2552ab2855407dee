# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The event source emits changes of state, and nothing but these."""

from __future__ import annotations

import asyncio
import contextlib
import runpy
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml
from ansible_collections.fdm.failover.plugins.plugin_utils import errors
from checks import trees
from checks.paths import COLLECTION
from support import fake_client, units

EDA = Path(__file__).parents[4] / "extensions" / "eda"
UNITS = {"failover_units": {"primary": {"host": "192.0.2.11"}, "secondary": {"host": "192.0.2.12"}}}
LOGIN = {"failover_password": "Pair-Passw0rd-4711"}


@pytest.fixture
def source(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """The module as ansible-rulebook loads it: as a file that is no part of a package."""
    loaded = runpy.run_path(str(EDA / "plugins" / "event_source" / "ha_state.py"))
    return SimpleNamespace(**loaded)


def test_it_loads_outside_ansible_and_leaves_the_loading_of_others_alone() -> None:
    file = trees.link() / COLLECTION / "extensions" / "eda" / "plugins" / "event_source" / "ha_state.py"
    program = f"import runpy, sys; hooks = len(sys.path_hooks); runpy.run_path({str(file)!r})['main']; "
    check = program + "sys.exit(len(sys.path_hooks) != hooks)"
    done = subprocess.run(
        [sys.executable, "-c", check], cwd="/", capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr


class Scripted:
    """A unit that answers from a script, its last answer for ever."""

    def __init__(self, *script: Any) -> None:
        self.script = list(script)
        self.asked = 0
        self.closed = False

    def status(self) -> Mapping[str, Any]:
        self.asked += 1
        found = self.script[0] if len(self.script) == 1 else self.script.pop(0)
        if isinstance(found, Exception):
            raise found
        answer: Mapping[str, Any] = found
        return answer

    def close(self) -> None:
        self.closed = True


def state(node: str, peer: str = "") -> dict[str, str]:
    return {"nodeState": node, "peerNodeState": peer}


ACTIVE, STANDBY = state("HA_ACTIVE_NODE", "HA_STANDBY_NODE"), state("HA_STANDBY_NODE", "HA_ACTIVE_NODE")
GONE = errors.Unreachable("no answer", where="branch01, primary")
REFUSED = errors.LoginRefused("the login was refused", where="branch01, primary")


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        pytest.param([ACTIVE], [], id="the-first-reading-is-no-change"),
        pytest.param([ACTIVE, ACTIVE, ACTIVE], [], id="nothing-changes"),
        pytest.param([ACTIVE, STANDBY], [("HA_ACTIVE_NODE", "HA_STANDBY_NODE")], id="a-switchover"),
        pytest.param(
            [ACTIVE, GONE, GONE, ACTIVE],
            [("HA_ACTIVE_NODE", "UNREACHABLE"), ("UNREACHABLE", "HA_ACTIVE_NODE")],
            id="away-and-back",
        ),
        pytest.param([ACTIVE, {}], [("HA_ACTIVE_NODE", "UNKNOWN")], id="an-answer-without-state"),
        pytest.param(
            [ACTIVE, errors.DeviceFault("HTTP 500")], [("HA_ACTIVE_NODE", "UNKNOWN")], id="a-fault-of-the-unit"
        ),
        pytest.param([ACTIVE, errors.NotReady("HTTP 503")], [("HA_ACTIVE_NODE", "UNREACHABLE")], id="not-ready"),
    ],
)
def test_only_changes_of_state_are_reported(
    source: SimpleNamespace, script: list[Any], expected: list[tuple[str, str]]
) -> None:
    unit = source.Watched("branch01", "primary", Scripted(*script))
    changes = [change for _ in range(len(script) + 2) if (change := unit.read())]
    assert [(change["previous"], change["state"]) for change in changes] == expected
    assert all(change["pair"] == "branch01" and change["unit"] == "primary" for change in changes)


def test_a_reason_comes_with_a_state_that_is_not_the_unit_s_own(source: SimpleNamespace) -> None:
    unit = source.Watched("branch01", "primary", Scripted(ACTIVE, GONE))
    unit.read()
    assert "no answer" in unit.read()["reason"]


def test_a_unit_that_refuses_the_login_is_not_called_again(source: SimpleNamespace) -> None:
    unit = source.Watched("branch01", "primary", Scripted(ACTIVE, REFUSED))
    changes = [unit.read() for _ in range(5)]
    assert [change["state"] for change in changes if change] == ["LOGIN_REFUSED"]
    assert unit.source.asked == 2


def test_the_api_of_a_unit_is_read_with_one_call_and_no_write(source: SimpleNamespace) -> None:
    api = fake_client.unit(status=units.active())
    unit = source.Watched("branch01", "primary", api)
    unit.read()
    assert unit.state == "HA_ACTIVE_NODE"
    assert [name for name, _ in api._client.calls] == ["status"]


@contextlib.contextmanager
def patched(main: Any, **names: Any) -> Iterator[None]:
    """The module's names, changed: its functions look them up in the namespace that runpy made."""
    before = {name: main.__globals__[name] for name in names}
    main.__globals__.update(names)
    try:
        yield
    finally:
        main.__globals__.update(before)


def watch(
    source: SimpleNamespace, arguments: Mapping[str, Any], scripts: Mapping[str, Scripted], seconds: float
) -> Any:
    """Run the source for a while; return the events."""
    queue: asyncio.Queue[Any] = asyncio.Queue()

    async def until_cancelled() -> None:
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(source.main(queue, arguments), seconds)

    with patched(source.main, UnitSource=lambda pair, own, role: scripts[role], SHORTEST=0):
        asyncio.run(until_cancelled())
    return [queue.get_nowait() for _ in range(queue.qsize())]


def test_events_reach_the_queue_and_tokens_are_revoked(source: SimpleNamespace) -> None:
    scripts = {"primary": Scripted(ACTIVE, STANDBY), "secondary": Scripted(STANDBY, ACTIVE)}
    events = watch(source, {"pairs": {"branch01": UNITS}, "interval": 0}, scripts, seconds=0.5)
    assert events == [
        {
            "ha_state": {
                "pair": "branch01",
                "unit": unit,
                "previous": previous,
                "state": now,
                "peer_state": previous,
                "reason": "",
            }
        }
        for unit, previous, now in (
            ("primary", "HA_ACTIVE_NODE", "HA_STANDBY_NODE"),
            ("secondary", "HA_STANDBY_NODE", "HA_ACTIVE_NODE"),
        )
    ]
    assert all(script.closed for script in scripts.values())


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({}, "no pairs are given"),
        ({"pairs": ["branch01"]}, "pairs is not given as variables by pair"),
        ({"pairs": {"branch01": None}}, "pairs is not given as variables by pair"),
        ({"pairs": {"branch01": UNITS | LOGIN}, "interval": 1}, "interval is '1'"),
        ({"pairs": {"branch01": UNITS | LOGIN}, "parallel": "many"}, "parallel is 'many'"),
        ({"pairs": {"branch01": UNITS}}, "no password is given"),
        ({"pairs": {"branch01": LOGIN}}, "failover_units"),
    ],
)
def test_wrong_arguments_are_refused_with_a_sentence(
    source: SimpleNamespace, arguments: Mapping[str, Any], sentence: str
) -> None:
    with pytest.raises(errors.InputError) as raised:
        asyncio.run(source.main(asyncio.Queue(), arguments))
    assert sentence in str(raised.value)


def test_the_rulebook_runs_nothing_but_the_verification() -> None:
    (ruleset,) = yaml.safe_load((EDA / "rulebooks" / "verify_on_change.yml").read_text(encoding="utf-8"))
    assert [set(each) - {"name"} for each in ruleset["sources"]] == [{"fdm.failover.ha_state"}]
    assert [rule["action"]["run_playbook"]["name"] for rule in ruleset["rules"]] == ["fdm.failover.verify"]
