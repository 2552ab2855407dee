# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Cleans what went to a unit and what came from it, so that it can be shared: no secret, token, serial number,
name or address of its owner stays, and the same original becomes the same word.

A text stays only where its field holds words of the API; in any other field it counts as a name. Messages and what
commands print stay, but known names, and texts in the places of names, are replaced.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ...secrets import MASK, is_secret_field, scrub
from .stand_ins import IPV4, MAC, UUID, StandIns, is_ipv6

NAME, SERIAL = "name", "serial"
PLAIN_WORDS = frozenset(
    {"", "HA", "admin", "default", "diagnostic", "failover-link", "inside", "management", "none", "outside"}
    | {"stateful-failover-link", "true", "false", "System", "any", "auto", "latest", "Unknown", "None"}
    | {"active", "failover", "host", "interface", "link", "normal", "primary", "secondary", "standby", "state", "unit"}
)
"""Names that every unit has, or most of them, and words of the outputs themselves: they say nothing of the owner."""
API_FIELDS = frozenset(
    {
        *(
            "type",
            "id",
            "version",
            "hardwareName",
            "platformModel",
            "modelId",
            "modelNumber",
            "managementInterfaceName",
        ),
        *("nodeRole", "nodeState", "peerNodeState", "configStatus", "haHealthStatus", "state", "status", "mode"),
        *("speedType", "speedCapability", "duplexType", "duplexCapability", "linkState", "ipType", "lacpMode", "code"),
        *("location", "severity", "registrationStatus", "authorizationStatus", "connectionType", "entityType"),
        *(
            "entityId",
            "fieldName",
            "grant_type",
            "token_type",
            "supportedVersions",
            "blockType",
            "self",
            "prev",
            "next",
        ),
        *(
            "commandInput",
            "taskName",
            "taskState",
            "scheduleType",
            "disabledTimestamp",
            "startDateTime",
            "endDateTime",
            "netmask",
            "timeUnit",
        ),
    }
)
"""Fields that hold words of the API, identifiers, addresses and times."""
PROSE_FIELDS = frozenset(
    {
        *("commandOutput", "statusMessage", "statusMessages", "cliErrorMessage", "cliLines"),
        *("disabledReason", "message", "errorLineId", "negateLine"),
    }
)
"""Fields that hold what a unit says."""
_SERIAL_FIELDS = frozenset({"serialNumber", "applianceUuid"})
_PERSONAL = re.compile(r"name|user|account|domain|descr|host|label|contact|location$", re.IGNORECASE)
_WORD_OF_THE_API = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*|[0-9][0-9.,:TZ ()+-]*|v[0-9]+")
_HARDWARE = re.compile(
    r"(?:(?:Ten|TwentyFive|Forty|Hundred)?(?:Gigabit|Gig)?Ethernet|Port-channel|Management|Diagnostic|Vlan|BVI|Tunnel"
    r"|Internal-(?:Data|Control))[0-9/.]*",
    re.IGNORECASE,
)
_MEMBER = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*")
_FIELD_NAME = re.compile(r"[a-z]+(?:[A-Z][a-z0-9]*)+")
_QUOTED = re.compile(r"([\"`])([^\"`\s]{2,64})(?=\1)")
_PLACES = re.compile(
    r"((?:^|\n)\s*Interface |Failover LAN Interface: |\n\s*Link : |failover lan interface |failover link "
    r"|failover interface ip |hostname |nameif |[Dd]isplay name\s*: ?|duplicate name: ?)(\S+)"
)
"""What stands before a name in the outputs of commands and in messages."""
_SERIALS = re.compile(r"((?:Ours|Mate|Serial Number:?|serial number|Serial:) )([A-Z0-9]{8,32})(?![\w.(])")
_KEYS = re.compile(r"((?:pre-shared-key|failover key|password|secret) )(\S+)", re.IGNORECASE)
_HOST_NAME = re.compile(
    r"(?<![\w.@-])(?:[A-Za-z0-9-]+\.)+(?:com|net|org|local|lan|corp|internal|intra|home|test|example|[a-z]{2})(?![\w.-])"
)
_SHORTEST_IN_PROSE = 4


class Cleaner:
    """Cleans by one run's words; ``known``: (kind, original) of names and serial numbers met before; ``learned`` are
    those that were met here."""

    def __init__(self, stand_ins: StandIns, known: Iterable[tuple[str, str]] = ()) -> None:
        self._stand_ins = stand_ins
        self._known: dict[str, str] = {}
        self.learned: list[tuple[str, str]] = []
        for kind, original in known:
            self._word(kind, original)
        self.learned.clear()

    def body(self, raw: bytes, secrets: Iterable[str]) -> str:
        """The text of a body: cleaned JSON, or cleaned prose."""
        text = raw.decode("utf-8", "replace")
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            return self.prose(scrub(text, secrets)) if text else ""
        return json.dumps(self.data(value, secrets), ensure_ascii=False)

    def data(self, value: Any, secrets: Iterable[str] = ()) -> Any:
        """JSON, cleaned."""
        self._learn(value, "")
        return self._clean(scrub(value, secrets), "", "")

    def described(self, raw: bytes) -> str:
        """A unit's description of its API: the vendor's own text, which holds no more of the owner than addresses."""
        return self._shapes(raw.decode("utf-8", "replace"))

    def prose(self, text: str) -> str:
        """What a unit says, cleaned."""
        text = _KEYS.sub(lambda found: found[1] + MASK, text)
        text = _SERIALS.sub(lambda found: found[1] + self._word(SERIAL, found[2]), text)
        text = _PLACES.sub(lambda found: found[1] + self._named(found[2]), text)
        text = _QUOTED.sub(lambda found: found[1] + self._named(found[2]), text)
        text = _HOST_NAME.sub(lambda found: self._word(NAME, found[0]), text)
        return self._shapes(self._replace_known(text))

    def url(self, path: str) -> str:
        """A path with its query: only identifiers, addresses and known names can be in it."""
        return self._shapes(self._replace_known(path))

    def name(self, original: str) -> str:
        """The word for a name."""
        return self._named(original)

    def _learn(self, value: Any, field: str) -> None:
        """Know every name in an answer before any text of it is cleaned."""
        if isinstance(value, Mapping):
            for name, each in value.items():
                self._learn(each, str(name))
        elif isinstance(value, (list, tuple)):
            for each in value:
                self._learn(each, field)
        elif isinstance(value, str) and _is_personal(field, value):
            self._word(SERIAL if field in _SERIAL_FIELDS else NAME, value)

    def _clean(self, value: Any, field: str, above: str) -> Any:
        if isinstance(value, Mapping):
            prose = above == "messages" or "code" in value
            return {
                self._key(str(name)): self.prose(each)
                if prose and name == "description" and isinstance(each, str)
                else self._clean(each, str(name), field)
                for name, each in value.items()
            }
        if isinstance(value, (list, tuple)):
            return [self._clean(each, field, field) for each in value]
        return self._text(field, value) if isinstance(value, str) else value

    def _key(self, name: str) -> str:
        """A member's name: of a field it stays; what can't be the name of a field is data."""
        return name if _MEMBER.fullmatch(name) else self._word(NAME, name)

    def _text(self, field: str, value: str) -> str:
        if is_secret_field(field):
            return value if not value.strip("*") else MASK
        if field in PROSE_FIELDS:
            return self.prose(value)
        if field.lower().endswith("version"):
            return UUID.sub(lambda found: self._stand_ins.uuid(found[0]), value)
        if _is_personal(field, value):
            return self._word(SERIAL if field in _SERIAL_FIELDS else NAME, value)
        return self._shapes(self._replace_known(value) if field not in API_FIELDS else value)

    def _named(self, text: str) -> str:
        """A word for what stands where a name stands, unless it is none."""
        bare = text.strip(",;:()")
        plain = bare in PLAIN_WORDS or _HARDWARE.fullmatch(bare) or _FIELD_NAME.fullmatch(bare) or _is_shape(bare)
        return text if plain or not bare else text.replace(bare, self._word(NAME, bare))

    def _word(self, kind: str, original: str) -> str:
        if original not in self._known:
            make: Callable[[str], str] = (
                self._stand_ins.serial if kind == SERIAL else lambda text: self._stand_ins.word(NAME, text)
            )
            if original in self._known.values():
                return original  # cleaned already
            self._known[original] = self._shapes(original) if _is_shape(original) else make(original)
            self.learned.append((kind, original))
        return self._known[original]

    def _replace_known(self, text: str) -> str:
        words = [word for word in self._known if len(word) >= _SHORTEST_IN_PROSE and word in text]
        if not words:
            return text
        every = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
        return re.sub(rf"(?<![\w-])(?:{every})(?![\w-])", lambda found: self._known[found[0]], text)

    def _shapes(self, text: str) -> str:
        """Identifiers and addresses, known by their shape."""
        text = UUID.sub(lambda found: self._stand_ins.uuid(found[0]), text)
        text = MAC.sub(lambda found: self._stand_ins.mac(found[0]), text)
        return self._stand_ins.addresses_in(text)


def _is_personal(field: str, value: str) -> bool:
    """Whether a text of a field says something of the owner."""
    bare = value.strip()
    if is_secret_field(field) or field in PROSE_FIELDS or bare in PLAIN_WORDS or field.lower().endswith("version"):
        return False
    if field in _SERIAL_FIELDS:
        return True
    if field in API_FIELDS or _is_shape(bare) or _HARDWARE.fullmatch(bare):
        return False
    return bool(_PERSONAL.search(field)) or not _WORD_OF_THE_API.fullmatch(bare)


def _is_shape(text: str) -> bool:
    """Whether a text is one address with or without its prefix, one identifier, or a URL of the API."""
    bare = text.partition("/")[0]
    known = is_ipv6(bare) or any(each.fullmatch(bare) for each in (IPV4, MAC, UUID))
    return known or text.startswith(("https://", "/"))
