# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A key or a password that is ordinary text, such as 7, changes nothing that a run decides or says.

A whole deployment at -vvvv with --diff is held against the same one with long secrets: the same findings, plan, facts
and lines, but for the warning on such a key. What is the same with another secret can't have come from the secret.
"""

from __future__ import annotations

import difflib
import re
import shutil
from pathlib import Path

import pytest
from support.harness import COMBINED, DEDICATED, KEY, PASSWORD, simulated_pair

SECRETS = ("7", "10.1", "name", "failover")
LINKS = {"combined": COMBINED, "dedicated": DEDICATED}
WAITING = re.compile(r"^\S+, \S+ \([0-9.]+\): .* \(\d+ s\)$|\"seconds\": [0-9.]+")
"""What depends on time."""
OF_THE_WARNING = (
    "key-policy",
    "short or ordinary text",
    "easy to guess and hard to hide",
    "no plain word, number or address",
    "12 characters or more",
    "Choose a longer",
    "failover_key of letters and digits",
    '"severity": "warning"',
    '"subject": "key"',
    '"unit": "pair"',
    '"waived": false',
    "preflight: ",
    "ready (",
)


def lines(directory: Path, links: dict[str, object], key: str, password: str) -> list[str]:
    """What a deployment prints, without seconds; each in the same directory, so that paths are the same."""
    shutil.rmtree(directory, ignore_errors=True)
    directory.mkdir()
    with simulated_pair(directory, both={"password": password}, **links, failover_key=key) as pair:
        run = pair.play("fdm.failover.deploy", "-vvvv", "--diff", failover_password=password)
        assert run.ok, run.output
        for unit in pair.units:
            assert unit.state()["ha_running"]["sharedKey"] == key
    return [" ".join(line.split()) for line in run.output.splitlines() if not WAITING.search(line)]


@pytest.fixture(scope="module", params=LINKS)
def long_ones(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory):
    directory = tmp_path_factory.mktemp("secrets") / "pair"
    said = lines(directory, LINKS[request.param], KEY, PASSWORD)
    assert not any(KEY in line or PASSWORD in line for line in said)
    return directory, LINKS[request.param], said


@pytest.mark.parametrize("secret", SECRETS)
def test_an_ordinary_key_or_password_changes_nothing_but_a_warning(long_ones, secret: str) -> None:
    directory, links, expected = long_ones
    said = lines(directory, links, secret, secret)
    changed = [line[2:] for line in difflib.ndiff(expected, said) if line.startswith(("- ", "+ "))]
    changed = [line for line in changed if re.search(r"\w", line)]
    assert [line for line in changed if not any(part in line for part in OF_THE_WARNING)] == []
    assert any("key-policy" in line for line in said)
