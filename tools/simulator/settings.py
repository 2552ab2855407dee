# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The settings of the units file, as typed values with their defaults. ``README.md`` explains each."""

from __future__ import annotations

from dataclasses import dataclass, field

from .fault_kinds import ECHO_FORMS, FAULTS, Fault
from .model.platforms import PLATFORMS


@dataclass(frozen=True, slots=True)
class SubInterface:
    """One subinterface of a port."""

    id: int
    vlan: int | None = None
    name: str | None = None
    ipv4: str | None = None
    ipv4_standby: str | None = None
    enabled: bool = True
    dhcp: bool = False
    lease: str | None = None
    pppoe: bool = False
    monitor: bool = False


@dataclass(frozen=True, slots=True)
class Interface:
    """One port: its configuration (name, addresses, ...) and its hardware (link, present, capability)."""

    hardware: str
    name: str | None = None
    description: str | None = None
    ipv4: str | None = None
    ipv4_standby: str | None = None
    ipv6: str | None = None
    ipv6_standby: str | None = None
    enabled: bool = False
    link: str = "UP"
    link_up_seconds: float = 0.0
    present: bool = True
    speed: str = "AUTO"
    duplex: str = "AUTO"
    mode: str = "ROUTED"
    ten_gigabit: bool = False
    dhcp: bool = False
    lease: str | None = None
    pppoe: bool = False
    management: bool = False
    management_only: bool = False
    monitor: bool = False
    mtu: int = 1500
    mac: str | None = None
    capability: list[str] = field(default_factory=list)
    subinterfaces: list[SubInterface] = field(default_factory=list)
    remove: bool = False


@dataclass(frozen=True, slots=True)
class EtherChannel:
    """`Port-channel<id>` and the hardware names of its members."""

    id: int
    members: list[str] = field(default_factory=list)
    name: str | None = None
    ipv4: str | None = None
    lacp: str = "ACTIVE"
    enabled: bool = True
    members_enabled: bool | None = None
    subinterfaces: list[SubInterface] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class BridgeGroup:
    """`BVI<id>` and the hardware names of its members."""

    id: int
    members: list[str] = field(default_factory=list)
    name: str | None = None
    ipv4: str | None = None


@dataclass(frozen=True, slots=True)
class VlanInterface:
    """`Vlan<vlan>` of a platform with switch ports."""

    vlan: int
    name: str | None = None
    ipv4: str | None = None
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class PendingChange:
    """A change that another user made and did not deploy."""

    name: str | None = None
    type: str = "networkobject"


@dataclass(frozen=True, slots=True)
class Ntp:
    """Time servers."""

    enabled: bool = True
    servers: list[str] = field(default_factory=lambda: ["0.sourcefire.pool.ntp.org", "1.sourcefire.pool.ntp.org"])


@dataclass(frozen=True, slots=True)
class License:
    """Smart license state; not registered means evaluation. `status` and `connection` replace the words of the API."""

    registered: bool = False
    virtual_account: str | None = None
    export_control: bool = False
    kinds: list[str] = field(default_factory=lambda: ["BASE"])
    status: str | None = None
    connection: str | None = None


@dataclass(frozen=True, slots=True)
class Joined:
    """A unit in HA from the start; addresses are "address/length", without `state_port` the link is combined."""

    role: str
    port: str
    primary_address: str
    secondary_address: str
    name: str = "failover-link"
    state_port: str | None = None
    state_name: str = "stateful-failover-link"
    state_primary_address: str | None = None
    state_secondary_address: str | None = None
    key: str | None = None
    active: bool | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit of the file, with the defaults filled in; durations are seconds."""

    name: str
    address: str
    peer: str | None = None
    management_address: str = ""
    serial: str = ""
    hostname: str = ""
    username: str = "admin"
    password: str = "Admin123!"
    platform: str = "ftdv"
    model: str = ""
    software: str = "7.0.1-84"
    api_versions: list[str] = field(default_factory=lambda: ["v6", "latest"])
    versions_endpoint: bool = True
    versions_list_latest: bool = False
    join_seconds: float = 1.0
    deploy_seconds: float = 1.0
    break_seconds: float = 1.0
    break_forgets: bool = True
    export_seconds: float = 1.0
    export_suffix: str = ""
    switch_seconds: float = 0.5
    negotiate_seconds: float = 0.5
    away_seconds: float = 1.0
    sync_seconds: float = 1.0
    token_seconds: float = 1800.0
    refresh_seconds: float = 2400.0
    away_as: str = "mixed"
    page_cap: int | None = None
    setup_complete: bool = True
    powered_off: bool = False
    unplugged: bool = False
    clock_skew_seconds: float = 0.0
    password_follows: bool = True
    jobs_survive_import: bool = True
    tokens_after_import: str = "dead"
    ha_configuration_is_pending: bool = False
    put_during_join: str = "refuse"
    stores_other_port: str | None = None
    stores_no_key: bool = False
    pending_names: str = "shown"
    apispec: str | None = None
    transcript: str | None = None
    transcript_unit: str = "primary"
    commands: dict[str, str] = field(default_factory=dict)
    snort: str = "up"
    masked_key: str = "keep"
    mask_empty_key: bool = False
    netmask_form: str = "as-sent"
    same_link_names: str = "accept"
    etherchannel_link: str = "accept"
    reserved_networks: str = "refuse"
    login_error: str = "token-status"
    failed_state: str = "DEPLOY_FAILED"
    standby_status: int = 422
    switch_out_of_sync: str = "refuse"
    log_answers: bool = False
    log_limit: int = 10_000
    ntp: Ntp = field(default_factory=Ntp)
    license: License = field(default_factory=License)
    interfaces: list[Interface] = field(default_factory=list)
    etherchannels: list[EtherChannel] = field(default_factory=list)
    bridge_groups: list[BridgeGroup] = field(default_factory=list)
    vlan_interfaces: list[VlanInterface] = field(default_factory=list)
    pending_changes: list[PendingChange] = field(default_factory=list)
    joined: Joined | None = None
    faults: list[Fault] = field(default_factory=list)


# The values that settings with these names accept.
CHOICES: dict[str, tuple[str, ...]] = {
    "tokens_after_import": ("dead", "alive"),
    "put_during_join": ("refuse", "accept"),
    "pending_names": ("shown", "missing"),
    "snort": ("up", "down"),
    "form": ECHO_FORMS,
    "away_as": ("mixed", "reset", "503"),
    "masked_key": ("keep", "literal", "refuse"),
    "netmask_form": ("as-sent", "dotted", "prefix"),
    "same_link_names": ("accept", "refuse"),
    "switch_out_of_sync": ("refuse", "accept"),
    "etherchannel_link": ("accept", "refuse"),
    "reserved_networks": ("refuse", "accept"),
    "login_error": ("token-status", "wrapper", "echo", "echo-html", "echo-json", "echo-repr"),
    "failed_state": ("DEPLOY_FAILED", "FAILED", "DEPLOY_TIMEOUT"),
    "platform": tuple(PLATFORMS),
    "transcript_unit": ("primary", "secondary", "unit"),
    "link": ("UP", "DOWN"),
    "role": ("primary", "secondary"),
    "fault": FAULTS,
}
