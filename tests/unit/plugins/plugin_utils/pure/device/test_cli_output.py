# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Short outputs of the data plane, and how much of any output is read."""

from __future__ import annotations

import re

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.device import cli_output
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.device.show_failover import (
    read_show_failover,
    read_show_failover_state,
)
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.device.understood import UNDERSTOOD, unread_outputs
from support import units
from support.slow_texts import LIMIT, OUTPUTS, reading

COMPLAINT = "ERROR: % Invalid input detected at '^' marker.\n"


def test_every_interface_with_its_address_and_method():
    assert cli_output.read_interface_brief(units.capture("show_interface_ip_brief")) == (
        ("GigabitEthernet0/0", "203.0.113.1", "CONFIG"),
        ("GigabitEthernet0/1", "198.51.100.1", "CONFIG"),
        ("GigabitEthernet0/1.20", "198.51.100.65", "MANUAL"),
        ("GigabitEthernet0/2", "", "UNSET"),
        ("GigabitEthernet0/3", "", "UNSET"),
        ("Internal-Control0/0", "127.0.1.1", "UNSET"),
        ("Internal-Data0/0", "", "UNSET"),
        ("Internal-Data0/1", "169.254.1.1", "UNSET"),
        ("Management0/0", "203.0.113.130", "UNSET"),
    )


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Ethernet1/1 203.0.113.9 YES DHCP up up", [("Ethernet1/1", "203.0.113.9", "DHCP")]),
        ("Ethernet1/1 unassigned YES DHCP up up", [("Ethernet1/1", "", "DHCP")]),
        ("Ethernet1/1 2001:db8::1 YES manual up up", [("Ethernet1/1", "2001:db8::1", "MANUAL")]),
        ("Ethernet1/1 unassigned maybe DHCP up up", []),
        ("Ethernet1/1 everywhere YES DHCP up up", []),
        ("Ethernet1/1 203.0.113.9 YES", []),
        (COMPLAINT, []),
    ],
)
def test_lines_of_interfaces(line, expected):
    assert list(cli_output.read_interface_brief(line)) == expected


@pytest.mark.parametrize(
    ("output", "expected"),
    [
        ("Managed locally.\n", "Managed locally"),
        ("\n  Type : Manager\nHost : cloud\n", "Type : Manager"),
        (COMPLAINT, ""),
        ("anything else\n", ""),
        ("", ""),
    ],
)
def test_who_manages_a_unit(output, expected):
    assert cli_output.read_managers(output) == expected


@pytest.mark.parametrize(
    ("output", "expected"),
    [
        (units.capture("show_running_config_failover"), True),
        ("failover\nfailover lan unit primary\nfailover key *****\n", True),
        ("failover\nfailover lan unit primary\nno failover ipsec\n", False),
        (f"show running-config failover\n     ^\n{COMPLAINT}", None),
        ("", None),
    ],
)
def test_whether_a_key_is_shown(output, expected):
    assert cli_output.read_encrypted(output) is expected


@pytest.mark.parametrize("command", UNDERSTOOD)
@pytest.mark.parametrize("output", [COMPLAINT, "Command not allowed"])
def test_an_output_that_is_not_understood_is_named(command, output):
    assert unread_outputs({command: output}) == (command,)


@pytest.mark.parametrize("printed", [{}, {"show failover": ""}, {"show version": "anything"}, {"show managers": None}])
def test_what_was_not_printed_or_not_asked_is_not_named(printed):
    assert unread_outputs(printed) == ()


READERS = {
    "show failover": read_show_failover,
    "show failover state": read_show_failover_state,
    "brief": cli_output.read_interface_brief,
    "managers": cli_output.read_managers,
    "running": cli_output.read_encrypted,
}
BLANKS = " " * 2_000
HOSTILE = {
    "blanks": BLANKS,
    "an interface with blanks": f"This host: Primary - Active\nInterface a (b): c{BLANKS}d{BLANKS}\n",
    "a host with blanks": f"This host: Primary - {BLANKS}x{BLANKS}y\n",
    "a link with blanks": f"Failover LAN Interface: {BLANKS}a{BLANKS}b{BLANKS}(c{BLANKS}\n",
    "versions with blanks": f"Version: Ours {BLANKS},{BLANKS}Mate{BLANKS}\n",
    "brackets": "Interface a (" + "(" * 2_000 + "): x" + ")" * 2_000,
}


@pytest.mark.parametrize("reader", READERS.values(), ids=list(READERS))
@pytest.mark.parametrize("text", HOSTILE.values(), ids=list(HOSTILE))
def test_hostile_text_is_read_without_a_pattern(reader, text, monkeypatch):
    """Only patterns can take more steps than a text has characters; none is used, so none can be too slow."""

    def refuse(*_args, **_options):
        raise AssertionError("a regular expression reads the output of a command")

    for name in ("match", "search", "fullmatch", "findall", "finditer", "split", "sub"):
        monkeypatch.setattr(re, name, refuse)
    reader(text)


@pytest.mark.parametrize("name", OUTPUTS)
def test_no_output_takes_long_to_read(name):
    assert len(OUTPUTS[name]) <= cli_output.LONGEST_OUTPUT
    assert max(reading(OUTPUTS[name]).values()) < LIMIT


@pytest.mark.parametrize("size", [cli_output.LONGEST_OUTPUT + 1, 1_000_000, 3_000_000])
def test_an_output_beyond_the_limit_is_not_read_at_all(size):
    text = "Failover On\n" + "x" * size
    assert cli_output.lines_of(text) == []
    assert read_show_failover(text).understood is False


def test_an_output_of_too_many_lines_is_not_read_at_all():
    assert len(cli_output.lines_of("Failover On\n" + "\n" * (cli_output.MOST_LINES - 1))) == cli_output.MOST_LINES
    assert read_show_failover("Failover On\n" + "\n" * cli_output.MOST_LINES).understood is False


def test_a_line_beyond_the_limit_is_left_out():
    long = "x" * (cli_output.LONGEST_LINE + 1)
    assert cli_output.lines_of(f"a\n{long}\nb") == ["a", "b"]


def test_as_many_lines_are_read_as_fit():
    text = "Interface a (b): Normal (Monitored)\n" * 5_000
    assert len(text) < cli_output.LONGEST_OUTPUT
    shown = read_show_failover("This host: Primary - Active\n" + text)
    assert len(shown.this_host.interfaces) == 5_000
