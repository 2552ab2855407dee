# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measurements that take longer than a test may: ``make bench`` runs them, ``python -m benches.NAME`` one of them."""

from __future__ import annotations

import os
import sys

from checks import trees

for _name in [name for name in os.environ if name.startswith("ANSIBLE_")]:
    del os.environ[_name]  # nothing of the user's settings
os.environ["ANSIBLE_COLLECTIONS_PATH"] = str(trees.link())
sys.path.insert(0, str(trees.link()))
