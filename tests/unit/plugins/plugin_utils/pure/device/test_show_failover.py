# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""`show failover` and `show failover state`, read from captures and from text that is none."""

from __future__ import annotations

from dataclasses import replace

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.device.show_failover import (
    Counters,
    Host,
    HostState,
    LinkLine,
    MonitoredInterface,
    ShowFailover,
    ShowFailoverState,
    Slot,
    read_show_failover,
    read_show_failover_state,
)
from hypothesis import given
from hypothesis import strategies as some
from support import units

LINE = LinkLine("fover", "GigabitEthernet0/7", "up")
SLOTS = (Slot("FTD", "Up Sys"), Slot("snort", "up"), Slot("diskstatus", "up"))


def monitored(last):
    return (
        MonitoredInterface("outside", f"203.0.113.{last}", "Normal", "Monitored"),
        MonitoredInterface("inside", f"198.51.100.{last}", "Normal", "Monitored"),
    )


HEALTHY = ShowFailover(
    understood=True,
    on=True,
    this_host=Host("primary", "Active", monitored(1), SLOTS),
    other_host=Host("secondary", "Standby Ready", monitored(2), SLOTS),
    failover_link=LINE,
    state_link=LINE,
    versions=("9.16(2)7", "9.16(2)7"),
    serials=("9A1B2C3D4E5", "9A5E4D3C2B1"),
    unit_poll="1 seconds, holdtime 15 seconds",
    interface_poll="5 seconds, holdtime 25 seconds",
    last_failover="14:15:10 UTC Feb 14 2025",
    counters=(Counters("General", 2580, 0, 2581, 0), Counters("sys cmd", 2580, 0, 2580, 0)),
)
NOTHING = ShowFailover()


def facts(shown):
    """Hosts, links, versions and serials."""
    names = ("this_host", "other_host", "failover_link", "state_link", "versions", "serials")
    return {name: getattr(shown, name) for name in names}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("show_failover", HEALTHY),
        (
            "show_failover_secondary",
            replace(
                HEALTHY,
                this_host=Host("secondary", "Standby Ready", monitored(2), SLOTS),
                other_host=Host("primary", "Active", monitored(1), SLOTS),
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
    ],
)
def test_captures_of_a_pair(name, expected):
    assert facts(read_show_failover(units.capture(name))) == facts(expected)


def test_every_part_of_a_capture():
    assert read_show_failover(units.capture("show_failover")) == HEALTHY


def test_a_unit_whose_peer_was_never_heard():
    shown = read_show_failover(units.capture("show_failover_alone"))
    assert (shown.on, shown.versions, shown.serials) == (True, ("9.18(4)47", "Unknown"), ("9A1B2C3D4E5", "Unknown"))
    assert shown.this_host.interfaces == (MonitoredInterface("outside", "192.168.0.1", "Normal", "Waiting"),)
    assert shown.other_host.state == "Failed"
    assert shown.other_host.interfaces == (MonitoredInterface("outside", "0.0.0.0", "Unknown", "Waiting"),)


def test_a_unit_without_failover():
    shown = read_show_failover(units.capture("show_failover_unconfigured"))
    assert (shown.understood, shown.on, shown.this_host, shown.failover_link) == (True, False, None, None)


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
            "  Interface outside (0.0.0.0): No Link (Waiting)",
            MonitoredInterface("outside", "0.0.0.0", "No Link", "Waiting"),
        ),
        (
            "  Interface inside (2001:db8::1): Normal (Monitored)",
            MonitoredInterface("inside", "2001:db8::1", "Normal", "Monitored"),
        ),
        ("  Interface dmz (0.0.0.0): Link Down", MonitoredInterface("dmz", "0.0.0.0", "Link Down", "")),
        (
            "  Interface dmz (0.0.0.0): Link Down (Shutdown)",
            MonitoredInterface("dmz", "0.0.0.0", "Link Down", "Shutdown"),
        ),
    ],
)
def test_lines_of_monitored_interfaces(line, expected):
    output = f"\tThis host: Primary - Active\n{line}\n"
    assert read_show_failover(output).this_host == Host("primary", "Active", (expected,))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("slot 0: FTD hw/sw rev (/9.16(2)7) status (Up Sys)", Slot("FTD", "Up Sys")),
        ("slot 1: snort rev (1.0)  status (down)", Slot("snort", "down")),
    ],
)
def test_lines_of_modules(line, expected):
    assert read_show_failover(f"This host: Primary - Active\n{line}\n").this_host.slots == (expected,)


@pytest.mark.parametrize(
    ("rows", "names"),
    [
        ("General 1 2 3 4\nTCP conn 5 6 7 8\n", ["General", "TCP conn"]),
        ("General 1 2 3 4\nLogical Update Queue Information\nx 1 2 3 4", ["General"]),
        ("General 1 2 3\n", []),
        ("General 1 2 ³ 4\n", []),
        ("General 1 2 3 " + "9" * 30 + "\n", []),
    ],
)
def test_the_table_of_updates_ends_where_it_ends(rows, names):
    shown = read_show_failover(f"Failover On\nStateful Obj xmit xerr rcv rerr\n{rows}")
    assert [row.name for row in shown.counters] == names


def test_line_ends_and_indentation_do_not_matter():
    text = units.capture("show_failover")
    assert read_show_failover(text.replace("\n", "\r\n").replace("\t", "    ")) == HEALTHY


READY, ACTIVE = HostState("Standby Ready", "None"), HostState("Active", "None")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "show_failover_state",
            ShowFailoverState(
                True,
                ACTIVE,
                HostState("Standby Ready", "Comm Failure", "17:31:43 UTC Feb 14 2025"),
                ("Sync Done",),
                ("Mac set",),
            ),
        ),
        (
            "show_failover_state_secondary",
            ShowFailoverState(True, READY, ACTIVE, ("Sync Skipped - STANDBY",), ("Mac set",)),
        ),
        (
            "show_failover_state_unconfigured",
            ShowFailoverState(True, HostState("Disabled", "None"), HostState("Not Detected", "None")),
        ),
    ],
)
def test_captures_of_show_failover_state(name, expected):
    assert read_show_failover_state(units.capture(name)) == expected


def test_every_line_of_the_configuration_state_is_read():
    text = units.capture("show_failover_state").replace("\tSync Done\n", "\tSync Done\n\tSync Done - STANDBY\n")
    assert read_show_failover_state(text).configuration == ("Sync Done", "Sync Done - STANDBY")


@pytest.mark.parametrize("text", ["", "\n\n", "ERROR: % Invalid input detected at '^' marker.\n", "This host:"])
def test_other_text_is_not_understood(text):
    assert read_show_failover(text) == NOTHING
    assert read_show_failover_state(text) == replace(ShowFailoverState(), understood=text == "This host:")


@given(some.lists(some.sampled_from([*units.capture("show_failover").splitlines(), "", "(", "Link : ("]), max_size=40))
def test_lines_in_any_order_raise_nothing(lines):
    text = "\n".join(lines)
    assert read_show_failover(text).on is ("Failover On" in lines)
    read_show_failover_state(text)
