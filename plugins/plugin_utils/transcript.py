# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the transcript of a run (``failover_transcript``): one file a pair and run, for its owner alone.

Every task of a run is a process of its own, and others may run at the same time. They share the run's temporary
directory: it holds the salt of the run's words and the names met so far, and ends with the run. Each exchange is
cleaned, then appended under a lock, so the file is whole when the run fails or is killed.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import secrets as randomness
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from .errors import FailoverError, InputError
from .fdm.transport import Response, Send
from .private_files import read_private
from .pure.transcript import har
from .pure.transcript.cleaner import Cleaner
from .pure.transcript.stand_ins import StandIns

_LARGEST = 1024 * 1024
_STATE = "fdm-transcript"
_DESCRIPTION = "/apispec/"


class Transcript:
    """The transcript of one pair in this run. ``said``: the sentence for the user; ``problem``: why nothing is
    written any more, because a run continues without its transcript."""

    def __init__(
        self,
        directory: str,
        run_directory: str,
        pair: str,
        names: Iterable[str],
        inventory: Mapping[str, Any],
        release: str = "",
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._clock = clock
        self.problem = self.said = ""
        salt, started = _run_state(Path(run_directory), clock)
        self._words = Path(run_directory) / f"{_STATE}-{hashlib.sha256(pair.encode()).hexdigest()[:16]}"
        self._stand_ins = StandIns(salt)
        cleaner = Cleaner(self._stand_ins, self._known())
        for name in (pair, *names):
            cleaner.name(name)
        label = self._stand_ins.word("pair", pair)
        self._remember(cleaner)
        self.path = Path(directory).expanduser().absolute() / f"failover-{started}-{label}.har"
        self._begin(pair, har.head(label, cleaner.data(inventory), release))

    def wrap(self, role: str, origin: str, secrets: Callable[[], Iterable[str]]) -> Callable[[Send], Send]:
        """What sends as the given function does, and writes down each exchange."""

        def wrapped(send: Send) -> Send:
            def sending(
                method: str, path: str, *, headers: Mapping[str, str], body: bytes | None, timeout: float, where: str
            ) -> Response:
                began, started = time.monotonic(), self._clock()
                outcome: Response | FailoverError | None = None
                try:
                    outcome = send(method, path, headers=headers, body=body, timeout=timeout, where=where)
                    return outcome
                except FailoverError as error:
                    outcome = error
                    raise
                finally:
                    seconds = time.monotonic() - began
                    if not self.problem:
                        asked = (method, path, body)
                        self._try(lambda: self._append(role, origin, started, seconds, asked, outcome, secrets()))

            return sending

        return wrapped

    def _append(
        self,
        role: str,
        origin: str,
        started: float,
        seconds: float,
        asked: tuple[str, str, bytes | None],
        outcome: Response | FailoverError | None,
        secrets: Iterable[str],
    ) -> None:
        method, path, body = asked
        known = tuple(secrets)
        cleaner = Cleaner(self._stand_ins, self._known())
        answered = outcome if isinstance(outcome, Response) else Response(har.NO_RESPONSE, {}, b"")
        described = path.startswith(_DESCRIPTION)
        exchange = har.Exchange(
            unit=role,
            started=started,
            seconds=seconds,
            method=method,
            url=cleaner.url(origin + path),
            request=None if body is None else cleaner.body(body, known),
            status=answered.status,
            content_type=answered.headers.get("content-type", ""),
            response=cleaner.described(answered.body) if described else cleaner.body(answered.body, known),
            failure="" if isinstance(outcome, Response) else type(outcome).__name__,
        )
        self._remember(cleaner)
        _add(self.path, har.entry(exchange))

    def _try(self, append: Callable[[], None]) -> None:
        """A full disk must not stop a run that writes to units."""
        try:
            append()
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            self.problem = f"{self.path}: the transcript ends here ({reason}); the run continues without it"

    def _begin(self, pair: str, head: str) -> None:
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            if _create(self.path, head):
                self.said = (
                    f"{pair}: every call and answer of this run is written to {self.path}, without secrets, and with "
                    "names, serial numbers and addresses replaced; review it before you share it"
                )
        except OSError as error:
            raise InputError(
                f"the transcript can't be written ({error.strerror or error})",
                expected="a directory that this user can write to",
                remedy="Correct failover_transcript, or leave it out.",
                where=f"{pair}, {self.path.parent}",
            ) from None

    def _known(self) -> list[tuple[str, str]]:
        try:
            lines = read_private(self._words, _LARGEST).splitlines()
            return [(known[0], known[1]) for known in map(json.loads, lines)]
        except FileNotFoundError:
            return []

    def _remember(self, cleaner: Cleaner) -> None:
        """Append the names that were met: one short write, which other writes can\'t split."""
        if cleaner.learned:
            text = "".join(json.dumps(each) + "\n" for each in dict.fromkeys(cleaner.learned))
            handle = os.open(self._words, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
            try:
                os.write(handle, text.encode())
            finally:
                os.close(handle)


def _run_state(directory: Path, clock: Callable[[], float]) -> tuple[bytes, str]:
    """The salt of the run and when it began; the first task of the run makes them, whole or not at all."""
    path = directory / _STATE
    if not path.exists():
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        started = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(clock()))
        handle, draft = tempfile.mkstemp(prefix=".fdm-", dir=directory)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(json.dumps([randomness.token_hex(16), started]))
            with contextlib.suppress(FileExistsError):
                os.link(draft, path)
        finally:
            Path(draft).unlink()
    salt, started = json.loads(read_private(path, _LARGEST))
    return bytes.fromhex(salt), str(started)


def _create(path: Path, head: str) -> bool:
    """Begin the file; whether this call did."""
    with _locked(path) as file:
        if os.fstat(file).st_size > 0:
            return False
        os.pwrite(file, (head + har.TAIL).encode(), 0)
        return True


def _add(path: Path, entry: str) -> None:
    """Write an entry over the end of the file, and the end after it."""
    with _locked(path) as file:
        tail = har.TAIL.encode()
        end = os.fstat(file).st_size - len(tail)
        before = os.pread(file, len(tail) + 1, max(end - 1, 0))
        if end <= 0 or not before.endswith(tail):
            raise ValueError("the file was changed by another program")
        separator = "" if before.startswith(b"\n") else ",\n"
        os.pwrite(file, (separator + entry).encode() + tail, end)


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[int]:
    """The file, for its owner alone, and for this process alone until the block ends."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield handle
    finally:
        os.close(handle)
