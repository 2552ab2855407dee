# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Templates see the values they are given, Ansible's filters, and nothing else; text stays text."""

from __future__ import annotations

from pathlib import Path

import pytest
from ansible.errors import AnsibleError
from ansible.parsing.dataloader import DataLoader
from ansible.template import Templar
from ansible_collections.fdm.failover.plugins.plugin_utils.pure.intent.ha_configuration import link_values
from ansible_collections.fdm.failover.plugins.plugin_utils.templating import OWN, own, render
from support import units
from support.tasks import TEMPLATES

HOST = {"failover_key": "s3cret", "inventory_hostname": "branch01"}


def rendered(source, **values):
    return render(Templar(loader=DataLoader(), variables=HOST), source, values)


@pytest.mark.parametrize(
    ("source", "values", "text"),
    [
        ("plain", {}, "plain"),
        ("{{ a }}\n", {"a": "x"}, "x\n"),
        ("{{ a }}", {"a": 7}, "7"),
        ("[1, 2]", {}, "[1, 2]"),
        ('{"a": {{ a | to_json }}}', {"a": 'quo"te'}, '{"a": "quo\\"te"}'),
        ("{% for x in a %}\n{{ x }}\n{% endfor %}\n", {"a": [1, 2]}, "1\n2\n"),
        ("a\\nb {{ a }}", {"a": "\\d"}, "a\\nb \\d"),
        ("{{ failover_key is defined }}", {}, "False"),
        ("True", {}, "True"),
        ("", {}, ""),
    ],
)
def test_rendering(source, values, text):
    found = rendered(source, **values)
    assert (found, isinstance(found, str)) == (text, True)


@pytest.mark.parametrize("source", ["{{ failover_key }}", "{{ missing }}", "{% for %}"])
def test_what_is_not_there_is_an_error(source):
    with pytest.raises(AnsibleError):
        rendered(source)


@pytest.mark.parametrize("role", ["primary", "secondary"])
@pytest.mark.parametrize("name", ["ha_configuration.json.j2", "running_config.txt.j2"])
@pytest.mark.parametrize(
    "variables",
    [
        {},
        {"failover_state_link": units.STATE_LINK, "failover_key": "s3cret"},
        {"failover_link": units.LINK | {"network": "2001:db8::/64"}},
    ],
)
def test_a_template_of_our_own_is_compiled_once_to_what_ansible_renders(name, role, variables):
    path = TEMPLATES / name
    values = {"link_values": link_values(units.intent(**variables), role)}
    assert own(path) is OWN[name]
    assert own(path).render(values) == rendered(path.read_text(encoding="utf-8"), **values)


def test_a_users_template_of_the_same_name_is_not_ours():
    assert own(Path("templates") / "running_config.txt.j2") is None
