# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is rendered for a pair: two configurations that differ in the role alone, and the lines it will run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.intent.ha_configuration import FIELDS
from support import units
from support.tasks import TEMPLATES

TEMPLATE, RUNNING = "ha_configuration.json.j2", "running_config.txt.j2"
IPV6 = {"failover_link": {"port": units.PORT, "network": "2001:db8:0:1::/64"}}
DEDICATED = {"failover_state_link": units.STATE_LINK}
DEDICATED_IPV6 = IPV6 | {"failover_state_link": {"port": units.STATE_PORT, "network": "2001:db8:0:2::/64"}}
MIXED = {"failover_state_link": {"port": units.STATE_PORT, "network": "2001:db8:0:2::/64"}}
NAMED = {"failover_link": units.LINK | {"name": 'odd "name" \\ <b>'}}
INTENTS = {
    "combined": {},
    "dedicated": DEDICATED,
    "IPv6": IPV6,
    "dedicated IPv6": DEDICATED_IPV6,
    "one of each": MIXED,
    "encrypted": {"failover_key": "s3cret-0f-the-links"},
    "odd name": NAMED,
}
every_intent = pytest.mark.parametrize("intent", INTENTS.values(), ids=INTENTS)


def render(run, template=TEMPLATE, **intent):
    """Render both units without files."""
    result = run("render", {"template": template}, **intent)
    assert "failed" not in result, result
    return result


def texts(run, directory, **intent):
    """The rendered files by name."""
    arguments = {"template": TEMPLATE, "running_config_template": RUNNING, "directory": str(directory)}
    files = run("render", arguments, **intent)["files"]
    return {Path(file).name: Path(file).read_text(encoding="utf-8") for file in files}


@every_intent
def test_two_renderings_differ_in_the_role_only(run, intent, tmp_path):
    result = render(run, **intent)
    assert result["primary"]["nodeRole"] == "HA_PRIMARY"
    assert result["primary"] | {"nodeRole": "HA_SECONDARY"} == result["secondary"]
    files = texts(run, tmp_path, **intent)
    assert files["primary.json"] != files["secondary.json"]
    assert files["primary.json"].replace("HA_PRIMARY", "HA_SECONDARY") == files["secondary.json"]


@every_intent
def test_no_rendering_holds_a_secret(run, intent, tmp_path):
    for text in texts(run, tmp_path, **intent).values():
        assert "sharedKey" not in text
        for secret in ("s3cret-0f-the-links", "correct horse"):
            assert secret not in text


def test_a_template_sees_the_values_and_no_variable_of_the_host(run, tmp_path):
    spy = tmp_path / "spy.txt.j2"
    names = ("failover_key", "failover_password", "failover_units", "inventory_hostname", "hostvars", "vars")
    spy.write_text("".join(f"{{{{ {name} is defined }}}} " for name in (*names, "link_values")))
    arguments = {"template": TEMPLATE, "running_config_template": str(spy), "directory": str(tmp_path)}
    files = run("render", arguments, failover_key="s3cret-0f-the-links")["files"]
    assert Path(files[2]).read_text().split() == [*["False"] * len(names), "True"]


V4 = {
    "primaryFailoverIPv4": {"type": "ipv4address", "ipAddress": "192.168.10.1", "netmask": "255.255.255.252"},
    "secondaryFailoverIPv4": {"type": "ipv4address", "ipAddress": "192.168.10.2", "netmask": "255.255.255.252"},
}


def state_half(failover):
    return {name.replace("Failover", "StatefulFailover"): value for name, value in failover.items()}


V6 = {
    "primaryFailoverIPv6": {"type": "ipv6address", "ipAddress": "2001:db8:0:1::1/64"},
    "secondaryFailoverIPv6": {"type": "ipv6address", "ipAddress": "2001:db8:0:1::2/64"},
}
STATE_V4 = {
    "primaryStatefulFailoverIPv4": {"type": "ipv4address", "ipAddress": "192.168.10.5", "netmask": "255.255.255.252"},
    "secondaryStatefulFailoverIPv4": {"type": "ipv4address", "ipAddress": "192.168.10.6", "netmask": "255.255.255.252"},
}
STATE_V6 = {
    "primaryStatefulFailoverIPv6": {"type": "ipv6address", "ipAddress": "2001:db8:0:2::1/64"},
    "secondaryStatefulFailoverIPv6": {"type": "ipv6address", "ipAddress": "2001:db8:0:2::2/64"},
}


@pytest.mark.parametrize(
    ("intent", "name", "state_port", "addresses"),
    [
        ({}, "failover-link", units.PORT, V4 | state_half(V4)),
        (IPV6, "failover-link", units.PORT, V6 | state_half(V6)),
        (NAMED, 'odd "name" \\ <b>', units.PORT, V4 | state_half(V4)),
        (DEDICATED, "failover-link", units.STATE_PORT, V4 | STATE_V4),
        (DEDICATED_IPV6, "failover-link", units.STATE_PORT, V6 | STATE_V6),
        (MIXED, "failover-link", units.STATE_PORT, V4 | STATE_V6),
    ],
)
def test_the_configuration(run, intent, name, state_port, addresses):
    assert (
        render(run, **intent)["primary"]
        == {
            "type": "haconfiguration",
            "nodeRole": "HA_PRIMARY",
            "failoverName": name,
            "failoverInterface": {"hardwareName": units.PORT},
            "statefulFailoverName": "stateful-failover-link",
            "statefulFailoverInterface": {"hardwareName": state_port},
        }
        | addresses
    )


@pytest.mark.parametrize("intent", [{}, IPV6], ids=["IPv4", "IPv6"])
def test_a_combined_link_sends_port_and_addresses_in_both_halves(run, intent):
    sent = render(run, **intent)["secondary"]
    failover, state = FIELDS.values()
    assert sent[failover.interface] == sent[state.interface]
    pairs = [each for role in units.HOSTS for each in zip(failover.addresses[role], state.addresses[role], strict=True)]
    present = [(one, two) for one, two in pairs if one in sent or two in sent]
    assert len(present) == 2
    assert all(sent[one] == sent[two] for one, two in present)
    assert sent[failover.name] != sent[state.name]


AUTO = {"failover_link": units.LINK | {"port": "auto"}}


def test_a_port_that_preflight_has_chosen_is_rendered(run):
    taken = units.interfaces(**{units.PORT: {"name": "dmz"}, units.STATE_PORT: {"name": "guests"}})
    run.primary.client.script["interfaces"] = taken
    assert run("preflight", {"stop": False}, **AUTO)["ports"] == {"failover": units.FREE_PORT}
    assert render(run, **AUTO)["primary"]["failoverInterface"] == {"hardwareName": units.FREE_PORT}


def test_a_port_that_is_not_chosen_yet_can_not_be_rendered(run):
    assert run("render", {"template": TEMPLATE}, **AUTO) == {
        "failed": True,
        "msg": (
            "branch01, failover link: port is auto, and no port has been chosen yet; expected a hardware name. Run the "
            "role fdm.failover.preflight first: it reads both units and chooses."
        ),
    }


def test_a_port_that_a_variable_chooses_is_not_rendered(run):
    result = run("render", {"template": TEMPLATE}, preflight_ports={"failover": units.FREE_PORT}, **AUTO)
    assert result["failed"] is True


LINES = {
    "combined": (
        {},
        """\
failover
failover lan unit {unit}
failover lan interface failover-link GigabitEthernet0/2
failover link failover-link GigabitEthernet0/2
failover interface ip failover-link 192.168.10.1 255.255.255.252 standby 192.168.10.2
""",
    ),
    "dedicated and encrypted": (
        DEDICATED | {"failover_key": "s3cret-0f-the-links"},
        """\
failover
failover lan unit {unit}
failover lan interface failover-link GigabitEthernet0/2
failover link stateful-failover-link GigabitEthernet0/3
failover interface ip failover-link 192.168.10.1 255.255.255.252 standby 192.168.10.2
failover interface ip stateful-failover-link 192.168.10.5 255.255.255.252 standby 192.168.10.6
failover ipsec pre-shared-key *****
""",
    ),
    "IPv6": (
        DEDICATED_IPV6,
        """\
failover
failover lan unit {unit}
failover lan interface failover-link GigabitEthernet0/2
failover link stateful-failover-link GigabitEthernet0/3
failover interface ip failover-link 2001:db8:0:1::1/64 standby 2001:db8:0:1::2
failover interface ip stateful-failover-link 2001:db8:0:2::1/64 standby 2001:db8:0:2::2
""",
    ),
}


@pytest.mark.parametrize("unit", units.HOSTS)
@pytest.mark.parametrize(("intent", "lines"), LINES.values(), ids=LINES)
def test_the_lines_a_unit_will_run(run, intent, lines, unit, tmp_path):
    assert texts(run, tmp_path, **intent)[f"{unit}.running-config.txt"] == lines.format(unit=unit)


NAMES = ["primary.json", "secondary.json", "primary.running-config.txt", "secondary.running-config.txt"]


@pytest.mark.parametrize("check", [True, False])
def test_files_on_the_controller_are_no_change_of_a_pair(run, tmp_path, check):
    directory = tmp_path / "rendered"
    arguments = {"template": TEMPLATE, "running_config_template": RUNNING, "directory": str(directory)}
    result = run("render", arguments, check=check)
    assert result["changed"] is False
    assert result["files"] == [str(directory / units.PAIR / name) for name in NAMES]
    assert directory.exists() is not check
    note = " (not written in check mode)" if check else ""
    assert run.lines == [f"branch01, rendered files: {directory / units.PAIR}{note}"]


def test_the_files_hold_what_is_returned(run, tmp_path):
    result = run("render", {"template": TEMPLATE, "directory": str(tmp_path)})
    for role in units.HOSTS:
        assert json.loads((tmp_path / units.PAIR / f"{role}.json").read_text()) == result[role]


@pytest.mark.parametrize("directory", [None, ""])
def test_without_a_directory_no_file_is_written(run, tmp_path, monkeypatch, directory):
    monkeypatch.chdir(tmp_path)
    assert run("render", {"template": TEMPLATE, "directory": directory})["files"] == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["..", ".", "a/b", "/tmp/x", "x" * 300, "a\nb"])
def test_a_pair_can_not_lead_out_of_the_directory(run, tmp_path, name):
    directory = tmp_path / "in" / "rendered"
    result = run("render", {"template": TEMPLATE, "directory": str(directory)}, inventory_hostname=name)
    assert result["failed"] is True
    assert "can't be the name of a file or directory" in result["msg"]
    assert list(tmp_path.iterdir()) == []


WRONG = {
    "no JSON": ("{{ link_values.role }}", "no JSON (Expecting value: line 1 column 1 (char 0))"),
    "a list": ("[]", "a list"),
    "empty": ("", "no JSON (Expecting value: line 1 column 1 (char 0))"),
    "a number": ("7\n", "only 7"),
    "null": ("null", "only null"),
}


@pytest.mark.parametrize(("source", "found"), WRONG.values(), ids=WRONG)
def test_a_template_that_gives_no_json_object_is_refused(run, tmp_path, source, found):
    broken = tmp_path / "broken.json.j2"
    broken.write_text(source)
    assert run("render", {"template": str(broken)}) == {
        "failed": True,
        "msg": (
            f"broken.json.j2: the rendered text is {found}; expected a JSON object, as HAConfiguration of the FDM API "
            "is. Correct the template."
        ),
    }


def own(tmp_path, old, new):
    """The role's template with one text replaced, as a file."""
    source = (TEMPLATES / TEMPLATE).read_text()
    assert old in source
    file = tmp_path / "own.json.j2"
    file.write_text(source.replace(old, new))
    return str(file)


def test_a_template_may_add_fields(run, tmp_path):
    template = own(tmp_path, '"type": "haconfiguration"', '"type": "haconfiguration", "failoverPollInterval": 5')
    result = render(run, template)
    assert [result[role]["failoverPollInterval"] for role in units.HOSTS] == [5, 5]


def test_a_template_can_not_change_a_link(run, tmp_path):
    template = own(tmp_path, '"type": "haconfiguration"', '"type": "haconfiguration", "failoverName": "mine"')
    source = Path(template)
    lines = [line for line in source.read_text().splitlines() if '"failoverName": {{' not in line]
    source.write_text("\n".join(lines))
    result = run("render", {"template": template})
    assert result == {
        "failed": True,
        "msg": (
            "branch01, primary: the rendered configuration has other links than the inventory (name of the failover "
            "link is mine, expected failover-link); expected the links of the inventory; a template may add fields. "
            "Correct the template, or the inventory, and render again."
        ),
    }


def test_no_unit_is_called(run):
    render(run)
    assert run.clients == []


def test_what_preflight_knows_is_kept(run):
    run("preflight", {"stop": False})
    render(run)
    run("apply", {"phase": "primary"})
    assert "write_configuration" in run.primary.written


def test_the_templates_are_the_roles():
    assert sorted(each.name for each in TEMPLATES.iterdir()) == sorted((TEMPLATE, RUNNING))
