# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: report
type: aggregate
short_description: One line a pair at the end of a run, and reports in files
version_added: 1.0.0
author: the fdm.failover authors (!UNKNOWN)
description:
  - Collects what the tasks of this collection return about each pair and prints one line a pair at the end of a run,
    worst first. It covers pairs that failed, were refused or could not be reached.
  - Where O(report_directory) is set, it writes reports into that directory, in check mode too.
  - It asks no unit, and hides secrets.
requirements:
  - C(fdm.failover.report) in C(callbacks_enabled) of C(ansible.cfg), or in E(ANSIBLE_CALLBACKS_ENABLED).
options:
  report_directory:
    description:
      - Directory for the reports; missing directories are created. Left out, no file is written.
      - A relative path begins where C(ansible-playbook) was started.
      - The variable is read for the first pair, so set it for the play or for all pairs. It may be a template.
    type: str
    ini:
      - section: callback_fdm_failover_report
        key: report_directory
    env:
      - name: FDM_FAILOVER_REPORT_DIRECTORY
    vars:
      - name: report_directory
  report_formats:
    description: The formats to write, some of C(html), C(markdown), C(json), C(junit) and C(metrics).
    type: list
    elements: str
    default: [html, json]
    ini:
      - section: callback_fdm_failover_report
        key: report_formats
    env:
      - name: FDM_FAILOVER_REPORT_FORMATS
    vars:
      - name: report_formats
  report_name:
    description:
      - Name of the files without the ending. Files of an earlier run with this name are replaced.
      - Left out, it is the name of the playbook.
    type: str
    ini:
      - section: callback_fdm_failover_report
        key: report_name
    env:
      - name: FDM_FAILOVER_REPORT_NAME
    vars:
      - name: report_name
seealso:
  - module: fdm.failover.report
"""

import shutil
import time
from collections.abc import Callable
from datetime import datetime, timezone
from functools import wraps
from pathlib import Path
from typing import Any

from ansible import constants
from ansible.plugins.callback import CallbackBase

from ..plugin_utils.errors import FailoverError
from ..plugin_utils.report.collecting import COLLECTION, PairLog, as_run, kind_of
from ..plugin_utils.report.data import Run
from ..plugin_utils.report.ending import lines
from ..plugin_utils.report.files import written
from ..plugin_utils.report.inventory import Hosts
from ..plugin_utils.secrets import drop_secret_fields, scrub
from ..plugin_utils.version import VERSION

OPTIONS = ("report_directory", "report_formats", "report_name")


def guarded(hook: Callable[..., None]) -> Callable[..., None]:
    """A hook that never ends a run: what goes wrong in it becomes a warning, once."""

    @wraps(hook)
    def safe(self: CallbackModule, *args: Any, **named: Any) -> None:
        if self.broken:
            return
        try:
            hook(self, *args, **named)
        except Exception as error:  # whatever it is, the pairs go on
            self.broken = True
            self._display.warning(f"fdm.failover.report stopped ({type(error).__name__}: {error}); the pairs go on.")

    return safe


class CallbackModule(CallbackBase):
    """Collect results, then tell."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "aggregate"
    CALLBACK_NAME = "fdm.failover.report"
    CALLBACK_NEEDS_ENABLED = True

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.broken = False
        self.playbook = ""
        self.started = _now()
        self.logs: dict[str, PairLog] = {}
        self.roles: set[str] = set()
        self.check_mode = False
        self.hosts = Hosts()
        self._since: dict[tuple[str, str], float] = {}

    @guarded
    def v2_playbook_on_start(self, playbook: Any) -> None:
        """The name of the playbook."""
        self.playbook = Path(str(playbook._file_name)).stem

    @guarded
    def v2_playbook_on_play_start(self, play: Any) -> None:
        """Whose variables and hosts the next results belong to."""
        self.hosts.play_starts(play)

    @guarded
    def v2_playbook_on_task_start(self, task: Any, is_conditional: bool) -> None:
        """A task of this collection makes the hosts of the play pairs."""
        role = _role(task)
        if role or _on_a_pair(task):
            self.roles.add(role)
            self.check_mode |= bool(task.check_mode)
            for name in self.hosts.of_this_play():
                self.logs.setdefault(name, PairLog())

    @guarded
    def v2_runner_on_start(self, host: Any, task: Any) -> None:
        """When a step began."""
        if _on_a_pair(task):
            self._since[host.get_name(), task._uuid] = time.monotonic()

    @guarded
    def v2_runner_on_ok(self, result: Any) -> None:
        """What a task of this collection found out."""
        self._add(result)

    @guarded
    def v2_runner_on_failed(self, result: Any, ignore_errors: bool = False) -> None:
        """What a task found out, and that it failed."""
        self._add(result)
        if not ignore_errors:
            self._fail(result)

    @guarded
    def v2_runner_on_unreachable(self, result: Any) -> None:
        """Ansible itself could not reach a host: a task of others in the play."""
        self._fail(result, unreachable=True)

    @guarded
    def v2_playbook_on_stats(self, stats: Any) -> None:
        """Print the end of the run, and write the files."""
        if self.logs:
            run = self._run(stats)
            self._show(run)
            self._write(run)

    def _add(self, result: Any) -> None:
        task, name = result._task, result._host.get_name()
        if name in self.logs and _on_a_pair(task):
            seconds = time.monotonic() - self._since.pop((name, task._uuid), time.monotonic())
            self.logs[name].add(_action(task), _step(task), drop_secret_fields(dict(result._result)), seconds)

    def _fail(self, result: Any, unreachable: bool = False) -> None:
        task, name = result._task, result._host.get_name()
        if name in self.logs:
            self.logs[name].fail(_action(task), drop_secret_fields(dict(result._result)), unreachable)

    def _run(self, stats: Any) -> Run:
        pairs = []
        for name, log in self.logs.items():
            failed = any(stats.summarize(name)[count] for count in ("failures", "unreachable"))
            unread = failed and not (log.verify or log.preflight)
            pair = log.as_data(name, failed, self.hosts.intended(name) if unread else {})
            pairs.append(scrub(pair, self.hosts.secrets(name)) if failed else pair)
        kind = kind_of(self.playbook, self.roles, self.check_mode)
        return as_run(kind, pairs, VERSION, self.started, _now())

    def _show(self, run: Run) -> None:
        size = shutil.get_terminal_size(fallback=(120, 24))
        self._display.display("")
        for text, bad in lines(run, size.columns, size.lines):
            self._display.display(text, color=constants.COLOR_ERROR if bad else constants.COLOR_OK)

    def _write(self, run: Run) -> None:
        told = self.hosts.options(next(iter(self.logs)), OPTIONS)
        options = {name: told.get(name) or self.get_option(name) for name in OPTIONS}
        if not options["report_directory"]:
            return
        try:
            files = written(run, options["report_directory"], options["report_formats"], options["report_name"])
        except FailoverError as error:
            self._display.warning(f"No report was written: {error}")
            return
        self._display.display(f"\nreport: {', '.join(files)}")


def _step(task: Any) -> str:
    """The name of a task, without the role's."""
    return str(task.name or task.get_name())


def _action(task: Any) -> str:
    return str(getattr(task, "resolved_action", None) or task.action)


def _role(task: Any) -> str:
    """The role of this collection that a task belongs to; empty for none."""
    name = str(task._role.get_name()) if task._role is not None else ""
    return name if name.startswith(COLLECTION) else ""


def _on_a_pair(task: Any) -> bool:
    """Whether a task is one of this collection, on pairs: all but the one that works on files."""
    action = _action(task)
    return action.startswith(COLLECTION) and action != CallbackModule.CALLBACK_NAME


def _now() -> str:
    return datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
