# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""``python -m benches``: run every bench, one after the other; ``python -m benches NAME ...`` only those."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def main() -> int:
    """0 when every bench was content."""
    there = sorted(path.stem for path in Path(__file__).parent.glob("[!_]*.py"))
    wanted = sys.argv[1:] or there
    unknown = [name for name in wanted if name not in there]
    if unknown:
        print(f"there is no bench {', '.join(unknown)}; there are {', '.join(there)}", file=sys.stderr)
        return 2
    results = [subprocess.run([sys.executable, "-m", f"benches.{name}"], check=False).returncode for name in wanted]
    return max(results)


if __name__ == "__main__":
    sys.exit(main())
