# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Base of the tasks on both units of a pair in HA."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

from .fdm.unit_api import UnitApi
from .pure.intent.intent import Intent
from .pure.names import PRIMARY, SECONDARY
from .steps.active_unit import Apis, ask
from .steps.pair_action import Outcome, PairAction
from .steps.waiting import Wait
from .task import Options
from .unit_task import UnitOpener


class PairTask(UnitOpener):
    """A task on both units. A subclass gives ``SPEC``, ``TIMEOUT`` (the variable of its limit) and ``on_pair``."""

    TIMEOUT: ClassVar[str] = "wait_timeout"

    def work(self, options: Options) -> dict[str, Any]:
        """Open both units, do the work, close them."""
        intent = self.variables.intent()
        with self.opened_pair() as apis:
            outcome = self.on_pair(PairAction(apis, intent, lambda: self.wait_for_pair(apis, intent, options)), options)
        result = outcome.as_dict()
        self.say(result["msg"])
        return result

    def on_pair(self, on: PairAction, options: Options) -> Outcome:
        """What the task does with the pair."""
        raise NotImplementedError

    @contextmanager
    def opened_pair(self) -> Iterator[Apis]:
        """Both units by role. Only a secondary whose primary is in HA is tried with the primary's login too."""
        with self.opened(PRIMARY) as primary, self.opened(SECONDARY, in_ha=self._in_ha(primary)) as secondary:
            yield {PRIMARY: primary, SECONDARY: secondary}

    def _in_ha(self, primary: UnitApi) -> bool:
        unit = ask(primary, PRIMARY)
        return unit is not None and unit.in_ha

    def wait_for_pair(self, apis: Apis, intent: Intent, options: Options) -> Wait:
        """A wait for both units; either may be away for a while."""
        limit = float(options["wait_timeout"])
        return Wait(intent.pair, limit, self.say, tolerate_absence=True, option=self.TIMEOUT, sleep=apis[PRIMARY].sleep)
