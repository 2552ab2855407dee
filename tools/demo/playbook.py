# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Running a playbook of the collection as a user does, and reading what it printed."""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path

from checks import trees
from checks.paths import VENV
from checks.shell import Failed, Shell, environment

RECAP = re.compile(r"(\S+) +: ok=\d+ +changed=(\d+) ")
SUMMARY = "fdm.failover "
REPORT = "report: "
COLOUR = re.compile(r"\x1b\[[\d;]*m")


@dataclass(frozen=True, slots=True)
class Run:
    """The lines that a playbook printed, without colours."""

    lines: list[str]

    @property
    def changed(self) -> dict[str, int]:
        """How many tasks changed something, by pair."""
        return {found[1]: int(found[2]) for line in self.lines if (found := RECAP.match(line))}

    @property
    def summary(self) -> list[str]:
        """The lines that the report callback printed at the end: a heading, and one line a pair."""
        start = next((place for place, line in enumerate(self.lines) if line.startswith(SUMMARY)), len(self.lines))
        return [line for line in self.lines[start:] if line.startswith((SUMMARY, "  "))]

    @property
    def reports(self) -> list[Path]:
        """The files that the report callback wrote."""
        named = next((line for line in self.lines if line.startswith(REPORT)), REPORT)
        return [Path(path) for path in named.removeprefix(REPORT).split(", ") if path]

    def on(self, pair: str) -> list[str]:
        """The lines about a pair; its line of the recap is the last."""
        return [line for line in self.lines if re.match(rf"{re.escape(pair)}\b", line)]


@dataclass(frozen=True, slots=True)
class Ansible:
    """Runs playbooks on an inventory. What they render, and what they print, is kept in `directory`."""

    inventory: Path
    directory: Path

    def play(self, playbook: str, name: str, shown: bool) -> Run:
        """Run a playbook of the collection; shown: as it goes, otherwise only if it fails. Raises Failed.

        name: the run's name in messages.
        """
        log = self.directory / f"{name.replace(' ', '-')}.log"
        command = ("ansible-playbook", "--inventory", self.inventory, f"fdm.failover.{playbook}")
        try:
            printed = Shell(log, echo=shown)(
                *command,
                *("--extra-vars", f"render_directory={self.directory}/rendered"),
                *("--extra-vars", f"report_directory={self.directory}/report"),
                env=self._environment(),
            )
        except Failed as error:
            if not shown:
                print(log.read_text(encoding="utf-8"))
            raise Failed(f"the {name} ended with an error, printed above ({error})") from None
        return Run(COLOUR.sub("", printed).splitlines())

    def _environment(self) -> dict[str, str]:
        """The environment of the checks, with an ansible.cfg of one line, so that no other settings are read."""
        settings = self.directory / "ansible.cfg"
        settings.write_text("[defaults]\ncallbacks_enabled = fdm.failover.report\n", encoding="utf-8")
        coloured = sys.stdout.isatty() and "NO_COLOR" not in os.environ
        return environment(
            VENV,
            ANSIBLE_COLLECTIONS_PATH=trees.link(),
            ANSIBLE_CONFIG=settings,
            ANSIBLE_FORCE_COLOR=str(coloured),
            SIMULATOR_DIRECTORY=self.directory,
        )
