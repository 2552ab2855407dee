# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The running configuration against its prediction: order free, key masked, role apart, other lines named."""

from __future__ import annotations

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.verification.evidence import Verdict
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.verification.running_config import (
    RunningConfig,
    compare,
    normalized,
)
from hypothesis import given
from hypothesis import strategies as some
from support import units

PREDICTED = units.capture("show_running_config_failover")
KEY_LINE = "failover ipsec pre-shared-key *****"
LINES = PREDICTED.splitlines()


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "", RunningConfig(Verdict.SO)),
        ("*****", "********", RunningConfig(Verdict.SO)),
        ("failover link", "failover   link", RunningConfig(Verdict.SO)),
        (
            "failover lan unit primary",
            "failover lan unit secondary",
            RunningConfig(Verdict.NOT_SO, role="secondary"),
        ),
        ("failover lan unit primary\n", "", RunningConfig(Verdict.NOT_SO, role="none")),
        (
            f"{KEY_LINE}\n",
            "failover polltime unit 3\nfailover replication http\n",
            RunningConfig(
                Verdict.NOT_SO, missing=(KEY_LINE,), others=("failover polltime unit 3", "failover replication http")
            ),
        ),
        (
            "failover link failover-link GigabitEthernet0/2",
            "failover link other GigabitEthernet0/3",
            RunningConfig(
                Verdict.NOT_SO,
                missing=("failover link failover-link GigabitEthernet0/2",),
                contrary=("failover link other GigabitEthernet0/3",),
            ),
        ),
    ],
)
def test_differences(old, new, expected):
    assert compare(PREDICTED, PREDICTED.replace(old, new) if old else PREDICTED) == expected


def test_a_key_that_is_not_predicted_contradicts():
    plain = PREDICTED.replace(f"{KEY_LINE}\n", "")
    assert compare(plain, PREDICTED) == RunningConfig(Verdict.NOT_SO, contrary=(KEY_LINE,))


def test_failover_that_is_off_contradicts():
    found = compare(PREDICTED, PREDICTED.replace("failover\n", "no failover\n", 1))
    assert (found.verdict, found.missing, found.contrary) == (Verdict.NOT_SO, ("failover",), ("no failover",))


@pytest.mark.parametrize("output", ["", "ERROR: % Invalid input detected at '^' marker.\n", "x" * 300_000])
def test_another_output_is_not_known(output):
    assert compare(PREDICTED, output) == RunningConfig(Verdict.NOT_KNOWN)


@given(some.permutations(LINES))
def test_order_does_not_matter(lines):
    assert compare(PREDICTED, "\r\n".join(lines)).verdict == Verdict.SO


@pytest.mark.parametrize("text", ["failover key s3cret", "failover  ipsec pre-shared-key s3cret"])
def test_a_key_is_never_shown(text):
    assert "s3cret" not in "".join(normalized(text))
    assert "s3cret" not in str(compare(PREDICTED, f"failover\n{text}").as_dict())
