# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: pairs
short_description: HA pairs composed from an inventory of units
version_added: 1.0.0
author: the fdm.failover authors (!UNKNOWN)
description:
  - Makes one host for each HA pair, from an inventory in which each unit is a host of its own, as NetBox and other
    sources of truth list them. Expressions say to which pair a unit belongs and which role it has.
  - Works like P(ansible.builtin.constructed#inventory) on the hosts that earlier sources of the same inventory
    brought. Give this source last, with C(-i) after the others, or under a name that sorts last in the inventory
    directory.
  - If one pair is wrong, no pair is made. A missing unit, two units with one role, a
    unit in two pairs, an unknown role and an address that is used twice are reported, one line each.
  - A pair is one host, so C(--limit), C(serial) and the job slices of AWX can't split it.
options:
  plugin:
    description: Marks a file as a source for this plugin.
    type: str
    required: true
    choices: [fdm.failover.pairs]
  pair:
    description:
      - Jinja expression for the name of the unit's pair, evaluated for each host. The name becomes the inventory host.
      - A host for which it is undefined, null, false or empty is not a unit and is left alone.
      - A list of one name means that name. A list of several names is refused, as no unit is in two pairs.
    type: str
    required: true
  role:
    description: Jinja expression for the role of the unit, a word from O(roles).
    type: str
    required: true
  roles:
    description:
      - For V(primary) and V(secondary), the words that mean this role. Case is ignored.
    type: dict
    default:
      primary: [primary]
      secondary: [secondary]
  unit:
    description:
      - Jinja expressions for the keys of the unit in C(failover_units), which are C(host), C(https_port), C(username),
        C(password), C(validate_certs), C(ca_path), C(fingerprint), C(timeout) and C(retries). A key that is undefined
        or empty is left out.
      - Without C(host), C(ansible_host | default(inventory_hostname\)) is taken.
      - A value that is encrypted in the inventory (C(!vault)) and named by a plain variable stays encrypted.
    type: dict
    default: {}
  group:
    description: Group that the pairs are added to. The playbooks of this collection work on V(failover_pairs).
    type: str
    default: failover_pairs
  compose:
    description:
      - Jinja expressions for variables of the pair.
      - They see C(primary) and C(secondary), the variables of both units as dictionaries, besides what the pair has of
        its own if an earlier source lists it as a host.
    default: {}
  groups:
    description: Groups for pairs, by Jinja conditionals that see what O(compose) sees and what it made.
    default: {}
  keyed_groups:
    description: Groups for pairs, by the value of an expression that sees what O(compose) sees and what it made.
    default: []
  strict:
    description:
      - If V(true), an expression with an undefined variable is an error. With O(pair), each host must then be a unit.
      - If V(false), such a value is left out.
      - An expression that is wrong in another way, such as a syntax error, is always an error.
  use_vars_plugins:
    description:
      - Whether expressions see C(group_vars) and C(host_vars) that stand beside the inventory, as in
        P(ansible.builtin.constructed#inventory).
    type: bool
    default: false
  remove_units:
    description:
      - Whether units that are in a pair are removed from the inventory.
      - Recommended for AWX with job slicing, as it deals out all hosts of an inventory, units included, so that slices
        can end up without any pair.
    type: bool
    default: false
notes:
  - Keys and passwords that an expression reads are part of the inventory and shown by C(ansible-inventory), unless they
    are encrypted. Set them for the group of the pairs instead, as in the example.
  - Pairs are not cached if one of them has a key or password from an expression.
  - From ansible-core 2.19 on, C(ansible-inventory) and AWX show the results of expressions as C(__ansible_unsafe),
    which is Ansible's mark for text that is not a template.
  - With the cache, changes of the units are seen when it has expired or with C(--flush-cache).
  - Ansible continues without a source that failed. Set C(any_unparsed_is_failed) to V(true) in section C(inventory) of
    C(ansible.cfg), so that it stops.
extends_documentation_fragment:
  - constructed
  - inventory_cache
seealso:
  - plugin: ansible.builtin.constructed
    plugin_type: inventory
  - module: fdm.failover.unit_info
"""

EXAMPLES = r"""
---
# Units as an inventory lists them, in 1-units.yml, a static file here:
#
# firewalls:
#   hosts:
#     berlin-fw1: {ansible_host: 192.0.2.11, ha_pair: berlin, ha_role: primary}
#     berlin-fw2: {ansible_host: 192.0.2.12, ha_pair: berlin, ha_role: secondary}
#
# 2-pairs.yml in the same directory makes the pair "berlin" of them.
plugin: fdm.failover.pairs
pair: ha_pair
role: ha_role
compose:
  failover_link: "{'port': 'GigabitEthernet0/2', 'network': '192.168.10.0/30'}"
# User, password and key are best set for all pairs, in group_vars/failover_pairs.yml beside the two:
#
# failover_username: admin
# failover_password: "{{ vault_failover_password }}"
# failover_key: "{{ vault_failover_keys[inventory_hostname] }}"

---
# After the inventory plugin netbox.netbox.nb_inventory, for devices with custom fields: 2-pairs.yml
plugin: fdm.failover.pairs
pair: custom_fields.ha_pair
role: custom_fields.ha_role
roles:
  primary: [primary, node-1]
  secondary: [secondary, node-2]
unit:
  host: primary_ip4
  https_port: custom_fields.fdm_port
compose:
  failover_link: "{'port': primary.custom_fields.ha_port, 'network': primary.custom_fields.ha_network}"
  site: primary.sites[0]
keyed_groups:
  - key: primary.device_types[0]
    prefix: model
groups:
  production: "'active' == primary.status.value == secondary.status.value"

---
# Where a group holds the two units of each pair, such as ha_berlin: 2-pairs.yml
plugin: fdm.failover.pairs
pair: group_names | select('match', 'ha_') | map('regex_replace', '^ha_', '') | list
role: "'primary' if inventory_hostname is search('1$') else 'secondary'"
remove_units: true
"""

from collections.abc import Mapping
from typing import Any

from ansible.errors import AnsibleParserError
from ansible.inventory.data import InventoryData
from ansible.inventory.helpers import get_group_vars
from ansible.parsing.dataloader import DataLoader
from ansible.plugins.inventory import BaseInventoryPlugin, Cacheable, Constructable
from ansible.utils.vars import combine_vars
from ansible.vars.plugins import get_vars_from_inventory_sources

from ..plugin_utils.errors import InputError
from ..plugin_utils.pure.intent.pairs import holds_secret
from ..plugin_utils.unit_hosts import Pairs, UnitHosts


class InventoryModule(BaseInventoryPlugin, Constructable, Cacheable):
    """Makes a host of each pair; what belongs together is decided in plugin_utils/pure/intent/pairs.py."""

    NAME = "fdm.failover.pairs"

    def verify_file(self, path: str) -> bool:
        """Only YAML files are sources."""
        return bool(super().verify_file(path)) and path.endswith((".yml", ".yaml"))

    def parse(self, inventory: InventoryData, loader: DataLoader, path: str, cache: bool = True) -> None:
        """Add the pairs, all or none of them."""
        super().parse(inventory, loader, path, cache=cache)
        self._read_config_data(path)
        hosts = self._unit_hosts({name: self._variables(name) for name in inventory.hosts})
        try:
            pairs = self._cached(hosts, path, cache)
        except InputError as error:
            raise AnsibleParserError(str(error)) from error
        if not pairs:
            self.display.warning(
                f"{path}: no host is a unit of a pair; expected hosts for which the expression pair gives a name. "
                "Give this source after those that list the units."
            )
        for name, pair in pairs.items():
            self._add(name, pair, hosts)

    def _unit_hosts(self, variables: Mapping[str, Mapping[str, Any]]) -> UnitHosts:
        return UnitHosts(variables, self.get_option, self._compose, self.templar)

    def _cached(self, hosts: UnitHosts, path: str, cache: bool) -> Pairs:
        """The pairs from the cache if it is enabled and has them, else composed again."""
        key = self.get_cache_key(path)
        wanted = bool(self.get_option("cache"))
        if wanted and cache:
            try:
                found: Pairs = self._cache[key]
            except KeyError:
                pass
            else:
                return found
        pairs = hosts.pairs()
        if wanted and not holds_secret(pairs):
            self._cache[key] = pairs
        return pairs

    def _variables(self, name: str) -> dict[str, Any]:
        """The variables of a host, as `constructed` sees them."""
        host = self.inventory.hosts[name]
        found = [get_group_vars(host.get_groups()), {}, host.get_vars(), {}]
        if self.get_option("use_vars_plugins"):
            sources = self.inventory.processed_sources
            found[1] = get_vars_from_inventory_sources(self.loader, sources, host.get_groups(), "all")
            found[3] = get_vars_from_inventory_sources(self.loader, sources, [host], "all")
        result: dict[str, Any] = {}
        for each in found:
            result = combine_vars(result, each)
        return result

    def _add(self, name: str, pair: Mapping[str, Any], hosts: UnitHosts) -> None:
        """Add a pair to the inventory, with its variables and groups."""
        group = self.inventory.add_group(self.get_option("group"))
        self.inventory.add_host(name, group)
        for variable, value in pair["variables"].items():
            self.inventory.set_variable(name, variable, value)
        known = hosts.seen_by_pair(name, pair["units"]) | self._variables(name)
        strict = self.get_option("strict")
        self._add_host_to_composed_groups(self.get_option("groups"), known, name, strict=strict, fetch_hostvars=False)
        self._add_host_to_keyed_groups(
            self.get_option("keyed_groups"), known, name, strict=strict, fetch_hostvars=False
        )
        if self.get_option("remove_units"):
            for unit in pair["units"].values():
                if unit in self.inventory.hosts:
                    self.inventory.remove_host(self.inventory.hosts[unit])
