# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The task logout ends a run, and hands on what stopped the pair, where it is told to."""

from __future__ import annotations

WRONG = {"failover_link": {"port": "GigabitEthernet0/2", "network": "no network"}}


def test_an_error_of_the_run_is_handed_on_only_if_requested(run):
    error = run("preflight", **WRONG)["msg"]
    assert "no network" in error
    assert "ansible_stats" not in run("logout", **WRONG)
    stats = run("logout", {"set_stats": True}, **WRONG)["ansible_stats"]
    assert stats["data"] == {"stopped": {"branch01": {"msg": error}}}


def test_a_pair_that_nothing_stopped_hands_nothing_on(run):
    assert "ansible_stats" not in run("logout", {"set_stats": True})
