# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where each setting comes from, and what is made of omitted, vaulted and misspelt ones."""

from __future__ import annotations

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.errors import InputError
from ansible_collections.fdm.failover.plugins.plugin_utils.fdm.connection import Connection
from ansible_collections.fdm.failover.plugins.plugin_utils.variables import Variables, plain
from support import units


class Omit:
    """What Ansible hands out for `omit`."""


class Vaulted:
    """What ansible-core 2.16 hands out for a vaulted text."""

    def __init__(self, text):
        self._text = text

    def __str__(self):
        return self._text


OMIT = Omit()


def made(template=lambda value: value, **changes):
    host = {"inventory_hostname": units.PAIR, "omit": OMIT} | units.variables(**changes)
    return Variables(host, template)


def with_unit(role="primary", **own):
    both = {name: {"host": host} for name, host in units.HOSTS.items()}
    return {"failover_units": both | {role: both[role] | own}}


def reach(options=None, **changes):
    return made(**changes).connection({"unit": "primary"} | (options or {}))


PLAIN = Connection("branch01", "primary", "192.0.2.11", "correct horse")
HOST = {"unit": None, "host": "192.0.2.99"}


@pytest.mark.parametrize(
    ("option", "of_the_unit", "of_the_pair", "expected"),
    [
        ("task", "unit", "pair", "task"),
        (None, "unit", "pair", "unit"),
        ("", " ", "pair", "pair"),
        (None, None, "pair", "pair"),
        (None, None, None, "admin"),
    ],
)
def test_the_task_comes_before_the_unit_before_the_pair(option, of_the_unit, of_the_pair, expected):
    told = with_unit(username=of_the_unit) | {"failover_username": of_the_pair}
    assert reach({"username": option}, **told).username == expected


@pytest.mark.parametrize("where", ["task", "unit", "pair"])
@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        ("https_port", 8443, 8443),
        ("https_port", " 8443 ", 8443),
        ("username", "operator", "operator"),
        ("password", "another one", "another one"),
        ("validate_certs", False, False),
        ("validate_certs", "no", False),
        ("validate_certs", " Yes ", True),
        ("ca_path", "ca.pem", "ca.pem"),
        ("timeout", "5", 5.0),
    ],
)
def test_every_setting_can_come_from_everywhere(where, name, value, read):
    if where == "task":
        connection = reach({name: value})
    elif where == "unit":
        connection = reach(**with_unit(**{name: value}))
    else:
        connection = reach(**{f"failover_{name}": value})
    assert getattr(connection, name) == read


def test_what_is_left_out_has_its_default():
    assert reach() == PLAIN
    assert reach({"host": " 192.0.2.99 "}).host == "192.0.2.99"
    assert made(failover_units=None).connection(HOST) == Connection("branch01", "", "192.0.2.99", "correct horse")


def test_a_host_that_is_given_has_nothing_of_the_unit():
    connection = reach({"host": "192.0.2.99"}, **with_unit(password="of the unit", https_port=8443))
    assert (connection.password, connection.https_port) == ("correct horse", 443)


@pytest.mark.parametrize(
    ("changes", "logins"),
    [
        ({}, (("admin", "correct horse"),)),
        (with_unit("secondary", password="of the second"), (("admin", "of the second"), ("admin", "correct horse"))),
        (
            {
                "failover_password": None,
                "failover_units": {
                    "primary": {"host": "192.0.2.11", "password": "one", "username": "first"},
                    "secondary": {"host": "192.0.2.12", "password": "two"},
                },
            },
            (("admin", "two"), ("first", "one")),
        ),
    ],
)
def test_a_secondary_may_know_the_primarys_login_only(changes, logins):
    variables = made(**changes)
    connection = variables.connection({"unit": "secondary"})
    assert connection.logins == logins
    assert variables.secrets >= {password for _name, password in logins}
    assert made(**changes).connection({"unit": "primary"}).may_use_peer_login is False


def test_a_primary_without_a_password_is_no_way_in():
    changes = {"failover_password": None} | with_unit("secondary", password="two")
    assert made(**changes).connection({"unit": "secondary"}).may_use_peer_login is False


def test_secrets_are_remembered_as_they_are_read():
    variables = made(failover_key="s3cret", **with_unit("secondary", password="two"))
    assert variables.secrets == set()
    assert variables.key() == "s3cret"
    variables.connection({"unit": "primary", "password": "of the task"})
    assert variables.secrets == {"s3cret", "two", "of the task"}
    variables.connection({"unit": "primary"})
    assert variables.secrets == {"s3cret", "two", "of the task", "correct horse"}


NO_PASSWORD = (
    "branch01, primary: {}; expected the password of an administrator of the unit. Set failover_password (better "
    "from a vault), and check the look-up that delivers it."
)


@pytest.mark.parametrize(
    ("options", "changes", "sentence"),
    [
        ({}, {"failover_password": None}, NO_PASSWORD.format("no password")),
        ({}, {"failover_password": OMIT}, NO_PASSWORD.format("no password")),
        ({}, {"failover_password": " "}, NO_PASSWORD.format("an empty password")),
        ({"password": ""}, {}, NO_PASSWORD.format("an empty password")),
        ({}, with_unit(password=""), NO_PASSWORD.format("an empty password")),
        (
            {"unit": None},
            {},
            (
                "branch01: no host is given; expected the management address of a unit. Give unit: primary or "
                "unit: secondary on a host with failover_units, or give host."
            ),
        ),
        (
            {},
            {"failover_https_port": "https"},
            "branch01, primary: https_port is 'https'; expected a whole number. Correct https_port.",
        ),
        (
            {},
            with_unit(timeout="soon"),
            "branch01, primary: timeout is 'soon'; expected a whole number. Correct timeout.",
        ),
        (
            {},
            {"failover_validate_certs": "maybe"},
            "branch01, primary: validate_certs is 'maybe'; expected true or false. Correct validate_certs.",
        ),
    ],
)
def test_what_can_not_be_used_is_said(options, changes, sentence):
    with pytest.raises(InputError) as raised:
        reach(options, **changes)
    assert str(raised.value) == sentence


def test_each_variable_is_templated_when_it_is_read():
    read = []
    variables = made(lambda value: read.append(value) or value, failover_key="s3cret")
    assert read == []
    assert variables.intent() == units.intent(failover_key="s3cret")
    assert "correct horse" not in read


def test_an_omitted_link_is_left_out():
    assert made(failover_state_link=OMIT, failover_key=OMIT).intent() == units.intent()
    assert made(failover_key=OMIT).key() is None


def test_an_empty_key_is_refused():
    with pytest.raises(InputError, match="failover_key is empty"):
        made(failover_key="").key()


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (OMIT, None),
        (None, None),
        ("text", "text"),
        (7, 7),
        (1.5, 1.5),
        (True, True),
        (Vaulted("opened"), "opened"),
        ({"a": Vaulted("opened"), 7: [OMIT, "b"]}, {"a": "opened", "7": [None, "b"]}),
        (("a", OMIT), ["a", None]),
    ],
)
def test_data_becomes_plain(value, expected):
    assert plain(value, OMIT) == expected


@pytest.mark.parametrize("omit", ["__omit_place_holder__0123", None])
def test_omit_is_text_in_older_releases(omit):
    assert plain({"a": "__omit_place_holder__0123"}, omit) == {"a": None if omit else "__omit_place_holder__0123"}


def test_texts_with_tags_become_texts():
    class Tagged(str):
        __slots__ = ()

    assert type(plain(Tagged("a"))) is str
