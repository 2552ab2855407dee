# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Enumeration values and limits that this collection relies on, as rows of the table of the API (api_table.py)."""

from __future__ import annotations

from ..names import NODE_ROLE
from .api_life import LIFE_VALUES
from .api_table import EVERY, PROBE, READING, SPEC, Confidence, Limit, Values
from .job import JobState
from .states import ConfigStatus, Health, NodeState

VALUES: tuple[Values, ...] = (
    Values("HANodeState", tuple(NodeState), closed=True),
    Values("HAConfigStatus", tuple(ConfigStatus), closed=True),
    Values("HAHealthStatus", tuple(Health)),
    Values("HANodeRole", tuple(NODE_ROLE.values()), EVERY, True, True, "no configuration can be written"),
    Values("DeploymentStatus$DeploymentState", tuple(JobState), READING, closed=True),
    *LIFE_VALUES,
    Values("LinkState", ("UP", "DOWN"), READING),
    Values("IPv4Type", ("STATIC", "DHCP"), READING, closed=True),
    Values("InterfaceModeType", ("ROUTED", "PASSIVE"), READING, closed=True),
    Values("InterfaceModeType", ("SWITCHPORT",), READING, since="7.0", source="capture of release 7.6", closed=True),
    Values(
        "InterfaceSpeedType",
        ("AUTO", "TEN", "HUNDRED", "THOUSAND", "TEN_THOUSAND", "NO_NEGOTIATE", "IGNORE"),
        READING,
    ),
    Values(
        "InterfaceSpeedType",
        ("SFP_DETECT", "TWENTYFIVE_THOUSAND", "FORTY_THOUSAND"),
        READING,
        since="7.1",
        source="a client tested on 7.4; a provider of the FDM model",
        confidence=Confidence.MEDIUM,
    ),
    Values("RegistrationStatus", ("REGISTERED", "UNREGISTERED", "EVAL", "RENEW_CERT_FAILED"), READING),
    Values(
        "RegistrationStatus",
        ("UNIVERSAL_PLR",),
        READING,
        since="6.6",
        source="a license client for 7.6",
        confidence=Confidence.MEDIUM,
    ),
    Values("JobHistoryEntity$JobHistoryStatus", ("QUEUED", "IN_PROGRESS", "FAILED", "SUCCESS"), EVERY),
    Values(
        "TokenPayloadUnion.grant_type",
        ("password", "refresh_token", "revoke_token"),
        (*EVERY, PROBE),
        True,
        without="no login",
    ),
)
"""``Definition.field`` names an enumeration that stands at the field itself."""
LIMITS: tuple[Limit, ...] = (
    Limit(
        "HAConfiguration",
        "sharedKey",
        63,
        "rule key-policy; printable characters, none special to a command line",
        source="failover key of the data plane; the FDM's own limit is not documented",
    ),
    Limit(
        "HAConfiguration",
        "failoverName",
        48,
        "rule link-name",
        source="names of interfaces; the FDM's own limit is not documented",
    ),
    Limit(
        "HAConfiguration",
        "statefulFailoverName",
        48,
        "rule link-name",
        source="names of interfaces; the FDM's own limit is not documented",
    ),
    Limit(
        "Command",
        "commandInput",
        1024,
        "show commands",
        (*EVERY,),
        source=f"vendor's modules for {SPEC}",
        confidence=Confidence.HIGH,
    ),
)
