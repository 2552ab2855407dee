# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""`show running-config failover` of a unit compared with the lines that are predicted for it.

Order and blanks do not matter, and a key is masked on both sides. A predicted line that is missing, and a line about a
link that is not predicted, are differences; other lines, such as poll times, are named and are none.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ..device.cli_output import lines_of
from ..device.unit import RUNNING_FAILOVER, Unit
from ..finding import Finding, Severity
from ..reading import line
from ..rules.ha import CHANGE_LINKS
from ..wording import shorten
from .evidence import NOTHING, Evidence, Verdict, all_of

ROLE = "failover lan unit "
LINKS = (
    "failover lan interface ",
    "failover link ",
    "failover interface ip ",
    "failover ipsec ",
    "failover key ",
    "no failover",
)
"""How lines begin that this collection decides."""
KEYS = ("failover ipsec pre-shared-key ", "failover key ")
MASK = "*****"
RUNNING_CONFIG = "running-config"
"""The finding on a unit that prints other lines than the inventory makes."""
ON = ("failover", "no failover")


class RunningConfig(NamedTuple):
    """The comparison: lines that are missing, lines that contradict, others; and the role, where it is another."""

    verdict: Verdict
    missing: tuple[str, ...] = ()
    contrary: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    role: str = ""

    def as_dict(self) -> dict[str, str | list[str]]:
        """The comparison as plain data."""
        lists = {name: list(getattr(self, name)) for name in ("missing", "contrary", "others")}
        return {"verdict": str(self.verdict), **lists, "role": self.role}

    @property
    def difference(self) -> str:
        """What is another than predicted, in a few words; empty for nothing."""
        role = f"is the {self.role} unit" if self.role else ""
        lines = (("prints", self.contrary), ("lacks", self.missing))
        return "; ".join(filter(None, (role, *(f"{verb} {shorten(each, 3)}" for verb, each in lines if each))))

    @property
    def text(self) -> str:
        """The comparison for a row of evidence."""
        if self.verdict == Verdict.NOT_KNOWN:
            return NOTHING
        others = f"; also prints {shorten(self.others)}" if self.others else ""
        return line((self.difference or "prints the predicted lines") + others)


def compare(predicted: str, printed: str) -> RunningConfig:
    """What a unit prints against the prediction; not known where the output is another."""
    wanted, found = normalized(predicted), normalized(printed)
    if not any(each in ON for each in found):
        return RunningConfig(Verdict.NOT_KNOWN)
    wanted_role, role = _role(wanted), _role(found)
    missing = tuple(each for each in wanted if each not in found and not each.startswith(ROLE))
    extra = [each for each in found if each not in wanted and not each.startswith(ROLE)]
    contrary = tuple(each for each in extra if each.startswith(LINKS))
    others = tuple(each for each in extra if not each.startswith(LINKS))
    other_role = role if role != wanted_role else ""
    same = not (missing or contrary or other_role)
    return RunningConfig(Verdict.SO if same else Verdict.NOT_SO, missing, contrary, others, other_role)


def compared(predicted: str, unit: Unit) -> RunningConfig:
    """A unit's lines against the prediction; not known where there is none, or where the unit was not asked."""
    return compare(predicted, unit.printed(RUNNING_FAILOVER)) if predicted else RunningConfig(Verdict.NOT_KNOWN)


def row(primary: RunningConfig, secondary: RunningConfig) -> Evidence:
    """The row of evidence of both comparisons."""
    both = (primary, secondary)
    return Evidence("running configuration", all_of(each.verdict for each in both), *(each.text for each in both))


def finding(role: str, found: RunningConfig) -> Finding | None:
    """The finding on a unit whose lines are others than predicted."""
    if found.verdict != Verdict.NOT_SO:
        return None
    return Finding(
        rule=RUNNING_CONFIG,
        severity=Severity.ERROR,
        unit=role,
        subject=RUNNING_FAILOVER,
        found=line(found.difference),
        expected="the lines that the inventory makes",
        remedy=CHANGE_LINKS,
    )


def normalized(output: str) -> tuple[str, ...]:
    """The lines of an output, each once: single blanks, printable, the key masked."""
    spelled = (" ".join(each.split()) for each in lines_of(output))
    return tuple(dict.fromkeys(line(masked(each)) for each in spelled if each))


def masked(text: str) -> str:
    """A line without the key that it may hold."""
    return next((f"{mark}{MASK}" for mark in KEYS if text.startswith(mark)), text)


def _role(lines: Iterable[str]) -> str:
    """The role line's last word; empty where there is no role line."""
    return next((each.removeprefix(ROLE) for each in lines if each.startswith(ROLE)), "none")
