# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A probe is a command or a URL; whatever keeps it from answering is a no."""

from __future__ import annotations

import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils.errors import InputError
from ansible_collections.fdm.failover.plugins.plugin_utils.probe import read_probe


@pytest.mark.parametrize(
    ("command", "answers"),
    [
        (f"{sys.executable} -c pass", True),
        (f"{sys.executable} -c 'raise SystemExit(1)'", False),
        (f"{sys.executable} -c 'import time; time.sleep(60)'", False),
        ("/nowhere/at/all", False),
        ("", False),
        (f"{sys.executable} -c pass && exit 1", True),  # no shell: these are arguments
    ],
)
def test_a_command_answers_where_it_ends_well(command, answers):
    assert read_probe(command, "branch01", seconds=3)() is answers


def test_a_command_that_cannot_be_read_is_refused():
    with pytest.raises(InputError, match=r"the probe can't be read .* Correct drill_probe: quotes have to be closed"):
        read_probe("ping 'a", "branch01")


class Answer(BaseHTTPRequestHandler):
    """Answers with the status in the path."""

    def do_GET(self):
        self.send_response(int(self.path[1:]))
        self.end_headers()

    def log_message(self, *_told):
        """Say nothing."""


@pytest.mark.parametrize(("status", "answers"), [(200, True), (204, True), (404, False), (503, False)])
def test_a_url_answers_with_a_status_below_400(status, answers):
    server = HTTPServer(("127.0.0.1", 0), Answer)
    thread = Thread(target=server.handle_request)
    thread.start()
    assert read_probe(f"http://127.0.0.1:{server.server_port}/{status}", "branch01", seconds=5)() is answers
    thread.join(5)
    server.server_close()


def test_a_url_that_nobody_serves_does_not_answer():
    server = HTTPServer(("127.0.0.1", 0), Answer)
    port = server.server_port
    server.server_close()
    assert read_probe(f"http://127.0.0.1:{port}/200", "branch01", seconds=2)() is False
