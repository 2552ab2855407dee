# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which outputs of commands are understood: an output of another shape shows nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..reading import text
from .cli_output import (
    RUNNING_FAILOVER,
    SHOW_FAILOVER,
    SHOW_FAILOVER_STATE,
    SHOW_INTERFACES,
    SHOW_MANAGERS,
    lines_of,
    read_interface_brief,
    read_managers,
)
from .show_failover import read_show_failover, read_show_failover_state

UNDERSTOOD: Mapping[str, Callable[[str], bool]] = {
    SHOW_FAILOVER: lambda output: read_show_failover(output).understood,
    SHOW_FAILOVER_STATE: lambda output: read_show_failover_state(output).understood,
    SHOW_INTERFACES: lambda output: bool(read_interface_brief(output)),
    SHOW_MANAGERS: lambda output: bool(read_managers(output)),
    RUNNING_FAILOVER: lambda output: any(line in ("failover", "no failover") for line in lines_of(output)),
}


def unread_outputs(printed: Mapping[str, Any]) -> tuple[str, ...]:
    """The commands whose output is there and not understood, in the order of the table."""
    return tuple(
        command
        for command, understood in UNDERSTOOD.items()
        if text(printed.get(command)) and not understood(text(printed.get(command)))
    )
