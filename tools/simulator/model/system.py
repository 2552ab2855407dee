# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Time servers, management address, licenses: what a unit accepts and reports."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from . import fields
from .clock import milliseconds
from .errors import Json
from .fields import Member, flag, list_, number, one_of, text

if TYPE_CHECKING:
    from .unit import Unit

MEMBERS: dict[str, dict[str, Member]] = {
    "ntp": {"enabled": Member(flag), "description": Member(text(most=200)), "ntpServers": Member(list_, required=True)},
    "managementip": {
        "ipv4Mode": Member(one_of("STATIC", "DHCP")),
        "ipv4Address": Member(text()),
        "ipv4NetMask": Member(text()),
        "ipv4Gateway": Member(text()),
        "ipv6Mode": Member(one_of("STATIC", "DHCP")),
        "ipv6Address": Member(text()),
        "ipv6Prefix": Member(number(0, 128)),
        "ipv6Gateway": Member(text()),
        "dhcpServerEnabled": Member(flag),
        "dhcpServerAddressPool": Member(text()),
        "linkState": Member(one_of("UP", "DOWN")),
        "routeInternally": Member(flag, required=True),
    },
    "smartagentconnection": {
        "connectionType": Member(one_of("REGISTER", "EVALUATION", "UNIVERSAL_PLR"), required=True),
        "token": Member(text()),
    },
    "license": {
        "count": Member(number(0, 100), required=True),
        "compliant": Member(flag),
        "licenseType": Member(
            one_of("BASE", "MALWARE", "THREAT", "URLFILTERING", "APEX", "PLUS", "VPNOnly"), required=True
        ),
    },
}

# Data plane release for each software release; only for what the unit prints.
_LINA = {"6.3": "9.10", "6.4": "9.12", "6.5": "9.13", "6.6": "9.14", "6.7": "9.15", "7.0": "9.16", "7.1": "9.17"}
_LINA |= {"7.2": "9.18", "7.3": "9.19", "7.4": "9.20", "7.6": "9.22", "7.7": "9.23"}


# Seconds that a unit has been running when the simulation starts.
UP_BEFORE_START = 86_400


def prepare(kind: str, sent: Json) -> Json:
    """The members that a POST or PUT results in. Raises Refusal."""
    fields.check(sent, MEMBERS[kind])
    return {name: sent.get(name) for name in MEMBERS[kind]}


def lina_version(unit: Unit) -> str:
    """The software as the data plane calls it, for example ``9.16(1)84``."""
    release, _, build = unit.software.partition("-")
    major_minor = ".".join(release.split(".")[:2])
    maintenance = [*release.split("."), "0", "0"][2]
    return f"{_LINA.get(major_minor, '9.18')}({maintenance}){build or '0'}"


def information(unit: Unit, now: float) -> Json:
    """SystemInformation, as captured from releases 6.6 and later."""
    release, _, build = unit.software.partition("-")
    digest = hashlib.sha256(unit.name.encode()).hexdigest()
    return {
        "ipv4": unit.settings.management_address or unit.settings.address,
        "ipv6": None,
        "softwareVersion": unit.software,
        "vdbVersion": {"vdbCurrentVersion": "338", "vdbCurrentBuild": "1", "type": "vdbversion"},
        "sruVersion": {"sruVersion": "2020-06-01-001-vrt", "type": "sruversion"},
        "snortVersion": {"snortVersion": "2.9.18", "type": "snortversion"},
        "databaseInfo": {
            "softwareVersion": unit.software,
            "buildVersion": release,
            "schemaVersion": re.sub(r"\D", "", build) or "1",
            "type": "databaseinfo",
        },
        "platformModel": unit.model,
        "currentTime": milliseconds(unit.wall(now)),
        "serialNumber": unit.settings.serial,
        "geolocationVersion": {"geolocationDbVersion": "2020-06-01-002", "type": "geolocationversion"},
        "securityIntelligenceFeedsInfo": {"type": "securityintelligencefeedsinfo"},
        "modelId": "A",
        "modelNumber": unit.platform.model_id,
        "applianceUuid": f"{digest[:8]}-{digest[8:12]}-{digest[12:16]}-{digest[16:20]}-{digest[20:32]}",
        "managementInterfaceName": "management0",
        "systemUptime": milliseconds(unit.wall(unit.started - UP_BEFORE_START)),  # when it was started
        "id": "default",
        "type": "systeminformation",
    }


def license_status(unit: Unit, now: float) -> Json:
    """SmartAgentStatus: registered, or in evaluation."""
    own, usual = unit.license, "REGISTERED" if unit.license.registered else "UNREGISTERED"
    stamp = milliseconds(unit.wall(unit.started))
    return {
        "version": "smartagentstatus1",
        "registrationStatus": own.status or usual,
        "registrationTimeStamp": stamp if own.registered else None,
        "authorizationStatus": "AUTHORIZED" if own.registered else "EVAL",
        "authorizationTimeStamp": stamp if own.registered else None,
        "virtualAccount": own.virtual_account,
        "exportControl": own.export_control,
        "evaluationStartTime": None if own.registered else stamp,
        "evaluationRemainingDays": 0 if own.registered else 90,
        "syncTimeStamp": milliseconds(unit.wall(now)),
        "id": "default",
        "type": "smartagentstatus",
    }


def interface_information(unit: Unit) -> Json:
    """InterfaceInfo: what each port can do, and whether it is present."""
    entries = []
    for record in unit.store.every("physicalinterface"):
        port = unit.ports.get(str(record.body["hardwareName"]))
        if port is None:
            continue
        entries.append(
            {
                "interfaceId": record.id,
                "hardwareName": record.body["hardwareName"],
                "speedCapability": port.capability,
                "duplexCapability": ["AUTO", "HALF", "FULL"],
                "interfacePresent": port.present,
                "id": record.id,
                "type": "interfaceinfoentry",
            }
        )
    return {"interfaceInfoList": entries, "id": "default", "type": "interfaceinfo"}
