# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A question keeps its name and its arguments when it becomes a filter, and its error becomes Ansible's."""

from __future__ import annotations

import pytest
from ansible.errors import AnsibleFilterError
from ansible_collections.fdm.failover.plugins.plugin_utils.errors import InputError
from ansible_collections.fdm.failover.plugins.plugin_utils.filtering import as_filter


def question(data, more=0):
    """A question."""
    if data is None:
        raise InputError("nothing is given", expected="something", remedy="Give it.")
    return data + more


def test_an_answer_is_passed_on():
    asked = as_filter(question)
    assert (asked(1), asked(1, 2), asked(1, more=3)) == (1, 3, 4)
    assert (asked.__name__, asked.__doc__) == ("question", "A question.")


def test_an_error_is_ansibles():
    with pytest.raises(AnsibleFilterError) as raised:
        as_filter(question)(None)
    assert str(raised.value) == "fdm.failover.question: nothing is given; expected something. Give it."


def test_a_fault_of_our_own_is_not_hidden():
    with pytest.raises(TypeError):
        as_filter(question)("text", 1)
