# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where each setting comes from, and how omitted, empty, vaulted and misspelt ones are read."""

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
FINGERPRINT = ":".join(["ab", "12"] * 16)
FIELDS = {"fingerprint": "certificate_fingerprint"}
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
    settings = with_unit(username=of_the_unit) | {"failover_username": of_the_pair}
    assert reach({"username": option}, **settings).username == expected


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
        ("retries", "0", 0),
        ("fingerprint", FINGERPRINT.upper(), FINGERPRINT.replace(":", "")),
    ],
)
def test_every_setting_can_come_from_everywhere(where, name, value, read, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ca.pem").write_text("")
    if where == "task":
        connection = reach({name: value})
    elif where == "unit":
        connection = reach(**with_unit(**{name: value}))
    else:
        connection = reach(**{f"failover_{name}": value})
    assert getattr(connection, FIELDS.get(name, name)) == read


def test_a_setting_that_is_left_out_has_its_default():
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
def test_a_secondary_that_may_be_in_ha_is_also_tried_with_the_primarys_login(changes, logins):
    variables = made(**changes)
    connection = variables.connection({"unit": "secondary"}, in_ha=True)
    assert connection.logins == logins
    assert variables.secrets >= {password for _name, password in logins}


@pytest.mark.parametrize(("role", "in_ha"), [("secondary", False), ("primary", True), ("primary", False)])
def test_no_other_unit_is_ever_sent_the_peers_login(role, in_ha):
    settings = {"failover_password": None} | {
        "failover_units": {name: {"host": host, "password": f"of the {name}"} for name, host in units.HOSTS.items()}
    }
    connection = made(**settings).connection({"unit": role}, in_ha=in_ha)
    assert connection.logins == (("admin", f"of the {role}"),)
    assert connection.may_use_peer_login is False


def test_a_primary_without_a_password_has_no_login_to_try():
    changes = {"failover_password": None} | with_unit("secondary", password="two")
    assert made(**changes).connection({"unit": "secondary"}, in_ha=True).may_use_peer_login is False


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
    "from a vault), and check the lookup that supplies it."
)
MISSING, EMPTY = NO_PASSWORD.format("no password is given"), NO_PASSWORD.format("the password is empty")


def correct(name, value, wanted):
    return f"branch01, primary: {name} is {value!r}; expected {wanted}. Correct {name} (failover_{name})."


@pytest.mark.parametrize(
    ("options", "changes", "sentence"),
    [
        ({}, {"failover_password": None}, MISSING),
        ({}, {"failover_password": OMIT}, MISSING),
        ({}, {"failover_password": ""}, EMPTY),
        ({}, {"failover_password": " "}, EMPTY),
        ({}, {"failover_password": Vaulted("")}, EMPTY),
        ({"password": ""}, {}, EMPTY),
        ({"password": "  "}, {}, EMPTY),
        ({}, with_unit(password=""), EMPTY),
        ({}, with_unit(password="  "), EMPTY),
        (
            {"unit": None},
            {},
            (
                "branch01: no host is given; expected the management address of a unit. Give unit: primary or "
                "unit: secondary on a host with failover_units, or give host."
            ),
        ),
        ({}, {"failover_https_port": "https"}, correct("https_port", "https", "a port from 1 to 65535")),
        ({}, with_unit(timeout="soon"), correct("timeout", "soon", "seconds, more than 0")),
        ({}, {"failover_validate_certs": "maybe"}, correct("validate_certs", "maybe", "true or false")),
    ],
)
def test_a_setting_that_can_not_be_used_is_one_sentence(options, changes, sentence):
    with pytest.raises(InputError) as raised:
        reach(options, **changes)
    assert str(raised.value) == sentence


def defined(name, value, **changes):
    """Variables with one that is defined whatever its value is, null too."""
    host = {"inventory_hostname": units.PAIR, "omit": OMIT} | units.variables(**changes) | {name: value}
    return Variables(host, lambda raw: raw)


BLANKS = pytest.mark.parametrize("value", ["", "  ", "\n", None, Vaulted(""), Vaulted("  ")])


@BLANKS
def test_a_password_that_is_defined_but_null_or_empty_is_refused(value):
    with pytest.raises(InputError) as raised:
        defined("failover_password", value).connection({"unit": "primary"})
    assert str(raised.value) == EMPTY


@BLANKS
def test_a_units_own_empty_password_is_never_replaced_by_the_pairs(value):
    with pytest.raises(InputError) as raised:
        made(**with_unit(password=value)).connection({"unit": "primary"})
    assert str(raised.value) == EMPTY


def test_a_units_own_password_that_is_omitted_is_the_pairs():
    assert made(**with_unit(password=OMIT)).connection({"unit": "primary"}).password == "correct horse"


@BLANKS
def test_a_key_that_is_defined_but_null_or_empty_is_refused(value):
    for read in (Variables.key, Variables.intent):
        with pytest.raises(InputError) as raised:
            read(defined("failover_key", value))
        found = "null" if value is None else "empty"
        assert str(raised.value) == (
            f"branch01: failover_key is {found}; expected a key of 1 to 63 characters, or no failover_key at all. "
            "Check the lookup that supplies the key. For plain-text links leave the variable out, or set "
            "failover_plain_text: true."
        )


@BLANKS
@pytest.mark.parametrize("plain_text", [True, "true", "yes", 1, "1"])
def test_an_empty_key_is_plain_text_where_the_inventory_says_so(value, plain_text):
    variables = defined("failover_key", value, failover_plain_text=plain_text)
    assert variables.key() is None
    assert variables.intent().encrypted is False


@pytest.mark.parametrize("plain_text", [False, "no", 0, "", None])
def test_an_empty_key_is_refused_where_the_inventory_does_not_say_so(plain_text):
    with pytest.raises(InputError, match="failover_key is empty"):
        defined("failover_key", "", failover_plain_text=plain_text).key()


@pytest.mark.parametrize("plain_text", ["maybe", 2, ["true"], {"a": 1}, 1.0])
def test_plain_text_is_true_or_false(plain_text):
    with pytest.raises(InputError) as raised:
        made(failover_plain_text=plain_text).key()
    assert str(raised.value) == (
        f"branch01: failover_plain_text is {plain_text!r}; expected true or false. Correct failover_plain_text."
    )


def test_a_key_and_plain_text_contradict_each_other():
    with pytest.raises(InputError, match="both failover_key and failover_plain_text: true are given"):
        made(failover_key="s3cret-0f-the-links", failover_plain_text=True).key()


@pytest.mark.parametrize("value", [7, 1.5, True, ["a"], {"a": 1}])
def test_a_key_is_text(value):
    with pytest.raises(InputError, match=f"failover_key is a {type(value).__name__}; expected text"):
        made(failover_key=value).intent()


@pytest.mark.parametrize("omitted", [{"failover_key": OMIT}, {}])
def test_a_key_that_is_omitted_is_left_out(omitted):
    variables = made(**omitted)
    assert variables.key() is None
    assert variables.intent().encrypted is False


def test_a_misspelt_variable_is_refused_before_any_unit_is_called():
    with pytest.raises(InputError, match=r"unknown variable failover_kye \(did you mean failover_key\?\)"):
        made(failover_kye="s3cret-0f-the-links").check_intent()


def test_a_host_without_a_link_has_no_intent_to_check():
    made(failover_link=None).check_intent()


@pytest.mark.parametrize(
    ("changes", "same"),
    [
        ({}, True),
        ({"failover_username": "operator"}, True),
        ({"failover_https_port": 8443}, False),
        (with_unit("secondary", https_port=8443), False),
        (with_unit("secondary", host="192.0.2.99"), False),
    ],
)
def test_units_are_distinguished_by_address_and_port(changes, same):
    assert (made(**changes).hosts() == made().hosts()) is same


def test_each_variable_is_templated_when_it_is_read():
    read = []
    variables = made(lambda value: read.append(value) or value, failover_key="s3cret")
    assert read == []
    assert variables.intent() == units.intent(failover_key="s3cret")
    assert "correct horse" not in read


def test_an_omitted_link_is_left_out():
    assert made(failover_state_link=OMIT).intent() == units.intent()


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
        ({"a": Vaulted("opened"), 7: [OMIT, "b"], "c": OMIT}, {"a": "opened", "7": [None, "b"]}),
        (("a", OMIT), ["a", None]),
    ],
)
def test_data_becomes_plain(value, expected):
    assert plain(value, OMIT) == expected


@pytest.mark.parametrize("omit", ["__omit_place_holder__0123", None])
def test_omit_is_text_in_older_releases(omit):
    value = {"a": "__omit_place_holder__0123"}
    assert plain(value, omit) == ({} if omit else value)


def test_texts_with_tags_become_texts():
    class Tagged(str):
        __slots__ = ()

    assert type(plain(Tagged("a"))) is str
