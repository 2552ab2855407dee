# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options of the tasks that plan and note what breaks a pair."""

from __future__ import annotations


class ModuleDocFragment:
    """What rebuild and replace have in common."""

    PHASES = r"""
options:
  phase:
    description:
      - V(plan) reads, checks and says what will be done. V(begin) notes that it is begun. V(broken) notes that both
        units are single. V(finish) forgets the note. The role does them in order.
    type: str
    choices: [plan, begin, broken, finish]
    default: plan
  confirm:
    description: The name of the pair. Without it nothing is broken; in check mode it is not needed.
    type: str
  snapshot:
    description: The HA settings that were taken, for the phase V(begin).
    type: path
  waive:
    description: Rules whose errors are lowered to warnings, as in M(fdm.failover.preflight).
    type: list
    elements: str
    default: []
  pending_changes:
    description: What to do with other users' pending changes, as in M(fdm.failover.preflight).
    type: str
    choices: [refuse, deploy]
    default: refuse
  clock_skew:
    description: Seconds by which the clocks may differ, as in M(fdm.failover.preflight).
    type: int
    default: 30
"""
