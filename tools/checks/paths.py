# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Paths in the checkout. Everything that is built is in CACHE."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / ".cache"

VENV = CACHE / "venv"
IMPORTER_VENV = CACHE / "venv-importer"

HOME = CACHE / "home"
LOGS = CACHE / "logs"

COLLECTION = Path("ansible_collections", "fdm", "failover")
TREE_LINK = CACHE / "tree-link"
TREE = CACHE / "tree"
