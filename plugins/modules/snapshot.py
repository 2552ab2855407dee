#!/usr/bin/python

# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: snapshot
short_description: Keep the HA settings of a pair, and the export of its configuration
version_added: 1.0.0
author: the fdm.failover authors (!UNKNOWN)
extends_documentation_fragment:
  - fdm.failover.attributes
  - fdm.failover.snapshot_directory
description:
  - Writes the HA settings of a pair as a JSON file without secrets. They are the HA configuration without key, the
    failover criteria, and of each interface, subinterfaces and EtherChannels too, its addresses, MAC addresses and
    monitoring.
  - Takes the active unit's own export of its configuration and brings it to the controller. No copy stays on the
    unit.
  - Both files are readable by their owner alone. Settings that are the same as those of the newest file are not
    written again. A pair that is not in HA has no HA settings.
  - How the units are reached comes from C(failover_units) and the other variables of the pair.
options:
  export:
    description:
      - Whether the unit's own export is taken too. Releases before 6.5 have none that is encrypted; there a warning
        says so.
    type: bool
    default: true
  encrypt:
    description: Whether the export is encrypted. A plain one holds passwords and keys.
    type: bool
    default: true
  encryption_key:
    description: The key that the export is encrypted with. Keep it in a vault, and nowhere on the units.
    type: str
  unit:
    description: The unit whose settings are kept. Left out, the active one.
    type: str
    choices: [primary, secondary]
  wait_timeout:
    description: Seconds to wait for the export.
    type: int
    default: 600
seealso:
  - module: fdm.failover.restore
  - module: fdm.failover.dissolve
"""

EXAMPLES = r"""
---
- name: Keep the settings of the pair and its encrypted export
  fdm.failover.snapshot:
    directory: /srv/snapshots
    encryption_key: "{{ vault_snapshot_key }}"
  register: taken
"""

RETURN = r"""
---
msg:
  description: What was done, in one sentence.
  returned: success
  type: str
  sample: "branch01: HA settings of the primary (4 interfaces): /srv/snapshots/branch01/20261125T211500Z.json"
settings:
  description: Path of the HA settings; the newest there is where neither unit is in HA, empty where there is none.
  returned: success
  type: str
export:
  description: Path of the export; empty where none was taken.
  returned: success
  type: str
"""
