# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every rule, by what it is asked about. Ids are stable: users name them in their inventories."""

from __future__ import annotations

from .advice import LINK_ADVICE, PAIR_ADVICE
from .ha import HA_RULES
from .link import LINK_RULES, key_policy
from .pair import PAIR_RULES
from .port import RULES as PORT_RULES
from .rule import Rule

ON_PORTS: tuple[Rule, ...] = PORT_RULES
ON_LINKS: tuple[Rule, ...] = (*LINK_RULES, *LINK_ADVICE)
ON_PAIRS: tuple[Rule, ...] = (*PAIR_RULES, *HA_RULES, key_policy, *PAIR_ADVICE)
RULES: dict[str, Rule] = {rule.id: rule for rule in (*ON_PORTS, *ON_LINKS, *ON_PAIRS)}
