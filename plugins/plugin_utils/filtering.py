# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Turns pure functions into filters: their errors become Ansible's."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from ansible.errors import AnsibleFilterError

from .errors import FailoverError


def as_filter(question: Callable[..., Any]) -> Callable[..., Any]:
    """The function as a filter."""

    @wraps(question)
    def filtered(*args: Any, **options: Any) -> Any:
        try:
            return question(*args, **options)
        except FailoverError as error:
            raise AnsibleFilterError(f"fdm.failover.{question.__name__}: {error}") from None

    return filtered
