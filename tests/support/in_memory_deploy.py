# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A deployment without Ansible, sockets and time: the collection's own client and steps, in the order of the roles.

A thousand times quicker than a playbook, and the same each time, so that every call can be struck in every way. What
Ansible adds (roles, tasks, workers) is held to account by the tests that run ansible-playbook.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jinja2
from ansible_collections.fdm.failover.plugins.action.wait import TARGETS
from ansible_collections.fdm.failover.plugins.plugin_utils.errors import Conflict, FailoverError
from ansible_collections.fdm.failover.plugins.plugin_utils.fdm.client import Client
from ansible_collections.fdm.failover.plugins.plugin_utils.fdm.connection import Connection
from ansible_collections.fdm.failover.plugins.plugin_utils.fdm.retry import ONCE
from ansible_collections.fdm.failover.plugins.plugin_utils.fdm.unit_api import UnitApi
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.device.unit import IMPORTING, Unit
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.finding import errors
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.intent.ha_configuration import link_values
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.intent.intent import Intent, read_intent
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.plan.plan import End, Step
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.preflight import Outcome, pair_context, preflight
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.rules.rule import Settings
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.verification.verify import headline, verify
from ansible_collections.fdm.failover.plugins.plugin_utils.steps import configuration, deployment, join, ports, read
from ansible_collections.fdm.failover.plugins.plugin_utils.steps.waiting import Observation, Wait
from simulator.offline import Offline
from support.harness import COMBINED, PASSWORD

ROLES = ("primary", "secondary")
HOSTS = {"primary": "127.0.1.11", "secondary": "127.0.1.12"}
OWN_PASSWORD = "Secondary-Passw0rd-1"
TIMES = {f"{name}_seconds": 3.0 for name in ("join", "deploy", "break", "negotiate", "away", "sync")}
TEMPLATE = Path(__file__).parents[2] / "roles/render/templates/ha_configuration.json.j2"
COMMANDS = ("show interface ip brief", "show managers")


class Killed(BaseException):
    """The run is dead."""


class Reply(io.BytesIO):
    """An answer as the opener returns it."""

    def __init__(self, status: int, body: bytes, kind: str = "application/json") -> None:
        super().__init__(body)
        self.status = status
        self.headers = {"Content-Type": kind, "Content-Length": str(len(body))}

    def getcode(self) -> int:
        """The status."""
        return self.status


@dataclass
class Asked:
    """One call on its way: its number in the run, from 1 on, and what it asks."""

    number: int
    unit: str
    method: str
    path: str


Before = Callable[[Asked], "Reply | Exception | BaseException | None"]
After = Callable[[Asked, "Reply"], "Reply | Exception | BaseException"]


def untouched(_asked: Asked) -> None:
    """Let the call pass."""


def as_it_is(_asked: Asked, reply: Reply) -> Reply:
    """Let the answer pass."""
    return reply


@dataclass
class Site:
    """Two single units and their cable; ``before`` and ``after`` may answer in the unit's place, or raise."""

    units: Mapping[str, Any] = field(default_factory=dict)
    before: Before = untouched
    after: After = as_it_is
    asked: list[Asked] = field(default_factory=list)

    @cached_property
    def rig(self) -> Offline:
        """The simulated units."""
        own = {"primary": PASSWORD, "secondary": OWN_PASSWORD}
        told = [
            {"name": role, "address": HOSTS[role], "peer": other, "password": own[role]}
            | dict(self.units.get(role, {}))
            for role, other in zip(ROLES, ROLES[::-1], strict=True)
        ]
        return Offline({"defaults": TIMES | dict(self.units.get("both", {})), "units": told})

    def untroubled(self) -> None:
        """From now on every call passes, and what never ended does."""
        self.before, self.after = untouched, as_it_is
        for role in ROLES:
            self.rig.patch(role, let_jobs_end=True)
        self.rig.advance(120)

    def open(self, method: str, url: str, *, data: Any, headers: dict[str, str], **_options: Any) -> Reply:
        """What ``transport`` calls in place of its HTTP client."""
        parts = urlsplit(url)
        role = next(role for role, host in HOSTS.items() if host == parts.hostname)
        _, _, _, version, *rest = parts.path.split("/")
        asked = Asked(len(self.asked) + 1, role, method, "/" + "/".join(rest))
        self.asked.append(asked)
        early = self.before(asked)
        absent = self._absent(role) if early is None else None
        if absent is not None:
            killed = self.after(asked, Reply(503, b"{}"))
            return _raised(killed if isinstance(killed, Killed) else absent)
        sent = data.read() if data is not None else b""
        if early is not None:
            return _raised(early)
        target = asked.path + (f"?{parts.query}" if parts.query else "")
        token = headers.get("Authorization", "").removeprefix("Bearer ")
        status, body = self.rig.call(
            role, method, target, json.loads(sent) if sent else None, token=token, version=version
        )
        return _raised(self.after(asked, Reply(status, b"" if body is None else json.dumps(body).encode())))

    def _absent(self, role: str) -> Reply | Exception | None:
        absence = self.rig.unit(role).absence(self.rig.clock.now())
        if absence == "reset":
            return ConnectionRefusedError(111, "Connection refused")
        return None if absence is None else Reply(503, b"{}")


def _raised(outcome: Reply | Exception | BaseException) -> Reply:
    if isinstance(outcome, BaseException):
        raise outcome
    return outcome


@dataclass
class Deployment:
    """One run of the roles on a site; ``variables`` are the inventory's."""

    site: Site
    variables: Mapping[str, Any] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    warned: list[str] = field(default_factory=list)
    _logins: dict[bool, dict[str, UnitApi]] = field(default_factory=dict)

    @cached_property
    def intent(self) -> Intent:
        """The pair as the inventory wants it."""
        units = {role: {"host": host} for role, host in HOSTS.items()}
        return read_intent("branch01", COMBINED | {"failover_units": units} | dict(self.variables))

    @property
    def key(self) -> str | None:
        """The IPsec key."""
        return self.variables.get("failover_key")

    def unit(self, role: str, absence: bool = False) -> UnitApi:
        """A unit with a login of this run."""
        there = self._logins.setdefault(absence, {})
        if role not in there:
            there[role] = UnitApi(self._client(role, absence))
        return there[role]

    def _client(self, role: str, absence: bool) -> Client:
        secondary = role == "secondary"
        connection = Connection(
            "branch01",
            role,
            HOSTS[role],
            OWN_PASSWORD if secondary else PASSWORD,
            fallback_logins=(("admin", PASSWORD),) if secondary else (),
            may_use_peer_login=secondary,
        )
        clock = self.site.rig.clock
        retry = ONCE if absence else None
        return Client(
            connection, opener=self.site.open, clock=clock.now, sleep=clock.advance, random=lambda: 0.5, retry=retry
        )

    def waiting(self, role: str, limit: float, absence: bool = False) -> Wait:
        """A wait that takes no time."""
        clock = self.site.rig.clock
        label = self.unit(role).connection.label
        return Wait(label, limit, self.said.append, absence=absence, clock=clock.now, sleep=clock.advance)

    def run(self) -> None:
        """Preflight, apply, verify. Raises FailoverError with the sentence that the run would end with."""
        outcome = self.judge()
        if not outcome.ready:
            raise Conflict(outcome.verdict)
        if outcome.plan.verdict != End.FINISHED:
            self.apply(outcome)
        self.verify()

    def judge(self) -> Outcome:
        """Role preflight."""
        primary = self._read("primary", False)
        status = primary["status"]
        coming = status.get("nodeState") in ("HA_ACTIVE_NODE", "HA_NEGOTIATING_NODE")
        alone = status.get("peerNodeState") not in ("HA_STANDBY_NODE", "HA_ACTIVE_NODE")
        importing = status.get("configStatus") in (*IMPORTING, "UNKNOWN")
        secondary = self._read("secondary", coming and (alone or importing))
        return preflight(pair_context(self.intent, primary, secondary, self.key, Settings(clock_skew=10**12)))

    def _read(self, role: str, absence: bool) -> dict[str, Any]:
        found: dict[str, Any] = {}

        def look() -> Any:
            found.update(read.read(self.unit(role, absence), ports=self._ports, commands=COMMANDS))
            return Observation("answers", done=True)

        if absence:
            self.waiting(role, 1200, absence=True).until(look, "the unit's return")
        else:
            look()
        return found

    @property
    def _ports(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(link.port for link in self.intent.links))

    def apply(self, outcome: Outcome) -> None:
        """Role apply."""
        plan = outcome.plan
        for role in ROLES:
            if plan.has(Step.ENABLE, role):
                ports.enable(self.unit(role), self._ports)
        deploying = [role for role in ROLES if plan.has(Step.DEPLOY, role)]
        begun = {role: deployment.begin(self.unit(role), ports=self._ports) for role in deploying}
        for role, result in begun.items():
            deployment.finish(self.unit(role), result["job"], self.waiting(role, 1800))
        for role, result in begun.items():
            if result["job"] and not result["changed"]:
                deployment.settle(self.unit(role), True, partial(self.waiting, role, 1800), self._ports)
        self._join("primary", outcome)
        self._join("secondary", outcome)
        self._await("primary", "", "in_sync", 7200)

    def _join(self, role: str, outcome: Outcome) -> None:
        job = ""
        if outcome.plan.has(Step.JOIN, role):
            intent = outcome.intent
            written = configuration.write(self.unit(role), intent, role, rendered(intent, role), self.key)
            begun = join.begin(self.unit(role), version=written.get("version", ""))
            self.warned += begun.get("warnings", [])
            job = begun["job"]
        if role == "secondary":
            self._await(role, job, "in_sync", 7200, absence=True)
        elif outcome.plan.has(Step.WAIT_ACTIVE, role):
            self._await(role, job, "active", 1800)

    def _await(self, role: str, job: str, until: str, limit: float, absence: bool = False) -> None:
        target, what = TARGETS[until]
        join.finish(self.unit(role, absence), role, job, self.waiting(role, limit, absence), target, what)

    def verify(self) -> None:
        """Role verify."""
        parts = ("system", "status", "configuration", "interfaces", "etherchannels")
        commands = ("show failover", "show failover state", "show running-config failover")
        seen = [Unit(role, read.read(self.unit(role), parts, commands=commands)) for role in ROLES]
        findings = verify(self.intent, *seen)
        if errors(findings):
            raise Conflict(headline(self.intent, *seen, findings))


def rendered(intent: Intent, role: str) -> dict[str, Any]:
    """What role render makes of the template."""
    return json.loads(_template().render(link_values=link_values(intent, role)))


@lru_cache(maxsize=1)
def _template() -> jinja2.Template:
    environment = jinja2.Environment(trim_blocks=True, autoescape=False)
    environment.filters["to_json"] = json.dumps
    return environment.from_string(TEMPLATE.read_text(encoding="utf-8"))


def unfinished(site: Site, variables: Mapping[str, Any]) -> list[str]:
    """What is not as it must be on a finished pair, as the simulator knows it."""
    wrong = []
    for role, state in zip(ROLES, ("HA_ACTIVE_NODE", "HA_STANDBY_NODE"), strict=True):
        held = site.rig.state(role)
        wanted = {"role": f"HA_{role.upper()}", "state": state, "config_status": "IN_SYNC", "pending": []}
        wrong += [f"{role}: {name} is {held[name]}" for name, value in wanted.items() if held[name] != value]
        if (held["ha_running"] or {}).get("sharedKey") != variables.get("failover_key"):
            wrong.append(f"{role}: another key")
    return wrong


def attempt(site: Site, variables: Mapping[str, Any]) -> str | None:
    """Run once: the sentence it ends with, empty for a good end, None where it was killed."""
    try:
        Deployment(site, variables).run()
    except FailoverError as error:
        return str(error)
    except Killed:
        return None
    return ""


def recover(site: Site, variables: Mapping[str, Any], said: str | None, alone: bool = True) -> list[str]:
    """Run once more without trouble, and judge: what is wrong, empty where nothing is. A run that was not ``alone`` may
    have come second with a join, which the unit refused."""
    wrong = [] if said is None or well_said(said) else [f"not one clear sentence: {said}"]
    site.untroubled()
    again = attempt(site, variables)
    wrong += [f"the next run ended with: {again}"] if again else []
    joins = [site.rig.unit(role).joins_refused for role in ROLES]
    wrong += [f"joins were posted while one was running: {joins}"] if alone and any(joins) else []
    return wrong + unfinished(site, variables)


def well_said(said: str) -> bool:
    """True for no words at all, and for one line that names the pair and ends as a sentence does."""
    return not said or (said.startswith("branch01") and said.endswith(".") and "\n" not in said)
