# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Troubles of a deployment in memory: each is a site on which the next run ends with a sentence."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from support.in_memory_deploy import Asked, Reply, Site, attempt
from support.in_memory_faults import strike

FOREVER = 10.0**6
HARDWARE = "GigabitEthernet0/2"


def number(site: Site, method: str, path: str, role: str = "primary") -> int:
    """The number of the first call of its kind in an undisturbed run on such a site."""
    in_memory_deploy = Site(site.units)
    attempt(in_memory_deploy, {})
    return next(
        asked.number
        for asked in in_memory_deploy.asked
        if (asked.method, asked.unit) == (method, role) and re.fullmatch(path, asked.path)
    )


def on(site: Site, method: str, path: str, role: str, act: Callable[[], object]) -> Site:
    """Do something right after a unit has answered the first call of its kind."""
    done: list[bool] = []

    def after(asked: Asked, reply: Reply) -> Reply:
        if not done and (asked.method, asked.unit) == (method, role) and re.fullmatch(path, asked.path):
            done.append(True)
            act()
        return reply

    site.after = after
    return site


def struck(fault: str, method: str, path: str, times: int = 1, role: str = "primary") -> Site:
    """A site with one fault on the first call of its kind."""
    site = Site()
    strike(site, fault, number(site, method, path, role), times)
    return site


def failing_job(path: str, role: str = "primary") -> Site:
    """A site where the job that a POST starts fails."""
    site = Site()

    def doom() -> None:
        job = site.rig.unit(role).jobs[-1]
        job.fate, job.reason = "fail", "ERROR: no license for this"

    return on(site, "POST", path, role, doom)


def cut_off() -> Site:
    """The cable is unplugged while the secondary imports."""
    site = Site()

    def unplug(_when: float) -> None:
        site.rig.unit("secondary").unplugged = True

    return on(
        site,
        "POST",
        JOIN,
        "secondary",
        lambda: site.rig.unit("secondary").at(site.rig.clock.now() + 7.0, unplug),
    )


def lost() -> Site:
    """No attempt to deploy reaches the unit, and none is answered."""
    reset = ConnectionResetError(104, "Connection reset by peer")
    return Site(before=lambda asked: reset if (asked.method, asked.path) == ("POST", DEPLOY) else None)


def other_password() -> Site:
    """Somebody changes the secondary's password while it imports."""
    site = Site({"secondary": {"password_follows": False}})

    def change() -> None:
        site.rig.patch("secondary", password="Nobody-Knows-1")
        site.rig.unit("secondary").tokens.kill_all()

    return on(site, "POST", JOIN, "secondary", change)


def other_software() -> Site:
    """The secondary is upgraded between preflight and join."""
    site = Site()
    return on(site, "POST", JOIN, "primary", lambda: site.rig.patch("secondary", software="7.2.0-1"))


def somebody_else(**changes: str) -> Site:
    """Another run writes the primary's HA configuration right after ours has."""
    site = Site()

    def write() -> None:
        store = site.rig.unit("primary").store
        record = store.every("haconfiguration")[0]
        store.replace(record, record.content | changes)

    return on(site, "PUT", CONFIGURATION, "primary", write)


def lost_to_another() -> Site:
    """The POST of our join is lost, and another run writes and joins before we look."""
    site = Site()

    def before(asked: Asked) -> Exception | None:
        if (asked.method, asked.path, asked.unit) != ("POST", JOIN, "primary"):
            return None
        site.before = lambda _asked: None
        unit = site.rig.unit("primary")
        record = unit.store.every("haconfiguration")[0]
        unit.store.replace(record, record.content | {"failoverName": "theirs"})
        site.rig.call("primary", "POST", JOIN, None, token=site.rig.login("primary"), version="latest")
        return ConnectionResetError(104, "Connection reset by peer")

    site.before = before
    return site


def earlier_join() -> Site:
    """Another run has written and joins the primary while ours deploys the secondary's port."""
    site = Site({"primary": {"join_seconds": 60.0}})

    def take_over() -> None:
        site.rig.configure("primary", "primary", failoverName="theirs")
        site.rig.call("primary", "POST", JOIN)

    return on(site, "GET", f"{DEPLOY}/[^/]+", "secondary", take_over)


def colleague() -> Site:
    """Somebody stages a change after preflight."""
    site = Site()
    changes = [{"name": "mail-server", "type": "networkobject"}]
    return on(site, "PUT", PORT, "primary", lambda: site.rig.patch("primary", pending_changes=changes))


def named_port() -> Site:
    """Somebody names the port of the link while ours is deployed."""
    site = Site()
    named = {HARDWARE: {"name": "dmz"}}
    return on(site, "POST", DEPLOY, "secondary", lambda: site.rig.patch("secondary", interfaces=named))


def vanishing() -> Site:
    """The record of the deployment is gone, and the deployment fails."""
    site = Site()

    def vanish() -> None:
        job = site.rig.unit("primary").jobs[-1]
        job.fate, job.hidden = "vanish", True

    return on(site, "POST", DEPLOY, "primary", vanish)


def another_peer() -> Site:
    """The primary finds an active unit on its failover link, which is not the secondary."""
    found = {"nodeState": "HA_STANDBY_NODE", "peerNodeState": "HA_ACTIVE_NODE", "configStatus": "IN_SYNC"}

    def after(asked: Asked, reply: Reply) -> Reply:
        if (asked.unit, asked.path) != ("primary", STATUS):
            return reply
        status = json.loads(reply.getvalue())
        return Reply(200, json.dumps(status | found).encode()) if status["nodeState"] == "HA_ACTIVE_NODE" else reply

    return Site(after=after)


STATUS = "/devices/default/operational/ha/status/default"
PORT = "/devices/default/interfaces/[^/]+"
JOIN = "/devices/default/action/ha/join"
DEPLOY = "/operational/deploy"
CONFIGURATION = "/devices/default/ha/configurations/[^/]+"
TROUBLE: dict[str, Callable[[], Site]] = {
    "unreachable": lambda: Site({"primary": {"powered_off": True}}),
    "not-up": lambda: struck("503", "GET", "/operational/systeminfo/default", 99),
    "portal": lambda: struck("not-json", "GET", "/operational/systeminfo/default"),
    "deployment-fails": lambda: failing_job(DEPLOY),
    "deployment-endless": lambda: Site({"primary": {"deploy_seconds": FOREVER}}),
    "join-fails": lambda: failing_job(JOIN),
    "join-endless": lambda: Site({"primary": {"join_seconds": FOREVER}}),
    "away-too-long": lambda: Site({"secondary": {"away_seconds": FOREVER}}),
    "login-refused": other_password,
    "both-active": lambda: Site({"secondary": {"unplugged": True}}),
    "import-fails": cut_off,
    "out-of-sync": other_software,
    "answers-lost": lost,
    "version-moves": lambda: struck("stale-version", "PUT", CONFIGURATION, 99),
    "deployment-vanishes": vanishing,
    "no-link": lambda: Site({"secondary": {"interfaces": [{"hardware": HARDWARE, "link": "DOWN"}]}}),
    "port-taken": named_port,
    "another-run": somebody_else,
    "stored-other": lambda: somebody_else(failoverName="theirs"),
    "another-join": lost_to_another,
    "join-running": earlier_join,
    "another-change": colleague,
    "another-peer": another_peer,
}
