# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""TLS to one unit: which certificate is accepted.

Three ways, the strictest that is set: the certificate with a given SHA-256 fingerprint and no other; an authority of
the system or of ``ca_path`` and the host's name; the unit's own certificate in ``ca_path``, whatever its name is,
because a unit's factory certificate is self-signed, for ``CN=firepower`` and without a host name.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import socket
import ssl
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from ..errors import TlsError
from .connection import Connection
from .wire import Deadline

HOSTNAME_MISMATCH = frozenset({62, 64})  # X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH
_STRICT = getattr(ssl, "VERIFY_X509_STRICT", 0)
_PEM = re.compile("-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)


def secure(connection: Connection, dial: Callable[[], socket.socket], deadline: Deadline) -> ssl.SSLSocket:
    """Connect with TLS and a certificate that the connection accepts; only the handshake has been sent.

    Raise TlsError for another fingerprint, and what ssl raises for the rest.
    """
    if connection.certificate_fingerprint is not None:
        return _by_fingerprint(connection, dial, deadline)
    if not connection.validate_certs:
        return _handshake(_context(None, verify=False), connection, dial(), deadline)
    try:
        return _handshake(_context(connection.ca_path), connection, dial(), deadline)
    except ssl.SSLCertVerificationError as error:
        if connection.ca_path is None or error.verify_code not in HOSTNAME_MISMATCH:
            raise
        return _by_file(connection, connection.ca_path, dial, deadline, error)


def _by_fingerprint(connection: Connection, dial: Callable[[], socket.socket], deadline: Deadline) -> ssl.SSLSocket:
    tls = _handshake(_context(None, verify=False), connection, dial(), deadline)
    found = hashlib.sha256(tls.getpeercert(binary_form=True) or b"").hexdigest()
    wanted = connection.certificate_fingerprint or ""
    if hmac.compare_digest(found, wanted):
        return tls
    tls.close()
    raise TlsError(
        f"the unit's certificate has the SHA-256 fingerprint {spelt(found)}",
        expected=spelt(wanted),
        remedy="Check that host leads to this unit; if its certificate was replaced, correct fingerprint "
        "(failover_fingerprint).",
    )


def _by_file(
    connection: Connection, path: str, dial: Callable[[], socket.socket], deadline: Deadline, refused: ssl.SSLError
) -> ssl.SSLSocket:
    """Accept the very certificate that the file holds under any name; raise the first refusal for another."""
    tls = _handshake(_context(path, names=False), connection, dial(), deadline)
    if tls.getpeercert(binary_form=True) in _certificates(path):
        return tls
    tls.close()
    raise refused


def _handshake(
    context: ssl.SSLContext, connection: Connection, sock: socket.socket, deadline: Deadline
) -> ssl.SSLSocket:
    try:
        name = connection.address.partition("%")[0]
        tls = context.wrap_socket(sock, server_hostname=name, do_handshake_on_connect=False)
    except BaseException:
        sock.close()
        raise
    try:
        tls.settimeout(deadline.left())
        tls.do_handshake()
    except BaseException:
        tls.close()
        raise
    return tls


@lru_cache(maxsize=64)
def _context(ca_path: str | None, verify: bool = True, names: bool = True) -> ssl.SSLContext:
    """Made once a process: reading the system's authorities takes longer than a call.

    Python 3.13 turned the strict check on and partial chains too; every Python is to accept the same certificates:
    private authorities often lack what the strict check wants, and a file may hold a unit's own certificate alone.
    """
    context = ssl.create_default_context(cafile=ca_path) if verify else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.verify_flags = (context.verify_flags | ssl.VERIFY_X509_PARTIAL_CHAIN) & ~_STRICT
    context.check_hostname = verify and names
    if not verify:
        context.verify_mode = ssl.CERT_NONE
    return context


@lru_cache(maxsize=64)
def _certificates(path: str) -> frozenset[bytes]:
    text = Path(path).read_text(encoding="utf-8", errors="replace")
    return frozenset(ssl.PEM_cert_to_DER_cert(each) for each in _PEM.findall(text))


def spelt(fingerprint: str) -> str:
    """A fingerprint as openssl and browsers print it."""
    return ":".join(fingerprint[place : place + 2] for place in range(0, len(fingerprint), 2)).upper()
