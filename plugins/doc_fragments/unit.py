# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options of every task that talks to a unit."""

from __future__ import annotations


class ModuleDocFragment:
    """How to reach a unit."""

    DOCUMENTATION = r"""
attributes:
  action_group:
    description: Its options can be set once for all tasks of the group, with C(group/fdm.failover.unit) in
      C(module_defaults).
    support: full
    membership: [fdm.failover.unit]
options:
  unit:
    description:
      - The unit of the pair.
      - With it, every option below that is left out comes from the variables of the host, which is the pair, first
        from the unit's own keys in C(failover_units), then from the variable of the same name with the prefix
        C(failover_).
    type: str
    choices: [primary, secondary]
  host:
    description:
      - Management address of the unit, name or IP, without scheme and port.
      - Needed where O(unit) is left out.
    type: str
  https_port:
    description: Port of the unit's FDM. Default V(443).
    type: int
  username:
    description: An administrator of the unit. Default V(admin).
    type: str
  password:
    description:
      - The administrator's password.
      - Better set as C(failover_password) from a vault. Empty text is refused.
    type: str
  validate_certs:
    description: Whether the unit's certificate must be trusted. Default V(true).
    type: bool
  ca_path:
    description: PEM file of the authority that signed the unit's certificate, instead of the system's authorities.
    type: path
  fingerprint:
    description:
      - SHA-256 fingerprint of the unit's certificate, 64 hexadecimal digits with or without colons. Only this
        certificate is then accepted, regardless of its name and its issuer.
      - For units with their factory certificate, which is self-signed and names no address.
    type: str
  timeout:
    description:
      - Seconds that one call may take, from connecting to the end of the response. Default V(30).
      - A unit that has not accepted the connection within 10 seconds counts as unreachable earlier.
    type: int
  retries:
    description:
      - How often a call that failed for a transient reason is repeated, with growing delays. Default V(3).
      - A write is repeated only if it is certain that the unit has not carried it out.
    type: int
"""
