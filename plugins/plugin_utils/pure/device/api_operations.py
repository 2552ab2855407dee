# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The calls of this collection, as rows of the table of the API (api_table.py). unit_api.py and auth.py make them."""

from __future__ import annotations

from .api_break import BREAK_READS, BREAK_WRITES
from .api_life import CRITERIA_READ, LIFE_WRITES
from .api_table import DEPLOY, EVERY, PROBE, READING, Condition, Confidence, Operation

_ALL = (*EVERY, PROBE)
_INTERFACES = "/devices/default/interfaces"
_CHANNELS = "/devices/default/etherchannelinterfaces"
_LATER = "vendor's reference v5 (6.6); client code for 6.5"

READS = (
    Operation("GET", "/operational/systeminfo/{objId}", "model, software, serial number, clock", _ALL),
    Operation("GET", "/devices/default/operational/ha/status/{objId}", "HA state of unit and peer"),
    Operation("GET", "/devices/default/ha/configurations", "the one HA configuration"),
    CRITERIA_READ,
    Operation("GET", _INTERFACES, "physical interfaces"),
    Operation(
        "GET",
        f"{_INTERFACES}/{{parentId}}/subinterfaces",
        "subinterfaces of the ports in question",
        READING,
    ),
    Operation(
        "GET",
        _CHANNELS,
        "EtherChannels and their members",
        needed=False,
        without="no port of the unit is known to be an EtherChannel, or a member of one",
        since="6.5",
        source=_LATER,
        confidence=Confidence.MEDIUM,
        when=Condition.ETHERCHANNEL,
    ),
    Operation(
        "GET",
        f"{_CHANNELS}/{{parentId}}/subinterfaces",
        "subinterfaces of an EtherChannel that a link runs on",
        READING,
        needed=False,
        without="check and deploy stop where a link runs on an EtherChannel",
        since="6.5",
        source=_LATER,
        confidence=Confidence.MEDIUM,
        when=Condition.ETHERCHANNEL,
    ),
    Operation(
        "GET",
        "/devices/default/bridgegroupinterfaces",
        "bridge groups and their members",
        READING,
        needed=False,
        without="no port of the unit is known to be a member of a bridge group",
    ),
    Operation(
        "GET",
        "/devices/default/vlaninterfaces",
        "VLAN interfaces of platforms with switch ports",
        needed=False,
        without="addresses of VLAN interfaces are compared by show interface ip brief alone",
        since="6.5",
        source="client code that lists them",
        confidence=Confidence.MEDIUM,
    ),
    Operation(
        "GET",
        "/operational/interfaceinfo/{objId}",
        "speed capability and presence of ports",
        READING,
        needed=False,
        without="presence and bandwidth of ports come from the interfaces alone",
    ),
    Operation("GET", "/operational/pendingchanges", "pending changes, which a deployment makes active", READING),
    Operation("GET", "/operational/deploy", "deployments, running and ended", READING),
    Operation("GET", "/operational/deploy/{objId}", "one deployment, until it ends", (DEPLOY,)),
    Operation(
        "GET",
        "/operational/deploymenterrors/{objId}",
        "why a deployment or a join failed",
        (DEPLOY,),
        needed=False,
        without="a failed deployment is reported without the lines of the data plane",
    ),
    Operation("GET", "/devices/default/action/ha/join", "joins, running and ended", READING),
    Operation("GET", "/devices/default/action/ha/join/{objId}", "one join, until it ends", (DEPLOY,)),
    Operation(
        "GET",
        "/jobs/haconfigsync",
        "imports of the peer's configuration, where a unit is out of service",
        needed=False,
        without="a failed import is reported without the unit's reason",
    ),
    Operation(
        "GET",
        "/devicesettings/default/ntp",
        "time servers",
        READING,
        needed=False,
        without="rule ntp-differs is not checked",
    ),
    Operation(
        "GET",
        "/license/smartagentstatuses",
        "state of the license",
        READING,
        needed=False,
        without="rule license-differs is not checked",
    ),
    *(
        Operation(
            "GET",
            path,
            use,
            READING,
            needed=False,
            without="whether the configuration is large is not known (rule combined-link-busy)",
            since="6.5",
            source="third-party FDM clients",
            confidence=Confidence.MEDIUM,
        )
        for path, use in (
            ("/object/networks", "number of network objects"),
            ("/policy/accesspolicies", "the access policy"),
            ("/policy/accesspolicies/{parentId}/accessrules", "number of access rules"),
        )
    ),
    *BREAK_READS,
)
WRITES = (
    Operation("PUT", f"{_INTERFACES}/{{objId}}", "enable a port", (DEPLOY,)),
    Operation(
        "PUT",
        f"{_CHANNELS}/{{objId}}",
        "enable an EtherChannel",
        (DEPLOY,),
        needed=False,
        without="deploy stops where the EtherChannel of a link is disabled",
        since="6.5",
        source=_LATER,
        confidence=Confidence.MEDIUM,
        when=Condition.ETHERCHANNEL,
    ),
    Operation("PUT", "/devices/default/ha/configurations/{objId}", "write the HA configuration", (DEPLOY,)),
    Operation("POST", "/operational/deploy", "deploy enabled ports", (DEPLOY,)),
    Operation("POST", "/devices/default/action/ha/join", "join HA", (DEPLOY,)),
    *LIFE_WRITES,
    *BREAK_WRITES,
)
OTHERS = (
    Operation("POST", "/fdm/token", "log in, renew and revoke tokens", _ALL),
    Operation(
        "POST",
        "/action/command",
        "show commands, which change nothing",
        needed=False,
        without="what only the data plane shows is not known, and verify says so",
    ),
)
OPERATIONS: tuple[Operation, ...] = (*READS, *WRITES, *OTHERS)
OUTSIDE = (
    Operation(
        "GET",
        "/api/versions",
        "API versions, where latest is not known",
        _ALL,
        needed=False,
        without="versions from v6 down to v2 are tried",
        source="vendor's Ansible client",
    ),
    Operation(
        "GET",
        "/apispec/ngfw.json",
        "the unit's own API description",
        (PROBE,),
        needed=False,
        without="probe compares nothing",
        source="vendor's Ansible client; capture of release 7.6",
    ),
)
"""Paths outside /api/fdm/<version>; a unit's description does not have them."""
