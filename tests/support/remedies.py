# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every place in the collection that tells a user what to do, found in its source text.

A place is named ``pure/rules/port.py:port_named``: file and function; or by its id where it stands in a table.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from ansible_collections.fdm.failover.plugins.plugin_utils.pure.plan.plan import REASONS

PLUGINS = Path(__file__).parents[2] / "plugins"
REMEDY = 2
"""Its position among the arguments of Judgement."""


def places() -> set[str]:
    """Every place with a remedy of its own; what only passes one on is none."""
    files = sorted(PLUGINS.rglob("*.py"))
    return {place for file in files for place in _in_file(file)} | {f"plan:{reason}" for reason in REASONS}


def _in_file(file: Path) -> Iterator[str]:
    name = file.relative_to(PLUGINS).as_posix().removeprefix("plugin_utils/")
    tree = ast.parse(file.read_text(encoding="utf-8"))
    for node in tree.body:
        for function in _functions(node):
            if any(_is_remedy(each) for each in ast.walk(function)):
                yield f"{name}:{function.name}"
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and _called(node.value) == "same":
            yield f"{name}:{ast.unparse(node.targets[0])}"


def _functions(node: ast.stmt) -> Iterator[ast.FunctionDef]:
    if isinstance(node, ast.FunctionDef):
        yield node
    elif isinstance(node, ast.ClassDef):
        yield from (each for each in node.body if isinstance(each, ast.FunctionDef))


def _is_remedy(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    given = [word.value for word in node.keywords if word.arg == "remedy"]
    if _called(node) == "Judgement" and len(node.args) > REMEDY:
        given.append(node.args[REMEDY])
    return any(not isinstance(each, ast.Attribute) for each in given)


def _called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


FOLLOWED_AFTER_VERIFY = "a finding of verify: tests/integration/test_verify_remedies.py"
NOT_FOLLOWED: dict[str, tuple[str, ...]] = {
    "passes on the text of the rules that use it": ("pure/rules/same.py:same",),
    "the rule of this id says the same first, and is followed": (
        "plan:roles-inverted",
        "plan:split-brain",
    ),
    "the same as roles-inverted, for a unit that has joined since preflight": (
        "steps/after_join.py:refuse_other_role",
    ),
    "the same as pair-differs, for a unit that has joined since preflight": ("steps/configuration.py:_in_ha",),
    "a person looks at the unit; nothing is changed": (
        "plan:state-unknown",
        "pure/rules/evidence.py:unread_output",
    ),
    "the simulator stores no value of an unknown type, so that a write would be refused": (
        "pure/rules/evidence.py:port_unreadable",
        "pure/rules/evidence.py:unit_unreadable",
    ),
    "other hardware, another platform, a third unit or a second address is needed": (
        "plan:already-paired-elsewhere",
        "pure/rules/data_interfaces.py:managed_over_data",
        "pure/rules/ha.py:already_paired_elsewhere",
        "pure/rules/pair.py:model_differs",
        "pure/rules/pair.py:ports_differ",
        "pure/rules/pair.py:public_cloud",
        "steps/suspension.py:_refuse_data_management",
    ),
    "two pairs of one run: tests/integration/test_rules.py": ("pure/fleet.py:_finding",),
    "the controller: its disk, its paths, its packages": (
        "files.py:_unusable",
        "files.py:file_name",
        "play_units.py:note",
        "pure/intent/addresses.py:_network",
        "run_record.py:save",
        "transcript.py:_begin",
        "variables.py:transcript",
    ),
    "an argument of one task or filter, whose own test gives the right one": (
        "action/configuration.py:on_unit",
        "action/port.py:on_unit",
        "action/render.py:_parsed",
        "probe.py:read_probe",
        "pure/filters.py:_finding",
        "pure/filters.py:_pair",
        "pure/filters.py:_unit_data",
        "pure/filters.py:_unit_of",
        "pure/filters.py:findings_table",
        "pure/filters.py:link_addresses",
        "pure/filters.py:link_values",
        "pure/filters.py:port_bandwidth",
        "pure/intent/desired.py:__post_init__",
        "pure/intent/ha_configuration.py:link_values",
        "pure/intent/ha_configuration.py:reference",
        "steps/ports.py:_refuse_unknown",
        "task.py:checked_record",
        "run_record.py:rendered_for",
    ),
    "a variable that only Ansible reads: tests/integration/test_error_messages.py, test_variables.py": (
        "fdm/connection.py:_wrong",
        "fdm/settings.py:read_connection",
        "fdm/settings.py:read_settings",
        "pure/intent/checks.py:read_flag",
        "pure/intent/intent.py:refuse_misspelt",
        "variables.py:_plain_text",
    ),
    "the inventory source of pairs: tests/integration/test_pairs.py": (
        "pure/intent/pairs.py:_member",
        "pure/intent/pairs.py:_name_problems",
        "pure/intent/pairs.py:_no_whole_pair",
        "pure/intent/pairs.py:_same_address",
        "pure/intent/pairs.py:_unknown_role",
        "unit_hosts.py:_wrong",
    ),
    "the network, TLS, or the unit's HTTP server: tests/unit/plugins/plugin_utils/fdm": (
        "fdm/auth.py:_no_api",
        "fdm/failures.py:_untrusted",
        "fdm/failures.py:cut",
        "fdm/failures.py:too_large",
        "fdm/failures.py:translated",
        "fdm/paging.py:collect",
        "fdm/responses.py:_locked",
        "fdm/responses.py:_not_allowed",
        "fdm/responses.py:content",
        "fdm/retry.py:run_has_ended",
        "fdm/trust.py:_by_fingerprint",
        "fdm/unit_api.py:configuration",
    ),
    FOLLOWED_AFTER_VERIFY: (
        "pure/verification/dataplane.py:_link",
        "pure/verification/dataplane.py:encryption",
        "pure/verification/dataplane.py:hello_messages",
        "pure/verification/dataplane.py:mac_exchange",
        "pure/verification/dataplane.py:module_status",
        "pure/verification/dataplane.py:replication",
        "pure/verification/state.py:link_drift",
        "pure/verification/state.py:unit_state",
    ),
    "the simulator has this only together with a trouble that verify names first": (
        "pure/verification/dataplane.py:data_plane_version",
        "pure/verification/dataplane.py:failover_on",
        "pure/verification/state.py:health",
        "pure/verification/state.py:replicated",
    ),
    "a person looks at the unit, whose power or network is repaired": ("pure/verification/condition.py:unreachable",),
    "the settings of interfaces set these addresses: tests/integration/test_in_memory_settings.py": (
        "pure/verification/state.py:virtual_mac_missing",
    ),
    "the remedy of link-drift, which is followed": ("pure/verification/running_config.py:finding",),
    "the life of a pair after its deployment: the tests of those tasks": (
        "action/drill.py:work",
        "pure/intent/settings.py:_address",
        "pure/intent/settings.py:_mac",
        "pure/intent/settings.py:_refuse_twice",
        "pure/intent/settings.py:_threshold",
        "pure/intent/settings.py:_time",
        "pure/intent/settings.py:read_criteria",
        "pure/plan/refusals.py:refusal",
        "pure/verification/settings.py:criteria_drift",
        "pure/verification/settings.py:interface_drift",
        "pure/verification/upgrade.py:upgrade_finished",
        "pure/verification/upgrade.py:upgrade_under_way",
        "pure/verification/upgrade.py:upgrade_unit_away",
        "steps/active_unit.py:on_active",
        "steps/drill.py:_silent",
        "steps/pair_action.py:refused",
        "steps/settings.py:_refuse_kept",
        "steps/settings.py:_refuse_others",
        "steps/settings.py:_refuse_problems",
        "steps/suspension.py:_refuse_deployment",
        "steps/suspension.py:_was_active",
        "steps/switch.py:_lost",
    ),
    "followed on the way, in the case of a pair that differs while the secondary is active": (
        "pure/plan/rebuild.py:refuse_active_secondary",
    ),
    "snapshots, and breaking and rebuilding a pair: test_in_memory_rebuild.py, test_traps_of_a_break.py": (
        "action/adopt.py:_refuse_foreign",
        "action/dissolve.py:_refuse_data_management",
        "action/dissolve.py:_snapshot",
        "action/snapshot.py:_key",
        "broken_pair_task.py:confirmed",
        "broken_pair_task.py:member",
        "fdm/client.py:download",
        "pure/adopted.py:roles_on_units",
        "pure/plan/breaks.py:_alone",
        "pure/plan/breaks.py:_refuse_other_survivor",
        "pure/plan/breaks.py:break_call",
        "pure/plan/rebuild.py:_exchange",
        "pure/plan/rebuild.py:_refuse_role_of_survivor",
        "pure/plan/rebuild.py:_refuse_survivor",
        "pure/plan/rebuild.py:replacement",
        "pure/snapshot.py:_refused",
        "rebuild_task.py:_broken",
        "rebuild_task.py:_noted",
        "rebuild_task.py:_refuse_other",
        "snapshot_folder.py:_unusable",
        "snapshot_folder.py:load",
        "steps/dissolve.py:_not_single",
        "steps/dissolve.py:_refuse_unfinished",
        "steps/export.py:_exported",
        "steps/export.py:_start",
        "steps/pair_settings.py:refuse_others",
    ),
    "the report of a run, which touches no unit": (
        "action/report.py:_files",
        "action/report.py:_unreadable",
        "report/comparing.py:compare",
        "report/formats.py:render",
        "report/merging.py:merge",
        "report/reading.py:read",
        "report/reading.py:read_json",
        "report/views.py:_view",
    ),
}
"""Remedies that tests/integration/test_remedies.py does not follow on simulated units, by the reason."""
