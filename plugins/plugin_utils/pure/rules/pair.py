# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules on the pair as a whole: what two units must share before they can be one pair."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..comparison import changed_by_others
from ..device.ports import PortKind, natural
from ..device.unit import Unit
from ..finding import Severity
from ..reading import mapping, records, text, texts
from ..wording import shorten
from .rule import Judgement, PairContext, PendingChanges, Rule, rule

PREREQUISITES = "FDM API guide, configure and join HA: prerequisites"
LICENSE = {
    "REGISTERED": "registered",
    "RENEW_CERT_FAILED": "registered",
    "REGISTER": "registered",
    "UNREGISTERED": "evaluation",
    "EVAL": "evaluation",
    "EVALUATION": "evaluation",
}
"""Spec definitions RegistrationStatus and ConnectionType."""
EXPORT = {True: "with export-controlled features", False: "without export-controlled features"}


def _differ(
    identifier: str, what: str, source: str, of: Callable[[Unit], str], remedy: str, well_sourced: bool = True
) -> Rule:
    """A rule that one text must be the same on both units; a unit that does not tell is not judged."""

    def judge(case: PairContext) -> Iterator[Judgement]:
        primary, secondary = of(case.primary), of(case.secondary)
        if primary and secondary and primary != secondary:
            found = f"{primary} on the primary, {secondary} on the secondary"
            yield Judgement(found, "the same on both units", remedy, subject=what)

    judge.__doc__ = f"Both units have the same {what}."
    return rule(identifier, Severity.ERROR, source, well_sourced=well_sourced)(judge)


@rule("same-unit", Severity.ERROR, "spec SystemInformation.serialNumber", enforced_by_unit=True, in_ha=True)
def same_unit(case: PairContext) -> Iterator[Judgement]:
    """The two addresses reach two units."""
    if case.primary.serial and case.primary.serial == case.secondary.serial:
        yield Judgement(
            f"{case.primary.host} and {case.secondary.host} reach the same unit (serial number {case.primary.serial})",
            "two units",
            "Correct host of one of the units in failover_units.",
            subject="units",
        )


model_differs = _differ(
    "model-differs",
    "model",
    PREREQUISITES,
    lambda unit: unit.model,
    "Pair two units of exactly the same model.",
)


def release(unit: Unit) -> str:
    """major.minor.maintenance of 7.0.1-84."""
    return unit.software.split("-")[0].strip()


@rule("software-differs", Severity.ERROR, f"{PREREQUISITES}; CDO requirements: same major, minor, maintenance version")
def software_differs(case: PairContext) -> Iterator[Judgement]:
    """Both units run the same release; another build of it is a warning."""
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
            "Bring both units to the same version before you pair them.",
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


def license_state(unit: Unit) -> str:
    """Base state of the license in words; empty where the unit does not tell, or tells nothing known."""
    fields = ("registrationStatus", "connectionType")
    told = (text(entry.get(field)).upper() for entry in records(unit.data.get("license")) for field in fields)
    return next((LICENSE[word] for word in told if word in LICENSE), "")


def account(unit: Unit) -> str:
    """What shows of the Smart account a unit is registered with; empty where it does not tell."""
    told = next(iter(records(unit.data.get("license"))), {})
    virtual = text(told.get("virtualAccount"))
    export = EXPORT.get(told["exportControl"]) if isinstance(told.get("exportControl"), bool) else None
    return ", ".join(filter(None, (virtual and f"virtual account {virtual}", export)))


@rule(
    "license-differs",
    Severity.ERROR,
    "FDM API guide, HA overview: same base license state, same Smart account; spec SmartAgentStatus",
)
def license_differs(case: PairContext) -> Iterator[Judgement]:
    """Both units are registered, or both in evaluation; signs of two accounts are a warning, for they prove nothing."""
    states, accounts = [license_state(unit) for unit in case.units], [account(unit) for unit in case.units]
    if all(states) and states[0] != states[1]:
        yield Judgement(
            f"{states[0]} on the primary, {states[1]} on the secondary",
            "the same on both units",
            "Register both units with the same Smart account, or leave both in evaluation.",
            subject="license",
        )
    elif states == ["registered", "registered"] and all(accounts) and accounts[0] != accounts[1]:
        yield Judgement(
            f"{accounts[0]} on the primary, {accounts[1]} on the secondary",
            "one Smart account for both units",
            "Make sure that both units are registered with the same Smart account.",
            subject="license",
            severity=Severity.WARNING,
        )


def cloud(unit: Unit) -> str:
    """Who manages the unit: the first line of `show managers`; empty where the unit does not know the command."""
    output = text(unit.command_output.get("show managers"))
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    return "" if not lines or "ERROR" in output else lines[0].rstrip(".")


cloud_differs = _differ(
    "cloud-differs",
    "management",
    "FDM API guide, HA overview: same cloud registration; CDO requirements: show managers",
    cloud,
    "Register both units with the cloud, or neither.",
    well_sourced=False,
)


def ntp(unit: Unit) -> str:
    """The time servers of a unit in words; empty where the unit does not tell."""
    entries = records(unit.data.get("ntp"))
    if not entries:
        return ""
    servers = sorted({server for entry in entries if entry.get("enabled") is not False for server in _servers(entry)})
    return ", ".join(servers) or "no time server"


def _servers(entry: object) -> tuple[str, ...]:
    return texts(mapping(entry).get("ntpServers"))


ntp_differs = _differ(
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


def _clients(case: PairContext, kind: str) -> Iterator[Judgement]:
    for unit in case.units:
        for port in (*unit.ports.values(), *unit.subinterfaces):
            if getattr(port, kind) and not port.management:
                word = "DHCP" if kind == "dhcp" else "PPPoE"
                yield Judgement(
                    f"gets its address by {word}",
                    "static addresses on every data interface of a pair",
                    f"Give {port.name or port.hardware} a static address on this unit and deploy.",
                    unit=unit.role,
                    subject=port.hardware,
                )


@rule("dhcp-client", Severity.ERROR, f"{PREREQUISITES}: no interface with DHCP; spec InterfaceIPv4")
def dhcp_client(case: PairContext) -> Iterator[Judgement]:
    """No data interface of either unit is a DHCP client (the factory's outside is)."""
    yield from _clients(case, "dhcp")


@rule("pppoe-client", Severity.ERROR, "FTD guidelines: no PPPoE; PhysicalInterface.pppoe (API v6)", well_sourced=False)
def pppoe_client(case: PairContext) -> Iterator[Judgement]:
    """No data interface of either unit is a PPPoE client."""
    yield from _clients(case, "pppoe")


@rule("pending-changes", Severity.ERROR, f"{PREREQUISITES}: no pending changes on either unit")
def pending_changes(case: PairContext) -> Iterator[Judgement]:
    """Nobody else's changes wait for a deployment; they would go live with ours."""
    deploys = case.settings.pending_changes == PendingChanges.DEPLOY
    for unit in case.units:
        changes = changed_by_others(unit, case.intent)
        if changes:
            yield Judgement(
                f"changes of others wait for a deployment ({shorten(changes)})",
                "no pending changes",
                "Apply will deploy them, as preflight_pending_changes: deploy asks."
                if deploys
                else "Deploy or discard them in FDM, or let apply deploy them with preflight_pending_changes: deploy.",
                unit=unit.role,
                subject="pending changes",
                severity=Severity.WARNING if deploys else Severity.ERROR,
            )


PAIR_RULES = (
    same_unit,
    model_differs,
    software_differs,
    ports_differ,
    license_differs,
    cloud_differs,
    ntp_differs,
    clock_skew,
    dhcp_client,
    pppoe_client,
    pending_changes,
)
