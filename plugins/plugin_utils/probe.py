# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A probe: a command or a URL that answers while traffic passes the pair."""

from __future__ import annotations

import shlex
import subprocess
from collections.abc import Callable
from dataclasses import dataclass

from ansible.module_utils.urls import open_url

from .errors import InputError

SECONDS = 5.0
"""Seconds that one try may take."""


@dataclass(frozen=True)
class Probe:
    """A command (exit status 0) or a URL (HTTP status below 400), tried on the machine that runs Ansible."""

    text: str
    try_once: Callable[[], bool]

    def __call__(self) -> bool:
        """Whether it answers now."""
        return self.try_once()


def read_probe(text: str, where: str, seconds: float = SECONDS) -> Probe:
    """A probe from what the user wrote; raises InputError for a command that can't be read."""
    if text.startswith(("http://", "https://")):
        return Probe(text, lambda: _answers(text, seconds))
    try:
        words = shlex.split(text)
    except ValueError as error:
        raise InputError(
            f"the probe can't be read ({error})",
            expected="a command with its arguments, or a URL",
            remedy="Correct drill_probe: quotes have to be closed.",
            where=where,
        ) from None
    return Probe(text, lambda: _succeeds(words, seconds))


def _answers(url: str, seconds: float) -> bool:
    try:
        with open_url(url, timeout=seconds, use_proxy=False, validate_certs=False) as answer:
            return bool(answer.getcode() < 400)
    except Exception:  # any failure counts as no answer
        return False


def _succeeds(words: list[str], seconds: float) -> bool:
    quiet = subprocess.DEVNULL
    try:
        ended = subprocess.run(words, stdin=quiet, stdout=quiet, stderr=quiet, timeout=seconds, check=False)
    except (OSError, ValueError, IndexError, subprocess.TimeoutExpired):
        return False
    return ended.returncode == 0
