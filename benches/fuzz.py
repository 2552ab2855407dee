# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Cut each answer of a deployment at every byte, and spoil answers at random: a run ends with one sentence, never with
a traceback, and never not at all. And read the slowest texts that are accepted: none takes more than 100 ms."""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from typing import Any, NamedTuple

from ansible_collections.fdm.failover.plugins.plugin_utils.errors import FailoverError
from ansible_collections.fdm.failover.plugins.plugin_utils.fdm.client import Client
from ansible_collections.fdm.failover.plugins.plugin_utils.fdm.connection import Connection
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from support.harness import DEDICATED, KEY, PASSWORD
from support.in_memory_deploy import HOSTS, Asked, Deployment, Reply, Site, attempt, well_said
from support.in_memory_faults import SPOILT, Spoil, spoil_from
from support.slow_texts import LIMIT, slowest

TOKEN = "/fdm/token"
ENCRYPTED: dict[str, Any] = DEDICATED | {"failover_key": KEY}
LONGEST = 20_000
"""Seconds of simulated time that no run may reach."""


class Answered(NamedTuple):
    """A call and what the unit answered to it."""

    method: str
    path: str
    body: bytes


def main() -> int:
    """0 when everything ended with one sentence, and in time."""
    parser = argparse.ArgumentParser(prog="benches.fuzz", description=__doc__)
    parser.add_argument("--examples", type=int, default=2000, help="deployments with spoilt answers (%(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="begin of the random numbers (%(default)s)")
    options = parser.parse_args()
    start = time.monotonic()
    there = answers()
    wrong = [line for answered in there for line in cut(answered)]
    count = sum(len(answered.body) - 1 for answered in there)
    print(f"fuzz: {len(there)} answers cut at {count} bytes, {count - len(wrong)} ended with one sentence")
    count_by, more = spoilt(options.examples, options.seed)
    print(
        f"fuzz: {count_by.total()} deployments with spoilt answers, {count_by['finished']} finished all the same, "
        f"{count_by['said']} ended with one sentence, {len(more)} went wrong, {time.monotonic() - start:.0f} s"
    )
    seconds, what = slowest()
    print(f"fuzz: the slowest to read takes {seconds * 1000:.0f} ms of CPU: {what} (limit {LIMIT * 1000:.0f})")
    print(*wrong[:20], *more[:20], sep="\n", file=sys.stderr)
    return 1 if wrong or more or seconds > LIMIT else 0


def answers() -> list[Answered]:
    """Each different response of an undisturbed deployment that has a body."""
    found: dict[Answered, None] = {}

    def note(asked: Asked, reply: Reply) -> Reply:
        if reply.getvalue():
            found[Answered(asked.method, asked.path, reply.getvalue())] = None
        return reply

    Deployment(Site(after=note), ENCRYPTED).run()
    return list(found)


def cut(answered: Answered) -> list[str]:
    """What is wrong where an answer ends too early, at each byte: its length is that of what is left."""
    wrong = []
    for length in range(1, len(answered.body)):
        said = ask(answered, answered.body[:length])
        if not said or not well_said(said):
            wrong.append(f"{answered.method} {answered.path} cut to {length} bytes: {said or 'taken for whole'}")
    return wrong


def ask(answered: Answered, body: bytes) -> str:
    """The sentence that a call with this answer ends with, empty for none."""

    def answer(_method: str, url: str, **_options: Any) -> Reply:
        token = url.endswith(TOKEN) and answered.path != TOKEN
        return Reply(200, b'{"access_token": "good", "refresh_token": "good"}' if token else body)

    connection = Connection("branch01", "primary", HOSTS["primary"], PASSWORD, retries=0)
    client = Client(connection, opener=answer)
    try:
        if answered.path == TOKEN:
            client.login()
        elif answered.method == "GET" and b'"items"' in answered.body:
            client.list(answered.path)
        elif answered.method == "GET":
            client.get(answered.path)
        else:
            (client.put if answered.method == "PUT" else client.post)(answered.path, {})
    except FailoverError as error:
        return str(error)
    return ""


def spoilt(examples: int, first: int) -> tuple[Counter[str], list[str]]:
    """How deployments with spoilt answers ended, and what was wrong."""
    count: Counter[str] = Counter()
    wrong: list[str] = []

    @seed(first)
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(call=st.integers(1, 140), times=st.integers(1, 4), spoil=SPOILT)
    def play(call: int, times: int, spoil: Spoil) -> None:
        site = Site()
        spoil_from(site, call, times, spoil)
        try:
            said = attempt(site, {})
        except Exception as error:  # a traceback is what this looks for
            said = f"{type(error).__name__}: {error}"
        fine = said is not None and well_said(said) and site.rig.clock.now() < LONGEST
        count["wrong" if not fine else "said" if said else "finished"] += 1
        if not fine:
            wrong.append(f"call {call}, {times} times: {said}")

    play()
    return count, wrong


if __name__ == "__main__":
    sys.exit(main())
