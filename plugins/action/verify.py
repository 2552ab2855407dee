# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Action of fdm.failover.verify: read both units and verify the pair against the inventory."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..plugin_utils.errors import FailoverError, LoginRefused, NotAllowed
from ..plugin_utils.pure.comparison import as_in_use
from ..plugin_utils.pure.device.unit import Unit
from ..plugin_utils.pure.finding import errors
from ..plugin_utils.pure.intent.ha_configuration import with_ports
from ..plugin_utils.pure.intent.intent import Intent
from ..plugin_utils.pure.names import PRIMARY, SECONDARY
from ..plugin_utils.pure.table import as_sentences, summary, table
from ..plugin_utils.pure.verification.verify import headline, verify
from ..plugin_utils.steps.read import EVIDENCE, read_evidence
from ..plugin_utils.task import Options
from ..plugin_utils.unit_task import UnitOpener

Units = Mapping[str, Mapping[str, Any]]


class ActionModule(UnitOpener):
    """Read both units, verify, show a headline and a table."""

    SPEC = {
        "commands": {"type": "list", "elements": "str", "default": list(EVIDENCE)},
        "stop": {"type": "bool", "default": True},
        "set_stats": {"type": "bool", "default": False},
    }

    def work(self, options: Options) -> dict[str, Any]:
        """Fail where a finding is an error, unless ``stop`` is false: then ``verified`` tells."""
        intent = self.variables.intent()
        record = self.load_record(intent)
        if record is not None:
            if record.steps and not self.writes:
                return self._not_carried_out(intent)
            intent = with_ports(intent, record.ports)
        primary, secondary = self._read(intent, options, {} if record is None else record.units)
        intent = as_in_use(intent, (primary, secondary))
        findings = verify(intent, primary, secondary)
        line = headline(intent, primary, secondary, findings)
        self.say(line)
        if findings:
            self.say(table(f"{intent.pair}, verify", findings))
        wrong = errors(findings)
        result = {
            "changed": False,
            "msg": f"{line}. {as_sentences(wrong)}" if wrong else line,
            "summary": summary(findings),
            "verified": not wrong,
            "findings": [finding.as_dict() for finding in findings],
        }
        if options["set_stats"]:
            kept = {name: result[name] for name in ("verified", "msg", "findings")}
            result["ansible_stats"] = {"data": {"verify": {intent.pair: kept}}, "per_host": False, "aggregate": True}
        return result | ({"failed": True} if options["stop"] and wrong else {})

    def _read(self, intent: Intent, options: Options, known: Units) -> tuple[Unit, Unit]:
        primary = self._read_unit(PRIMARY, intent, options, known)
        return primary, self._read_unit(SECONDARY, intent, options, known, in_ha=primary.in_ha)

    def _read_unit(self, role: str, intent: Intent, options: Options, known: Units, in_ha: bool = False) -> Unit:
        """A unit as it is now; what this run knows of its hardware and software is not read again."""
        system = known.get(role, {}).get("system")
        try:
            with self.opened(role, in_ha=in_ha) as api:
                return Unit(role, dict(read_evidence(api, intent, options["commands"], system)))
        except FailoverError as error:
            if not (intent.upgrade and error.away) or isinstance(error, (LoginRefused, NotAllowed)):
                raise
            return Unit(role, {})  # it restarts: upgrade-unit-away says so

    def _not_carried_out(self, intent: Intent) -> dict[str, Any]:
        line = f"{intent.pair}: check mode: the plan was not carried out, so there is nothing to verify"
        self.say(line)
        return {"changed": False, "msg": line, "summary": summary(()), "verified": True, "findings": []}
