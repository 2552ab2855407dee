# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documentation of the directory that all tasks with snapshots have."""

from __future__ import annotations


class ModuleDocFragment:
    """Where snapshots are."""

    DOCUMENTATION = r"""
options:
  directory:
    description:
      - Directory of the snapshots, one folder a pair. It has to outlive the run, because a run that was interrupted
        is finished from it.
    type: path
    required: true
"""
