# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reports as plain data, as a run would leave them: single pairs, three, thirty, and as many as are asked for."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

Data = dict[str, Any]

HELLO = "Unit Poll frequency 1 seconds, holdtime 15 seconds\nOther host: {peer}"
INTERFACES = "Interface outside ({outside}): Normal (Monitored)\nInterface inside ({inside}): Normal (Monitored)"
LONGEST_NAME = "failover-link-of-the-pair-in-the-second-cabinet."
LONGEST_ADDRESS = "2001:db8:1234:5678:9abc:def0:1234:{}/126"


def report(*pairs: Data, playbook: str = "verify") -> Data:
    """A report of these pairs."""
    return {
        "schema": "fdm.failover.report",
        "schema_version": 1,
        "collection": "1.0.0",
        "playbook": playbook,
        "started": "2026-11-25T20:06:11Z",
        "ended": "2026-11-25T20:09:16Z",
        "pairs": list(pairs),
    }


def well(name: str, number: int = 1) -> Data:
    """A pair that works: one port for both links, in plain text."""
    return {
        "name": name,
        "outcome": "ok",
        "reason": "",
        "changed": False,
        "units": {
            "primary": _unit("primary", f"192.0.2.{number * 2 % 250 + 1}", "active", f"9A1B2C3D{number:03}"),
            "secondary": _unit("secondary", f"192.0.2.{number * 2 % 250 + 2}", "standby ready", f"9A5E4D3C{number:03}"),
        },
        "links": {
            "combined": True,
            "failover": _link("failover-link", "GigabitEthernet0/2", "192.168.10.{}/30", False),
            "state": None,
        },
        "findings": [_finding("plain-text", "advice", "pair", "links", *PLAIN)],
        "plan": [],
        "evidence": evidence(),
        "drift_since": "",
        "steps": [{"name": "read", "seconds": 3.2}, {"name": "compare", "seconds": 0.1}],
    }


PLAIN = (
    "both links are plain text",
    "a key",
    "Set failover_key where somebody else could listen on the link.",
)


def dedicated(name: str) -> Data:
    """A pair that works: a port for each link, encrypted."""
    data = well(name, 40)
    data["links"] = {
        "combined": False,
        "failover": _link("failover-link", "Ethernet1/2", "192.168.10.{}/30", True),
        "state": _link("stateful-failover-link", "Port-channel1", "192.168.11.{}/30", True, "10 Gb/s"),
    }
    for unit in data["units"].values():
        unit |= {"model": "Cisco Firepower 2130 Threat Defense", "software": "7.4.2-172"}
    data["evidence"] = evidence(failover="Ethernet1/2", state="Port-channel1", key=True)
    data["findings"] = []
    return data


def broken(name: str) -> Data:
    """A pair in trouble: the state link is down, and an interface of the secondary has no link."""
    data = dedicated(name)
    data["outcome"] = "unhealthy"
    data["reason"] = "The state link is down, so a failover would cut every connection."
    data["drift_since"] = "2026-11-25T17:31:43Z"
    data["links"]["state"]["secondary"]["status"] = "down"
    data["findings"] = [
        _finding("link-status", "error", "secondary", "state link", *DOWN),
        _finding("network-link-status", "error", "secondary", "outside", *NO_LINK),
        _finding("software-differs", "warning", "pair", "pair", *SOFTWARE),
        _finding("mac-exchange", "warning", "primary", "peer", *MACS),
    ]
    rows = data["evidence"]
    rows[2] |= {"verdict": "not_so", "secondary": "Interface outside (203.0.113.2): No Link (Waiting)"}
    rows[3] |= {"verdict": "not_known", "primary": "", "secondary": ""}
    rows[6] |= {"verdict": "not_so", "secondary": "Link : stateful-failover-link Port-channel1 (down)"}
    return data


DOWN = ("Port-channel1 is down", "Port-channel1 is up", "Check the cable between the units and the port at each end.")
NO_LINK = ("No Link (Waiting)", "Normal (Monitored)", "Check the cable, or take the interface out of monitoring.")
SOFTWARE = ("7.4.2-172 and 7.4.2-168", "one version", "Bring both units to the same software.")
MACS = ("the unit gives no answer", "Mac set", "Check `show failover state` on this unit.")


def three() -> Data:
    """One pair well and combined, one well with dedicated and encrypted links, one broken."""
    return report(well("branch01"), dedicated("campus"), broken("datacenter-north"))


def thirty() -> Data:
    """Thirty pairs, five of them broken in different ways."""
    pairs = [well(f"branch{number:02}", number) for number in range(1, 31)]
    pairs[3] = broken("branch04")
    pairs[8] = unreachable("branch09")
    pairs[14] = drifted("branch15")
    pairs[21] = refused("branch22")
    pairs[27] = failed("branch28")
    for number in (5, 17):
        pairs[number] = dedicated(pairs[number]["name"])
    pairs[10]["findings"].append(_finding("hello-messages", "warning", "primary", "guest", *WAITING))
    return report(*pairs, playbook="verify")


WAITING = ("waits for the peer's first hello", "Normal (Monitored)", "Give the interface a standby address.")


def unreachable(name: str) -> Data:
    """A pair whose secondary does not answer: what is known comes from the inventory and the primary."""
    data = well(name)
    data["outcome"] = "unreachable"
    data["reason"] = "secondary (192.0.2.4): connection refused; check that host and https_port lead to the unit."
    data["units"]["secondary"] = {"role": "secondary", "host": "192.0.2.4"}
    data["links"]["failover"]["secondary"]["status"] = None
    data["links"]["failover"]["encrypted"] = None
    data["findings"] = []
    for row in data["evidence"]:
        row |= {"verdict": "not_known", "secondary": ""}
    return data


def drifted(name: str) -> Data:
    """A pair that works, on another port than the inventory names."""
    data = well(name)
    found = ("runs on GigabitEthernet0/3", "runs on GigabitEthernet0/2", "Correct the inventory, or run rebuild.")
    data |= {"outcome": "drifted", "reason": "", "drift_since": "2026-11-20T09:15:00Z"}
    data["links"]["failover"]["port"] = "GigabitEthernet0/3"
    both = [_finding("link-drift", "error", role, "failover link", *found) for role in ("primary", "secondary")]
    data["findings"] += both
    return data


def refused(name: str) -> Data:
    """Two single units that preflight refused: nothing was written."""
    data = well(name)
    found = (
        'is named "dmz", so it carries user data',
        "a port without a name",
        "Choose a free port, or remove the name.",
    )
    data |= {"outcome": "refused", "evidence": [], "steps": []}
    data["findings"] = [
        _finding("port-named", "error", "primary", "GigabitEthernet0/2", *found),
        _finding("license-differs", "error", "pair", "pair", "ESSENTIALS and none", "the same licenses", "Add it."),
    ]
    return _single(data)


def failed(name: str) -> Data:
    """A pair that a deployment left half-way."""
    data = _single(well(name))
    reason = "primary (192.0.2.3): the deployment ended as DEPLOY_FAILED; fix what the unit reports, then run again."
    return data | {"outcome": "failed", "reason": reason, "changed": True, "evidence": [], "findings": []}


def planned(name: str) -> Data:
    """A pair before its cables are plugged."""
    data = _single(dedicated(name))
    data["evidence"] = []
    data["findings"] = [_finding("port-link-down", "warning", role, "Ethernet1/2", *UNPLUGGED) for role in ROLES]
    data["plan"] = [
        "primary: enable Port-channel1 and deploy",
        "primary: write the HA configuration and join",
        "secondary: write the HA configuration and join",
    ]
    return data


ROLES = ("primary", "secondary")
UNPLUGGED = ("its link is down", "a link that is up at both ends", "Plug the cable.")


def longest(name: str = "the-pair-with-the-longest-legal-names-of-them-all") -> Data:
    """A pair with link names of 48 characters, IPv6 addresses in full, and every kind of ring."""
    data = broken(name)
    data["units"]["primary"]["host"] = "firewall-primary.building-seventeen.campus-north.example.com"
    data["units"]["secondary"] |= {"host": "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "state": "failed (comm failure)"}
    data["units"]["secondary"]["health"] = "interfaces of the data plane have failed on this unit"
    for link, port in (("failover", "GigabitEthernet0/2"), ("state", "TwentyFiveGigE1/1")):
        old = data["links"][link]
        data["links"][link] = _link(LONGEST_NAME, port, LONGEST_ADDRESS, link == "state", "100 Gb/s", "5670")
        data["links"][link]["secondary"]["status"] = old["secondary"]["status"]
    for number in range(8):
        subject = ("unit", "failover link", "state link", "GigabitEthernet0/2")[number % 4]
        for role in (*ROLES, "pair"):
            data["findings"].append(
                _finding(f"rule-{number}", "warning", role, subject, "is so", "otherwise", "Do it.")
            )
    return data


def endless(data: Data) -> Data:
    """The same pair with texts that are as long as a report takes them, without a blank."""
    data = deepcopy(data)
    data["name"] = data["reason"] = "x" * 2000
    for unit in data["units"].values():
        unit |= {key: "W" * 2000 for key in unit if key != "role"}
    for link in ("failover", "state"):
        data["links"][link] |= dict.fromkeys(("name", "port", "speed"), "w" * 2000)
        for role in ROLES:
            data["links"][link][role]["address"] = "f" * 2000
    for finding in data["findings"][:5]:
        finding |= dict.fromkeys(("rule", "found", "expected", "remedy"), "m" * 2000)
    for row in data["evidence"]:
        row |= dict.fromkeys(("kind", "primary", "secondary"), "m" * 2000)
    return data | {"plan": ["p" * 2000], "drift_since": "d" * 2000}


def many(count: int) -> Data:
    """So many pairs; one in fifty is in trouble."""
    kinds = (broken, unreachable, drifted, refused, failed)
    pairs = [
        kinds[number // 50 % 5](f"site{number:03}") if number % 50 == 7 else well(f"site{number:03}", number)
        for number in range(count)
    ]
    return report(*pairs)


def evidence(failover: str = "GigabitEthernet0/2", state: str = "GigabitEthernet0/2", key: bool = False) -> list[Data]:
    """What both units of a pair that works print."""
    link = "{} Interface: {} (up)"
    shown = "failover ipsec pre-shared-key *****" if key else "no line of show running-config failover names a key"
    return [
        _row("Unit state", "This host: Primary - Active", "This host: Secondary - Standby Ready"),
        _row("Hello messages", HELLO.format(peer="Secondary - Standby Ready"), HELLO.format(peer="Primary - Active")),
        _row(
            "Network link status",
            INTERFACES.format(outside="203.0.113.1", inside="198.51.100.1"),
            INTERFACES.format(outside="203.0.113.2", inside="198.51.100.2"),
        ),
        _row("MAC address exchange", "Mac set"),
        _row("Configuration replication", "Sync Done", "Sync Done - STANDBY"),
        _row("Failover link", link.format("Failover LAN", f"failover-link {failover}")),
        _row("State link", f"Link : {state} (up)\nGeneral xerr 0, rerr 0"),
        _row("Encryption", shown),
    ]


def _row(kind: str, primary: str, secondary: str = "") -> Data:
    return {"kind": kind, "verdict": "so", "primary": primary, "secondary": secondary or primary}


def _unit(role: str, host: str, state: str, serial: str) -> Data:
    model = "Cisco Firepower Threat Defense for VMware"
    return {
        "role": role,
        "host": host,
        "state": state,
        "model": model,
        "software": "7.2.5-208",
        "serial": serial,
        "health": "",
    }


def _link(name: str, port: str, address: str, encrypted: bool, speed: str = "1 Gb/s", first: Any = 1) -> Data:
    second = 2 if first == 1 else "5671"
    ends = [{"address": address.format(host), "status": "up"} for host in (first, second)]
    both = {"primary": ends[0], "secondary": ends[1]}
    return {"name": name, "port": port, "speed": speed, "encrypted": encrypted, **both}


def _finding(rule: str, severity: str, unit: str, subject: str, found: str, expected: str, remedy: str) -> Data:
    words = {"subject": subject, "found": found, "expected": expected, "remedy": remedy}
    return {"rule": rule, "severity": severity, "unit": unit, **words, "waived": False}


def _single(data: Data) -> Data:
    """The same pair, before it is in HA."""
    data = deepcopy(data)
    for unit in data["units"].values():
        unit["state"] = "single"
    for link in ("failover", "state"):
        for role in ROLES if data["links"][link] else ():
            data["links"][link][role]["status"] = "down"
    return data
