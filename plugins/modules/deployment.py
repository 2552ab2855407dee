#!/usr/bin/python

# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: deployment
short_description: Deploy what is staged on a unit
version_added: 1.0.0
author: the fdm.failover authors (!UNKNOWN)
extends_documentation_fragment:
  - fdm.failover.unit
  - fdm.failover.attributes
description:
  - Starts a deployment where something is staged, and waits for its end.
  - A deployment that runs already is awaited. What it leaves staged, because it had begun before, is deployed then.
options:
  ports:
    description:
      - Hardware names of the ports whose changes may be deployed. The task fails where anything else is staged, but
        for the HA configuration, which a join takes along.
      - Left out, everything that is staged is deployed, whoever staged it.
    type: list
    elements: str
  wait:
    description: Whether to wait for the end. Starting and waiting apart lets a hundred units deploy at the same time.
    type: bool
    default: true
  limit:
    description:
      - Seconds to wait at most. A unit goes on by itself when the limit is reached, so a second run goes on
        waiting.
    type: int
    default: 1800
seealso:
  - module: fdm.failover.wait
"""

EXAMPLES = r"""
---
- name: Deploy on the primary
  fdm.failover.deployment:
    unit: primary
"""

RETURN = r"""
---
job:
  description: Id of the deployment, empty where nothing was to be deployed.
  returned: success
  type: str
  sample: 6e9b4a1c-0d1a-11ef-9b1e-000000000001
msg:
  description: What was deployed, or why nothing was.
  returned: success
  type: str
  sample: deploys GigabitEthernet0/2
"""
