# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""`python awx_runner.py FOLDER PLAYBOOK IDENT` runs a job as AWX does, in a process without threads: runner forks.

Prints status, return code and statistics as JSON. A file `cancel` in the folder cancels: everything is killed.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import ansible_runner

if __name__ == "__main__":
    folder, playbook, ident = sys.argv[1:]
    run = ansible_runner.run(
        private_data_dir=folder,
        playbook=playbook,
        ident=ident,
        quiet=True,
        cancel_callback=(Path(folder) / "cancel").exists,
    )
    sys.stdout.write(json.dumps({"status": run.status, "rc": run.rc, "ok": (run.stats or {}).get("ok", {})}))
