# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The HA configuration that one unit should have: its intent, the rendered body and the key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ...errors import InputError
from . import ha_configuration
from .ha_configuration import Difference
from .intent import Intent


@dataclass(frozen=True)
class Desired:
    """intent: with every port chosen; role: of the unit; rendered: the body that the template gives, without ids and
    key; key: None for plain text."""

    intent: Intent
    role: str
    rendered: Mapping[str, Any]
    key: str | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        """Refuse a rendered body whose links are not those of the intent; raises InputError."""
        found = ha_configuration.differences(self.rendered, self.intent, self.role, {})
        if found:
            said = "; ".join(f"{each.what} is {each.found}, expected {each.expected}" for each in found)
            raise InputError(
                f"the rendered configuration has other links than the inventory ({said})",
                expected="the links of the inventory; a template may add fields",
                remedy="Correct the template, or the inventory, and render again.",
                where=f"{self.intent.pair}, {self.role}",
            )

    def differences(self, stored: Mapping[str, Any], hardware_names: Mapping[str, str]) -> tuple[Difference, ...]:
        """How a stored object differs: in the links, in the fields that the template adds, and in having a key at all.

        The key itself can't be read back. A unit that does not say whether it has one is not compared by it.
        """
        links = ha_configuration.differences(stored, self.intent, self.role, hardware_names)
        added = ha_configuration.added_differences(stored, self.rendered)
        keyed, words = stored.get("keyed"), {True: "set", False: "not set"}
        if keyed is None or keyed is (self.key is not None):
            return (*links, *added)
        return (*links, *added, Difference("key", words[bool(keyed)], words[self.key is not None]))

    def body(self, stored: Mapping[str, Any], references: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
        """The object to PUT on a stored one; ``references`` maps hardware names to the unit's own interface objects."""
        return ha_configuration.body(self.rendered, stored, references, self.key)
