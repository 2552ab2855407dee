# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which pair of this run has which unit, so that no unit is given to two pairs.

Two sources: the addresses that the inventory has as plain values, for all hosts of the play, read once a run; and what
each pair has noted of its units, by address and by serial number, in small files of the run's own directory.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from .errors import InputError
from .private_files import read_private, write_private
from .pure.fleet import DEFAULT_PORT, Place, spelled
from .pure.names import ROLES
from .pure.reading import mapping

_LARGEST = 64 * 1024 * 1024


class PlayUnits:
    """The units of a run; ``directory`` lasts as long as the run."""

    def __init__(self, directory: str) -> None:
        self._directory = Path(directory)

    def note(self, place: Place) -> None:
        """Note that a pair has this unit; raises InputError where the directory can't be written."""
        for name in _keys(place):
            path = self._folder(name) / _digest(place.pair, place.role)
            try:
                write_private(path, json.dumps(place))
            except OSError as error:
                raise InputError(
                    f"the units of this run can't be noted ({error.strerror})",
                    expected="a temporary directory with space left, writable for this user",
                    remedy="Free space, or set local_tmp in ansible.cfg to another directory.",
                    where=f"{place.pair}, {path.parent}",
                ) from None

    def noted(self, places: Iterable[Place]) -> list[Place]:
        """What was noted so far of these units, by any pair."""
        folders = dict.fromkeys(self._folder(name) for place in places for name in _keys(place))
        return list(dict.fromkeys(each for folder in folders for each in _read(folder)))

    def as_written(self, hosts: Iterable[str], raw: Callable[[str], Any], own: Iterable[Place]) -> list[Place]:
        """The units of all these hosts that are at the address of one of ``own``, as far as addresses are plain values;
        ``raw`` gives variables without templating.

        Read once a run and kept by address, since a thousand pairs ask.
        """
        index = self._index(list(hosts), raw)
        found = (Place(*each) for address in dict.fromkeys(map(_address, own)) for each in index.get(address, ()))
        return list(dict.fromkeys(found))

    def _index(self, names: list[str], raw: Callable[[str], Any]) -> dict[str, list[Any]]:
        path = self._directory / f"fdm-addresses-{_digest(*names)}"
        with suppress(OSError, ValueError, RecursionError):
            kept = json.loads(read_private(path, _LARGEST))
            if isinstance(kept, dict):
                return kept
        index: dict[str, list[Any]] = {}
        for place in (place for name in names for place in places_of(name, raw(name))):
            index.setdefault(_address(place), []).append(place)
        with suppress(OSError):  # the next pair reads them again
            write_private(path, json.dumps(index))
        return index

    def _folder(self, name: str) -> Path:
        return self._directory / "fdm-units" / name


def places_of(pair: str, variables: Any) -> Iterator[Place]:
    """The units of one pair whose address and port are plain values: as they are written, nothing is templated."""
    known = mapping(variables)
    units = mapping(known.get("failover_units"))
    for role in ROLES:
        unit = units.get(role)
        if not isinstance(unit, Mapping):
            continue
        host, port = unit.get("host"), unit.get("https_port") or known.get("failover_https_port", DEFAULT_PORT)
        if isinstance(host, str) and host.strip() and "{" not in host and str(port).isascii() and str(port).isdigit():
            yield Place(pair, role, str(host), int(port))


def _keys(place: Place) -> list[str]:
    """The names under which a unit is noted."""
    by_serial = [_digest("serial", place.serial)] if place.serial else []
    return [_address(place), *by_serial]


def _address(place: Place) -> str:
    return _digest("address", spelled(place.host), str(place.https_port))


def _read(folder: Path) -> Iterator[Place]:
    for path in sorted(folder.glob("[0-9a-f]*")):
        with suppress(OSError, ValueError, TypeError):
            yield Place(*json.loads(read_private(path, _LARGEST)))


def _digest(*parts: str) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
