# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A fleet of FDM-managed FTD units, simulated: the second opinion on what a unit accepts.

It imports nothing from ``plugins/``. The format of the units file is in ``README.md``.
"""
