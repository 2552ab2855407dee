# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the guides tell a user to type is typed here, in order, on simulated pairs.

A block that begins with the comment of a path is that file. A line that is indented by four blanks is a command. The
lines of a block of text after a command are in its output.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml
from simulator.inventory import text
from simulator.testing import Simulator
from support.harness import PASSWORD, Fleet, run_command, simulated_fleet

ROOT = Path(__file__).parents[2]
GUIDES = ROOT / "docs" / "guides"
PAIRS = ("branch01", "branch02", "branch03")
# For pages that show no inventory of their own. What differs from site to site comes from site.json.
INVENTORY = {
    "failover_pairs": {"hosts": {"branch01": {"failover_link": {"port": "auto", "network": "192.168.10.0/30"}}}}
}
# Runs until it is stopped; the simulator of the test is what it starts.
STARTED = {"make simulator"}


class Step(NamedTuple):
    """One thing that a guide says: a file to write, a command to run, or text that the last command printed."""

    kind: str
    what: str


PARTS = re.compile(r"^```(?P<language>\w+)\n(?P<block>(?:.*\n)*?)```$|^    (?P<command>\S.*)$", re.MULTILINE)


def steps(page: str) -> Iterator[Step]:
    for found in PARTS.finditer(page):
        if found["command"]:
            yield Step("command", found["command"])
        elif found["language"] == "text":
            yield Step("printed", found["block"])
        elif found["block"].startswith("# "):
            yield Step("file", found["block"])


def names() -> list[str]:
    return sorted(path.stem for path in GUIDES.glob("*.md"))


@pytest.mark.parametrize("name", names())
def test_a_guide_works_as_it_is_written(name: str, tmp_path: Path) -> None:
    page = (GUIDES / f"{name}.md").read_text(encoding="utf-8")
    with simulated_fleet(tmp_path / "simulator", {pair: {} for pair in PAIRS}) as fleet:
        prepare(tmp_path, fleet)
        printed = ""
        for kind, what in steps(page):
            if kind == "file":
                write(tmp_path / what.partition("\n")[0].removeprefix("# "), reached(what, fleet))
            elif kind == "printed":
                assert [line for line in what.splitlines() if line not in printed] == []
            elif what not in STARTED:
                printed = run(what, tmp_path, fleet)


def test_a_failure_ends_the_batches_with_any_errors_fatal_only(tmp_path: Path) -> None:
    """The first batch has a pair that preflight refuses; the pair of the second is deployed, or never touched."""
    page = (GUIDES / "many-pairs.md").read_text(encoding="utf-8")
    [play] = yaml.safe_load(next(what for _kind, what in steps(page) if what.startswith("# batches.yml")))
    cases = {"branch01": {"secondary": {"interfaces": [{"hardware": "GigabitEthernet0/2", "name": "dmz"}]}}}
    touched = {}
    with simulated_fleet(tmp_path, cases | {"branch02": {}, "branch03": {}}) as fleet:
        for option, value in (("any_errors_fatal", True), ("max_fail_percentage", 0)):
            path = tmp_path / f"{option}.yml"
            write(path, yaml.safe_dump([play | {option: value}]))
            done = fleet.play(str(path), ANSIBLE_STRATEGY="linear")
            assert done.failed["branch01"] == 1, done.output
            touched[option] = bool(fleet.pairs[2].calls())
    assert touched == {"any_errors_fatal": False, "max_fail_percentage": True}


def test_every_guide_has_a_command() -> None:
    assert [name for name in names() if "\n    " not in (GUIDES / f"{name}.md").read_text("utf-8")] == []


def prepare(directory: Path, fleet: Fleet) -> None:
    simulator: Simulator = fleet.pairs[0].simulator
    settings = list(simulator.server.fleet.settings.values())
    write(directory / ".cache" / "simulator" / "inventory.yml", text(settings, simulator.port, simulator.ca))
    write(directory / "inventory.yml", yaml.safe_dump(INVENTORY))
    write(directory / "vault-password", "Vault-Passw0rd")
    ours = ("failover_units", "failover_https_port", "failover_ca_path")
    hosts = {
        pair.name: {key: pair.variables[key] for key in ours}
        | {"failover_password": PASSWORD, "failover_username": "admin"}
        for pair in fleet.pairs
    }
    write(directory / "site.json", json.dumps({"all": {"hosts": hosts}}))


def write(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")


def reached(play: str, fleet: Fleet) -> str:
    """A file in which the address of a task leads to a simulated unit."""
    pair, simulator = fleet.pairs[0], fleet.pairs[0].simulator
    host = pair.variables["failover_units"]["primary"]["host"]
    options = (f"host: {host}", f"https_port: {simulator.port}", f"ca_path: {simulator.ca}")
    return re.sub(r"^( +)host: 192\.0\.2\.11$", "".join(rf"\1{each}\n" for each in options), play, flags=re.MULTILINE)


def run(command: str, directory: Path, fleet: Fleet) -> str:
    """Run it as it is written, but for the addresses of the simulated units."""
    first = fleet.pairs[0]
    real = f"{first.variables['failover_units']['primary']['host']}:{first.simulator.port}"
    command = command.replace("192.0.2.11:443", real)
    if re.search(r"\bansible(-playbook)? -i", command):
        command = f"{command} -i site.json"
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
        "ANSIBLE_HOME": str(directory / "ansible"),
        "ANSIBLE_NOCOLOR": "1",
        "FDM_PASSWORD": PASSWORD,
    }
    done = run_command(["/bin/bash", "-euo", "pipefail", "-c", command], directory, environment)
    assert done.ok, f"{command}\n{done.output}"
    return done.output
