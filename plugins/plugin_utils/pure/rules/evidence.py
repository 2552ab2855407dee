# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules on what can't be read: it is not known, and does not count as absent."""

from __future__ import annotations

from collections.abc import Iterator

from ..finding import Severity
from ..intent.addresses import read_network
from ..reading import line
from ..wording import shorten
from .rule import Judgement, PairContext, PortContext, rule

SHOWN = 80


@rule("port-unreadable", Severity.ERROR, "own rule: a value of an unknown type is not known, and may rule out the port")
def port_unreadable(case: PortContext) -> Iterator[Judgement]:
    """Every value of the port that decides whether it is free can be read."""
    if case.port is not None and case.port.unreadable:
        yield Judgement(
            f"{shorten(case.port.unreadable)} could not be read",
            "values of the types that the FDM API specification names",
            "Look at this port in FDM; waive port-unreadable if it is free.",
        )


@rule("unit-unreadable", Severity.ERROR, "own rule: a value of an unknown type is not known, and may rule out the pair")
def unit_unreadable(case: PairContext) -> Iterator[Judgement]:
    """Every value of a unit that a rule decides by can be read."""
    for unit in case.units:
        links = tuple(f" of {port}" for port in case.intent.ports)
        strange = [each for each in unit.unreadable if not each.endswith(links)]
        strange += [
            f"address {line(network)} of {port.hardware}"
            for port in (*unit.ports.values(), *unit.subinterfaces)
            for network in port.networks
            if read_network(network) is None
        ]
        if strange:
            yield Judgement(
                f"{shorten(strange)} could not be read",
                "values of the types that the FDM API specification names",
                "Look at these in FDM; waive unit-unreadable if they do not matter for the pair.",
                unit=unit.role,
                subject="data of the unit",
            )


@rule("output-unreadable", Severity.WARNING, "own rule: what is not understood is not known", in_ha=True)
def output_unreadable(case: PairContext) -> Iterator[Judgement]:
    """What a unit prints is understood; otherwise nothing that it would show is known."""
    for unit in case.units:
        for command in unit.unread_outputs:
            yield unread_output(command, unit.printed(command), unit.role)


def unread_output(command: str, output: str, role: str = "") -> Judgement:
    """The statement on an output that is not understood."""
    first = next((line(each) for each in output[: SHOWN * 10].splitlines() if "ERROR" in each), "") or line(
        output[: SHOWN * 10]
    )
    return Judgement(
        f"its output could not be read ({first[:SHOWN]})",
        "an output that this collection understands",
        f"Run `{command}` on the unit; what it shows was not checked.",
        unit=role,
        subject=command,
    )


EVIDENCE_RULES = (unit_unreadable, output_unreadable)
