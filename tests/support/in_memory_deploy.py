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
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jinja2
from ansible_collections.fdm.failover.plugins.plugin_utils.errors import Conflict, FailoverError
from ansible_collections.fdm.failover.plugins.plugin_utils.fdm.client import Client
from ansible_collections.fdm.failover.plugins.plugin_utils.fdm.connection import Connection
from ansible_collections.fdm.failover.plugins.plugin_utils.fdm.retry import ONCE
from ansible_collections.fdm.failover.plugins.plugin_utils.fdm.unit_api import UnitApi
from ansible_collections.fdm.failover.plugins.plugin_utils.phases import Phases, Reach
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.comparison import as_in_use
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.device.unit import Unit
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.intent.ha_configuration import link_values
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.intent.intent import Intent, read_intent
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.plan.plan import End, Phase
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.preflight import (
    Outcome,
    pair_context,
    preflight,
    secondary_may_be_away,
)
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.rules.rule import PendingChanges, Settings
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.verification.outcome import Verification, verification
from ansible_collections.fdm.failover.plugins.plugin_utils.run_record import RunRecord
from ansible_collections.fdm.failover.plugins.plugin_utils.steps import read
from ansible_collections.fdm.failover.plugins.plugin_utils.steps.pair import read_pair
from ansible_collections.fdm.failover.plugins.plugin_utils.steps.waiting import Wait
from simulator.offline import Offline
from support.harness import COMBINED, PASSWORD

ROLES = ("primary", "secondary")
HOSTS = {"primary": "127.0.1.11", "secondary": "127.0.1.12"}
OWN_PASSWORD = "Secondary-Passw0rd-1"
TIMES = {f"{name}_seconds": 3.0 for name in ("join", "deploy", "break", "negotiate", "away", "sync")}
TEMPLATE = Path(__file__).parents[2] / "roles/render/templates/ha_configuration.json.j2"


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
    watch: Callable[[Any, Any], None] | None = None

    @cached_property
    def rig(self) -> Offline:
        """The simulated units."""
        own = {"primary": PASSWORD, "secondary": OWN_PASSWORD}
        told = [
            {"name": role, "address": HOSTS[role], "peer": other, "password": own[role]}
            | dict(self.units.get(role, {}))
            for role, other in zip(ROLES, ROLES[::-1], strict=True)
        ]
        return Offline({"defaults": TIMES | dict(self.units.get("both", {})), "units": told}, self.watch)

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
        if isinstance(body, bytes):
            return _raised(self.after(asked, Reply(status, body, "application/octet-stream")))
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
    """One run of the roles on a site; ``variables`` are the inventory's, ``hold`` is that of ``Phases``.

    ``begin_with``: the phases that are carried out before what is left of the plan.
    """

    site: Site
    variables: Mapping[str, Any] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    warned: list[str] = field(default_factory=list)
    record: RunRecord = field(default_factory=RunRecord)
    hold: Callable[[float, float], float] | None = None
    begin_with: tuple[Phase, ...] = tuple(Phase)
    rounds: int = 0
    _logins: dict[tuple[bool, bool], dict[str, UnitApi]] = field(default_factory=dict)

    @cached_property
    def intent(self) -> Intent:
        """The pair as the inventory wants it."""
        return read_intent("branch01", COMBINED | {"failover_units": self.units} | dict(self.variables))

    @property
    def units(self) -> dict[str, dict[str, str]]:
        """The units of the inventory by role; ``failover_units`` may exchange them."""
        return self.variables.get("failover_units", {role: {"host": host} for role, host in HOSTS.items()})

    @property
    def settings(self) -> Settings:
        """What the inventory says to preflight; clocks are compared where it names a difference only."""
        return Settings(
            self.variables.get("preflight_require_link", False),
            PendingChanges(self.variables.get("preflight_pending_changes", "refuse")),
            self.variables.get("preflight_clock_skew", 10**12),
        )

    @property
    def key(self) -> str | None:
        """The IPsec key."""
        return self.variables.get("failover_key")

    def api(self, role: str, absence: bool = False, in_ha: bool = False) -> UnitApi:
        """A unit with a login of this run."""
        there = self._logins.setdefault((absence, in_ha), {})
        if role not in there:
            there[role] = UnitApi(self._client(role, absence, in_ha or absence))
        return there[role]

    def _client(self, role: str, absence: bool, in_ha: bool) -> Client:
        secondary = role == "secondary"
        host = self.units[role]["host"]
        primarys = self._password(self.units["primary"]["host"])
        connection = Connection(
            "branch01",
            role,
            host,
            self._password(host),
            fallback_logins=(("admin", primarys),) if secondary and in_ha else (),
            may_use_peer_login=secondary and in_ha,
        )
        clock = self.site.rig.clock
        retry = ONCE if absence else None
        return Client(
            connection, opener=self.site.open, clock=clock.now, sleep=clock.advance, random=lambda: 0.5, retry=retry
        )

    def _password(self, host: str) -> str:
        """The password that the inventory has for a unit."""
        given = {unit["host"]: unit.get("password") for unit in self.units.values()}
        return given.get(host) or {HOSTS["primary"]: PASSWORD, HOSTS["secondary"]: OWN_PASSWORD}.get(host, PASSWORD)

    def wait(self, role: str, timeout: float, absence: bool = False, option: str = "preflight_absence_timeout") -> Wait:
        """A wait that takes no time."""
        clock = self.site.rig.clock
        label = self.api(role).connection.label
        return Wait(
            label,
            timeout,
            self.said.append,
            tolerate_absence=absence,
            option=option,
            clock=clock.now,
            sleep=clock.advance,
        )

    def run(self) -> None:
        """Preflight, apply, verify. Raises FailoverError with the sentence that the run would end with."""
        outcome = self.preflight()
        if not outcome.ready:
            raise Conflict(outcome.verdict)
        if outcome.plan.verdict != End.FINISHED:
            self.apply(outcome)
        self.verify()

    def preflight(self) -> Outcome:
        """Role preflight."""
        intent, primary = self.intent, self.api("primary")
        status = primary.status()
        now = Unit("primary", {"status": status})
        away = secondary_may_be_away(now)
        wait = self.wait("secondary", 1200, absence=True) if away else None
        units = read_pair(primary, self.api("secondary", away, now.in_ha), intent, status, wait)
        settings, waive = self.settings, list(self.variables.get("preflight_waive", ()))
        case = pair_context(intent, dict(units["primary"]), dict(units["secondary"]), self.key, settings)
        outcome = preflight(case, waive)
        self.record = RunRecord(
            ports=outcome.ports,
            steps=outcome.plan.as_dict()["steps"],
            units={role: dict(data) for role, data in units.items()},
            waive=waive,
            settings=asdict(settings),
        )
        return outcome

    def apply(self, outcome: Outcome) -> None:
        """Role apply, after role render."""
        self.record.rendered = {role: rendered(outcome.intent, role) for role in ROLES}
        reach = Reach(self._opened, self._wait)
        phases = Phases(outcome.intent, self.record, self.key, reach, lambda: None, hold=self.hold)
        waiting = True
        for phase in self.begin_with:
            waiting = self._is_waiting(phases, phase)
        while waiting:
            self.rounds += 1
            self.site.rig.clock.advance(5.0)  # the run works on other pairs
            waiting = self._is_waiting(phases)

    def _is_waiting(self, phases: Phases, phase: Phase | None = None) -> bool:
        result = phases.run(phase)
        self.warned += result["warnings"]
        return bool(result["waiting"])

    @contextmanager
    def _opened(self, role: str, absence: bool) -> Iterator[UnitApi]:
        yield self.api(role, absence)

    def _wait(self, api: UnitApi, seconds: int, absence: bool, option: str) -> Wait:
        return self.wait(api.connection.role, seconds, absence, option)

    def verify(self) -> None:
        """Role verify."""
        found = self.verified()
        if found.wrong:
            raise Conflict(found.headline)

    def verified(self) -> Verification:
        """What verify says of the pair."""
        seen: list[Unit] = []
        for role in ROLES:
            api = self.api(role, in_ha=bool(seen) and seen[0].in_ha)
            system = self.record.units.get(role, {}).get("system")
            seen.append(Unit(role, dict(read.read_evidence(api, self.intent, system=system))))
        units = (seen[0], seen[1])
        return verification(as_in_use(self.intent, units), units, {})


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
    named = {host: name for name, host in HOSTS.items()}
    units = Deployment(site, variables).units
    for role, state in zip(ROLES, ("HA_ACTIVE_NODE", "HA_STANDBY_NODE"), strict=True):
        held = site.rig.state(named[units[role]["host"]])
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
