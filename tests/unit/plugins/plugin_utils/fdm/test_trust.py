# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which certificate of a unit is accepted, and which is not."""

from __future__ import annotations

import datetime
import hashlib
import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from ansible_collections.fdm.failover.plugins.plugin_utils import errors
from ansible_collections.fdm.failover.plugins.plugin_utils.fdm.connection import Connection
from ansible_collections.fdm.failover.plugins.plugin_utils.fdm.transport import Transport
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from support.tls_server import ADDRESS, Wire

NOW = datetime.datetime.now(datetime.timezone.utc)
DAY = datetime.timedelta(days=1)


class Factory(NamedTuple):
    """A self-signed certificate for CN=firepower without alternative names, as a unit makes it at its first start."""

    pem: Path
    key: Path
    fingerprint: str


def factory(directory: Path, name: str, *, authority: bool = False, expired: bool = False) -> Factory:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "firepower")])
    end = NOW - DAY if expired else NOW + DAY
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - 9 * DAY)
        .not_valid_after(end)
    )
    if authority:
        made = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    certificate = made.sign(key, hashes.SHA256())
    pem, key_file = directory / f"{name}.pem", directory / f"{name}.key"
    pem.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    key_file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return Factory(pem, key_file, certificate.fingerprint(hashes.SHA256()).hex())


@pytest.fixture(scope="module", params=["plain", "authority"])
def own(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Factory:
    return factory(tmp_path_factory.mktemp("unit"), "unit", authority=request.param == "authority")


def serving(certificate: Factory) -> Iterator[Wire]:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate.pem, certificate.key)
    wire = Wire(tls)
    yield wire
    wire.close()


@pytest.fixture
def unit(own: Factory) -> Iterator[Wire]:
    yield from serving(own)


def ask(wire: Wire, **fields: Any) -> int:
    to = Connection("branch01", "primary", ADDRESS, "hunter2", https_port=wire.port, **fields)
    transport = Transport(to)
    try:
        return transport.send("GET", "/x", headers={}, body=None, timeout=5.0, where=to.label).status
    finally:
        transport.close()


def refused(wire: Wire, **fields: Any) -> str:
    with pytest.raises(errors.TlsError) as caught:
        ask(wire, **fields)
    assert wire.requests == []
    return str(caught.value)


@pytest.mark.parametrize("validate", [True, False])
def test_the_fingerprint_is_enough(unit: Wire, own: Factory, validate: bool) -> None:
    assert ask(unit, certificate_fingerprint=own.fingerprint, validate_certs=validate) == 200


@pytest.mark.parametrize("validate", [True, False])
def test_another_fingerprint_is_refused(unit: Wire, own: Factory, validate: bool) -> None:
    wanted = hashlib.sha256(b"another").hexdigest()
    said = refused(unit, certificate_fingerprint=wanted, validate_certs=validate)
    spelt = own.fingerprint.upper()
    assert f"SHA-256 fingerprint {spelt[:2]}:{spelt[2:4]}:" in said
    assert f"; expected {wanted[:2].upper()}:" in said
    assert "correct fingerprint (failover_fingerprint)" in said


def test_the_fingerprint_is_required_even_of_a_trusted_certificate(wire: Wire, ca_path: str, own: Factory) -> None:
    """A certificate of the right authority for the right name is still another one."""
    assert "has the SHA-256 fingerprint" in refused(wire, ca_path=ca_path, certificate_fingerprint=own.fingerprint)


def test_the_certificate_itself_as_ca_path_needs_no_name(unit: Wire, own: Factory) -> None:
    assert ask(unit, ca_path=str(own.pem)) == 200


def test_the_certificate_itself_among_others(unit: Wire, own: Factory, ca_path: str, tmp_path: Path) -> None:
    both = tmp_path / "both.pem"
    both.write_text(Path(ca_path).read_text() + "\n# the unit's own\n" + own.pem.read_text())
    assert ask(unit, ca_path=str(both)) == 200


def test_another_units_certificate_as_ca_path_is_refused(unit: Wire, tmp_path: Path) -> None:
    other = factory(tmp_path, "other")
    said = refused(unit, ca_path=str(other.pem))
    assert (
        f"and ca_path {other.pem} does not help. Set ca_path (failover_ca_path) to the PEM file of its authority"
        in said
    )
    assert "or set fingerprint (failover_fingerprint)" in said


def test_an_authority_in_ca_path_does_not_allow_another_name(authority: Any, ca_path: str) -> None:
    """Only the very certificate in the file is accepted under any name, not one that its authority has signed."""
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("fw.example.com").configure_cert(tls)
    wire = Wire(tls)
    assert "another name or address" in refused(wire, ca_path=ca_path)
    wire.close()


def test_a_self_signed_certificate_is_not_trusted_by_default(unit: Wire) -> None:
    assert "is not trusted (self" in refused(unit)


def test_dates_count_for_ca_path_and_not_for_a_fingerprint(tmp_path: Path) -> None:
    old = factory(tmp_path, "old", expired=True)
    for wire in serving(old):
        said = refused(wire, ca_path=str(old.pem))
        assert "out of date" in said
        assert "or set fingerprint" in said
        assert ask(wire, certificate_fingerprint=old.fingerprint) == 200
