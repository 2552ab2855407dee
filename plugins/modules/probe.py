#!/usr/bin/python

# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: probe
short_description: Compare a unit's own API description with what this collection relies on
version_added: 1.0.0
author: the fdm.failover authors (!UNKNOWN)
extends_documentation_fragment:
  - fdm.failover.attributes.reads
  - fdm.failover.unit
description:
  - Reads the release of a unit, its API versions and the description of its API, and compares the description with
    every path, field, value and limit that this collection relies on.
  - Reports what is missing, new or narrower, and the effect on each playbook, as findings C(api-differs).
  - Answers the open questions of the page on what is known of the device, as far as the description allows.
  - Probes both units of the pair, or with O(unit) or O(host) one. Sends reads only.
options:
  stop:
    description: Whether the task fails where a finding is an error.
    type: bool
    default: false
seealso:
  - module: fdm.failover.preflight
"""

EXAMPLES = r"""
---
- name: Probe both units of the pair, and fail where one lacks what a playbook needs
  fdm.failover.probe:
    stop: true

- name: Probe one unit by its address
  fdm.failover.probe:
    host: 192.0.2.11
    password: "{{ vault_unit_password }}"
"""

RETURN = r"""
---
findings:
  description: Every difference, errors first.
  returned: always
  type: list
  elements: dict
  sample:
    - rule: api-differs
      severity: warning
      unit: primary
      subject: HAConfiguration.sharedKey
      found: it takes 32 characters. Longer texts are refused by the unit (rule key-policy)
      expected: 63 characters
      remedy: Keep it within 32 characters on this unit.
      waived: false
units:
  description:
    - What each unit says, by role, or by C(unit) where it is reached by its address alone.
    - Its C(host), C(model), C(release) and C(api_versions), the version of its C(description), and its C(findings) and
      C(answers).
  returned: always
  type: dict
msg:
  description: One sentence on the units.
  returned: always
  type: str
  sample: "branch01: primary 7.0.1-84; secondary 7.0.1-84 (2 warnings, 1 advice)"
"""
