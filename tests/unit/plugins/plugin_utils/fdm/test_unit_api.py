# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every call to a unit: method, path, body, and what is made of an answer that is not there."""

from __future__ import annotations

from unittest.mock import create_autospec

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.errors import (
    InvalidResponse,
    NotAllowed,
    NotFound,
    Rejected,
    Unreachable,
)
from ansible_collections.fdm.failover.plugins.plugin_utils.fdm.client import Client
from ansible_collections.fdm.failover.plugins.plugin_utils.fdm.unit_api import UnitApi
from support import fake_client, units

ID = "6e9b4a1c-0d1a-11ef-9b1e-000000000001"
CHANNEL = {"id": ID, "type": "EtherChannelInterface", "version": "v"}
PHYSICAL = {"id": ID, "type": "physicalinterface", "version": "v"}


@pytest.mark.parametrize(
    ("call", "args", "expected"),
    [
        ("system", (), ("get", "/operational/systeminfo/default")),
        ("status", (), ("get", "/devices/default/operational/ha/status/default")),
        ("interfaces", (), ("list", "/devices/default/interfaces")),
        ("etherchannels", (), ("list", "/devices/default/etherchannelinterfaces")),
        ("bridge_groups", (), ("list", "/devices/default/bridgegroupinterfaces")),
        ("vlan_interfaces", (), ("list", "/devices/default/vlaninterfaces")),
        ("subinterfaces", (PHYSICAL,), ("list", f"/devices/default/interfaces/{ID}/subinterfaces")),
        ("subinterfaces", (CHANNEL,), ("list", f"/devices/default/etherchannelinterfaces/{ID}/subinterfaces")),
        ("interface_info", (), ("get", "/operational/interfaceinfo/default")),
        ("pending_changes", (), ("list", "/operational/pendingchanges")),
        ("deployments", (), ("list", "/operational/deploy")),
        ("deployment", (ID,), ("get", f"/operational/deploy/{ID}")),
        ("start_deployment", (), ("post", "/operational/deploy")),
        ("deployment_error", (ID,), ("get", f"/operational/deploymenterrors/{ID}")),
        ("joins", (), ("list", "/devices/default/action/ha/join")),
        ("join", (ID,), ("get", f"/devices/default/action/ha/join/{ID}")),
        ("start_join", (), ("post", "/devices/default/action/ha/join")),
        ("configuration_syncs", (), ("list", "/jobs/haconfigsync")),
        ("ntp", (), ("list", "/devicesettings/default/ntp")),
        ("license", (), ("list", "/license/smartagentstatuses")),
        ("write_interface", (PHYSICAL,), ("put", f"/devices/default/interfaces/{ID}", PHYSICAL)),
        ("write_interface", (CHANNEL,), ("put", f"/devices/default/etherchannelinterfaces/{ID}", CHANNEL)),
        ("write_configuration", ({"id": ID},), ("put", f"/devices/default/ha/configurations/{ID}", {"id": ID})),
    ],
)
def test_calls(call, args, expected):
    client = create_autospec(Client, instance=True)
    answer = {"name": "as it is"}
    for method in ("get", "list", "post", "put"):
        getattr(client, method).return_value = answer
    assert getattr(UnitApi(client), call)(*args) == answer
    ((method, told, _options),) = client.method_calls
    assert (method, *told) == expected


@pytest.mark.parametrize(
    ("key", "keyed"), [("*********", True), (None, False), ("", False)], ids=["masked", "null", "empty"]
)
def test_the_configuration_comes_without_its_key(key, keyed):
    answered = units.fixture("configuration", sharedKey=key)
    del (expected := dict(answered))["sharedKey"]
    unit = fake_client.unit(configurations=[{"name": "other", "id": "x"}, answered])
    assert unit.configuration() == expected | {"keyed": keyed}


def test_a_configuration_of_another_name_is_still_the_only_one():
    assert fake_client.unit(configurations=[{"name": "pair"}]).configuration() == {"name": "pair", "keyed": None}


def test_a_unit_without_a_configuration_is_no_unit():
    with pytest.raises(InvalidResponse) as raised:
        fake_client.unit(configurations=[]).configuration()
    assert str(raised.value) == (
        "branch01, primary (192.0.2.11), GET /devices/default/ha/configurations: an empty list; expected the one "
        "HA configuration object every unit has. Check that the unit is managed locally by FDM, release 6.3 or "
        "later."
    )


@pytest.mark.parametrize(
    ("call", "name", "nothing"),
    [
        ("etherchannels", "etherchannels", []),
        ("bridge_groups", "bridge_groups", []),
        ("vlan_interfaces", "vlan_interfaces", []),
        ("configuration_syncs", "syncs", []),
        ("ntp", "ntp", []),
        ("license", "license", []),
        ("interface_info", "interface_info", {}),
    ],
)
def test_what_a_release_does_not_know_is_nothing(call, name, nothing):
    assert getattr(fake_client.unit(**{name: NotFound("no such path")}), call)() == nothing
    with pytest.raises(Unreachable):
        getattr(fake_client.unit(**{name: Unreachable("refused")}), call)()


@pytest.mark.parametrize("error", [NotFound("none"), Rejected("no")])
def test_a_job_without_an_error_of_its_own_has_none(error):
    assert fake_client.unit(deployment_error=error).deployment_error(ID) == {}


def test_a_deployment_error_shows_commands_without_their_secrets():
    error = {"cliLines": ["interface Ethernet1/1", " username x password S3cret pbkdf2", 7, None], "errorLineId": 1}
    read = fake_client.unit(deployment_error=error).deployment_error(ID)
    assert read == {"cliLines": ["interface Ethernet1/1", "username x password ********", "7"], "errorLineId": 1}


@pytest.mark.parametrize("name", ["start_join", "start_deployment"])
def test_a_job_that_is_answered_without_a_body_is_empty(name):
    assert getattr(fake_client.unit(**{name: None}), name)() == {}


@pytest.mark.parametrize(
    ("answer", "output"),
    [
        ({"commandOutput": "Failover On\n"}, "Failover On\n"),
        ({"commandOutput": None}, ""),
        (None, ""),
        (Rejected("not a command"), ""),
    ],
)
def test_the_output_of_a_command(answer, output):
    unit = fake_client.unit(command=answer)
    assert unit.command("show failover") == output
    assert unit.bodies("command") == [{"commandInput": "show failover", "type": "Command"}]


def test_a_command_that_this_user_may_not_run_is_an_error():
    with pytest.raises(NotAllowed):
        fake_client.unit(command=NotAllowed("no")).command("show failover")
