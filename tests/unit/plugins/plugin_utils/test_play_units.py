# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The pairs of a run know which of them has a unit: by plain addresses in the inventory, and by what each has noted."""

from __future__ import annotations

from pathlib import Path

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.errors import InputError
from ansible_collections.fdm.failover.plugins.plugin_utils.play_units import PlayUnits, places_of
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.fleet import Place

ONE = Place("one", "primary", "192.0.2.11", 443, "S1")


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (Place("two", "secondary", "192.0.2.11", 443, "S1"), True),
        (Place("two", "secondary", "192.0.2.99", 443, "S1"), True),
        (Place("two", "secondary", "192.0.2.11", 443), True),
        (Place("two", "secondary", "192.0.2.11", 8443, "S2"), False),
        (Place("two", "secondary", "192.0.2.99", 443), False),
    ],
)
def test_a_unit_is_known_by_its_address_and_by_its_serial_number(tmp_path: Path, other: Place, same: bool) -> None:
    PlayUnits(str(tmp_path)).note(ONE)
    units = PlayUnits(str(tmp_path))
    units.note(other)
    assert set(units.noted([other])) == ({ONE, other} if same else {other})


def test_what_is_noted_twice_is_known_once(tmp_path: Path) -> None:
    units = PlayUnits(str(tmp_path))
    units.note(ONE)
    units.note(ONE)
    assert units.noted([ONE]) == [ONE]


def test_a_damaged_note_counts_for_nothing(tmp_path: Path) -> None:
    units = PlayUnits(str(tmp_path))
    units.note(ONE)
    for file in (path for path in tmp_path.rglob("*") if path.is_file()):
        file.write_text("{", encoding="utf-8")
    assert units.noted([ONE]) == []


def test_a_directory_that_cant_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "fdm-units").write_text("", encoding="utf-8")
    with pytest.raises(InputError, match=r"^one, .*: the units of this run can't be noted \(.*local_tmp"):
        PlayUnits(str(tmp_path)).note(ONE)


@pytest.mark.parametrize(
    ("variables", "found"),
    [
        ({"failover_units": {"primary": {"host": "192.0.2.11"}}}, [Place("one", "primary", "192.0.2.11")]),
        (
            {"failover_units": {"secondary": {"host": "fw2", "https_port": "8443"}}, "failover_https_port": 9443},
            [Place("one", "secondary", "fw2", 8443)],
        ),
        (
            {"failover_units": {"primary": {"host": "fw1"}}, "failover_https_port": 9443},
            [Place("one", "primary", "fw1", 9443)],
        ),
        ({"failover_units": {"primary": {"host": "{{ first }}"}}}, []),
        ({"failover_units": {"primary": {"host": "fw1"}}, "failover_https_port": "{{ port }}"}, []),
        ({"failover_units": {"primary": {"host": " "}, "secondary": {"host": 7}}}, []),
        ({"failover_units": {"primary": "192.0.2.11"}}, []),
        ({"failover_units": "{{ units }}"}, []),
        ({}, []),
        (None, []),
    ],
)
def test_only_plain_values_are_read_from_the_inventory(variables: object, found: list[Place]) -> None:
    assert list(places_of("one", variables)) == found


def test_the_inventory_is_read_once_a_run(tmp_path: Path) -> None:
    asked: list[str] = []

    def raw(host: str) -> dict[str, object]:
        asked.append(host)
        return {"failover_units": {"primary": {"host": f"{host}.example"}}}

    hosts = ["one.example", "two.example"]
    for wanted in ("one.example", "TWO.example.", "three.example"):
        found = PlayUnits(str(tmp_path)).as_written(["one", "two"], raw, [Place("own", "secondary", wanted)])
        assert [place.host for place in found] == [host for host in hosts if host == wanted.lower().rstrip(".")]
    assert asked == ["one", "two"]


def test_a_kept_file_that_is_no_index_is_read_again(tmp_path):
    def raw(_host):
        return {"failover_units": {"primary": {"host": "192.0.2.1"}}}

    own = [Place("own", "primary", "192.0.2.1")]
    units = PlayUnits(str(tmp_path))
    for damaged in ("", "[]", "{"):
        assert units.as_written(["one"], raw, own) == [Place("one", "primary", "192.0.2.1")]
        (kept,) = tmp_path.glob("fdm-addresses-*")
        kept.write_text(damaged)
