#!/usr/bin/python

# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: render
short_description: Render the link configuration of both units
version_added: 1.0.0
author: the fdm.failover authors (!UNKNOWN)
extends_documentation_fragment:
  - fdm.failover.attributes
description:
  - Renders templates with each unit's link values and writes the texts to files on the controller.
  - The templates see C(link_values) and Ansible's filters, and no variable of the host, so no secret can reach a
    text.
  - Calls no unit. The rendered configurations are kept for the rest of the run; M(fdm.failover.apply) writes
    them. Files on the controller are not a change of the pair, so the task never reports a change.
options:
  template:
    description:
      - Template of a unit's HA configuration, as C(HAConfiguration) of the FDM API without ids and key; looked up as
        M(ansible.builtin.template) looks up its source.
      - It may add fields. Links other than the inventory's are refused.
    type: path
    required: true
  running_config_template:
    description: Template of the lines on the links that C(show running-config failover) should print afterwards.
    type: path
  directory:
    description:
      - Directory of the output files, with one directory a pair below it. Missing directories are created.
      - Left out, nothing is written.
    type: path
seealso:
  - module: fdm.failover.apply
  - module: fdm.failover.configuration
"""

EXAMPLES = r"""
---
- name: Render the configuration of both units with a template of your own
  fdm.failover.render:
    template: "{{ playbook_dir }}/templates/ha_configuration.json.j2"
    directory: rendered
  register: render_configurations
"""

RETURN = r"""
---
primary:
  description: The rendered configuration of the primary.
  returned: success
  type: dict
secondary:
  description: The rendered configuration of the secondary.
  returned: success
  type: dict
files:
  description: The files, as absolute paths.
  returned: success
  type: list
  elements: str
"""
