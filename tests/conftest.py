# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What every test relies on: the checkout is importable as the collection that it is, and `import simulator` works.

Both are settled before any test module is read, and in the environment too, so that an ansible-playbook which a test
starts sees the same collection, an own Ansible home, and nothing of the user's settings.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from checks import trees
from checks.paths import CACHE


def _settle_environment(tree: Path) -> None:
    """Set what Ansible reads when it is imported, and what the programs that a test starts will read."""
    for name in [name for name in os.environ if name.startswith("ANSIBLE_")]:
        del os.environ[name]
    os.environ["ANSIBLE_COLLECTIONS_PATH"] = str(tree)
    os.environ["ANSIBLE_HOME"] = str(CACHE / "ansible")
    os.environ["ANSIBLE_NOCOLOR"] = "1"
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])


def _settle_imports(tree: Path) -> None:
    """Have Ansible itself import `ansible_collections.*` from the tree; it cannot be had twice in one process."""
    from ansible.plugins.loader import init_plugin_loader

    init_plugin_loader([str(tree)])


_settle_environment(trees.link())
_settle_imports(trees.link())
