# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The calls of the FDM API that are made to a pair in HA: settings, and changes of state."""

from __future__ import annotations

from .api_table import (
    DEPLOY,
    DISSOLVE,
    DRILL,
    REBUILD,
    REPLACE,
    RESET,
    RESUME,
    SETTINGS,
    SUSPEND,
    SWITCH,
    VERIFY,
    Condition,
    Confidence,
    Fields,
    Kind,
    Operation,
    Values,
)

_WRITERS = (DEPLOY, SETTINGS)
_CHANNELS = "/devices/default/etherchannelinterfaces"
_ACTIONS = "/devices/default/action/ha"
_SUB = "{parentId}/subinterfaces/{objId}"
_STOPS = "these settings of the inventory are refused"

CRITERIA_READ = Operation(
    "GET",
    "/devices/default/ha/failoverconfigurations",
    "failover criteria, where the inventory has any",
    (*_WRITERS, VERIFY),
    needed=False,
    without=_STOPS,
)
LIFE_WRITES = (
    Operation(
        "PUT",
        "/devices/default/ha/failoverconfigurations/{objId}",
        "write the failover criteria",
        _WRITERS,
        needed=False,
        without=_STOPS,
    ),
    Operation(
        "PUT",
        f"/devices/default/interfaces/{_SUB}",
        "standby address, MAC addresses, monitoring of a subinterface",
        _WRITERS,
        needed=False,
        without=_STOPS,
    ),
    Operation(
        "PUT",
        f"{_CHANNELS}/{_SUB}",
        "the same of a subinterface of an EtherChannel",
        _WRITERS,
        needed=False,
        without=_STOPS,
        since="6.5",
        source="vendor's reference of later releases",
        confidence=Confidence.MEDIUM,
        when=Condition.ETHERCHANNEL,
    ),
    Operation(
        "PUT",
        "/devices/default/bridgegroupinterfaces/{objId}",
        "standby address and monitoring of a bridge group",
        _WRITERS,
        needed=False,
        without=_STOPS,
    ),
    Operation(
        "PUT",
        "/devices/default/vlaninterfaces/{objId}",
        "standby address, MAC addresses, monitoring of a VLAN interface",
        _WRITERS,
        needed=False,
        without=_STOPS,
        since="6.5",
        source="client code that lists them",
        confidence=Confidence.LOW,
    ),
    Operation("POST", f"{_ACTIONS}/failover", "make the standby unit active", (SWITCH, DRILL)),
    Operation("POST", f"{_ACTIONS}/suspend", "stop failover", (SUSPEND,)),
    Operation("POST", f"{_ACTIONS}/resume", "start failover again", (RESUME,)),
    Operation("POST", f"{_ACTIONS}/reset", "put a failed unit back into service", (RESET,)),
)
_RESTORERS = (DISSOLVE, REBUILD, REPLACE)
_UNRESTORED = "addresses of interfaces are not restored; the playbook stops with the unit's answer"
LIFE_FIELDS = (
    Fields("InterfaceIPv4", Kind.FLAG, ("addressNull",), _RESTORERS, True, without=_UNRESTORED),
    Fields("InterfaceIPv4", Kind.TEXT, ("type",), _RESTORERS, True, without=_UNRESTORED),
    Fields("InterfaceIPv6", Kind.TEXT, ("type",), _RESTORERS, True, without=_UNRESTORED),
    Fields("HAIPv4Address", Kind.TEXT, ("type",), _RESTORERS, True, without=_UNRESTORED),
    Fields("HAIPv6Address", Kind.TEXT, ("type",), _RESTORERS, True, without=_UNRESTORED),
    Fields(
        "HAFailoverConfiguration",
        Kind.OBJECT,
        ("peerPollTime", "peerHoldTime", "interfacePollTime", "interfaceHoldTime"),
        (*_WRITERS, VERIFY),
        True,
        without=_STOPS,
    ),
    Fields(
        "HAFailoverConfiguration",
        Kind.NUMBER,
        ("interfaceFailureThreshold",),
        (*_WRITERS, VERIFY),
        True,
        without=_STOPS,
    ),
    Fields("HAFailoverConfiguration", Kind.TEXT, ("interfaceFailureUnit",), (*_WRITERS, VERIFY), True, without=_STOPS),
    Fields("HAFailoverConfiguration", Kind.TEXT, ("id", "version", "type"), _WRITERS, True, without=_STOPS),
    Fields("Time", Kind.NUMBER, ("value",), (*_WRITERS, VERIFY), True, without=_STOPS),
    Fields("Time", Kind.TEXT, ("timeUnit", "type"), (*_WRITERS, VERIFY), True, without=_STOPS),
)
LIFE_VALUES = (
    Values("Time.timeUnit", ("MILLISECONDS", "SECONDS"), (*_WRITERS, VERIFY), True),
    Values(
        "HAFailoverConfiguration$InterfaceFailureUnits",
        ("NUMBER", "PERCENTAGE"),
        (*_WRITERS, VERIFY),
        True,
        closed=True,
    ),
)
