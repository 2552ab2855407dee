# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Translate errors of ssl, socket, http.client and zlib into errors of this collection."""

from __future__ import annotations

import http.client
import socket
import ssl
import zlib

from ..errors import FailoverError, InputError, InvalidResponse, TlsError, Unreachable
from ..pure.reading import line
from .connection import Connection
from .trust import HOSTNAME_MISMATCH
from .wire import NoConnection

_OUT_OF_DATE = frozenset({9, 10})  # X509_V_ERR_CERT_NOT_YET_VALID, X509_V_ERR_CERT_HAS_EXPIRED
_LAST_WAY = "or set validate_certs: false (failover_validate_certs)."
_PIN = "or set fingerprint (failover_fingerprint) to the SHA-256 fingerprint of the unit's certificate"


def translated(error: Exception, connection: Connection, where: str, *, sent: bool) -> FailoverError:
    """The error of this collection for one of a library; sent: whether the unit may have the request."""
    if connection.ca_path and _is_about_a_file(error):
        remedy = "Set ca_path (failover_ca_path) to a PEM file that Ansible can read."
        return InputError(f"ca_path {connection.ca_path} can't be used", remedy=remedy, where=where)
    if isinstance(error, ssl.SSLError) and not isinstance(error, (ssl.SSLEOFError, ssl.SSLZeroReturnError)):
        return _untrusted(error, connection, where)
    if isinstance(error, http.client.IncompleteRead):
        return cut("the beginning of a longer response", where)
    if isinstance(error, zlib.error):
        return InvalidResponse("a body declared as gzip that is not gzip", expected="JSON", where=where)
    if isinstance(error, OSError):
        return _unreachable(error, connection, where, sent=sent)
    if isinstance(error, (http.client.InvalidURL, UnicodeError)):
        return InputError(f"the address {connection.host!r} can't be used", remedy="Correct host.", where=where)
    remedy = "Check that host and https_port lead to the unit's FDM, and proxies in the environment."
    what = f"a response that is not HTTP ({type(error).__name__})"
    return InvalidResponse(what, expected="HTTP", remedy=remedy, where=where)


def cut(what: str, where: str) -> InvalidResponse:
    """The error for a response of which a part is missing."""
    return InvalidResponse(what, expected="a complete response", remedy="Run again.", where=where, transient=True)


def too_large(largest: int, where: str) -> InvalidResponse:
    """The error for a body beyond the limit."""
    remedy = "Check that host and https_port lead to the unit's FDM."
    return InvalidResponse(
        f"a response of more than {largest} bytes", expected=f"{largest} bytes at most", remedy=remedy, where=where
    )


def _is_about_a_file(error: Exception) -> bool:
    """Whether this is a certificate file that is missing, or holds none; a connection's errors are never these."""
    if isinstance(error, ssl.SSLError):
        return getattr(error, "library", "") in ("X509", "PEM", "ASN1")
    return isinstance(error, (FileNotFoundError, IsADirectoryError, PermissionError))


def _unreachable(error: OSError, connection: Connection, where: str, *, sent: bool) -> Unreachable:
    if isinstance(error, socket.gaierror):
        remedy = "Correct host, or check DNS."
        transient = error.errno == socket.EAI_AGAIN
        what = f"the name {connection.host} can't be resolved"
        return Unreachable(what, remedy=remedy, where=where, transient=transient)
    remedy = f"Check that {connection.host}:{connection.https_port} can be reached from here."
    if isinstance(error, NoConnection):
        return Unreachable("no connection in time", remedy=remedy, where=where, sent=False)
    if isinstance(error, TimeoutError):
        remedy = "Check that FDM on the unit answers, and any proxy on the way to it, then run again."
        return Unreachable("no complete response in time", remedy=remedy, where=where, sent=sent)
    if isinstance(error, ConnectionRefusedError):
        return Unreachable("connection refused", remedy=remedy, where=where, sent=False)
    if isinstance(error, (ConnectionError, ssl.SSLError)):
        return Unreachable("the connection was closed without a response", remedy=remedy, where=where, sent=sent)
    detail = line(error.strerror or str(error))[:100]  # a proxy's refusal has no strerror
    return Unreachable(f"no connection ({detail})", remedy=remedy, where=where, sent=sent)


def _untrusted(error: ssl.SSLError, connection: Connection, where: str) -> TlsError:
    if not isinstance(error, ssl.SSLCertVerificationError):
        what = f"the TLS handshake failed ({line(getattr(error, 'reason', None)) or 'unknown reason'})"
        return TlsError(what, remedy="Check that host and https_port lead to the unit's FDM.", where=where)
    code, said = getattr(error, "verify_code", 0), line(getattr(error, "verify_message", "")) or "no reason given"
    if code in HOSTNAME_MISMATCH:
        what = "the certificate is for another name or address"
        first = "Use the name in the certificate as host, or renew the certificate"
    elif code in _OUT_OF_DATE:
        what, first = f"the certificate is out of date ({said})", "Renew it and check the clocks"
    elif connection.ca_path:
        what = f"the certificate is not trusted ({said}), and ca_path {connection.ca_path} does not help"
        first = "Set ca_path (failover_ca_path) to the PEM file of its authority, or of the certificate itself"
    else:
        what = f"the certificate is not trusted ({said})"
        first = "Set ca_path (failover_ca_path) to the authority's PEM file"
    return TlsError(what, remedy=f"{first}; {_PIN}; {_LAST_WAY}", where=where)
