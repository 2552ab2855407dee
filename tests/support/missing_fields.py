# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What check, deploy and verify do where a unit leaves one field out of its answers: every field, one at a time.

A run may end as before, may end well and know less, or may stop with one clear sentence; nothing else.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from ansible_collections.fdm.failover.plugins.plugin_utils.errors import FailoverError
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.finding import errors
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.table import as_sentences
from support.harness import DEDICATED, KEY
from support.in_memory_deploy import Asked, Deployment, Reply, Site, unfinished, well_said

PAGE = Path(__file__).parents[2] / "docs" / "missing-fields.md"
LINKS: dict[str, Any] = DEDICATED | {"failover_key": KEY}
UNITS = {"both": {"license": {"registered": True}}}
AS_BEFORE, LESS, STOPS = "as before", "knows less", "stops"
PLAYBOOKS = ("check", "deploy", "verify")
_ID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
_LONGEST = 300


class Field(NamedTuple):
    """A field of the answers to one call: ``items[].ipv4.dhcp`` of ``GET /devices/default/interfaces``."""

    call: str
    path: str


class Ending(NamedTuple):
    """How a run ended, the sentence where it stopped, and what is wrong with that; empty where nothing is."""

    kind: str
    said: str = ""
    wrong: str = ""


def call_of(asked: Asked) -> str:
    """A call without identifiers."""
    return f"{asked.method} {_ID.sub('{id}', asked.path)}"


def every_field() -> list[Field]:
    """Every field of every answer that check, deploy and verify get, in the order of the alphabet."""
    found: set[Field] = set()

    def note(asked: Asked, reply: Reply) -> Reply:
        if reply.getvalue():
            found.update(Field(call_of(asked), path) for path in _paths(json.loads(reply.getvalue()), ""))
        return reply

    site = _site()
    site.after = note
    Deployment(site, LINKS).run()
    Deployment(site, LINKS).run()
    return sorted(found)


def _site() -> Site:
    return Site(UNITS)


def _paths(value: Any, above: str) -> Iterator[str]:
    if isinstance(value, Mapping):
        for name, each in value.items():
            yield f"{above}{name}"
            yield from _paths(each, f"{above}{name}.")
    elif isinstance(value, list):
        for each in value:
            yield from _paths(each, f"{above.removesuffix('.')}[].")


def leave_out(site: Site, field: Field) -> None:
    """From now on no answer of the site has the field."""

    def after(asked: Asked, reply: Reply) -> Reply:
        if call_of(asked) != field.call or not reply.getvalue():
            return reply
        body = json.loads(reply.getvalue())
        _remove(body, field.path.split("."))
        return Reply(reply.status, json.dumps(body).encode())

    site.after = after


def _remove(value: Any, path: list[str]) -> None:
    name, rest = path[0], path[1:]
    bare = name.removesuffix("[]")
    if not isinstance(value, dict):
        return
    if not rest:
        value.pop(bare, None)
        return
    inner = value.get(bare)
    for each in inner if name.endswith("[]") and isinstance(inner, list) else [inner]:
        _remove(each, rest)


def endings(field: Field) -> dict[str, Ending]:
    """How each playbook ends without the field."""
    return {playbook: PLAYS[playbook](field) for playbook in PLAYBOOKS}


def _check() -> tuple[Site, Callable[[], Any]]:
    site = _site()

    def play() -> Any:
        outcome = Deployment(site, LINKS).preflight()
        if not outcome.ready:
            raise _Stopped(outcome.verdict)
        return outcome.findings

    return site, play


def _deploy() -> tuple[Site, Callable[[], Any]]:
    site = _site()

    def play() -> Any:
        run = Deployment(site, LINKS)
        run.run()
        wrong = unfinished(site, LINKS)
        assert not wrong, f"a good end, but {wrong}"
        return sorted(run.warned), run.record.steps

    return site, play


def _verify() -> tuple[Site, Callable[[], Any]]:
    site = _site()
    Deployment(site, LINKS).run()

    def play() -> Any:
        found = Deployment(site, LINKS).verified()
        line, findings = found.headline, found.findings
        wrong = errors(findings)
        if wrong:
            raise _Stopped(f"{line}. {as_sentences(wrong)}")
        return line, findings

    return site, play


class _Stopped(FailoverError):
    """What preflight or verify stops with."""


Play = Callable[[Field], Ending]
MAKERS = {"check": _check, "deploy": _deploy, "verify": _verify}


def _played(playbook: str) -> Play:
    def play(field: Field) -> Ending:
        site, run = MAKERS[playbook]()
        leave_out(site, field)
        try:
            result = run()
        except FailoverError as error:
            said = str(error)
            return Ending(STOPS, said, "" if well_said(said) else f"not one clear sentence: {said}")
        except Exception as error:
            return Ending(STOPS, "", f"{type(error).__name__}: {error}")
        return Ending(AS_BEFORE if result == _usual(playbook) else LESS)

    return play


PLAYS: dict[str, Play] = {name: _played(name) for name in PLAYBOOKS}
_USUAL: dict[str, Any] = {}


def _usual(playbook: str) -> Any:
    """What the playbook gives where nothing is missing."""
    if playbook not in _USUAL:
        _, run = MAKERS[playbook]()
        _USUAL[playbook] = run()
    return _USUAL[playbook]


# ----- the page


def page_of(found: Mapping[Field, Mapping[str, Ending]]) -> str:
    """The tables of the page, a call each."""
    calls: dict[str, dict[Field, Mapping[str, Ending]]] = defaultdict(dict)
    for field, ended in found.items():
        calls[field.call][field] = ended
    return "\n\n".join(f"### `{call}`\n\n{_table(fields)}" for call, fields in sorted(calls.items()))


def _table(found: Mapping[Field, Mapping[str, Ending]]) -> str:
    rows: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for field, ended in found.items():
        said = next((each.said for each in ended.values() if each.said), "")
        rows[(*(ended[name].kind for name in PLAYBOOKS), _cell(said))].append(f"`{field.path}`")
    lines = [("left out", *PLAYBOOKS, "the first sentence"), ("---",) * 5]
    lines += [(", ".join(fields), *key) for key, fields in rows.items()]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(said: str) -> str:
    short = said if len(said) <= _LONGEST else said[: _LONGEST - 3].rsplit(" ", 1)[0] + " ..."
    return re.sub(r"([|<>*_])", r"\\\1", short)


def filled(page: str, found: Mapping[Field, Mapping[str, Ending]]) -> str:
    """The page with its tables made anew."""
    between = re.compile(r"(?<=<!-- fields -->\n\n).*?(?=\n\n<!-- /fields -->)", re.DOTALL)
    return between.sub(page_of(found).replace("\\", r"\\"), page)


def read_page(page: str) -> dict[Field, tuple[str, ...]]:
    """How each playbook ends without each field, as the page says."""
    found = {}
    for block in page.split("\n### `")[1:]:
        call = block.partition("`")[0]
        for line in block.splitlines():
            cells = [cell.strip() for cell in line.strip("|").split(" | ")]
            for path in re.findall(r"`([^`]+)`", cells[0]) if line.startswith("| `") else ():
                found[Field(call, path)] = tuple(cells[1:4])
    return found


def sample(fields: Iterable[Field], every: int) -> list[Field]:
    """Some of the fields, spread over all calls."""
    return list(fields)[::every]
