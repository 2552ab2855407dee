# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What tasks return becomes a report: an outcome for every pair, whatever happened to it."""

from __future__ import annotations

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.report.collecting import PairLog, as_run, kind_of, short
from support import report_data

PREFLIGHT, VERIFY, JOIN = (f"fdm.failover.{name}" for name in ("preflight", "verify", "join"))
ERROR = {"rule": "port-named", "severity": "error", "unit": "primary", "found": "is named", "remedy": "Choose."}
READY = {"ready": True, "findings": [], "plan": {"sentences": ["primary: join"]}}
REFUSED = {"ready": False, "findings": [ERROR], "plan": {"sentences": []}}
DRAWN = {name: report_data.well("x")[name] for name in ("units", "links")}


def verified(condition="as_intended", **more):
    row = {"kind": "unit state", "verdict": "so", "primary": "active", "secondary": "standby"}
    known = {"verified": condition == "as_intended", "condition": condition, "findings": [], "evidence": [row]}
    return known | DRAWN | more


def log(*results, failure=None, **options):
    made = PairLog()
    for action, result in results:
        made.add(action, action.rpartition(".")[2], result, 1.0)
    if failure is not None:
        made.fail(failure[0], failure[1], **options)
    return made


FAIL = "ansible.builtin.fail"
STOPPED = (FAIL, {"failed": True, "msg": "branch01: unhealthy. (1) ..."})


@pytest.mark.parametrize(
    ("made", "failed", "outcome", "reason"),
    [
        (log(), False, "not_run", ""),
        (log((PREFLIGHT, READY)), False, "ok", ""),
        (log((PREFLIGHT, REFUSED), failure=STOPPED), True, "refused", ""),
        (log((PREFLIGHT, REFUSED)), False, "refused", ""),
        (log((PREFLIGHT, READY), (VERIFY, verified())), False, "ok", ""),
        (log((VERIFY, verified("drifted")), failure=STOPPED), True, "drifted", ""),
        (log((VERIFY, verified("unhealthy"))), False, "unhealthy", ""),
        (log((VERIFY, verified("unreachable")), failure=STOPPED), True, "unreachable", ""),
        (log(failure=(PREFLIGHT, {"msg": "unknown key"})), True, "refused", "unknown key"),
        (log(failure=(PREFLIGHT, {"msg": "refused", "unit_unreachable": True})), True, "unreachable", "refused"),
        (log((PREFLIGHT, READY), failure=(JOIN, {"msg": "the join failed"})), True, "failed", "the join failed"),
        (log(failure=(FAIL, {"msg": "no route"}), unreachable=True), True, "unreachable", "no route"),
        (log(failure=(FAIL, {})), True, "failed", "The task gave no reason."),
        (log((VERIFY, verified()), failure=(FAIL, {"msg": "a check of mine"})), True, "failed", "a check of mine"),
        (
            log(failure=(JOIN, {"msg": "One or more items failed", "results": [{}, {"failed": True, "msg": "no"}]})),
            True,
            "failed",
            "no",
        ),
    ],
)
def test_the_outcome_of_a_pair_and_its_reason(made, failed, outcome, reason):
    assert made.outcome(failed) == (outcome, reason)


def test_what_verify_found_stands_before_what_preflight_found():
    data = log((PREFLIGHT, REFUSED), (VERIFY, verified(since="now"))).as_data("branch01", False, {})
    assert (data["findings"], data["plan"], data["drift_since"]) == ([], None, "now")
    assert data["evidence"][0]["kind"] == "Unit state"
    assert data["units"]["primary"]["state"] == "active"


def test_what_was_not_read_is_drawn_as_the_inventory_has_it():
    data = log(failure=(PREFLIGHT, {"msg": "refused"})).as_data("branch01", True, DRAWN)
    assert data["links"]["failover"]["port"] == "GigabitEthernet0/2"


def test_changes_and_steps_are_kept_and_short_steps_are_not():
    made = log((JOIN, {"changed": True}), (JOIN, {"changed": False}))
    made.add(JOIN, "quick", {}, 0.01)
    made.add("fdm.failover.logout", "logout", {}, 5.0)
    data = made.as_data("branch01", False, {})
    assert (data["changed"], data["steps"]) == (True, [{"name": "join", "seconds": 2.0}])


@pytest.mark.parametrize(
    ("playbook", "roles", "check_mode", "kind"),
    [
        ("deploy", [], False, "deploy"),
        ("deploy", ["fdm.failover.apply"], True, "check"),
        ("site", ["fdm.failover.preflight", "fdm.failover.apply", "fdm.failover.verify"], False, "deploy"),
        ("nightly", ["fdm.failover.verify"], True, "verify"),
        ("look", ["fdm.failover.preflight", "fdm.failover.render"], False, "check"),
        ("dissolve", [""], False, "dissolve"),
        ("rebuild", ["fdm.failover.rebuild", "fdm.failover.preflight", "fdm.failover.apply"], False, "rebuild"),
        ("new-box", ["fdm.failover.replace", "fdm.failover.preflight", "fdm.failover.apply"], False, "replace"),
    ],
)
def test_what_a_playbook_does(playbook, roles, check_mode, kind):
    assert kind_of(playbook, roles, check_mode) == kind


def test_every_text_is_cleaned():
    hostile = log(failure=(PREFLIGHT, {"msg": "a\x1b[31m b\u202e c\nd"})).as_data("br\x1b]0;x\x07anch", True, {})
    run = as_run("de\x1b[2Jploy", [hostile], "1.0.0", "", "")
    assert (run.playbook, run.pairs[0].name, run.pairs[0].reason) == ("deploy", "branch", "a b c d")


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (
            "branch01, secondary (192.0.2.12), GET /devices/default/interfaces: connection refused. Check the cable.",
            "secondary (192.0.2.12): connection refused",
        ),
        ("branch01, failover_link: unknown key x; expected only port. Correct it.", "failover_link: unknown key x"),
        ("branch01: 192.0.2.1 is no network.", "192.0.2.1 is no network"),
        ("no full stop", "no full stop"),
    ],
)
def test_a_reason_in_a_few_words(reason, words):
    assert short(reason, "branch01") == words


def test_a_token_that_can_not_be_revoked_either_is_not_the_reason():
    made = log(failure=(PREFLIGHT, {"msg": "the pair has no secondary"}))
    made.fail("fdm.failover.logout", {"msg": "the pair has no secondary, says logout"})
    assert made.outcome(failed=True) == ("refused", "the pair has no secondary")


DRILLED = {
    "changed": True,
    "msg": "branch01: switched there in 6.2 s, back in 5.9 s; nothing was probed",
    "steps": [{"name": "switch there", "seconds": 6.2}, {"name": "switch back", "seconds": 5.9}],
    "evidence": [
        {"kind": "Unit state before the drill", "verdict": "so", "primary": "active", "secondary": "standby"},
        {"kind": "Unit state after the switch there", "verdict": "so", "primary": "standby", "secondary": "active"},
    ],
}


def test_a_drill_shows_its_durations_and_its_evidence():
    made = log(("fdm.failover.drill", DRILLED))
    data = made.as_data("branch01", False, {})
    assert (data["outcome"], data["reason"], data["changed"]) == ("ok", DRILLED["msg"], True)
    assert data["steps"] == DRILLED["steps"]
    assert data["evidence"] == DRILLED["evidence"]


def test_what_verify_found_after_a_switch_stands_below_the_switch():
    made = log(("fdm.failover.switch", DRILLED), (VERIFY, verified()))
    kinds = [row["kind"] for row in made.as_data("branch01", False, {})["evidence"]]
    assert kinds == ["Unit state before the drill", "Unit state after the switch there", "Unit state"]


@pytest.mark.parametrize("odd", [{"evidence": 7}, {"evidence": ["x"], "steps": "y"}, {"evidence": [{}], "steps": [1]}])
def test_what_is_no_evidence_is_left_out(odd):
    assert log(("fdm.failover.switch", odd)).as_data("branch01", False, {})["steps"] == [
        {"name": "switch", "seconds": 1.0}
    ]
