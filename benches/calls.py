# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Calls to one unit over TLS: connections first, then the processor time of this process for each call."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

import trustme
from ansible_collections.fdm.failover.plugins.plugin_utils.fdm.connection import Connection
from ansible_collections.fdm.failover.plugins.plugin_utils.fdm.transport import Transport
from support.tls_server import ADDRESS, listening, says

BODY = b'{"items": [' + b",".join(b'{"id": "%d", "name": "GigabitEthernet0/%d"}' % (n, n) for n in range(50)) + b"]}"


def main() -> int:
    """0 when a task's calls shared a connection."""
    parser = argparse.ArgumentParser(prog="benches.calls", description=__doc__)
    parser.add_argument("--tasks", type=int, default=20, help="tasks, each with a connection of its own (%(default)s)")
    parser.add_argument("--calls", type=int, default=12, help="calls of a task (%(default)s)")
    options = parser.parse_args()
    authority = trustme.CA()
    with tempfile.TemporaryDirectory() as directory:
        ca_path = Path(directory) / "ca.pem"
        authority.cert_pem.write_to_path(ca_path)
        for wire in listening(authority.issue_cert(ADDRESS)):
            wire.keeps, wire.behave = True, says(BODY)
            to = Connection("branch01", "primary", ADDRESS, "password", https_port=wire.port, ca_path=str(ca_path))
            start = time.process_time()
            for _task in range(options.tasks):
                _task_of(to, options.calls)
            seconds = time.process_time() - start
            count = options.tasks * options.calls
            print(f"{count} calls in {options.tasks} tasks: {wire.connections} connections")
            print(f"{seconds / count * 1000:.2f} ms of processor time a call, both ends of the connection included")
            return 0 if wire.connections == options.tasks and len(wire.requests) == count else 1
    return 2


def _task_of(to: Connection, calls: int) -> None:
    transport = Transport(to)
    for _call in range(calls):
        transport.send("GET", "/api/x", headers={}, body=None, timeout=10.0, where=to.label)
    transport.close()


if __name__ == "__main__":
    sys.exit(main())
