# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""`python -m simulator UNITS.yml ... --directory DIR`: run until stopped, or until the lifetime is over."""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
from pathlib import Path

from . import inventory
from .reading import SettingsError, load
from .replay import TranscriptError
from .server import Server
from .settings import Unit

# The inventory of more units is not printed, only written.
SHOWN_UNITS = 20


def main() -> int:
    """The command line; 0 after an orderly end, 2 if the units file is not valid."""
    parser = argparse.ArgumentParser(prog="simulator", description="Simulate FDM-managed FTD units.")
    parser.add_argument("units", type=Path, nargs="+", metavar="UNITS.yml", help="units files (see README.md)")
    parser.add_argument("--directory", type=Path, required=True, help="directory for ca.pem, inventory.yml and others")
    parser.add_argument("--lifetime", type=float, default=3600.0, help="seconds until it stops")
    options = parser.parse_args()
    try:
        units = load(*options.units)
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 2
    try:
        asyncio.run(serve(units, options.directory, options.lifetime))
    except TranscriptError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


async def serve(units: list[Unit], directory: Path, lifetime: float) -> None:
    """Run the units until SIGTERM or SIGINT, or until `lifetime` seconds are over."""
    server, over = Server(units, directory), asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, over.set)
    await server.start()
    path = directory / "inventory.yml"
    lines = inventory.text(units, server.port, directory / "ca.pem")
    path.write_text(lines, encoding="utf-8")
    print(lines if len(units) <= SHOWN_UNITS else "", end="")
    print(
        f"# {len(units)} units listen on port {server.port}. Their inventory: {path}. Press Ctrl-C to stop.",
        flush=True,
    )
    try:
        await asyncio.wait_for(over.wait(), lifetime)
    except asyncio.TimeoutError:
        pass
    finally:
        await server.stop()


if __name__ == "__main__":
    sys.exit(main())
