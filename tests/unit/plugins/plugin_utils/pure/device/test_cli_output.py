# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the data plane prints, captured, becomes data; what it does not print is empty."""

from __future__ import annotations

from dataclasses import replace

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.device.cli_output import (
    Host,
    LinkLine,
    MonitoredInterface,
    ShowFailover,
    ShowFailoverState,
    read_interface_brief,
    read_show_failover,
    read_show_failover_state,
)
from hypothesis import given
from hypothesis import strategies as some
from support import units

LINE = LinkLine("fover", "GigabitEthernet0/7", "up")


def monitored(last):
    return (
        MonitoredInterface("outside", f"203.0.113.{last}", "Normal", "Monitored"),
        MonitoredInterface("inside", f"198.51.100.{last}", "Normal", "Monitored"),
    )


HEALTHY = ShowFailover(
    on=True,
    this_host=Host("primary", "Active", monitored(1)),
    other_host=Host("secondary", "Standby Ready", monitored(2)),
    failover_link=LINE,
    state_link=LINE,
    versions=("9.16(2)7", "9.16(2)7"),
    serials=("9A1B2C3D4E5", "9A5E4D3C2B1"),
)
NOTHING = ShowFailover(False, None, None, None, None, ("", ""), ("", ""))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("show_failover", HEALTHY),
        (
            "show_failover_secondary",
            replace(
                HEALTHY,
                this_host=Host("secondary", "Standby Ready", monitored(2)),
                other_host=Host("primary", "Active", monitored(1)),
                serials=("9A5E4D3C2B1", "9A1B2C3D4E5"),
            ),
        ),
        (
            "show_failover_dedicated",
            replace(
                HEALTHY,
                failover_link=LinkLine("failover-link", "GigabitEthernet0/2", "up"),
                state_link=LinkLine("stateful-failover-link", "GigabitEthernet0/3", "Failed - No Switchover"),
            ),
        ),
        (
            "show_failover_alone",
            ShowFailover(
                on=True,
                this_host=Host(
                    "primary", "Active", (MonitoredInterface("outside", "192.168.0.1", "Normal", "Waiting"),)
                ),
                other_host=Host(
                    "secondary", "Failed", (MonitoredInterface("outside", "0.0.0.0", "Unknown", "Waiting"),)
                ),
                failover_link=LinkLine("fover", "GigabitEthernet0/7", "up"),
                state_link=LinkLine("fover", "GigabitEthernet0/7", "up"),
                versions=("9.18(4)47", "Unknown"),
                serials=("9A1B2C3D4E5", "Unknown"),
            ),
        ),
        ("show_failover_unconfigured", NOTHING),
    ],
)
def test_captures_of_show_failover(name, expected):
    assert read_show_failover(units.capture(name)) == expected


@pytest.mark.parametrize(
    ("status", "up"), [("up", True), ("UP", True), ("down", False), ("Failed - No Switchover", False), ("", False)]
)
def test_a_link_is_up_when_it_says_so(status, up):
    assert LinkLine("fover", "GigabitEthernet0/7", status).up is up


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "  Interface outside (203.0.113.1): No Link (Not-Monitored)",
            MonitoredInterface("outside", "203.0.113.1", "No Link", "Not-Monitored"),
        ),
        (
            "  Interface inside (2001:db8::1): Normal (Monitored)",
            MonitoredInterface("inside", "2001:db8::1", "Normal", "Monitored"),
        ),
        ("  Interface dmz (0.0.0.0): Link Down", MonitoredInterface("dmz", "0.0.0.0", "Link Down", "")),
    ],
)
def test_lines_of_monitored_interfaces(line, expected):
    output = f"\tThis host: Primary - Active\n{line}\n"
    assert read_show_failover(output).this_host == Host("primary", "Active", (expected,))


def test_line_ends_and_indentation_do_not_matter():
    text = units.capture("show_failover")
    assert read_show_failover(text.replace("\n", "\r\n").replace("\t", "    ")) == HEALTHY


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "show_failover_state",
            ShowFailoverState("Active", "Standby Ready", "Comm Failure", "Sync Done", "Mac set"),
        ),
        (
            "show_failover_state_secondary",
            ShowFailoverState("Standby Ready", "Active", "None", "Sync Skipped - STANDBY", "Mac set"),
        ),
        ("show_failover_state_unconfigured", ShowFailoverState("Disabled", "Not Detected", "None", "", "")),
    ],
)
def test_captures_of_show_failover_state(name, expected):
    assert read_show_failover_state(units.capture(name)) == expected


def test_addresses_of_every_interface():
    assert read_interface_brief(units.capture("show_interface_ip_brief")) == (
        ("GigabitEthernet0/0", "203.0.113.1"),
        ("GigabitEthernet0/1", "198.51.100.1"),
        ("GigabitEthernet0/1.20", "198.51.100.65"),
        ("Internal-Control0/0", "127.0.1.1"),
        ("Internal-Data0/1", "169.254.1.1"),
        ("Management0/0", "203.0.113.130"),
    )


@pytest.mark.parametrize("text", ["", "\n\n", "ERROR: % Invalid input detected at '^' marker.\n", "This host"])
def test_nothing_is_read_as_nothing(text):
    assert read_show_failover(text) == NOTHING
    assert read_show_failover_state(text) == ShowFailoverState("", "", "", "", "")
    assert read_interface_brief(text) == ()


@given(some.lists(some.sampled_from([*units.capture("show_failover").splitlines(), "", "(", "Link : ("]), max_size=40))
def test_lines_in_any_order_raise_nothing(lines):
    text = "\n".join(lines)
    assert read_show_failover(text).on is ("Failover On" in lines)
    read_show_failover_state(text)
    read_interface_brief(text)
