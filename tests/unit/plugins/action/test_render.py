# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is rendered for a pair: two configurations that differ in the role alone, and the lines it will run."""

from __future__ import annotations

import json

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.intent.ha_configuration import HALVES
from support import units
from support.tasks import TEMPLATES

TEMPLATE, RUNNING = "ha_configuration.json.j2", "running_config.txt.j2"
IPV6 = {"failover_link": {"port": units.PORT, "network": "2001:db8:0:1::/64"}}
DEDICATED = {"failover_state_link": units.STATE_LINK}
DEDICATED_IPV6 = IPV6 | {"failover_state_link": {"port": units.STATE_PORT, "network": "2001:db8:0:2::/64"}}
MIXED = {"failover_state_link": {"port": units.STATE_PORT, "network": "2001:db8:0:2::/64"}}
NAMED = {"failover_link": units.LINK | {"name": 'odd "name" \\ <b>'}}
WISHES = {
    "combined": {},
    "dedicated": DEDICATED,
    "IPv6": IPV6,
    "dedicated IPv6": DEDICATED_IPV6,
    "one of each": MIXED,
    "encrypted": {"failover_key": "s3cret-0f-the-links"},
    "odd name": NAMED,
}
every_wish = pytest.mark.parametrize("intent", WISHES.values(), ids=WISHES)


def rendered(run, unit, template=TEMPLATE, **intent):
    result = run("render", {"unit": unit, "template": template}, **intent)
    assert "failed" not in result, result
    return result


@every_wish
def test_two_renderings_differ_in_the_role_only(run, intent):
    primary, secondary = (rendered(run, unit, **intent) for unit in units.HOSTS)
    assert primary["text"] != secondary["text"]
    assert primary["text"].replace("HA_PRIMARY", "HA_SECONDARY") == secondary["text"]
    assert primary["configuration"] | {"nodeRole": "HA_SECONDARY"} == secondary["configuration"]
    assert primary["configuration"]["nodeRole"] == "HA_PRIMARY"


@every_wish
def test_no_rendering_holds_a_secret(run, intent):
    for template in (TEMPLATE, RUNNING):
        text = rendered(run, "primary", template, **intent)["text"]
        assert "sharedKey" not in text
        for secret in ("s3cret-0f-the-links", "correct horse"):
            assert secret not in text


def test_a_template_sees_the_values_and_no_variable_of_the_host(run, tmp_path):
    spy = tmp_path / "spy.txt.j2"
    names = ("failover_key", "failover_password", "failover_units", "inventory_hostname", "hostvars", "vars")
    spy.write_text("".join(f"{{{{ {name} is defined }}}} " for name in (*names, "link_values")))
    result = run("render", {"unit": "primary", "template": str(spy)}, failover_key="s3cret")
    assert result["text"].split() == [*["False"] * len(names), "True"]


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
        rendered(run, "primary", **intent)["configuration"]
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
    sent = rendered(run, "secondary", **intent)["configuration"]
    (failover, failover_half), (state, stateful_half) = HALVES
    assert sent[f"{failover}Interface"] == sent[f"{state}Interface"]
    addresses = [name for name in sent if failover_half in name and stateful_half not in name and "IPv" in name]
    assert len(addresses) == 2
    for name in addresses:
        assert sent[name] == sent[name.replace(failover_half, stateful_half)]
    assert sent["failoverName"] != sent["statefulFailoverName"]


def test_a_chosen_port_is_rendered(run):
    intent = {"failover_link": units.LINK | {"port": "auto"}}
    arguments = {"unit": "primary", "template": TEMPLATE, "ports": {"failover": units.FREE_PORT}}
    assert run("render", arguments, **intent)["configuration"]["failoverInterface"] == {"hardwareName": units.FREE_PORT}


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
def test_the_lines_a_unit_will_run(run, intent, lines, unit):
    assert rendered(run, unit, RUNNING, **intent)["text"] == lines.format(unit=unit)


def test_the_file_is_written_once(run, tmp_path):
    file = tmp_path / "branch01" / "primary.json"
    arguments = {"unit": "primary", "template": TEMPLATE, "dest": str(file)}
    dry = run("render", arguments, check=True, diff=True)
    assert (dry["changed"], dry["diff"]["before"], file.exists()) == (True, "", False)
    first, second = run("render", arguments), run("render", arguments)
    assert (first["changed"], second["changed"], first["dest"]) == (True, False, str(file))
    assert json.loads(file.read_text()) == first["configuration"]
    assert "diff" not in first


def test_a_template_that_is_no_json_is_said_so(run, tmp_path):
    broken = tmp_path / "broken.json.j2"
    broken.write_text("{{ link_values.role }}")
    result = run("render", {"unit": "primary", "template": str(broken)})
    assert (result["failed"], result["msg"]) == (
        True,
        (
            "broken.json.j2: the rendered text is no JSON (Expecting value: line 1 column 1 (char 0)); expected "
            "JSON, as the name of the template says. Correct the template."
        ),
    )


def test_other_templates_are_text(run, tmp_path):
    page = tmp_path / "page.md.j2"
    page.write_text("# {{ link_values.pair }}\n\n- [1, 2]\n")
    result = run("render", {"unit": "primary", "template": str(page)})
    assert (result["text"], "configuration" in result) == ("# branch01\n\n- [1, 2]\n", False)


def test_the_templates_are_the_roles():
    assert sorted(each.name for each in TEMPLATES.iterdir()) == sorted((TEMPLATE, RUNNING))
