# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each rule as a user meets it: one broken pair for each, all in one run of the playbook check.

Held against the run: its exit status, the rule's id in the pair's table, and what the units saw: no write.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from typing import Any

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.finding import Severity
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.plan.plan import REASONS
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.rules.catalogue import RULES
from simulator.model import cli
from support.harness import COMBINED, DEDICATED, KEY, PASSWORD, Pair, Run, failure_of, simulated_fleet

pytestmark = pytest.mark.xdist_group("rules")  # two runs for all
PORT = "GigabitEthernet0/2"
LINK = COMBINED["failover_link"]
KEYED = {"failover_key": KEY}


def port(hardware: str = PORT, **members: Any) -> dict[str, Any]:
    """Settings of a unit with one port changed."""
    return {"interfaces": [{"hardware": hardware, **members}]}


def link(**members: Any) -> dict[str, Any]:
    """The failover link of the inventory, changed."""
    return {"failover_link": LINK | members}


def joined(role: str, **members: Any) -> dict[str, Any]:
    """Settings of a unit that is in a pair from the start."""
    addresses = {"primary_address": "192.168.10.1/30", "secondary_address": "192.168.10.2/30"}
    return {"joined": {"role": role, "port": PORT} | addresses | members}


PAIRED = {"primary": joined("primary"), "secondary": joined("secondary")}
FEW = {"interfaces": [{"hardware": f"GigabitEthernet0/{number}", "name": f"lan{number}"} for number in range(2, 8)]}
SWITCHED = {"platform": "fpr1010", "vlan_interfaces": [{"vlan": 10}]}
SWITCH = {"both": SWITCHED}
ENABLED_SWITCH_PORT = {"hardware": "Ethernet1/3", "enabled": True}

# name of the pair -> what is wrong with it; the name begins with the rule's id. The run ends with an error for each.
BROKEN: dict[str, dict[str, Any]] = {
    "port-missing": link(port="GigabitEthernet0/22"),
    "port-missing.auto": link(port="auto")
    | {
        "secondary": {
            "interfaces": [
                {"hardware": f"GigabitEthernet0/{number}", "name": f"lan{number}"} for number in range(2, 10)
            ]
        }
    },
    "port-not-present": {"primary": port(present=False)},
    "port-management": link(port="Management0/0"),
    "port-named": {"secondary": port(name="dmz")},
    "port-has-subinterfaces": {"primary": port(subinterfaces=[{"id": 10}])},
    "port-is-subinterface": link(port=f"{PORT}.10"),
    "port-type": SWITCH | link(port="Vlan10"),
    "port-in-bridge-group": {"primary": {"bridge_groups": [{"id": 1, "name": "lan", "members": [PORT]}]}},
    "port-in-etherchannel": {"secondary": {"etherchannels": [{"id": 1, "members": [PORT]}]}},
    "port-switch-mode": SWITCH | link(port="Ethernet1/2"),
    "port-passive": {"secondary": port(mode="PASSIVE")},
    "port-addressed": {"primary": port(ipv4="198.51.100.1/24")},
    "port-used-by-other-link": DEDICATED | {"failover_state_link": DEDICATED["failover_state_link"] | {"port": PORT}},
    "port-link-down.required": {"both": port(enabled=True), "secondary": port(enabled=True, link="DOWN")}
    | {"preflight_require_link": True},
    "link-ports-differ": {"primary": joined("primary"), "secondary": joined("secondary", port="GigabitEthernet0/3")},
    "link-name": link(name="link;1"),
    "link-address": link(network="192.168.10.0/31"),
    "link-reserved-network": link(network="fd00::/64"),
    "link-overlaps-data": link(network="203.0.113.0/24"),
    "link-overlaps-data.subinterface": link(network="192.168.77.0/30")
    | {"secondary": port("GigabitEthernet0/5", subinterfaces=[{"id": 5, "ipv4": "192.168.77.1/24"}])},
    "links-overlap": DEDICATED
    | {"failover_state_link": DEDICATED["failover_state_link"] | {"network": "192.168.10.0/29"}},
    "etherchannel-members-differ": link(port="Port-channel1")
    | {"primary": {"etherchannels": [{"id": 1, "members": ["GigabitEthernet0/4"]}]}}
    | {"secondary": {"etherchannels": [{"id": 1, "members": ["GigabitEthernet0/5"]}]}},
    "etherchannel-members-missing": link(port="Port-channel1") | {"both": {"etherchannels": [{"id": 1}]}},
    "port-unreadable": {},
    "unit-unreadable": {},
    "managed-over-data": {"primary": {"management_address": "192.0.2.77"}},
    "public-cloud": {"both": {"platform": "ftdv-aws"}} | link(port="TenGigabitEthernet0/2"),
    "secondary-not-blank.primary-blank": {
        "primary": {"interfaces": [{"hardware": f"GigabitEthernet0/{number}", "remove": True} for number in (0, 1)]},
        "secondary": {"interfaces": [{"hardware": f"GigabitEthernet0/{number}", "remove": True} for number in (0, 1)]}
        | {"interfaces": [{"hardware": "GigabitEthernet0/7", "name": "printers"}]},
    },
    "software-differs.in-ha": PAIRED | {"secondary": joined("secondary") | {"software": "7.6.1-291"}},
    "key-policy": {"failover_key": "has a blank 4711"},
    "same-unit": {},
    "unit-shared": {},
    "release-lacks": {"both": {"software": "6.2.3-83"}},
    "model-differs": {"secondary": {"model": "Cisco Firepower Threat Defense for KVM"}},
    "software-differs": {"secondary": {"software": "7.0.2-88"}},
    "ports-differ": {"secondary": port("GigabitEthernet0/9", remove=True)},
    "license-differs": {"primary": {"license": {"registered": True, "virtual_account": "lab"}}},
    "cloud-differs": {},
    "ntp-differs": {"secondary": {"ntp": {"servers": ["192.0.2.123"]}}},
    "clock-skew": {"secondary": {"clock_skew_seconds": 90.0}},
    "dhcp-client": {"primary": port("GigabitEthernet0/0", dhcp=True)},
    "pppoe-client": {"secondary": port("GigabitEthernet0/0", pppoe=True)},
    "pending-changes": {"primary": {"pending_changes": [{"name": "mail-server"}]}},
    "already-paired-elsewhere": {},
    "roles-inverted": {"primary": joined("secondary"), "secondary": joined("primary")},
    "key-differs": {"primary": joined("primary")} | KEYED,
    "key-differs.without": {"primary": joined("primary", key=KEY)},
    "split-brain": {"primary": joined("primary") | {"unplugged": True}, "secondary": joined("secondary", active=True)},
    "pair-differs": PAIRED | link(network="192.168.10.0/29"),
    "primary-single": {"secondary": joined("secondary", active=True)},
    "suspended": PAIRED,
    "unit-disabled": PAIRED,
    "unit-failed": PAIRED,
    "state-unknown": PAIRED,
}
# The same for what is no error: the run ends well, and the pair could be deployed.
READY: dict[str, dict[str, Any]] = {
    "port-disabled": {},
    "port-link-down": {"both": port(enabled=True), "primary": port(enabled=True, link="DOWN")},
    "busy": {"primary": {"deploy_seconds": 300.0}},
    "state-link-bandwidth": {"both": port("GigabitEthernet0/0", speed="TEN_THOUSAND")},
    "combined-link-busy": {"both": port("GigabitEthernet0/5", name="dmz")},
    "platform-bandwidth": {"both": {"platform": "fpr3130"}} | link(port="Ethernet1/3"),
    "plain-text": {},
    "link-speed-differs": {"primary": port(speed="THOUSAND")},
    "switch-ports": link(port="Ethernet1/8")
    | {"both": SWITCHED | {"interfaces": [{"hardware": "Ethernet1/8", "mode": "ROUTED"}, ENABLED_SWITCH_PORT]}},
    "standby-address-missing": {
        "primary": port("GigabitEthernet0/5", name="dmz", ipv4="198.51.100.129/25", monitor=True)
    },
    "output-unreadable": {"primary": {"commands": {"show managers": "ERROR: % Invalid input detected\n"}}},
    "secondary-not-blank": {"secondary": port("GigabitEthernet0/7", name="printers")},
    "link-address.waived": link(network="192.168.10.0/31") | {"preflight_waive": ["link-address"]},
    "pending-changes.deploy": {"secondary": {"pending_changes": [{"name": "mail-server"}]}}
    | {"preflight_pending_changes": "deploy"},
    "key-differs.resumed": {"primary": joined("primary", key=KEY)} | KEYED,
    "plain.uncabled": {"both": port(enabled=True, link="DOWN")} | KEYED,
    "plain.auto": link(port="auto") | KEYED | {"primary": FEW} | {"preflight_set_stats": True},
    "plain.paired": PAIRED | {"failover_key": None},
}
ELSEWHERE = {"elsewhere": PAIRED}
# Waivers and variables that can't be meant: what the task says.
REFUSED: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
    "waiver.unknown": (
        {"preflight_waive": ["port-nmaed"]},
        ("(did you mean port-named?)", "the rules are ", "same-unit"),
    ),
    "waiver.enforced_by_unit": (
        {"preflight_waive": ["port-named"], "primary": port(name="dmz")},
        ("port-named, which the unit itself enforces", "Remove port-named from preflight_waive"),
    ),
    "variable.misspelt": (
        {"failover_state_lnk": DEDICATED["failover_state_link"]},
        ("unknown variable failover_state_lnk (did you mean failover_state_link?)",),
    ),
}


def rule_of(name: str) -> str:
    """The id a pair's name begins with."""
    return name.partition(".")[0]


def table_of(run: Run, host: str) -> str:
    """What a run printed for a host as its table of findings."""
    parts = re.split(r"^(?=\S)", run.output, flags=re.MULTILINE)
    return next((part for part in parts if part.startswith(f"{host}, preflight:")), "")


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Run, dict[str, Pair]]]:
    refused = {name: case for name, (case, _said) in REFUSED.items()}
    with (
        simulated_fleet(tmp_path_factory.mktemp("broken"), BROKEN | ELSEWHERE | refused) as fleet,
        pytest.MonkeyPatch.context() as patch,
    ):
        pairs = {pair.name: pair for pair in fleet.pairs}
        hurt(pairs, patch)
        fleet.pairs.remove(pairs.pop("elsewhere"))
        yield fleet.play("fdm.failover.check"), pairs


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Run, dict[str, Pair]]]:
    with simulated_fleet(tmp_path_factory.mktemp("ready"), READY) as fleet, pytest.MonkeyPatch.context() as patch:
        patch.setenv("ANSIBLE_SHOW_CUSTOM_STATS", "1")
        pairs = {pair.name: pair for pair in fleet.pairs}
        busy = pairs["busy"].primary
        busy.api("POST", "/operational/deploy", token=busy.login())
        for pair in fleet.pairs:
            pair.forget()
            pair.variables = {name: value for name, value in pair.variables.items() if value is not None}
        yield fleet.play("fdm.failover.check"), pairs


def simulated(pairs: dict[str, Pair], name: str) -> Any:
    """The simulator's own unit of this name."""
    return pairs[name.rpartition("-")[0]].simulator.server.fleet.unit(name)


def hurt(pairs: dict[str, Pair], patch: pytest.MonkeyPatch) -> None:
    """What the settings of a unit can't say."""
    units = pairs["same-unit"].variables["failover_units"]
    units["secondary"] = units["primary"]
    pairs["unit-shared"].variables["failover_units"]["primary"] = pairs["port-missing"].variables["failover_units"][
        "secondary"
    ]
    elsewhere = pairs["elsewhere"].variables["failover_units"]["primary"]
    pairs["already-paired-elsewhere"].variables["failover_units"]["primary"] = elsewhere
    managers = {"cloud-differs-secondary": "Type                      : Manager\nHost                      : cloud\n"}
    patch.setitem(cli.COMMANDS, "show managers", lambda unit, _: managers.get(unit.name, "Managed locally.\n"))
    for name, hardware in (("port-unreadable", PORT), ("unit-unreadable", "GigabitEthernet0/5")):
        store = simulated(pairs, f"{name}-primary").store
        store.port(hardware).body["pppoe"] = "unknown"
    primary = pairs["managed-over-data"].variables["failover_units"]["primary"]["host"]
    inside = simulated(pairs, "managed-over-data-primary").store.port("GigabitEthernet0/1")
    inside.body["ipv4"]["ipAddress"]["ipAddress"] = primary
    for name, state in (
        ("suspended", "HA_SUSPENDED_NODE"),
        ("unit-disabled", "HA_DISABLED_NODE"),
        ("unit-failed", "HA_FAILED_NODE"),
        ("state-unknown", "HA_UNKNOWN_NODE"),
    ):
        unit = simulated(pairs, f"{name}-secondary")
        unit.ha.enter(state, time.monotonic(), "so the test wants it")


def test_every_rule_has_its_pair() -> None:
    paired = {rule_of(name) for name in (*BROKEN, *READY)} - {"plain"}
    assert paired == {*RULES, *REASONS}, "give each rule a pair here: an error in BROKEN, all else in READY"


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_pair_is_stopped_before_anything_is_written(broken: tuple[Run, dict[str, Pair]], name: str) -> None:
    run, pairs = broken
    table = table_of(run, name)
    assert re.search(rf"^  ERROR .*  {rule_of(name)}$", table, re.MULTILINE), table or run.output
    assert run.failed[name] == 1
    assert pairs[name].writes() == []


def test_the_exit_status_tells_that_a_pair_is_not_ready(broken: tuple[Run, dict[str, Pair]]) -> None:
    run, _pairs = broken
    assert run.status == 2
    assert not re.search("Traceback|Unexpected|WARNING|DEPRECATED", run.output)
    assert PASSWORD not in run.output
    assert BROKEN["key-policy"]["failover_key"] not in run.output


@pytest.mark.parametrize(("name", "said"), [(name, said) for name, (_case, said) in REFUSED.items()], ids=REFUSED)
def test_what_can_not_be_meant_is_refused(
    broken: tuple[Run, dict[str, Pair]], name: str, said: tuple[str, ...]
) -> None:
    run, pairs = broken
    printed = failure_of(run, name)
    for part in said:
        assert part in printed
    assert run.failed[name] == 1
    assert pairs[name].writes() == []


def test_a_misspelt_variable_is_reported_before_any_unit_is_called(broken: tuple[Run, dict[str, Pair]]) -> None:
    _run, pairs = broken
    assert pairs["variable.misspelt"].calls() == []


@pytest.mark.parametrize("name", READY)
def test_what_is_no_error_is_said_and_stops_nothing(ready: tuple[Run, dict[str, Pair]], name: str) -> None:
    run, pairs = ready
    rule, table = rule_of(name), table_of(run, name)
    if rule != "plain":
        severity = RULES[rule].severity if RULES[rule].severity != Severity.ERROR else "warning"
        assert re.search(rf"^  {severity} .*  {rule}( \(waived\))?$", table, re.MULTILINE), table or run.output
    assert run.failed[name] == 0
    assert pairs[name].writes() == []


def test_the_exit_status_tells_that_all_pairs_are_ready(ready: tuple[Run, dict[str, Pair]]) -> None:
    run, _pairs = ready
    assert run.status == 0, run.output
    assert not re.search("Traceback|Unexpected|WARNING|DEPRECATED", run.output)


def test_auto_reads_subinterfaces_of_candidates_only(ready: tuple[Run, dict[str, Pair]]) -> None:
    run, pairs = ready
    asked = [call["unit"] for call in pairs["plain.auto"].calls() if call["path"].endswith("/subinterfaces")]
    assert sorted(asked) == ["plain.auto-primary"] * 2 + ["plain.auto-secondary"] * 2
    why = "free on both units, link not up on both, 1 Gb/s; 2 to choose from"
    assert f"plain.auto, failover link: GigabitEthernet0/8 ({why})" in run.output


def test_findings_become_statistics_of_the_run_if_requested(ready: tuple[Run, dict[str, Pair]]) -> None:
    run, _pairs = ready
    stats = json.loads(run.output.partition("RUN: ")[2].strip())["preflight"]
    assert list(stats) == ["plain.auto"]
    assert stats["plain.auto"]["plan"]["verdict"] == "ready"
    assert {found["rule"] for found in stats["plain.auto"]["findings"]} == {"port-disabled", "combined-link-busy"}
