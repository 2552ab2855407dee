# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The fields that this collection sends and reads, as rows of the table of the API (api_table.py)."""

from __future__ import annotations

from .api_break import BREAK_FIELDS
from .api_life import LIFE_FIELDS
from .api_table import DEPLOY, EVERY, PROBE, READING, Confidence, Fields, Kind

_CAPTURE = "captures of releases 6.5 to 7.6"
_V6 = "vendor's reference v6"
_LINKS = tuple(
    f"{role}{link}{version}"
    for role in ("primary", "secondary")
    for link in ("Failover", "StatefulFailover")
    for version in ("IPv4", "IPv6")
)
_JOBS = ("DeploymentStatus", "JoinHAStatus")
_PORTS = ("PhysicalInterface", "SubInterface")

LOGIN = (
    Fields("TokenPayloadUnion", Kind.TEXT, ("grant_type", "username", "password"), (*EVERY, PROBE), True, True),
    Fields("TokenPayloadUnion", Kind.TEXT, ("refresh_token",), (*EVERY, PROBE), True, False, "the login is repeated"),
    Fields(
        "TokenPayloadUnion",
        Kind.TEXT,
        ("access_token", "token_to_revoke"),
        (*EVERY, PROBE),
        True,
        False,
        without="tokens are not revoked; they expire on their own",
    ),
    Fields("TokenResponseUnion", Kind.TEXT, ("access_token",), (*EVERY, PROBE), needed=True, without="no login"),
    Fields("TokenResponseUnion", Kind.TEXT, ("refresh_token",), (*EVERY, PROBE), without="the login is repeated"),
    Fields(
        "TokenResponseUnion",
        Kind.NUMBER,
        ("expires_in", "refresh_expires_in"),
        (*EVERY, PROBE),
        without="1800 and 2400 seconds are assumed",
    ),
)
UNIT = (
    Fields("SystemInformation", Kind.TEXT, ("platformModel", "softwareVersion", "serialNumber", "ipv4", "ipv6")),
    Fields("SystemInformation", Kind.NUMBER, ("currentTime",), READING, without="rule clock-skew is not checked"),
    Fields("SmartAgentStatus", Kind.TEXT, ("registrationStatus", "virtualAccount"), READING),
    Fields("SmartAgentStatus", Kind.FLAG, ("exportControl",), READING),
    Fields(
        "SmartAgentStatus",
        Kind.TEXT,
        ("connectionType",),
        READING,
        since="6.6",
        source="a license client",
        confidence=Confidence.LOW,
    ),
    Fields("NTP", Kind.FLAG, ("enabled",), READING),
    Fields("NTP", Kind.LIST, ("ntpServers",), READING),
)
HA = (
    Fields("HAStatus", Kind.TEXT, ("nodeState",), needed=True, without="the state of the unit is not known"),
    Fields("HAStatus", Kind.TEXT, ("peerNodeState", "configStatus", "haHealthStatus", "nodeRole")),
    Fields(
        "HAStatus",
        Kind.TEXT,
        ("disabledReason", "disabledTimestamp"),
        EVERY,
        False,
        False,
        without="the unit gives no reason for leaving HA",
        since="6.7",
        source=_V6,
    ),
    Fields("HAConfiguration", Kind.TEXT, ("id", "version", "name"), (DEPLOY,), True, True, "the write is refused"),
    Fields(
        "HAConfiguration", Kind.TEXT, ("nodeRole", "failoverName", "statefulFailoverName", "type"), EVERY, True, True
    ),
    Fields(
        "HAConfiguration",
        Kind.OBJECT,
        ("failoverInterface", "statefulFailoverInterface", *_LINKS),
        EVERY,
        True,
        needed=True,
    ),
    Fields("HAConfiguration", Kind.TEXT, ("sharedKey",), (DEPLOY,), True, True, "an encrypted pair can't be made"),
    Fields("IPv4Address", Kind.TEXT, ("ipAddress", "netmask", "type"), EVERY, True, True),
    Fields("IPv6Address", Kind.TEXT, ("ipAddress", "type"), EVERY, True, True),
    Fields("ReferenceModel", Kind.TEXT, ("id", "type"), EVERY, True, True),
    Fields("ReferenceModel", Kind.TEXT, ("version",), EVERY, True),
    Fields(
        "ReferenceModel",
        Kind.TEXT,
        ("hardwareName",),
        without="ports are found by id in the list of interfaces",
        since="6.6",
        source=_CAPTURE,
    ),
    Fields("JobHistoryHaConfigSync", Kind.TEXT, ("status", "statusMessage", "startDateTime")),
)
PORTS = (
    *(Fields(each, Kind.TEXT, ("id", "hardwareName"), needed=True, without="ports are not known") for each in _PORTS),
    *(Fields(each, Kind.TEXT, ("name", "type", "linkState"), EVERY) for each in _PORTS),
    Fields("PhysicalInterface", Kind.TEXT, ("version",), (DEPLOY,), True, True, "no port can be enabled"),
    Fields("PhysicalInterface", Kind.FLAG, ("enabled",), READING, True, True),
    Fields("PhysicalInterface", Kind.TEXT, ("mode", "speedType", "duplexType"), READING),
    *(
        Fields(each, Kind.FLAG, ("monitorInterface", "managementOnly", "managementInterface"), READING)
        for each in _PORTS
    ),
    *(Fields(each, Kind.FLAG, ("tenGigabitInterface", "gigabitInterface"), READING) for each in _PORTS),
    *(Fields(each, Kind.TEXT, ("macAddress", "standbyMacAddress"), READING) for each in _PORTS),
    *(Fields(each, Kind.OBJECT, ("ipv4", "ipv6"), READING) for each in _PORTS),
    Fields("PhysicalInterface", Kind.FLAG, ("present",), READING, since="6.7", source=_CAPTURE),
    Fields("PhysicalInterface", Kind.OBJECT, ("pppoe",), READING, since="6.7", source=_CAPTURE),
    Fields("InterfaceIPv4", Kind.TEXT, ("ipType",), READING),
    Fields("InterfaceIPv4", Kind.FLAG, ("dhcp",), READING),
    Fields("InterfaceIPv4", Kind.OBJECT, ("ipAddress",), READING),
    Fields("HAIPv4Address", Kind.TEXT, ("ipAddress", "netmask", "standbyIpAddress"), READING),
    Fields("InterfaceIPv6", Kind.FLAG, ("autoConfig", "dhcpForManagedConfig"), READING),
    Fields("InterfaceIPv6", Kind.LIST, ("ipAddresses",), READING),
    Fields("HAIPv6Address", Kind.TEXT, ("ipAddress", "standbyIpAddress"), READING),
    Fields(
        "EtherChannelInterface",
        Kind.LIST,
        ("memberInterfaces",),
        READING,
        without="members of EtherChannels are not known",
        since="6.5",
        source="vendor's reference v5",
    ),
    Fields("BridgeGroupInterface", Kind.LIST, ("selectedInterfaces",), READING),
    Fields("BridgeGroupInterface", Kind.TEXT, ("hardwareName", "name"), READING),
    Fields("InterfaceInfo", Kind.LIST, ("interfaceInfoList",), READING),
    Fields("InterfaceInfoEntry", Kind.TEXT, ("hardwareName",), READING),
    Fields("InterfaceInfoEntry", Kind.LIST, ("speedCapability",), READING),
    Fields("InterfaceInfoEntry", Kind.FLAG, ("interfacePresent",), READING),
)
JOBS = (
    *(Fields(each, Kind.TEXT, ("id", "state"), READING, needed=True) for each in _JOBS),
    *(Fields(each, Kind.NUMBER, ("queuedTime", "endTime"), READING) for each in _JOBS),
    *(Fields(each, Kind.TEXT, ("statusMessage", "cliErrorMessage"), READING) for each in _JOBS),
    *(Fields(each, Kind.LIST, ("statusMessages",), READING) for each in _JOBS),
    *(Fields(each, Kind.LIST, ("deploymentStatusMessages",), READING, since="6.5", source=_CAPTURE) for each in _JOBS),
    Fields("CliDeploymentError", Kind.TEXT, ("cliErrorMessage",), (DEPLOY,)),
    Fields("CliDeploymentError", Kind.LIST, ("cliLines",), (DEPLOY,)),
    Fields("CliDeploymentError", Kind.NUMBER, ("errorLineId", "blockStartLineId"), (DEPLOY,)),
    Fields("BaseEntityDiff", Kind.TEXT, ("entityId", "entityType", "entityName"), READING),
    Fields(
        "BaseEntityDiff",
        Kind.LIST,
        ("valuesAdded", "valuesUpdated", "valuesDeleted", "referencesAdded", "referencesDeleted"),
        READING,
        without="a pending change of a link's port is a warning: what it changes is not known",
        since="6.6",
        source=_CAPTURE,
    ),
)
COMMON = (
    Fields("Command", Kind.TEXT, ("commandInput", "type"), EVERY, True, False, "what show commands print is not known"),
    Fields("Command", Kind.TEXT, ("commandOutput",), EVERY, without="what show commands print is not known"),
    Fields("Paging", Kind.LIST, ("next",), EVERY, without="pages are counted by their items"),
    Fields("Paging", Kind.NUMBER, ("count",), EVERY, without="an incomplete list may be read as complete"),
    Fields("ErrorWrapper", Kind.OBJECT, ("error",), EVERY, without="a refusal is reported by its status alone"),
    Fields("ErrorResponse", Kind.LIST, ("messages",), EVERY, without="a refusal is reported by its status alone"),
    Fields("NGFWErrorMessage", Kind.TEXT, ("description", "code", "location"), EVERY),
    Fields("TokenStatus", Kind.TEXT, ("message",), (*EVERY, PROBE)),
)
FIELDS: tuple[Fields, ...] = (*LOGIN, *UNIT, *HA, *LIFE_FIELDS, *BREAK_FIELDS, *PORTS, *JOBS, *COMMON)
