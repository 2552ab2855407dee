# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Key and password as vaulted text in the inventory, and as templates of other variables: the ways they really come."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import yaml
from support.harness import KEY, PASSWORD, Pair, simulated_pair


class Vaulted(str):
    """Text that YAML shall write with the tag !vault."""


def vaulted(dumper: yaml.SafeDumper, value: Vaulted) -> yaml.ScalarNode:
    """The node of such a text."""
    return dumper.represent_scalar("!vault", value, style="|")


yaml.SafeDumper.add_representer(Vaulted, vaulted)


def encrypted(pair: Pair, secret: str) -> Vaulted:
    """A secret as ansible-vault encrypts it."""
    program = Path(sys.executable).parent / "ansible-vault"
    done = subprocess.run(
        [str(program), "encrypt_string", "--stdin-name", "it"],
        input=secret,
        env=pair.environment(ANSIBLE_VAULT_PASSWORD_FILE=str(pair.directory / "vault-password")),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    lines = done.stdout[done.stdout.index("$ANSIBLE_VAULT") :].split("\n")
    return Vaulted("\n".join(line.strip() for line in lines if line.strip()) + "\n")


def test_vaulted_and_templated_secrets_reach_only_the_units(tmp_path: Path) -> None:
    with simulated_pair(tmp_path) as pair:
        (tmp_path / "vault-password").write_text("Vault-Passw0rd", encoding="utf-8")
        units = pair.variables["failover_units"]
        units["secondary"] = {**units["secondary"], "password": encrypted(pair, PASSWORD)}
        changes = {
            "failover_key": encrypted(pair, KEY),
            "vault_password": encrypted(pair, PASSWORD),
            "failover_password": "{{ vault_password }}",
        }
        inventory = tmp_path / "vaulted.yml"
        hosts = {"failover_pairs": {"hosts": {pair.name: {**pair.variables, **changes}}}}
        inventory.write_text(yaml.safe_dump(hosts), encoding="utf-8")
        run = pair.play(
            "fdm.failover.deploy",
            "-i",
            str(inventory),
            "-vvvv",
            "--vault-password-file",
            str(tmp_path / "vault-password"),
        )
        assert run.ok, run.output
        assert [unit.state()["ha_configuration"]["sharedKey"] for unit in pair.units] == [KEY, KEY]
        assert KEY not in run.output
        assert PASSWORD not in run.output
