# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Action of fdm.failover.logout: give the run's token back."""

from __future__ import annotations

from typing import Any

from ansible import constants

from ..plugin_utils.fdm.client import Client
from ..plugin_utils.fdm.token_store import TokenStore
from ..plugin_utils.task import UNIT_SPEC, FailoverTask, Options


class ActionModule(FailoverTask):
    """Revoke the token that the tasks of this run share, if there is one. Never fails."""

    SPEC = UNIT_SPEC

    def work(self, options: Options) -> dict[str, Any]:
        """Return nothing changed: a token is no configuration."""
        connection = self.variables.connection(options)
        Client(connection, TokenStore(constants.DEFAULT_LOCAL_TMP)).logout()
        return {"changed": False}
