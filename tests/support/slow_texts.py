# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Answers and outputs of commands that are as slow to read as any that are accepted, and how long reading one takes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

from ansible_collections.fdm.failover.plugins.plugin_utils.fdm.cleaning import MOST_MARKS, clean, parse
from ansible_collections.fdm.failover.plugins.plugin_utils.fdm.transport import LARGEST_RESPONSE
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.device import cli_output
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.device.show_failover import (
    read_show_failover,
    read_show_failover_state,
)

LIMIT = 0.1
"""Seconds of CPU that reading one text may take."""
_HOST = "This host: Primary - Active\n"
_OBJECT, _LETTER = b'{"a":1}', b"\xe2\x80\xae"


def _listed(item: bytes, count: int) -> bytes:
    return b"[" + b",".join([item] * count) + b"]"


def _keys(count: int) -> bytes:
    return b"{" + b",".join(b'"%d":1' % number for number in range(count)) + b"}"


def _text(unit: bytes) -> bytes:
    return b'{"a":"' + unit * (LARGEST_RESPONSE // len(unit) - 9) + b'"}'


BODIES: dict[str, Callable[[], bytes]] = {
    "the most objects": lambda: _listed(_OBJECT, MOST_MARKS // 3 - 1),
    "objects": lambda: _listed(_OBJECT, LARGEST_RESPONSE // 8 - 1),
    "the most keys": lambda: _keys(MOST_MARKS // 2),
    "keys": lambda: _keys(600_000),
    "the most texts": lambda: _listed(b'"%s"' % (b"x" * 24), MOST_MARKS - 1),
    "texts": lambda: _listed(b'""', LARGEST_RESPONSE // 3),
    "the most numbers": lambda: _listed(b"0.123456789e-17", MOST_MARKS - 1),
    "numbers": lambda: _listed(b"0", LARGEST_RESPONSE // 2 - 1),
    "digits": lambda: b"9" * LARGEST_RESPONSE,
    "depth": lambda: b"[" * LARGEST_RESPONSE,
    "one text": lambda: _text(b"x"),
    "control characters": lambda: _text(_LETTER),
    "escapes": lambda: _text(b"\\u001b"),
    "quotation marks": lambda: _text(b'\\"'),
    "backslashes": lambda: _text(b"\\\\"),
}
OUTPUTS: dict[str, str] = {
    "interfaces": _HOST + "Interface a (192.0.2.1): Normal (Monitored)\n" * 4_500,
    "the most empty lines": "\n" * 20_000,
    "empty lines": "\n" * 200_000,
    "blanks": " " * 200_000,
    "colons": ":::::::::\n" * 20_000,
    "hosts": _HOST * 7_000,
    "brackets": _HOST + ("Interface a (" + "(" * 1_900 + "\n") * 100,
    "modules": _HOST + "slot 1: snort rev (1.0) status (up)\n" * 5_000,
    "counters": _HOST + "Stateful Failover Logical Update Statistics\n" + "a 1 2 3 4\n" * 18_000,
    "words": ("a " * 900 + "\n") * 110,
    "addresses": "GigabitEthernet0/0 192.0.2.1 YES manual up up\n" * 4_300,
    "configuration": "failover lan unit primary\n" * 7_600,
}
READERS: dict[str, Callable[[str], Any]] = {
    "show failover": read_show_failover,
    "show failover state": read_show_failover_state,
    "show interface ip brief": cli_output.read_interface_brief,
    "show managers": cli_output.read_managers,
    "show running-config failover": cli_output.read_encrypted,
}


def parsing(body: bytes) -> float:
    """Seconds of CPU to parse a body, or to refuse it."""
    return _seconds(lambda: _parsed(body))


def cleaning(body: bytes) -> float:
    """Seconds of CPU to clean what is in a body; 0 where it is refused."""
    value = _parsed(body)
    return 0.0 if value is None else _seconds(lambda: clean(value))


def reading(text: str) -> dict[str, float]:
    """Seconds of CPU that each reader takes for the output of a command."""
    return {name: _seconds(lambda read=read: read(text)) for name, read in READERS.items()}


def slowest() -> tuple[float, str]:
    """The longest of all, and what it was."""
    return max(_all())


def _all() -> Iterator[tuple[float, str]]:
    for name, made in BODIES.items():
        body = made()
        yield parsing(body), f"parsing an answer, {name}"
        yield cleaning(body), f"cleaning an answer, {name}"
    for name, text in OUTPUTS.items():
        yield from ((seconds, f"reading {command}, {name}") for command, seconds in reading(text).items())


def _parsed(body: bytes) -> Any:
    try:
        return parse(body)
    except ValueError:
        return None


def _seconds(call: Callable[[], object]) -> float:
    """The best of three: others use the machine too."""
    return min(_once(call) for _ in range(3))


def _once(call: Callable[[], object]) -> float:
    start = time.thread_time()
    call()
    return time.thread_time() - start
