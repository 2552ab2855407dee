#!/usr/bin/python

# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: adopt
short_description: Write the inventory that describes a pair in HA
version_added: 1.0.0
author: the fdm.failover authors (!UNKNOWN)
extends_documentation_fragment:
  - fdm.failover.attributes
description:
  - Reads both units of a pair and writes one file of host_vars with its links, failover criteria, monitored
    interfaces, standby addresses and MAC addresses. A deploy with it changes nothing.
  - Needs C(failover_units) and the login only. No login is written.
  - The key can't be read from a unit. Where the links are encrypted, C(failover_key) refers to a variable of a vault.
options:
  directory:
    description:
      - Folder for the file, which is named after the pair. A file that this task has not written is not replaced.
    type: path
    required: true
seealso:
  - module: fdm.failover.snapshot
"""

EXAMPLES = r"""
---
- name: Describe the pair
  fdm.failover.adopt:
    directory: host_vars
"""

RETURN = r"""
---
msg:
  description: What was done, in one sentence.
  returned: success
  type: str
  sample: "branch01: described in /srv/inventory/host_vars/branch01.yml"
variables:
  description: The variables of the pair.
  returned: success
  type: dict
notes:
  description: What could not be read or described.
  returned: success
  type: list
  elements: str
dest:
  description: Path of the file.
  returned: success
  type: str
"""
