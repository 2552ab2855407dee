# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every rule, by what it is about. Ids are stable: users name them in their inventories."""

from __future__ import annotations

from .advice import LINK_ADVICE, PAIR_ADVICE
from .data_interfaces import DATA_RULES
from .evidence import EVIDENCE_RULES, port_unreadable
from .ha import HA_RULES
from .link import LINK_RULES, key_policy
from .link_ports import LINK_PORT_RULES
from .pair import PAIR_RULES
from .port import PORT_RULES
from .port_state import STATE_RULES
from .release import RELEASE_RULES
from .rule import Rule
from .services import SERVICE_RULES

ON_PORTS: tuple[Rule, ...] = (*PORT_RULES, *STATE_RULES, port_unreadable)
ON_LINKS: tuple[Rule, ...] = (*LINK_RULES, *LINK_PORT_RULES, *LINK_ADVICE)
ON_PAIRS: tuple[Rule, ...] = (
    *PAIR_RULES,
    *RELEASE_RULES,
    *SERVICE_RULES,
    *DATA_RULES,
    *HA_RULES,
    *EVIDENCE_RULES,
    key_policy,
    *PAIR_ADVICE,
)
RULES: dict[str, Rule] = {rule.id: rule for rule in (*ON_PORTS, *ON_LINKS, *ON_PAIRS)}
