#!/usr/bin/python

# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: dissolve
short_description: Break a pair, so that both units are single
version_added: 1.0.0
author: the fdm.failover authors (!UNKNOWN)
extends_documentation_fragment:
  - fdm.failover.attributes
  - fdm.failover.snapshot_directory
description:
  - Says what the break will do, calls the active unit once, and waits until both units say that they are single.
  - Refused while the units negotiate or import a configuration, and where changes of other users are pending.
  - A pair whose other unit is dead, suspended or failed is broken only with O(survivor). A break then takes that
    unit's own interfaces; they are put back from O(snapshot) and deployed.
  - The option of the call follows the release of the unit, C(clearIntfs) up to 6.5, C(interfaceOption) from 6.6 on.
  - A run that was interrupted anywhere is finished by the next one with the same O(directory).
  - How the units are reached comes from C(failover_units) and the other variables of the pair.
options:
  confirm:
    description: The name of the pair. Without it nothing is broken; in check mode it is not needed.
    type: str
  plan:
    description: Whether to check and say only, as in check mode. Confirmation is needed all the same.
    type: bool
    default: false
  snapshot:
    description: The HA settings that M(fdm.failover.snapshot) has written for this break. Needed unless O(plan).
    type: path
  interface_option:
    description:
      - What becomes of the interfaces of the standby unit. V(standby-address) keeps them on their standby
        addresses, from release 6.6 on.
    type: str
    choices: [disable, standby-address]
    default: disable
  survivor:
    description: The unit that keeps its interfaces where the pair is not healthy.
    type: str
    choices: [primary, secondary]
  over_data_interface:
    description:
      - Whether units that are managed over a data interface are broken too. The standby unit can't be reached
        afterwards.
    type: bool
    default: false
  wait_timeout:
    description: Seconds to wait for the break, and for each unit to be single. Both may be away during that time.
    type: int
    default: 2700
  deploy_timeout:
    description: Seconds to wait for the deployment of what is put back.
    type: int
    default: 1800
seealso:
  - module: fdm.failover.snapshot
  - module: fdm.failover.rebuild
"""

EXAMPLES = r"""
---
- name: Break the pair
  fdm.failover.dissolve:
    directory: /srv/snapshots
    snapshot: "{{ taken.settings }}"
    confirm: branch01
"""

RETURN = r"""
---
msg:
  description: What was done, in one sentence.
  returned: success
  type: str
  sample: "branch01: the primary is single; the secondary is single"
effects:
  description: What the break will do.
  returned: with plan, and in check mode
  type: list
  elements: str
called:
  description: The units that were called.
  returned: when something was broken
  type: list
  elements: str
repaired:
  description: What was put back on the unit that keeps its interfaces.
  returned: when something was broken
  type: list
  elements: str
"""
