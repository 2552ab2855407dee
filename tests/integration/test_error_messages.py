# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What goes wrong before anything is judged: one sentence each, with pair, unit, what was expected, what to do."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from support.harness import COMBINED, KEY, PASSWORD, Pair, Run, failure_of, simulated_pair

pytestmark = pytest.mark.xdist_group("sentences")  # one run for most
LINK = COMBINED["failover_link"]
CASES: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
    "wrong-password": (
        {"failover_password": "Wrong-Passw0rd-1"},
        ("wrong-password, primary (", "login of admin is refused", "Check username and password"),
    ),
    "nobody-there": (
        {"failover_units": {"primary": {"host": "127.60.250.1"}, "secondary": {"host": "127.60.250.2"}}},
        ("nobody-there, primary (127.60.250.1)", "refused", "Check"),
    ),
    "untrusted": (
        {"failover_ca_path": None},
        ("untrusted, primary (", "certificate", "failover_ca_path", "validate_certs"),
    ),
    "no-secondary": (
        {"failover_units": {"primary": {"host": "192.0.2.11"}}},
        ("no-secondary, failover_units: the pair has no secondary; expected a primary and a secondary. Add",),
    ),
    "unknown-key": (
        {"failover_link": LINK | {"prot": "GigabitEthernet0/2"}},
        ("unknown-key, failover_link: unknown key prot (did you mean port?); expected only port, network,"),
    ),
    "unknown-unit-key": (
        {"failover_units": {"primary": {"hots": "192.0.2.11"}, "secondary": {"host": "192.0.2.12"}}},
        ("unknown-unit-key, failover_units.primary:", "unknown key hots (did you mean host?)"),
    ),
    "empty-key": (
        {"failover_key": ""},
        ("empty-key: failover_key is empty; expected a key of 1 to 63 characters", "Check the lookup"),
    ),
    "empty-password": (
        {"failover_password": ""},
        ("empty-password, primary: an empty password; expected the password of an administrator"),
    ),
    "units-as-text": (
        {"failover_units": "192.0.2.11"},
        ("units-as-text, failover_units: a str is given; expected keys and values, such as primary:"),
    ),
    "no-port": (
        {"failover_link": {"network": "192.0.2.0/30"}},
        ("no-port, failover_link: no port is given; expected the hardware name of a port, or auto",),
    ),
    "bad-network": (
        {"failover_link": LINK | {"network": "192.0.2.0/33"}},
        ("bad-network, failover_link:", "network 192.0.2.0/33 is no network with a prefix length", "192.0.2.0/30"),
    ),
}
BROKEN_UNITS: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
    "not-json": (
        {"faults": [{"fault": "not-json", "path": "/operational/systeminfo/default", "times": 99}]},
        ("branch01, primary (", "expected JSON in UTF-8", "Check that host and https_port lead to the unit's FDM"),
    ),
    "not-set-up": (
        {"faults": [], "setup_complete": False},
        ("branch01, primary (", "initial setup is not completed", "Complete the device setup"),
    ),
}


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory):
    with simulated_pair(tmp_path_factory.mktemp("sentences")) as made:
        yield made


@pytest.fixture(scope="module")
def run(pair: Pair) -> Run:
    """One run over a host for each case: a fault in one pair stops that pair only."""
    hosts = {name: {**pair.variables, **changes} for name, (changes, _said) in CASES.items()}
    hosts = {name: {key: value for key, value in each.items() if value is not None} for name, each in hosts.items()}
    inventory = pair.directory / "many.json"
    inventory.write_text(json.dumps({"failover_pairs": {"hosts": hosts}}), encoding="utf-8")
    return pair.play("fdm.failover.deploy", "-i", str(inventory), "--limit", ":".join(hosts))


@pytest.mark.parametrize(("host", "said"), [(name, said) for name, (_changes, said) in CASES.items()], ids=CASES)
def test_each_mistake_gets_one_sentence(run: Run, pair: Pair, host: str, said: tuple[str, ...]) -> None:
    printed = failure_of(run, host)
    assert printed
    for part in said:
        assert part in printed
    assert run.failed[host] == 1
    assert "Traceback" not in run.output
    assert "Unexpected" not in run.output
    assert PASSWORD not in run.output


def test_a_mistake_in_the_inventory_is_reported_before_a_unit_is_called(run: Run, pair: Pair) -> None:
    """Of all the hosts of the run only the one with the wrong password reached a unit: its login."""
    assert {(call["unit"], call["method"], call["path"]) for call in pair.calls()} == {
        (pair.primary.name, "POST", "/api/fdm/latest/fdm/token")
    }


def test_a_link_left_out_gets_one_sentence(pair: Pair) -> None:
    story = pair.playbook({"ansible.builtin.import_role": {"name": "fdm.failover.render"}})
    printed = failure_of(pair.play(story, failover_link=None), pair.name)
    assert "branch01, failover_link: nothing is given; expected keys and values, such as port:" in printed


@pytest.mark.parametrize(("settings", "said"), BROKEN_UNITS.values(), ids=BROKEN_UNITS)
def test_each_unusable_unit_gets_one_sentence(tmp_path: Path, settings: dict[str, Any], said: tuple[str, ...]) -> None:
    with simulated_pair(tmp_path, primary=settings) as pair:
        run = pair.play()
        printed = failure_of(run, pair.name)
        for part in said:
            assert part in printed, run.output
        assert run.failed[pair.name] == 1
        assert "Traceback" not in run.output


def test_a_rejected_key_is_not_shown(tmp_path: Path) -> None:
    """Not even when the very PUT that carries it is refused, and the unit echoes it."""
    echo = {"fault": "http-500", "method": "PUT", "path": "*/ha/configurations/*", "times": 99, "message": f"bad {KEY}"}
    with simulated_pair(tmp_path, primary={"faults": [echo]}, failover_key=KEY) as pair:
        run = pair.play("fdm.failover.deploy", "-vvvv", "--diff")
        assert not run.ok
        assert "branch01, primary (" in failure_of(run, "branch01")
        assert any(call["method"] == "PUT" and KEY in json.dumps(call["body"]) for call in pair.primary.requests())
        assert KEY not in run.output
        assert PASSWORD not in run.output


def test_no_secret_is_shown_or_kept(tmp_path: Path) -> None:
    """At -vvvv with --diff, in facts, in files: neither key nor password nor token."""
    with simulated_pair(tmp_path, failover_key=KEY) as pair:
        facts = ["ansible_facts", "preflight_findings", "preflight_plan", "render_configurations", "verify_findings"]
        story = pair.playbook(
            {"ansible.builtin.import_role": {"name": "fdm.failover.apply"}},
            {"ansible.builtin.import_role": {"name": "fdm.failover.verify"}},
            *({"ansible.builtin.debug": {"var": fact}} for fact in facts),
        )
        run = pair.play(story, "-vvvv", "--diff")
        assert run.ok, run.output
        tokens = [str(call["body"]) for call in pair.calls() if call["path"].endswith("/fdm/token")]
        assert tokens
        for secret in (KEY, PASSWORD, "eyJ"):
            assert secret not in run.output
            for file in (pair.directory / "rendered").rglob("*"):
                assert file.is_dir() or secret not in file.read_text(encoding="utf-8")
        assert not list((pair.directory / "ansible").rglob("fdm-session-*")), "tokens are gone with the run"
