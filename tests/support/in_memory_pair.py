# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A pair that is in HA already, without Ansible, sockets and time: what its tasks do, and what the units then are."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.errors import FailoverError
from ansible_collections.fdm.failover.plugins.plugin_utils.fdm.unit_api import UnitApi
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.intent.intent import Intent
from ansible_collections.fdm.failover.plugins.plugin_utils.steps.pair_action import Outcome, PairAction
from ansible_collections.fdm.failover.plugins.plugin_utils.steps.settings import Writer
from ansible_collections.fdm.failover.plugins.plugin_utils.steps.suspension import reset, resume, suspend
from ansible_collections.fdm.failover.plugins.plugin_utils.steps.switch import switch
from ansible_collections.fdm.failover.plugins.plugin_utils.steps.waiting import StillWaiting, Wait
from simulator.api import Answer, Call
from simulator.spec import Spec
from support.harness import PASSWORD
from support.in_memory_deploy import HOSTS, ROLES, Asked, Deployment, Killed, Reply, Site

LINK = {"port": "GigabitEthernet0/2", "primary_address": "192.168.10.1/30", "secondary_address": "192.168.10.2/30"}
STATUS = "/devices/default/operational/ha/status/default"
ACTION = "/devices/default/action/ha/"
TURNS = 100
READING = ("/fdm/token", "/action/command")
DO: dict[str, Callable[..., Outcome]] = {
    "switch": lambda on, **options: switch(on, **{"to": "other"} | options),
    "suspend": suspend,
    "resume": resume,
    "reset": reset,
}


def site(active: str = "primary", **units: Mapping[str, Any]) -> Site:
    """A pair in HA, one unit active; ``both`` and the roles take settings of the simulator."""
    joined = {role: {"joined": LINK | {"role": role, "active": role == active}} for role in ROLES}
    same = {"both": {"password": PASSWORD} | dict(units.get("both", {}))}
    return Site(same | {role: joined[role] | {"password": PASSWORD} | dict(units.get(role, {})) for role in ROLES})


@dataclass
class Life:
    """One run of a task on a pair. ``said``: what the run printed."""

    site: Site
    variables: Mapping[str, Any] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)

    @cached_property
    def deployment(self) -> Deployment:
        """The logins of this run."""
        return Deployment(self.site, self.variables, self.said)

    @property
    def intent(self) -> Intent:
        """The pair as the inventory wants it."""
        return self.deployment.intent

    @cached_property
    def apis(self) -> dict[str, UnitApi]:
        """Both units, as the tasks open them."""
        return {role: self.deployment.api(role, in_ha=True) for role in ROLES}

    def wait(self) -> Wait:
        """A wait for both units that takes no time."""
        clock = self.site.rig.clock
        return Wait("branch01", 1800, self.said.append, tolerate_absence=True, clock=clock.now, sleep=clock.advance)

    @property
    def action(self) -> PairAction:
        """What the steps are done with."""
        return PairAction(self.apis, self.intent, self.wait)

    def do(self, action: str, **options: Any) -> Outcome:
        """Run one task."""
        return DO[action](self.action, **options)


def settings(of: Site, variables: Mapping[str, Any], **options: Any) -> dict[str, Any]:
    """Run the task settings once; returns its result."""
    life = Life(of, variables)
    return Writer(life.intent, life.wait, HOSTS.values(), **options).apply(life.apis)


def settings_in_turns(of: Site, variables: Mapping[str, Any]) -> dict[str, Any]:
    """Run the task settings as in a play of many pairs, again and again until it waits no more; returns the last
    result, ``changed`` where one of them has changed something."""
    begun, memory, changed = None, None, False
    for _turn in range(TURNS):
        life = Life(of, variables)
        writer = Writer(life.intent, partial(_short_wait, life, memory), HOSTS.values(), later=True, begun=begun)
        try:
            result = writer.apply(life.apis)
        except StillWaiting as still:
            begun, memory = writer.begun, still.memory
            changed |= writer.result("", "")["changed"]
        else:
            assert begun is not None or not result["changed"]
            return result | {"changed": changed or result["changed"]}
    raise AssertionError("the task settings waits without end")


def _short_wait(life: Life, memory: Mapping[str, Any] | None) -> Wait:
    wait = life.wait()
    wait.resume(memory)
    wait.hold = lambda _elapsed, held: 1.0 - held
    return wait


def writes(of: Site, start: int = 0) -> list[tuple[str, str, str]]:
    """The calls that change something, from one of the asked on: unit, method and path."""
    return [
        (asked.unit, asked.method, asked.path)
        for asked in of.asked[start:]
        if asked.method != "GET" and asked.path not in READING
    ]


def states(of: Site) -> dict[str, str]:
    """The true states, in a word or two."""
    found = {role: str(of.rig.state(role)["state"]) for role in ROLES}
    return {role: state.removeprefix("HA_").removesuffix("_NODE").lower() for role, state in found.items()}


@contextmanager
def reporting(of: Site, until: Callable[[Asked], bool], **reports: Mapping[str, Any] | None) -> Iterator[None]:
    """Let units report another status than they have (None: no answer), until a call for which ``until`` holds."""
    over: list[bool] = []

    def before(asked: Asked) -> Exception | None:
        over.extend([True] if until(asked) else [])
        away = not over and reports.get(asked.unit, {}) is None
        return ConnectionRefusedError(111, "Connection refused") if away else None

    def after(asked: Asked, reply: Reply) -> Reply:
        report = reports.get(asked.unit)
        if over or asked.path != STATUS or not report:
            return reply
        return Reply(200, json.dumps(json.loads(reply.getvalue()) | dict(report)).encode())

    kept = of.before, of.after
    of.before, of.after = before, after
    try:
        yield
    finally:
        of.before, of.after = kept


def attempt(of: Site, action: str, variables: Mapping[str, Any] | None = None, **options: Any) -> str | None:
    """Run once: the sentence it ends with, empty for a good end, None where it was killed."""
    try:
        Life(of, variables or {}).do(action, **options)
    except FailoverError as error:
        return str(error)
    except Killed:
        return None
    return ""


def broken_requests(of: Site) -> list[str]:
    """A list that will hold what is wrong with the requests of a site from now on, by the vendor's specification."""
    spec, found = Spec.find(), []  # type: ignore[var-annotated]
    if spec is None:
        pytest.skip("the vendor's specification is not available")

    def watch(call: Call, _answer: Answer) -> None:
        path = f"/api/fdm/{call.version}{call.path}"
        found.extend(
            f"{call.method} {path}: {each}" for each in spec.check_request(call.method, path, call.query, call.body)
        )

    of.rig.watch(watch)
    return found
