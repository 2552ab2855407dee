# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Read what a unit is and how it describes its own API, and compare it with what this collection relies on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..fdm.unit_api import UnitApi
from ..pure.device.api_description import ApiDescription
from ..pure.device.open_questions import QUESTIONS
from ..pure.device.unit import Unit
from ..pure.finding import Finding, Severity
from ..pure.probe import RULE, compare

NO_DESCRIPTION = (
    "Open https://<host>/#/api-explorer in a browser; if the unit has no API Explorer either, nothing can be compared."
)


@dataclass(frozen=True)
class Probed:
    """One unit: release, API versions, findings, and answers to open questions."""

    unit: Unit
    versions: Sequence[str]
    described: ApiDescription
    findings: tuple[Finding, ...]

    @property
    def answers(self) -> list[dict[str, str]]:
        """What its description says to the open questions; none where there is no description."""
        return [question.answer(self.described) for question in QUESTIONS] if self.described.understood else []

    @property
    def line(self) -> str:
        """The unit in a few words."""
        versions = ", ".join(self.versions) or "not listed"
        described = f"described as {self.described.version or 'no version'}" if self.described.understood else ""
        return "; ".join(
            filter(
                None,
                [
                    f"{self.unit.model or 'unknown model'}, release {self.unit.software or 'unknown'}",
                    f"API versions {versions}",
                    described,
                ],
            )
        )

    def as_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "host": self.unit.host,
            "model": self.unit.model,
            "release": self.unit.software,
            "api_versions": list(self.versions),
            "description": self.described.version,
            "findings": [finding.as_dict() for finding in self.findings],
            "answers": self.answers,
        }


def probe(api: UnitApi, role: str) -> Probed:
    """Read the unit and compare; ``role`` names it in findings. Reads only."""
    unit = Unit(role, {"host": api.connection.host, "system": api.system()})
    versions, described = api.versions(), ApiDescription(api.description())
    found = compare(described, role, unit.software) if described.understood else (_not_described(role),)
    return Probed(unit, versions, described, found)


def _not_described(role: str) -> Finding:
    return Finding(
        RULE,
        Severity.WARNING,
        role,
        "/apispec/ngfw.json",
        "the unit serves no description of its API that can be read, so nothing was compared",
        "Swagger 2.0 or OpenAPI 3 with paths and definitions",
        NO_DESCRIPTION,
    )
