#!/usr/bin/python

# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: deployment
short_description: Deploy the pending changes of a unit
version_added: 1.0.0
author: the fdm.failover authors (!UNKNOWN)
extends_documentation_fragment:
  - fdm.failover.unit
  - fdm.failover.attributes
description:
  - Starts a deployment where changes are pending, and waits for its end.
  - If a deployment runs already, the task waits for it. Changes that were made after it had begun are
    deployed afterwards.
options:
  ports:
    description:
      - Hardware names of the ports whose changes may be deployed. The task fails where anything else is pending, except
        for the HA configuration, which the join deploys.
      - Left out, everything that is pending is deployed, including changes of other users.
    type: list
    elements: str
  wait:
    description:
      - Whether to wait for the end. Starting and waiting in two tasks lets a hundred units deploy at the same time.
    type: bool
    default: true
  wait_timeout:
    description:
      - Seconds to wait at most. The unit continues on its own when they have passed, so a second run keeps waiting.
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
  description: Id of the deployment, empty where there was nothing to deploy.
  returned: success
  type: str
  sample: 6e9b4a1c-0d1a-11ef-9b1e-000000000001
msg:
  description: What is deployed, or why nothing is.
  returned: success
  type: str
  sample: deploying GigabitEthernet0/2
"""
