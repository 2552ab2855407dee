# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules on the pair as a whole: what two units must share, and what must not be pending."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..comparison import pending
from ..device.ports import PortKind, natural
from ..device.unit import Unit
from ..finding import Severity
from ..fleet import SHARED, shared_units
from ..intent.addresses import read_network
from ..wording import shorten
from .rule import PREREQUISITES, Judgement, PairContext, PendingChanges, rule
from .same import same

PUBLIC_CLOUD = re.compile(r"\bfor (AWS|Azure|GCP|OCI)\b", re.IGNORECASE)
"""Models of cloud platforms (login banners for the first two, the same pattern for the others)."""


@rule(
    "same-unit", Severity.ERROR, "spec SystemInformation: serialNumber, ipv4, ipv6", enforced_by_unit=True, in_ha=True
)
def same_unit(case: PairContext) -> Iterator[Judgement]:
    """The two addresses reach two units: compared by serial number, or by address where one is missing."""
    primary, secondary = case.units
    if primary.serial and secondary.serial:
        told = f"serial number {primary.serial}" if primary.serial == secondary.serial else ""
    else:
        shared = sorted(_addresses(primary) & _addresses(secondary))
        told = f"address {shared[0]}, and a serial number is missing" if shared else ""
    if told:
        yield Judgement(
            f"{primary.host} and {secondary.host} reach the same unit ({told})",
            "two units",
            "Correct host of one of the units in failover_units.",
            subject="units",
        )


def _addresses(unit: Unit) -> frozenset[str]:
    """The addresses of a unit, in one spelling."""
    known = (read_network(each.strip("[]")) for each in (unit.host, *unit.management_addresses))
    return frozenset(str(each.ip) for each in known if each is not None) | frozenset(filter(None, [unit.host.lower()]))


@rule(SHARED, Severity.ERROR, "own rule: a unit is in HA with one other unit only", enforced_by_unit=True, in_ha=True)
def unit_shared(case: PairContext) -> Iterator[Judgement]:
    """Neither unit belongs to another pair of the same run: compared by address and port, and by serial number."""
    for found in shared_units(case.places).get(case.intent.pair, ()):
        yield Judgement(found.found, found.expected, found.remedy, unit=found.unit, subject=found.subject)


model_differs = same(
    "model-differs",
    "model",
    PREREQUISITES,
    lambda unit: unit.model,
    "Pair two units of exactly the same model.",
)


def release(unit: Unit) -> str:
    """major.minor.maintenance of 7.0.1-84."""
    return unit.software.split("-")[0].strip()


@rule(
    "public-cloud", Severity.ERROR, "FTD HA guidelines: HA needs layer 2 between the units; models of cloud platforms"
)
def public_cloud(case: PairContext) -> Iterator[Judgement]:
    """Neither unit runs in a public cloud, which gives no layer 2 network between them."""
    for unit in case.units:
        if PUBLIC_CLOUD.search(unit.model):
            yield Judgement(
                f"{unit.model} runs in a public cloud",
                "units that a layer 2 network connects",
                "Use what the cloud offers for redundancy, such as load balancers; HA can't be formed there.",
                unit=unit.role,
                subject="model",
            )


@rule(
    "software-differs",
    Severity.ERROR,
    f"{PREREQUISITES}; CDO requirements: same major, minor, maintenance version",
    in_ha=True,
)
def software_differs(case: PairContext) -> Iterator[Judgement]:
    """Both units run the same release, in HA too; another build of it is a warning."""
    primary, secondary = case.primary.software, case.secondary.software
    if not primary or not secondary or primary == secondary:
        return
    found = f"{primary} on the primary, {secondary} on the secondary"
    if release(case.primary) == release(case.secondary):
        remedy = "Bring both units to the same build."
        yield Judgement(found, "the same build", remedy, subject="software", severity=Severity.WARNING)
    else:
        yield Judgement(
            found,
            "the same version, or the configuration is never replicated",
            "Finish the upgrade: bring the other unit to the same version."
            if case.in_ha
            else "Bring both units to the same version before you pair them.",
            subject="software",
        )


@rule("ports-differ", Severity.ERROR, f"{PREREQUISITES}: same number and type of interfaces")
def ports_differ(case: PairContext) -> Iterator[Judgement]:
    """Both units have the same physical interfaces; those of a module that is not plugged don't count."""
    primary, secondary = (
        {port.hardware for port in unit.ports.values() if port.kind == PortKind.PHYSICAL and port.present is not False}
        for unit in case.units
    )
    if primary and secondary and primary != secondary:
        only = [
            f"only the {unit} has {shorten(sorted(extra, key=natural))}"
            for unit, extra in (("primary", primary - secondary), ("secondary", secondary - primary))
            if extra
        ]
        remedy = "Give both units the same modules and interfaces."
        yield Judgement("; ".join(only), "the same interfaces on both units", remedy, subject="interfaces")


@rule("pending-changes", Severity.ERROR, f"{PREREQUISITES}: no pending changes on either unit; spec BaseEntityDiff")
def pending_changes(case: PairContext) -> Iterator[Judgement]:
    """No changes of other users are pending: a deployment would activate them too. A change of a link port that does
    not say what it changes is a warning."""
    deploys = case.settings.pending_changes == PendingChanges.DEPLOY
    for unit in case.units:
        found = pending(unit, case.intent)
        if found.others:
            yield Judgement(
                f"other users' changes are pending ({shorten(found.others)})",
                "no pending changes",
                "Nothing to do: apply deploys them, because preflight_pending_changes is deploy."
                if deploys
                else "Deploy or discard them in FDM, or let apply deploy them with preflight_pending_changes: deploy.",
                unit=unit.role,
                subject="pending changes",
                severity=Severity.WARNING if deploys else Severity.ERROR,
            )
        if found.unknown:
            yield Judgement(
                f"a change of {shorten(found.unknown)} is pending, and the unit does not say which fields it changes",
                "no more than the port being enabled",
                "Look at the pending changes in FDM: apply deploys them.",
                unit=unit.role,
                subject="pending changes",
                severity=Severity.WARNING,
            )


PAIR_RULES = (same_unit, unit_shared, model_differs, public_cloud, software_differs, ports_differ, pending_changes)
