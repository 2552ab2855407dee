#!/usr/bin/python

# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: render
short_description: Render the link configuration of a unit
version_added: 1.0.0
author: the fdm.failover authors (!UNKNOWN)
extends_documentation_fragment:
  - fdm.failover.pair.ports
  - fdm.failover.attributes
description:
  - Renders a template with a unit's link values and keeps the text in a file on the controller.
  - The template sees C(link_values) and Ansible's filters, and no variable of the host, so no secret can reach the
    text.
  - Asks no unit.
options:
  unit:
    description: Which unit of the pair to render for.
    type: str
    choices: [primary, secondary]
    required: true
  template:
    description: The template, looked up as M(ansible.builtin.template) looks up its source.
    type: path
    required: true
  dest:
    description: The file that shall hold the text. Folders are made. Left out, nothing is written.
    type: path

seealso:
  - module: fdm.failover.configuration
"""

EXAMPLES = r"""
---
- name: Render the secondary's configuration
  fdm.failover.render:
    unit: secondary
    template: ha_configuration.json.j2
    dest: rendered/branch01/secondary.json
"""

RETURN = r"""
---
text:
  description: The rendered text.
  returned: success
  type: str
configuration:
  description: The rendered text as data, where the template's name ends in C(.json.j2).
  returned: where it is JSON
  type: dict
dest:
  description: The file, as an absolute path.
  returned: where O(dest) is given
  type: str
"""
