# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Action of fdm.failover.preflight: read both units and check every rule before anything is written."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from ansible import constants

from ..plugin_utils.errors import FailoverError
from ..plugin_utils.fdm.unit_api import UnitApi
from ..plugin_utils.forks import Tries, hold
from ..plugin_utils.play_units import PlayUnits
from ..plugin_utils.pure.device.unit import Unit
from ..plugin_utils.pure.finding import Severity
from ..plugin_utils.pure.fleet import Place
from ..plugin_utils.pure.intent.intent import Intent
from ..plugin_utils.pure.names import PRIMARY, SECONDARY
from ..plugin_utils.pure.plan.plan import End
from ..plugin_utils.pure.preflight import Outcome, pair_context, preflight, secondary_may_be_away
from ..plugin_utils.pure.rules.rule import PendingChanges, Settings
from ..plugin_utils.pure.table import rows_of, summary, table
from ..plugin_utils.run_record import RunRecord
from ..plugin_utils.steps.pair import read_pair
from ..plugin_utils.steps.read import UnitData
from ..plugin_utils.steps.waiting import StillWaiting, Wait
from ..plugin_utils.task import Options
from ..plugin_utils.unit_task import UnitOpener

KEPT = ("ready", "msg", "findings", "plan")
"""What becomes a statistic of the run."""
STEP = "preflight"
"""The name of this step in the record of a run, and of what it waits for."""


class ActionModule(UnitOpener):
    """Read, check, show a table; return findings, ports and plan, and keep them for the tasks that write."""

    SPEC = {
        "waive": {"type": "list", "elements": "str", "default": []},
        "require_link": {"type": "bool", "default": False},
        "pending_changes": {"type": "str", "choices": list(map(str, PendingChanges)), "default": "refuse"},
        "clock_skew": {"type": "int", "default": 30},
        "wait_timeout": {"type": "int", "default": 1200},
        "share_fork": {"type": "bool", "default": False},
        "stop": {"type": "bool", "default": True},
        "set_stats": {"type": "bool", "default": False},
    }

    def work(self, options: Options) -> dict[str, Any]:
        """Fail where a finding is an error, unless ``stop`` is false: then ``ready`` is false."""
        intent, key = self.variables.intent(), self.variables.key()
        settings = Settings(options["require_link"], PendingChanges(options["pending_changes"]), options["clock_skew"])
        tries = self._tries(intent, options)
        try:
            units = self._read(intent, options, tries)
        except StillWaiting as still:
            return self._later(intent, str(still), still.memory)
        except FailoverError as error:
            if tries is not None and tries.given_back:
                return self._tried_later(intent, error)
            self._note_end(intent)
            raise
        primary, secondary = dict(units[PRIMARY]), dict(units[SECONDARY])
        noted = self.noted_units({PRIMARY: primary, SECONDARY: secondary})
        places = (*noted, *self._other_units(noted))
        case = pair_context(intent, primary, secondary, key, settings, places)
        outcome = preflight(case, options["waive"])
        self._show(outcome)
        self._keep(intent, outcome, units, settings, options)
        self.records.note_done(STEP)
        result = {"changed": False, "waiting": False, "msg": outcome.verdict, **outcome.as_dict()}
        if options["set_stats"]:
            result |= self.statistics("preflight", {name: result[name] for name in KEPT})
        return result | ({"failed": True} if options["stop"] and not outcome.ready else {})

    def _read(self, intent: Intent, options: Options, tries: Tries | None) -> dict[str, UnitData]:
        with self.opened(PRIMARY, tries=tries) as primary:
            status = primary.status()
            now = Unit(PRIMARY, {"status": status})
            away = secondary_may_be_away(now)
            with self.opened(SECONDARY, tolerate_absence=away, in_ha=now.in_ha, tries=tries) as secondary:
                wait = self._absence(secondary, intent, options) if away else None
                return read_pair(primary, secondary, intent, status, wait)

    def _absence(self, secondary: UnitApi, intent: Intent, options: Options) -> Wait:
        """The wait for a secondary that may import; it goes on where an earlier task of this run has left it."""
        wait = self.wait_for(secondary, options["wait_timeout"], True, "preflight_absence_timeout")
        record = self.load_record(intent)
        memory = None if record is None else record.waits.get(STEP)
        wait.resume(memory)
        if options["share_fork"]:
            wait.hold = hold(self._task_vars, self.records, "" if memory else STEP)
        return wait

    def _tries(self, intent: Intent, options: Options) -> Tries | None:
        """A unit that does not answer is tried again once the others have had their turn, and then to the end."""
        record = self.load_record(intent)
        later = record is not None and record.waiting == STEP
        share = hold(self._task_vars, self.records, STEP) if options["share_fork"] and not later else None
        return None if share is None else Tries(share)

    def _tried_later(self, intent: Intent, error: FailoverError) -> dict[str, Any]:
        said = f"{error.where}: {error.finding.rstrip('.')}; the pair is checked after the others"
        self.say(said)
        return self._later(intent, said, {})

    def _later(self, intent: Intent, said: str, memory: dict[str, Any]) -> dict[str, Any]:
        """Nothing is known of the pair yet: this task is to go on later, its wait from ``memory``."""
        self.save_record(intent, self._new_record(intent, waiting=STEP, waits={STEP: memory}))
        nothing: dict[str, Any] = {"findings": [], "plan": {}, "ports": {}}
        return {"changed": False, "ready": False, "waiting": True, "msg": said, **nothing}

    def _note_end(self, intent: Intent) -> None:
        """A wait that ended with an error takes part in no turns any more."""
        record = self.load_record(intent)
        if record is not None and record.waiting:
            self.save_record(intent, self._new_record(intent))

    def _new_record(self, intent: Intent, **known: Any) -> RunRecord:
        """A record of what is known now; only what this run has rendered stays."""
        earlier = self.load_record(intent)
        return RunRecord(rendered={} if earlier is None else earlier.rendered, **known)

    def _other_units(self, noted: list[Place]) -> list[Place]:
        """The units of the other pairs of the play at the same addresses, as far as these are plain values."""
        own = [place for place in noted if place.pair == self.variables.pair]
        hosts, variables = self.play_hosts()
        written = PlayUnits(constants.DEFAULT_LOCAL_TMP).as_written(hosts, variables, own)
        return [place for place in written if place.pair != self.variables.pair]

    def _show(self, outcome: Outcome) -> None:
        """All there is to know before something is written; where nothing will be, only what is wrong."""
        pair, wrong = outcome.intent.pair, [each for each in outcome.findings if each.severity != Severity.ADVICE]
        if outcome.plan.verdict == End.FINISHED:
            title = outcome.verdict.replace(f"{pair}: ", f"{pair}, preflight: ", 1)
            self.say("\n".join([title, *rows_of(wrong)]))
            return
        if not outcome.ready:
            self.say("\n".join([f"{pair}, preflight: {summary(outcome.findings)}", *rows_of(wrong)]))
            return
        self.say(table(f"{pair}, preflight", outcome.findings))
        for choice in outcome.choices:
            self.say(f"{pair}, {choice.link} link: {choice.port} ({choice.reason})")
        self.say("\n  ".join([f"{pair}, plan:", *outcome.plan.lines(outcome.ports)]))

    def _keep(
        self, intent: Intent, outcome: Outcome, units: dict[str, UnitData], settings: Settings, options: Options
    ) -> None:
        record = self._new_record(
            intent,
            ready=outcome.ready,
            ports=outcome.ports,
            steps=outcome.plan.as_dict()["steps"],
            units={role: dict(data) for role, data in units.items()},
            waive=options["waive"],
            settings=asdict(settings),
        )
        self.save_record(intent, record)
