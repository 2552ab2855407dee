# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Action of fdm.failover.report: from the JSON files of earlier runs to the other formats; asks no unit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ..plugin_utils.errors import InputError
from ..plugin_utils.files import write_if_changed
from ..plugin_utils.report.data import Run
from ..plugin_utils.report.files import listed, texts_of
from ..plugin_utils.report.formats import FORMATS
from ..plugin_utils.report.merging import merge
from ..plugin_utils.report.reading import read_json
from ..plugin_utils.report.words import in_order, summary
from ..plugin_utils.task import FailoverTask, Options

LARGEST = 256 * 1024 * 1024


class ActionModule(FailoverTask):
    """Read reports, merge them, write the formats."""

    SPEC = {
        "sources": {"type": "list", "elements": "path", "required": True},
        "directory": {"type": "path", "required": True},
        "formats": {"type": "list", "elements": "str", "default": ["html"], "choices": list(FORMATS)},
        "name": {"type": "str"},
    }

    def work(self, options: Options) -> dict[str, Any]:
        """Return the summary and the files; changed where a file was written."""
        run = merge([self._read(path) for path in _files(options["sources"])])
        texts = texts_of(run, listed(options["formats"]), options["name"])
        written = [
            write_if_changed(Path(options["directory"]) / name, text, self.writes) for name, text in texts.items()
        ]
        files = [str(each["dest"]) for each in written]
        line = f"{run.playbook}: {summary(run)}"
        self.say("\n  ".join([line, *files]))
        pairs = [{"name": pair.name, "outcome": pair.outcome} for pair in in_order(run)]
        changed = [each for each in written if each["changed"]]
        diff = [each["diff"] for each in changed]
        return {"changed": bool(changed), "msg": line, "files": files, "pairs": pairs, "diff": diff}

    def _read(self, path: Path) -> Run:
        try:
            if path.stat().st_size > LARGEST:
                raise _unreadable(path, "it is too large")
            return read_json(path.read_text(encoding="utf-8"))
        except InputError as error:
            raise InputError(error.what, expected=error.expected, remedy=error.remedy, where=str(path)) from None
        except (OSError, UnicodeError) as error:
            raise _unreadable(path, str(getattr(error, "strerror", None) or "it is not a text file")) from None


def _files(sources: list[str]) -> list[Path]:
    """The files that are named, and the JSON files of the directories that are named."""
    places = [Path(source).expanduser().absolute() for source in sources]
    found = [file for place in places for file in (sorted(place.glob("*.json")) if place.is_dir() else [place])]
    if not found:
        raise InputError(
            f"no JSON file in {', '.join(map(str, places)) or 'sources'}",
            expected="JSON reports of this collection",
            remedy="Name files, or directories that hold them, in sources.",
        )
    return list(dict.fromkeys(found))


def _unreadable(path: Path, reason: str) -> InputError:
    return InputError(
        f"the file can't be read ({reason})",
        expected="a JSON report of this collection",
        remedy="Correct sources.",
        where=str(path),
    )
