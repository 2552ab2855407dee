#!/usr/bin/python

# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: configuration
short_description: Write the HA configuration of a unit
version_added: 1.0.0
author: the fdm.failover authors (!UNKNOWN)
extends_documentation_fragment:
  - fdm.failover.unit
  - fdm.failover.attributes
description:
  - Completes a rendered configuration with what only the unit and the vault know (ids, version, key) and writes it.
  - Writes nothing where a single unit has it already. With a key it is written each time, because a key can't be
    read back.
  - The ports and networks of the links are checked again right before the write. The task fails while a join runs, and
    where other users' changes are pending.
  - A unit in HA is never written. If its links differ from the inventory's, the task fails and says how.
  - The key comes from the variable C(failover_key) and from nowhere else, so that no task shows it.
options:
  configuration:
    description: What M(fdm.failover.render) returned for this unit. Needed, like O(unit).
    type: dict
  ports:
    description:
      - The chosen ports of links with C(port=auto), by C(failover) and C(state), as M(fdm.failover.preflight) returns
        them.
    type: dict
    default: {}
seealso:
  - module: fdm.failover.render
  - module: fdm.failover.join
"""

EXAMPLES = r"""
---
- name: Render both configurations
  fdm.failover.render:
    template: "{{ playbook_dir }}/templates/ha_configuration.json.j2"
  register: rendered

- name: Write the primary's
  fdm.failover.configuration:
    unit: primary
    configuration: "{{ rendered.primary }}"
  register: written
"""

RETURN = r"""
---
version:
  description: Version of the object as it is now, for M(fdm.failover.join). Empty where the unit does not report it.
  returned: success
  type: str
  sample: bqdf3tp5h4yfg
first:
  description: Whether the unit had no HA configuration until then, so that no join of another run can use one.
  returned: where something was written
  type: bool
msg:
  description: What differed, or why nothing was written.
  returned: success
  type: str
  sample: the unit has this configuration already
"""
