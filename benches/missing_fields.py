# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every field of every answer left out, one at a time, over check, deploy and verify; ``--write`` writes the page."""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor

from support.missing_fields import PAGE, PLAYBOOKS, Ending, Field, endings, every_field, filled


def main() -> int:
    """0 when every run ended well or with one clear sentence, and the page says so."""
    parser = argparse.ArgumentParser(prog="benches.missing_fields", description=__doc__)
    parser.add_argument("--workers", type=int, default=multiprocessing.cpu_count(), help="processes (%(default)s)")
    parser.add_argument("--write", action="store_true", help="write docs/missing-fields.md")
    options = parser.parse_args()
    start = time.monotonic()
    fields = every_field()
    with ProcessPoolExecutor(options.workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        found: dict[Field, dict[str, Ending]] = dict(zip(fields, pool.map(endings, fields, chunksize=8), strict=True))
    wrong = [(field, name, each.wrong) for field, ended in found.items() for name, each in ended.items() if each.wrong]
    for field, name, what in wrong:
        print(f"{name} without {field.path} of {field.call}: {what}", file=sys.stderr)
    for name in PLAYBOOKS:
        counted = Counter(ended[name].kind for ended in found.values())
        print(
            f"{name}: {len(fields)} fields left out: " + ", ".join(f"{count} {kind}" for kind, count in counted.items())
        )
    print(f"{time.monotonic() - start:.0f} s, {len(wrong)} went wrong")
    return 1 if wrong or not _page_is_right(found, options.write) else 0


def _page_is_right(found: dict[Field, dict[str, Ending]], write: bool) -> bool:
    """Whether the page says what was found; with ``write`` it does afterwards."""
    page = PAGE.read_text(encoding="utf-8")
    if write:
        PAGE.write_text(filled(page, found), encoding="utf-8")
    elif page != filled(page, found):
        print(f"{PAGE.name} says something else; run this bench with --write", file=sys.stderr)
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
