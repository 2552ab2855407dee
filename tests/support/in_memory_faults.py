# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What can befall a in_memory_deploy deployment: kills, faults by name, and answers that are spoilt at random."""

from __future__ import annotations

import json
from collections.abc import Callable
from http.client import RemoteDisconnected
from typing import Any

from hypothesis import strategies as st
from support.in_memory_deploy import Asked, Killed, Reply, Site

STATUSES = (401, 408, 423, 429, 500, 502, 503, 504)
LOST = {
    "refused": ConnectionRefusedError(111, "Connection refused"),
    "reset": ConnectionResetError(104, "Connection reset by peer"),
    "hang": TimeoutError("timed out"),
}
SPOILERS: dict[str, Callable[[Reply], Reply | Exception]] = {
    "reset-after": lambda _reply: RemoteDisconnected("Remote end closed connection without response"),
    "cut": lambda reply: _cut(reply, len(reply.getvalue()) // 2),
    "not-json": lambda _reply: Reply(200, b"<html><body><h1>Sign in</h1></body></html>", "text/html"),
    "wrong-type": lambda _reply: Reply(200, b"[1, 2, 3]"),
    "empty-object": lambda _reply: Reply(200, b"{}"),
    "bad-encoding": lambda _reply: Reply(200, b'{"name": "\xff\xfe"}'),
}
FAULTS = (*map(str, STATUSES), *LOST, *SPOILERS, "dead-token", "stale-version")


def _cut(reply: Reply, length: int) -> Reply:
    short = Reply(reply.status, reply.getvalue()[:length])
    short.headers = reply.headers
    return short


def strike(site: Site, fault: str, call: int, times: int = 1) -> None:
    """Let a fault strike a call of the site, and those right after it."""

    def hit(asked: Asked) -> bool:
        return call <= asked.number < call + times

    def before(asked: Asked) -> Reply | Exception | None:
        if not hit(asked):
            return None
        if fault == "dead-token":
            site.rig.unit(asked.unit).tokens.kill_all()
        if fault == "stale-version" and asked.method == "PUT":
            store = site.rig.unit(asked.unit).store
            record = store.candidate[asked.path.rpartition("/")[2]]
            store.replace(record, record.content, staged=store.deployed.get(record.id) is not record)
        return Reply(int(fault), b"{}") if fault.isdigit() else LOST.get(fault)

    def after(asked: Asked, reply: Reply) -> Reply | Exception:
        return SPOILERS[fault](reply) if fault in SPOILERS and hit(asked) else reply

    site.before, site.after = before, after


def kill_at(site: Site, call: int, done: bool) -> None:
    """Let the run die at a call, before the unit acts on it or (``done``) after."""
    if done:
        site.after = lambda asked, reply: Killed() if asked.number == call else reply
    else:
        site.before = lambda asked: Killed() if asked.number == call else None


Spoil = Callable[[Reply], Reply]


def spoil_from(site: Site, call: int, times: int, spoil: Spoil) -> None:
    """Let what units answer be spoilt at a call of the site, and at those right after it."""
    site.after = lambda asked, reply: spoil(reply) if call <= asked.number < call + times else reply


WHOLE = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


def cut_anywhere(reply: Reply, share: float) -> Reply:
    """The same answer, its end missing."""
    body = reply.getvalue()
    return Reply(reply.status, body[: int(len(body) * share)])


def with_member(reply: Reply, where: int, value: Any) -> Reply:
    """The same answer with one member, anywhere in it, replaced."""
    try:
        body = json.loads(reply.getvalue())
    except ValueError:
        return reply
    places = list(_places(body))
    if places:
        holder, name = places[where % len(places)]
        holder[name] = value
    return Reply(reply.status, json.dumps(body).encode())


def _places(value: Any) -> Any:
    if isinstance(value, (dict, list)):
        for name in value if isinstance(value, dict) else range(len(value)):
            yield value, name
            yield from _places(value[name])


SPOILT = st.one_of(
    st.floats(0, 0.999).map(lambda share: lambda reply: cut_anywhere(reply, share)),
    st.binary(max_size=60).map(lambda body: lambda _reply: Reply(200, body)),
    WHOLE.map(lambda value: lambda _reply: Reply(200, json.dumps(value).encode())),
    st.sampled_from(["utf-16", "utf-32", "utf-8-sig", "cp500"]).map(
        lambda code: lambda reply: Reply(reply.status, reply.getvalue().decode().encode(code))
    ),
    st.tuples(st.integers(0, 10_000), WHOLE).map(lambda told: lambda reply: with_member(reply, *told)),
    st.just(lambda _reply: Reply(200, b"[" * 100_000)),
    st.just(lambda _reply: Reply(200, b'{"items": ' + b"[1," * 200_000)),
    st.integers(300, 599).map(lambda status: lambda reply: Reply(status, reply.getvalue())),
)
