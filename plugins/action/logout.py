# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Action of fdm.failover.logout: revoke this run's API tokens."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from ansible import constants

from ..plugin_utils.errors import FailoverError
from ..plugin_utils.fdm.client import Client
from ..plugin_utils.fdm.token_store import TokenStore
from ..plugin_utils.pure.names import ROLES
from ..plugin_utils.statistics import noted_error
from ..plugin_utils.task import FailoverTask, Options
from ..plugin_utils.unit_task import UNIT_SPEC


class ActionModule(FailoverTask):
    """Revoke the tokens that the tasks of this run share: of one unit, or of both where none is named. Never fails."""

    SPEC = UNIT_SPEC | {"set_stats": {"type": "bool", "default": False}}

    def work(self, options: Options) -> dict[str, Any]:
        """Return nothing changed: a token is no configuration."""
        roles = (options["unit"] or "",) if options["unit"] or options["host"] else ROLES
        for role in roles:
            with suppress(FailoverError):  # an inventory that can't be used has no tokens; the first task says so
                connection = self.variables.connection(options | {"unit": role})
                Client(connection, TokenStore(constants.DEFAULT_LOCAL_TMP)).logout()
        error = noted_error(constants.DEFAULT_LOCAL_TMP, self.variables.pair) if options["set_stats"] else ""
        return {"changed": False} | (self.statistics("stopped", {"msg": error}) if error else {})
