# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Action of fdm.failover.prove: hold a pair against the intent after the change."""

from __future__ import annotations

from typing import Any

from ..plugin_utils.pure.comparison import as_in_use
from ..plugin_utils.pure.device.unit import Unit
from ..plugin_utils.pure.finding import errors
from ..plugin_utils.pure.intent.ha_configuration import with_ports
from ..plugin_utils.pure.table import as_sentences, summary, table
from ..plugin_utils.pure.verification.verify import headline, verify
from ..plugin_utils.task import FailoverTask, Options


class ActionModule(FailoverTask):
    """Judge what was read of both units after the change, show a headline and a table."""

    SPEC = {
        "primary": {"type": "dict", "required": True},
        "secondary": {"type": "dict", "required": True},
        "ports": {"type": "dict", "default": {}},
        "plan": {"type": "dict", "default": {}},
    }

    def work(self, options: Options) -> dict[str, Any]:
        """Never fails over a finding: the caller decides, by ``proved``."""
        if options["plan"].get("steps") and not self.writes:
            line = f"{self.variables.pair}: check mode, the plan was not carried out, so there is nothing to prove"
            self.say(line)
            return {"changed": False, "msg": line, "summary": summary(()), "proved": True, "findings": []}
        primary, secondary = Unit("primary", options["primary"]), Unit("secondary", options["secondary"])
        intent = as_in_use(with_ports(self.variables.intent(), options["ports"]), (primary, secondary))
        findings = verify(intent, primary, secondary)
        line = headline(intent, primary, secondary, findings)
        self.say(line)
        if findings:
            self.say(table(f"{intent.pair}, verify", findings))
        return {
            "changed": False,
            "msg": f"{line}. {as_sentences(errors(findings))}" if errors(findings) else line,
            "summary": summary(findings),
            "proved": not errors(findings),
            "findings": [finding.as_dict() for finding in findings],
        }
