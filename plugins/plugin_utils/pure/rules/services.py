# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules on the services of a pair: license, cloud, time."""

from __future__ import annotations

from collections.abc import Iterator

from ..device.cli_output import SHOW_MANAGERS, read_managers
from ..device.unit import Unit
from ..finding import Severity
from ..reading import mapping, records, text, texts
from .rule import Judgement, PairContext, rule
from .same import same

LICENSE = {
    "REGISTERED": "registered",
    "RENEW_CERT_FAILED": "registered",
    "REGISTER": "registered",
    "UNREGISTERED": "evaluation",
    "EVAL": "evaluation",
    "EVALUATION": "evaluation",
}
"""Spec definitions RegistrationStatus and ConnectionType; later releases have others, such as UNIVERSAL_PLR."""
KNOWN = frozenset(LICENSE.values())
EXPORT = {True: "with export-controlled features", False: "without export-controlled features"}


def license_state(unit: Unit) -> str:
    """Base state of the license in words, or the unit's own word if it is another; empty if the unit reports none."""
    fields = ("registrationStatus", "connectionType")
    told = [text(entry.get(field)).upper() for entry in records(unit.data.get("license")) for field in fields]
    words = [word for word in told if word]
    return next((LICENSE[word] for word in words if word in LICENSE), words[0] if words else "")


def accounts(case: PairContext) -> tuple[list[str], list[str]]:
    """What shows that the units are registered with two Smart accounts: what each says, where both say something."""
    first, second = (next(iter(records(unit.data.get("license"))), {}) for unit in case.units)
    mine, theirs = [], []
    for field, spell in (("virtualAccount", _virtual), ("exportControl", _export)):
        told = spell(first.get(field)), spell(second.get(field))
        if all(told) and told[0] != told[1]:
            mine.append(told[0])
            theirs.append(told[1])
    return mine, theirs


def _virtual(value: object) -> str:
    return f"virtual account {text(value)}" if text(value) else ""


def _export(value: object) -> str:
    return EXPORT[value] if isinstance(value, bool) else ""


@rule(
    "license-differs",
    Severity.ERROR,
    "FDM API guide, HA overview: same base license state, same Smart account; spec SmartAgentStatus",
)
def license_differs(case: PairContext) -> Iterator[Judgement]:
    """Both units are registered, or both in evaluation. Signs of two accounts and states that are not known to this
    collection are warnings."""
    states, (mine, theirs) = [license_state(unit) for unit in case.units], accounts(case)
    if all(states) and states[0] != states[1]:
        known = KNOWN.issuperset(states)
        yield Judgement(
            f"{states[0]} on the primary, {states[1]} on the secondary",
            "the same on both units" if known else "states that this collection can compare",
            "Register both units with the same Smart account, or leave both in evaluation."
            if known
            else "Compare the licenses of both units in FDM.",
            subject="license",
            severity=None if known else Severity.WARNING,
        )
    elif states == ["registered", "registered"] and mine:
        yield Judgement(
            f"{', '.join(mine)} on the primary, {', '.join(theirs)} on the secondary",
            "one Smart account for both units",
            "Make sure that both units are registered with the same Smart account.",
            subject="license",
            severity=Severity.WARNING,
        )


cloud_differs = same(
    "cloud-differs",
    "management",
    "FDM API guide, HA overview: same cloud registration; CDO requirements: show managers",
    lambda unit: read_managers(unit.printed(SHOW_MANAGERS)),
    "Register both units with the cloud, or neither.",
    well_sourced=False,
)


def ntp(unit: Unit) -> str:
    """The time servers of a unit in words; empty if the unit reports none."""
    entries = records(unit.data.get("ntp"))
    if not entries:
        return ""
    servers = sorted({server for entry in entries if entry.get("enabled") is not False for server in _servers(entry)})
    return ", ".join(servers) or "no time server"


def _servers(entry: object) -> tuple[str, ...]:
    return texts(mapping(entry).get("ntpServers"))


ntp_differs = same(
    "ntp-differs",
    "time servers",
    "FMC guide, add HA pair: same NTP configuration; spec NTP",
    ntp,
    "Give both units the same time servers and deploy.",
    well_sourced=False,
)


def skew(unit: Unit) -> int | None:
    """Milliseconds by which a unit's clock is ahead of the controller's; None where unknown."""
    return None if unit.clock is None or unit.read_at is None else unit.clock - unit.read_at


@rule(
    "clock-skew",
    Severity.ERROR,
    "FMC guide, add HA pair: same time; spec SystemInformation.currentTime",
    well_sourced=False,
)
def clock_skew(case: PairContext) -> Iterator[Judgement]:
    """The clocks of both units agree; each is compared with the controller's at the moment of its own answer."""
    primary, secondary = skew(case.primary), skew(case.secondary)
    if primary is None or secondary is None:
        return
    apart = abs(primary - secondary) // 1000
    if apart > case.settings.clock_skew:
        yield Judgement(
            f"the clocks are {apart} s apart",
            f"at most {case.settings.clock_skew} s",
            "Give both units the same time servers and wait until their clocks agree.",
            subject="clocks",
        )


SERVICE_RULES = (license_differs, cloud_differs, ntp_differs, clock_skew)
