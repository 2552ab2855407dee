# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Action of fdm.failover.verify: read both units and verify the pair against the inventory."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..plugin_utils.errors import FailoverError, InputError, LoginRefused, NotAllowed, RunEnded
from ..plugin_utils.pure.comparison import as_in_use
from ..plugin_utils.pure.device.unit import Unit
from ..plugin_utils.pure.finding import Finding
from ..plugin_utils.pure.intent.ha_configuration import link_values
from ..plugin_utils.pure.intent.intent import AUTO, Intent, with_ports
from ..plugin_utils.pure.names import PRIMARY, ROLES, SECONDARY
from ..plugin_utils.pure.table import summary
from ..plugin_utils.pure.verification.condition import unreachable
from ..plugin_utils.pure.verification.outcome import verification
from ..plugin_utils.steps.read import EVIDENCE, read_evidence
from ..plugin_utils.task import Options
from ..plugin_utils.templating import OWN
from ..plugin_utils.unit_task import UnitOpener

Units = Mapping[str, Mapping[str, Any]]
TEMPLATE = OWN["running_config.txt.j2"]
"""What role render predicts of `show running-config failover`."""
KEPT = ("verified", "condition", "msg", "findings")
"""What becomes a statistic of the run."""


class ActionModule(UnitOpener):
    """Read both units, verify, show the condition, then what is wrong."""

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
        units, unread = self._read(intent, options, {} if record is None else record.units)
        intent = as_in_use(intent, units)
        found = verification(intent, units, self._predicted(intent), unread)
        self.say(found.lines)
        result = {"changed": False, **found.as_dict()}
        if options["set_stats"]:
            result |= self.statistics("verify", {name: result[name] for name in KEPT})
        return result | ({"failed": True} if options["stop"] and found.wrong else {})

    def _read(self, intent: Intent, options: Options, known: Units) -> tuple[tuple[Unit, Unit], tuple[Finding, ...]]:
        """Both units as they are now, and a finding on each that could not be read."""
        unread: list[Finding] = []
        primary = self._read_unit(PRIMARY, intent, options, known, unread)
        secondary = self._read_unit(SECONDARY, intent, options, known, unread, in_ha=primary.in_ha)
        return (primary, secondary), tuple(unread)

    def _read_unit(
        self, role: str, intent: Intent, options: Options, known: Units, unread: list[Finding], in_ha: bool = False
    ) -> Unit:
        """A unit as it is now; what this run knows of its hardware and software is not read again."""
        system = known.get(role, {}).get("system")
        try:
            with self.opened(role, in_ha=in_ha) as api:
                return Unit(role, dict(read_evidence(api, intent, options["commands"], system)))
        except (InputError, RunEnded):
            raise
        except FailoverError as error:
            if intent.upgrade and error.away and not isinstance(error, (LoginRefused, NotAllowed)):
                return Unit(role, {})  # it restarts: upgrade-unit-away says so
            where = f"{error.where}: {error.what}" if error.where else error.what
            unread.append(unreachable(role, where, error.remedy))
            return Unit(role, {"host": self.variables.addresses()[ROLES.index(role)]})

    def _predicted(self, intent: Intent) -> dict[str, str]:
        """The lines of each unit, rendered from the inventory; none while a port is not chosen."""
        if AUTO in intent.ports:
            return {}
        return {role: TEMPLATE.render(link_values=link_values(intent, role)) for role in ROLES}

    def _not_carried_out(self, intent: Intent) -> dict[str, Any]:
        line = f"{intent.pair}: check mode: the plan was not carried out, so there is nothing to verify"
        self.say(line)
        return {"changed": False, "msg": line, "summary": summary(()), "verified": True, "findings": []}
