# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What units accept and answer beyond the vendor's v2 specification, each addition with its source.

Sources: DEV = the vendor's API reference of later releases; LIVE = captured answers of releases 6.5 to 7.6; CLIENT =
what the vendor's own Ansible client does.
"""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_FLAG: Schema = {"type": "boolean"}
_WHOLE: Schema = {"type": "integer"}
_OBJECT: Schema = {"type": "object"}
_LIST: Schema = {"type": "array", "items": {"type": "object"}}
_BREAK_OPTION: Schema = {"enum": ["DISABLE_INTERFACES", "ENABLE_WITH_STANDBY_IP"]}
_REFERENCES: Schema = {"type": "array", "items": {"$ref": "#/definitions/ReferenceModel"}}

# definition -> member -> (schema, source)
MEMBERS: dict[str, dict[str, tuple[Schema, str]]] = {
    "PhysicalInterface": {
        "pppoe": (_OBJECT, "LIVE, a v6 interface body"),
        "present": (_FLAG, "LIVE, a v6 interface body"),
    },
    "SubInterface": {"pppoe": (_OBJECT, "LIVE, a v6 interface body")},
    "DeploymentStatus": {
        "deploymentStatusMessages": (_LIST, "LIVE, release 6.5"),
        "forceRefreshDeploymentData": (_FLAG, "DEV, v3 and later"),
        "type": (_TEXT, "DEV, v3 and later"),
    },
    "BreakHAStatus": {"interfaceOption": (_BREAK_OPTION, "DEV, v5 and later")},
    "SmartAgentStatus": {"connectionType": ({"$ref": "#/definitions/ConnectionType"}, "a client of release 6.6")},
    "HAStatus": {
        "disabledReason": (_TEXT, "DEV, v6"),
        "disabledTimestamp": (_TEXT, "DEV, v6"),
    },
    "JobHistoryEntity": {
        name: (schema, "the list of all jobs gives out their subtypes")
        for name, schema in {
            "deploymentStatusUuid": _TEXT,
            "dataBaseFileName": _TEXT,
            "sruWorkingTgz": _TEXT,
            "transactionId": _WHOLE,
            "restore": _FLAG,
        }.items()
    },
    "ReferenceModel": {"hardwareName": (_TEXT, "LIVE, release 6.6")},
    "BaseEntityDiff": dict.fromkeys(
        ("valuesAdded", "valuesUpdated", "valuesDeleted", "referencesAdded", "referencesDeleted"),
        (_LIST, "LIVE, release 6.6"),
    ),
}
# A definition that has the additions of another one beside its own.
SAME = {"JoinHAStatus": "DeploymentStatus", "BreakHAStatus": "DeploymentStatus"}

# enumeration -> (further values, source)
WORDS: dict[str, tuple[tuple[str, ...], str]] = {
    "InterfaceModeType": (("SWITCHPORT",), "LIVE, release 7.6"),
    "DeploymentStatus$DeploymentState": (("FAILED",), "LIVE, release 7.6"),
    "InterfaceSpeedType": (
        ("SFP_DETECT", "DETECT_SFP", "TWENTYFIVE_THOUSAND", "FORTY_THOUSAND"),
        "a client tested on release 7.4; a provider of the FDM model",
    ),
    "RegistrationStatus": (("UNIVERSAL_PLR", "PLR_DEACTIVATION_IN_PROGRESS"), "a license client for release 7.6"),
    "ConnectionType": (("UNIVERSAL_PLR",), "a client of release 6.6"),
}

# new definition -> (the one it is like, the member it does not have, its own members, source)
DEFINITIONS: dict[str, tuple[str, str, dict[str, Schema], str]] = {
    "EtherChannelInterface": (
        "PhysicalInterface",
        "",
        {"etherChannelID": _WHOLE, "memberInterfaces": _REFERENCES, "lacpMode": _TEXT},
        "DEV, v5 and later",
    ),
    "ScheduleConfigExport": (
        "BackupImmediate",
        "",
        {
            "configExportType": {"enum": ["FULL_EXPORT", "PARTIAL_EXPORT", "PENDING_CHANGE_EXPORT"]},
            "deployedObjectsOnly": _FLAG,
            "diskFileName": _TEXT,
            "doNotEncrypt": _FLAG,
            "encryptionKey": _TEXT,
            "entityIds": {"type": "array", "items": _TEXT},
        },
        "LIVE, release 6.6; DEV, v4 and later",
    ),
    "ConfigExportJobStatus": ("JobHistoryEntity", "", {"diskFileName": _TEXT}, "a client of release 6.6"),
    "ConfigImportExportFileInfo": (
        "JobHistoryEntity",
        "",
        {"diskFileName": _TEXT, "dateModified": _TEXT, "sizeBytes": _WHOLE},
        "LIVE, release 6.6",
    ),
    "VlanInterface": ("SubInterface", "subIntfId", {"vlanId": _WHOLE}, "a client that lists them"),
}

_CHANNELS = "/devices/default/etherchannelinterfaces"
_SUB = "/devices/default/interfaces/{parentId}/subinterfaces"
# new path -> (path whose methods it has, definition there, definition here, source)
PATHS: dict[str, tuple[str, str, str, str]] = {
    _CHANNELS: (
        "/devices/default/bridgegroupinterfaces",
        "BridgeGroupInterface",
        "EtherChannelInterface",
        "DEV, v5 and later",
    ),
    f"{_CHANNELS}/{{objId}}": (
        "/devices/default/bridgegroupinterfaces/{objId}",
        "BridgeGroupInterface",
        "EtherChannelInterface",
        "DEV, v5 and later",
    ),
    f"{_CHANNELS}/{{parentId}}/subinterfaces": (_SUB, "SubInterface", "SubInterface", "DEV, latest"),
    f"{_CHANNELS}/{{parentId}}/subinterfaces/{{objId}}": (
        f"{_SUB}/{{objId}}",
        "SubInterface",
        "SubInterface",
        "DEV, latest",
    ),
    "/devices/default/vlaninterfaces": (
        "/devices/default/bridgegroupinterfaces",
        "BridgeGroupInterface",
        "VlanInterface",
        "a client that lists them",
    ),
    "/devices/default/vlaninterfaces/{objId}": (
        "/devices/default/bridgegroupinterfaces/{objId}",
        "BridgeGroupInterface",
        "VlanInterface",
        "a client that lists them",
    ),
    **dict.fromkeys(
        ("/object/networks", "/policy/accesspolicies", "/policy/accesspolicies/{parentId}/accessrules"),
        ("/devices/default/bridgegroupinterfaces", "BridgeGroupInterface", "ReferenceModel", "third-party clients"),
    ),
    "/action/configexport": ("/action/backup", "BackupImmediate", "ScheduleConfigExport", "DEV, v4 and later"),
    "/action/configfiles": ("/jobs", "JobHistoryEntity", "ConfigImportExportFileInfo", "a client of release 6.6"),
    "/action/configfiles/{objId}": (
        "/jobs/{objId}",
        "JobHistoryEntity",
        "ConfigImportExportFileInfo",
        "a client of release 6.6",
    ),
    "/action/downloadconfigfile/{objId}": ("/action/downloadconfig/{objId}", "", "", "a client of release 6.6"),
    "/jobs/configexportstatus": ("/jobs", "JobHistoryEntity", "ConfigExportJobStatus", "DEV, v4 and later"),
    "/jobs/configexportstatus/{objId}": (
        "/jobs/{objId}",
        "JobHistoryEntity",
        "ConfigExportJobStatus",
        "DEV, v4 and later",
    ),
    "/jobs/haconfigsync/latest": (
        "/jobs/haconfigsync/{objId}",
        "JobHistoryHaConfigSync",
        "JobHistoryHaConfigSync",
        "DEV, v6",
    ),
}

# (method, path) -> (status, source): answers without body that v2 does not list.
EMPTY: dict[tuple[str, str], tuple[int, str]] = {
    ("DELETE", "/jobs"): (204, "DEV, configure and join"),
    ("PUT", "*"): (204, "CLIENT: a PUT that changes nothing"),
}

# (method, path) -> (members of a body that v2 does not have, source)
BODIES: dict[tuple[str, str], tuple[dict[str, Schema], str]] = {
    ("POST", "/operational/deploy"): ({"type": _TEXT, "forceDeploy": _FLAG}, "LIVE, 7.x: {} is accepted"),
    ("POST", "/devices/default/action/ha/join"): (
        {"type": _TEXT, "statusMessage": _TEXT, "state": _TEXT, "forceRefreshDeploymentData": _FLAG},
        "DEV, v3 and later",
    ),
    ("POST", "/devices/default/action/ha/break"): (
        {"type": _TEXT, "interfaceOption": _BREAK_OPTION},
        "DEV, v5 and later",
    ),
}
