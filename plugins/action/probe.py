# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Action of fdm.failover.probe: compare a unit's own API description with what this collection relies on."""

from __future__ import annotations

from typing import Any

from ..plugin_utils.pure.device.open_questions import UNANSWERED
from ..plugin_utils.pure.device.unit import Unit
from ..plugin_utils.pure.finding import errors, in_order
from ..plugin_utils.pure.names import PRIMARY, ROLES
from ..plugin_utils.pure.table import as_sentences, summary, table
from ..plugin_utils.steps.probe import Probed, probe
from ..plugin_utils.task import Options
from ..plugin_utils.unit_task import UNIT_SPEC, UnitOpener

ALONE = "unit"
"""What a unit that is reached by its address alone is called."""


class ActionModule(UnitOpener):
    """Probe both units of the pair, or the one that the options name; show findings and answers."""

    SPEC = UNIT_SPEC | {"stop": {"type": "bool", "default": False}}

    def work(self, options: Options) -> dict[str, Any]:
        """Return what each unit says; fail where a finding is an error and ``stop`` is true."""
        named = options["unit"] or (options["host"] and ALONE)
        probed = {named: self._probe(named, options)} if named else self._probe_pair(options)
        for role, each in probed.items():
            self._show(role, each)
        findings = in_order(finding for each in probed.values() for finding in each.findings)
        lines = "; ".join(f"{role} {each.unit.software or 'unknown release'}" for role, each in probed.items())
        wrong = errors(findings)
        reasons = f". {as_sentences(wrong)}" if wrong else ""
        result = {
            "changed": False,
            "msg": f"{self.variables.pair}: {lines} ({summary(findings)}){reasons}",
            "findings": [finding.as_dict() for finding in findings],
            "units": {role: each.as_dict() for role, each in probed.items()},
        }
        return result | ({"failed": True} if options["stop"] and wrong else {})

    def _probe(self, name: str, options: Options, in_ha: bool = False) -> Probed:
        role = None if name == ALONE else name
        with self.opened(role or "", options | {"unit": role}, in_ha=in_ha) as api:
            return probe(api, name)

    def _probe_pair(self, options: Options) -> dict[str, Probed]:
        """Both units; a secondary in HA may know the primary's login only."""
        with self.opened(PRIMARY, options | {"unit": PRIMARY}) as api:
            in_ha = Unit(PRIMARY, {"status": api.status()}).in_ha
        return {role: self._probe(role, options, in_ha) for role in ROLES}

    def _show(self, role: str, probed: Probed) -> None:
        title = f"{self.variables.pair}, {role}"
        self.say(f"{title}: {probed.line}")
        self.say(table(f"{title}, probe", probed.findings))
        answered = [each for each in probed.answers if each["answer"] != UNANSWERED]
        open_still = [each["question"] for each in probed.answers if each["answer"] == UNANSWERED]
        if answered:
            said = [f"{each['question']} ({each['asked']}): {each['answer']}" for each in answered]
            self.say("\n  ".join([f"{title}, answers of its API description:", *said]))
        if open_still:
            self.say(f"{title}, what its API description does not say: {', '.join(open_still)}")
