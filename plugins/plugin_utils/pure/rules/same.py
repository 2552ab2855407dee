# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules that one text must be the same on both units."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..device.unit import Unit
from ..finding import Severity
from .rule import Judgement, PairContext, Rule, rule


def same(
    identifier: str, what: str, source: str, of: Callable[[Unit], str], remedy: str, well_sourced: bool = True
) -> Rule:
    """A rule that one text must be the same on both units; one that is not known is not compared."""

    def judge(case: PairContext) -> Iterator[Judgement]:
        primary, secondary = of(case.primary), of(case.secondary)
        if primary and secondary and primary != secondary:
            found = f"{primary} on the primary, {secondary} on the secondary"
            yield Judgement(found, "the same on both units", remedy, subject=what)

    judge.__doc__ = f"Both units have the same {what}."
    return rule(identifier, Severity.ERROR, source, well_sourced=well_sourced)(judge)
