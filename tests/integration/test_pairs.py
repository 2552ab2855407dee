# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The inventory plugin as a user meets it: units listed by one source, made into pairs by the next."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible_collections.fdm.failover.plugins.inventory import pairs as plugin
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.intent.intent import UNIT_KEYS
from support.awx_job import sliced

SECRET = "Vault-Passw0rd-4711"
LINK = {"port": "GigabitEthernet0/2", "network": "192.168.10.0/30"}
UNITS = {
    "berlin-fw1": {"ansible_host": "{{ network }}.11", "network": "192.0.2", "ha_pair": "berlin", "ha_role": "primary"},
    "berlin-fw2": {"ansible_host": "192.0.2.12", "ha_pair": "berlin", "ha_role": "secondary"},
    "core-switch": {"ansible_host": "192.0.2.1"},
}
MESSAGE = "{{ failover_units.primary.password }} {{ failover_units.secondary.password }} {{ failover_key }}"
SOURCE = {
    "plugin": "fdm.failover.pairs",
    "pair": "ha_pair",
    "role": "ha_role",
    "compose": {"failover_link": json.dumps(LINK)},
}


def netbox(name: str, place: str, node: int, **fields: Any) -> dict[str, Any]:
    """A device as NetBox's own inventory plugin lists it: custom fields, and lists of names."""
    return {
        "ansible_host": f"198.51.100.{node}",
        "primary_ip4": f"192.0.2.{node}",
        "custom_fields": {
            "ha_pair": place,
            "ha_role": f"node-{name[-1]}",
            "fdm_port": None,
            "ha_port": "Ethernet1/3",
            "ha_network": "192.168.20.0/30",
        }
        | fields,
        "device_roles": ["firewall"],
        "device_types": ["fpr1120"],
        "sites": [place],
        "status": {"value": "active", "label": "Active"},
    }


def ansible(program: str, *arguments: str | Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(Path(sys.executable).parent / program), *map(str, arguments)],
        cwd=cwd,
        env=dict(os.environ) | {"ANSIBLE_HOME": str(cwd / "ansible"), "COLUMNS": "2000"} | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def sources(folder: Path, units: Mapping[str, Any], *, source: Mapping[str, Any] | str = SOURCE) -> Path:
    """An inventory directory with a source of units and, after it, a source of pairs."""
    place = folder / "inventory"
    place.mkdir()
    content = {"firewalls": {"hosts": units}}
    (place / "1-units.yml").write_text(yaml.safe_dump(content), encoding="utf-8")
    text = source if isinstance(source, str) else yaml.safe_dump(dict(source))
    (place / "2-pairs.yml").write_text(text, encoding="utf-8")
    return place


def unmarked(value: Any) -> Any:
    """Data without the mark that ansible-core from 2.19 on prints of text that is not a template."""
    if isinstance(value, dict):
        if set(value) == {"__ansible_unsafe"}:
            return value["__ansible_unsafe"]
        return {key: unmarked(each) for key, each in value.items()}
    return [unmarked(each) for each in value] if isinstance(value, list) else value


def listed(place: Path, *arguments: str, **environment: str) -> dict[str, Any]:
    """What `ansible-inventory --list` says."""
    done = ansible("ansible-inventory", "-i", place, "--list", *arguments, cwd=place.parent, **environment)
    assert done.returncode == 0, done.stderr
    assert "warning" not in done.stderr.lower(), done.stderr
    result: dict[str, Any] = unmarked(json.loads(done.stdout))
    return result


def refused(place: Path, **environment: str) -> str:
    """What is printed where a source is refused, with every kind of white space as one blank."""
    settings = {"ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED": "true"} | environment
    done = ansible("ansible-inventory", "-i", place, "--list", cwd=place.parent, **settings)
    assert done.returncode != 0, done.stdout
    assert "Traceback" not in done.stderr
    return " ".join(done.stderr.split())


def test_two_units_become_a_pair_and_other_hosts_are_left_alone(tmp_path: Path) -> None:
    found = listed(sources(tmp_path, UNITS))
    assert found["failover_pairs"]["hosts"] == ["berlin"]
    assert found["_meta"]["hostvars"]["berlin"] == {
        "failover_units": {"primary": {"host": "192.0.2.11"}, "secondary": {"host": "192.0.2.12"}},
        "failover_link": LINK,
    }
    assert found["firewalls"]["hosts"] == sorted(UNITS)


def test_an_inventory_like_that_of_netbox(tmp_path: Path) -> None:
    units = {
        "bonn-fw1": netbox("bonn-fw1", "bonn", 21),
        "bonn-fw2": netbox("bonn-fw2", "bonn", 22, fdm_port=8443),
        "router": netbox("router-1", "bonn", 1, ha_pair=None),
    }
    documented = next(each for each in yaml.safe_load_all(plugin.EXAMPLES) if "custom_fields.ha_pair" in each["pair"])
    found = listed(sources(tmp_path, units, source=documented), "--export")
    assert found["_meta"]["hostvars"]["bonn"] == {
        "failover_units": {
            "primary": {"host": "192.0.2.21"},
            "secondary": {"host": "192.0.2.22", "https_port": 8443},
        },
        "failover_link": {"port": "Ethernet1/3", "network": "192.168.20.0/30"},
        "site": "bonn",
    }
    assert found["model_fpr1120"]["hosts"] == ["bonn"]
    assert found["production"]["hosts"] == ["bonn"]


@pytest.mark.parametrize("remove", [True, False])
def test_pairs_by_groups(tmp_path: Path, remove: bool) -> None:
    documented = next(each for each in yaml.safe_load_all(plugin.EXAMPLES) if "group_names" in each["pair"])
    place = sources(tmp_path, {}, source=documented | {"remove_units": remove})
    groups = {"ha_berlin": {"hosts": {"fw1": None, "fw2": None}}, "ha_bonn": {"hosts": {"fw3-1": None, "fw3-2": None}}}
    (place / "1-units.yml").write_text(yaml.safe_dump(groups), encoding="utf-8")
    found = listed(place)
    assert sorted(found["failover_pairs"]["hosts"]) == ["berlin", "bonn"]
    units = {"primary": {"host": "fw3-1"}, "secondary": {"host": "fw3-2"}}
    assert found["_meta"]["hostvars"]["bonn"] == {"failover_units": units}
    assert found.get("ha_bonn", {}).get("hosts", []) == ([] if remove else ["fw3-1", "fw3-2"])


def test_variables_beside_the_inventory_are_seen_where_that_is_wanted(tmp_path: Path) -> None:
    source = SOURCE | {"unit": {"https_port": "fdm_port"}, "use_vars_plugins": True}
    place = sources(tmp_path, UNITS, source=source)
    (place / "group_vars").mkdir()
    (place / "group_vars" / "firewalls.yml").write_text("fdm_port: 8443\n", encoding="utf-8")
    (place / "group_vars" / "failover_pairs.yml").write_text("failover_username: operator\n", encoding="utf-8")
    pair = listed(place)["_meta"]["hostvars"]["berlin"]
    assert [unit["https_port"] for unit in pair["failover_units"].values()] == [8443, 8443]
    assert pair["failover_username"] == "operator"


def test_what_the_pair_has_of_its_own_stays_and_can_be_used(tmp_path: Path) -> None:
    source = SOURCE | {"compose": {"place": "city ~ ' at ' ~ primary.ansible_host"}}
    units = UNITS | {"berlin": {"city": "Berlin", "failover_link": LINK}}
    pair = listed(sources(tmp_path, units, source=source))["_meta"]["hostvars"]["berlin"]
    assert pair["place"] == "Berlin at 192.0.2.11"
    assert pair["failover_link"] == LINK


@pytest.mark.parametrize(
    ("units", "changes", "sentences"),
    [
        pytest.param({"berlin-fw2": None}, {}, ["berlin: ", "the pair has no secondary, only berlin-fw1"], id="half"),
        pytest.param(
            {"berlin-fw2": UNITS["berlin-fw2"] | {"ha_role": "primary"}},
            {},
            ["2 units with role primary: berlin-fw1, berlin-fw2"],
            id="two-primaries",
        ),
        pytest.param(
            {"berlin-fw1": UNITS["berlin-fw1"] | {"ha_pair": ["berlin", "bonn"]}},
            {},
            ["the unit is in 2 pairs: berlin, bonn", "the pair has no primary, only berlin-fw2"],
            id="a-unit-in-two-pairs",
        ),
        pytest.param(
            {"berlin-fw2": UNITS["berlin-fw2"] | {"ha_role": "secondry"}},
            {},
            ["unknown role secondry (did you mean secondary?)"],
            id="unknown-role",
        ),
        pytest.param({}, {"pair": "ha_pair ~"}, ["berlin-fw1: ", "the expression pair fails: "], id="syntax"),
        pytest.param(
            {}, {"unit": {"host": "no_such_filter | nothing"}}, ["the expression unit.host fails: "], id="filter"
        ),
        pytest.param(
            {"core-switch": None},
            {"strict": True, "unit": {"https_port": "no_such_variable"}},
            ["the expression unit.https_port fails: ", "no_such_variable"],
            id="strict",
        ),
        pytest.param(
            {"berlin-fw1": UNITS["berlin-fw1"] | {"ansible_host": "{{ no_such_address }}"}},
            {},
            ["berlin-fw1: ", "the expression unit.host fails: ", "no_such_address"],
            id="ansible-host",
        ),
        pytest.param({}, {"unit": {"port": "22"}}, ["unknown key port", "expected only host, https_port"], id="key"),
        pytest.param({}, {"roles": {"standby": ["b"]}}, ["unknown key standby"], id="roles"),
        pytest.param({}, {"compose": {"x": "1 +"}}, ["berlin: ", "the expression compose.x fails"], id="compose"),
    ],
)
def test_what_is_wrong_is_refused_with_a_sentence(
    tmp_path: Path, units: Mapping[str, Any], changes: Mapping[str, Any], sentences: list[str]
) -> None:
    hosts = {name: value for name, value in (UNITS | dict(units)).items() if value is not None}
    output = refused(sources(tmp_path, hosts, source=SOURCE | dict(changes)))
    for sentence in sentences:
        assert sentence in output


@pytest.mark.parametrize(("remove", "pairs_by_slice"), [(True, [3, 2, 2]), (False, [7, 0, 0])])
def test_slices_of_awx_have_pairs_where_units_are_removed(
    tmp_path: Path, remove: bool, pairs_by_slice: list[int]
) -> None:
    units = {
        f"site{number}-{role}": {"ha_pair": f"site{number}", "ha_role": role}
        for number in range(1, 8)
        for role in ("primary", "secondary")
    }
    found = listed(sources(tmp_path, units, source=SOURCE | {"remove_units": remove}))
    pairs = set(found["failover_pairs"]["hosts"])
    hosts = pairs | set(found.get("firewalls", {}).get("hosts", []))
    assert [len(pairs & set(sliced(hosts, number, 3))) for number in (1, 2, 3)] == pairs_by_slice


def test_a_source_that_comes_too_early_warns(tmp_path: Path) -> None:
    place = sources(tmp_path, UNITS)
    (place / "2-pairs.yml").rename(place / "0-pairs.yml")
    done = ansible("ansible-inventory", "-i", place, "--list", cwd=tmp_path)
    assert "no host is a unit of a pair" in " ".join(done.stderr.split())
    assert "failover_pairs" not in json.loads(done.stdout)


def test_encrypted_text_of_a_unit_stays_encrypted(tmp_path: Path) -> None:
    (tmp_path / "vault-password").write_text("open\n", encoding="utf-8")
    vault = ("--vault-password-file", str(tmp_path / "vault-password"))
    made = ansible("ansible-vault", "encrypt_string", *vault, SECRET, "--name", "fdm_password", cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    source = SOURCE | {"unit": {"password": "fdm_password"}, "compose": {"failover_key": "primary.fdm_password"}}
    place = sources(tmp_path, UNITS, source=source)
    with (place / "1-units.yml").open("a", encoding="utf-8") as file:
        file.write("  vars:\n" + "".join(f"    {line}\n" for line in made.stdout.splitlines()))
    without = ansible("ansible-inventory", "-i", place, "--list", cwd=tmp_path)
    assert without.returncode == 0, without.stderr
    assert SECRET not in without.stdout
    play = [{"hosts": "failover_pairs", "gather_facts": False, "tasks": [{"ansible.builtin.debug": {"msg": MESSAGE}}]}]
    (tmp_path / "play.yml").write_text(json.dumps(play), encoding="utf-8")
    run = ansible("ansible-playbook", "-i", place, *vault, "play.yml", cwd=tmp_path)
    assert f"{SECRET} {SECRET} {SECRET}" in run.stdout, run.stdout + run.stderr


def test_an_export_can_be_played_from_as_awx_does(tmp_path: Path) -> None:
    """AWX keeps what `ansible-inventory --list --export` prints, and gives it to the job as a script."""
    source = SOURCE | {"compose": {"failover_link": "{'port': 'Ethernet1/' ~ 3, 'network': '192.168.10.0/30'}"}}
    place = sources(tmp_path, UNITS, source=source | {"remove_units": True})
    exported = ansible("ansible-inventory", "-i", place, "--list", "--export", cwd=tmp_path)
    script = tmp_path / "hosts"
    script.write_text(f"#!{sys.executable}\nprint({json.dumps(json.loads(exported.stdout))!r})\n", encoding="utf-8")
    script.chmod(0o700)
    tasks = [{"ansible.builtin.debug": {"msg": "{{ inventory_hostname }} on {{ failover_link.port }}"}}]
    play = [{"hosts": "all", "gather_facts": False, "tasks": tasks}]
    (tmp_path / "play.yml").write_text(json.dumps(play), encoding="utf-8")
    run = ansible("ansible-playbook", "-i", script, "play.yml", cwd=tmp_path)
    assert run.stdout.count('"msg"') == 2, run.stdout + run.stderr
    assert "berlin on Ethernet1/3" in run.stdout


def test_pairs_are_cached_until_the_cache_is_flushed(tmp_path: Path) -> None:
    place = sources(tmp_path, UNITS)
    settings = {"ANSIBLE_INVENTORY_CACHE": "1", "ANSIBLE_INVENTORY_CACHE_PLUGIN": "jsonfile"}
    settings["ANSIBLE_INVENTORY_CACHE_CONNECTION"] = str(tmp_path / "cache")
    first = listed(place, **settings)
    changed = UNITS | {"berlin-fw1": UNITS["berlin-fw1"] | {"ansible_host": "192.0.2.99"}}
    (place / "1-units.yml").write_text(json.dumps({"firewalls": {"hosts": changed}}), encoding="utf-8")
    assert listed(place, **settings)["_meta"]["hostvars"]["berlin"] == first["_meta"]["hostvars"]["berlin"]
    tasks = [{"ansible.builtin.debug": {"msg": "at {{ failover_units.primary.host }}"}}]
    play = [{"hosts": "failover_pairs", "gather_facts": False, "tasks": tasks}]
    (tmp_path / "play.yml").write_text(json.dumps(play), encoding="utf-8")
    for flush, address in ([], "192.0.2.11"), (["--flush-cache"], "192.0.2.99"):
        run = ansible("ansible-playbook", "-i", place, "play.yml", *flush, cwd=tmp_path, **settings)
        assert f"at {address}" in run.stdout, run.stdout


def test_pairs_with_a_password_are_not_written_to_the_cache(tmp_path: Path) -> None:
    units = {name: each | {"fdm_password": SECRET} for name, each in UNITS.items()}
    place = sources(tmp_path, units, source=SOURCE | {"unit": {"password": "fdm_password"}})
    settings = {"ANSIBLE_INVENTORY_CACHE": "1", "ANSIBLE_INVENTORY_CACHE_PLUGIN": "jsonfile"}
    settings["ANSIBLE_INVENTORY_CACHE_CONNECTION"] = str(tmp_path / "cache")
    listed(place, **settings)
    kept = [file.read_text(encoding="utf-8") for file in (tmp_path / "cache").rglob("*") if file.is_file()]
    assert all(SECRET not in content for content in kept)


def test_the_documented_examples_can_be_used_as_they_are() -> None:
    documented = list(yaml.safe_load_all(plugin.EXAMPLES))
    options = yaml.safe_load(plugin.DOCUMENTATION)["options"]
    assert len(documented) == 3
    for example in documented:
        assert set(example) <= set(options) | {"strict"}


def test_every_key_of_a_unit_is_documented() -> None:
    described = "".join(yaml.safe_load(plugin.DOCUMENTATION)["options"]["unit"]["description"])
    assert [key for key in UNIT_KEYS if f"C({key})" not in described] == []
