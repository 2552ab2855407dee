#!/usr/bin/python

# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: report
short_description: Make reports from the JSON reports of earlier runs
version_added: 1.0.0
author: the fdm.failover authors (!UNKNOWN)
extends_documentation_fragment:
  - fdm.failover.attributes
description:
  - Reads JSON reports that the callback P(fdm.failover.report#callback) wrote, and writes them in other formats.
  - Several reports of one playbook become one, such as those of the slices of a fleet. A pair that is in more than one
    is taken from the newest.
  - Calls no unit, and runs on the controller.
options:
  sources:
    description: JSON reports, and directories whose files that end in C(.json) are JSON reports.
    type: list
    elements: path
    required: true
  directory:
    description: Directory for the reports. Missing directories are created.
    type: path
    required: true
  formats:
    description: The formats to write.
    type: list
    elements: str
    choices: [html, markdown, json, junit, metrics]
    default: [html]
  name:
    description: Name of the files without the ending. Left out, it is the name of the playbook.
    type: str
seealso:
  - plugin: fdm.failover.report
    plugin_type: callback
  - plugin: fdm.failover.report_changes
    plugin_type: filter
"""

EXAMPLES = r"""
---
- name: Draw the page of last night's verify again, and write it for a ticket too
  fdm.failover.report:
    sources: [reports/verify.json]
    directory: reports
    formats: [html, markdown]
  delegate_to: localhost
  run_once: true
"""

RETURN = r"""
---
files:
  description: The files, as absolute paths.
  returned: success
  type: list
  elements: str
pairs:
  description: The outcome of each pair, worst first.
  returned: success
  type: list
  elements: dict
  sample:
    - name: branch01
      outcome: ok
msg:
  description: The run in one sentence.
  returned: always
  type: str
  sample: "verify: 28 of 30 pairs work; 2 need attention"
"""
