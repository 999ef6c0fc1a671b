"""TLS for a brigade's own network: a local authority, a certificate for this machine, a page that helps phones trust it."""

import ipaddress
import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from django.conf import settings

from fengsui.server.trust_page import CERTIFICATE_NAME, trust_page

AUTHORITY_YEARS = 10
CERTIFICATE_DAYS = 397
RENEW_BEFORE_DAYS = 30


def _folder() -> Path:
    folder = Path(settings.DATA_DIR) / "secrets" / "tls"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def local_addresses() -> list[str]:
    """Return the names and addresses this machine is reached by: host name, localhost, its IPv4 addresses."""
    found = ["localhost", "127.0.0.1", socket.gethostname()]
    for family, *_, address in socket.getaddrinfo(socket.gethostname(), None):
        if family == socket.AF_INET:
            found.append(str(address[0]))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # No packet is sent: connecting a datagram socket only asks the routing table for our own address.
            probe.connect(("192.0.2.1", 9))
            found.append(probe.getsockname()[0])
        except OSError:
            found.append("127.0.0.1")
    return list(dict.fromkeys(found))


def _write_key(path: Path, key: ec.EllipticCurvePrivateKey) -> None:
    path.touch(mode=0o600)
    path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))


def authority() -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    """Return the local authority's certificate and key, made on first use and kept for ten years."""
    certificate_path, key_path = _folder() / "authority.crt", _folder() / "authority.key"
    if certificate_path.exists() and key_path.exists():
        key = load_pem_private_key(key_path.read_bytes(), None)
        assert isinstance(key, ec.EllipticCurvePrivateKey)
        return x509.load_pem_x509_certificate(certificate_path.read_bytes()), key
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Fengsui local authority ({socket.gethostname()})")])
    start = datetime.now(UTC) - timedelta(days=1)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=365 * AUTHORITY_YEARS))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(
            x509.KeyUsage(False, False, False, False, False, True, True, False, False),
            critical=True,
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    _write_key(key_path, key)
    certificate_path.write_bytes(certificate.public_bytes(Encoding.PEM))
    return certificate, key


def _still_good(path: Path, names: list[str]) -> bool:
    if not path.exists():
        return False
    certificate = x509.load_pem_x509_certificates(path.read_bytes())[0]
    listed = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    known = set(listed.get_values_for_type(x509.DNSName)) | {str(ip) for ip in listed.get_values_for_type(x509.IPAddress)}
    lasting = certificate.not_valid_after_utc - datetime.now(UTC) > timedelta(days=RENEW_BEFORE_DAYS)
    return lasting and set(names) <= known


def server_certificate() -> tuple[Path, Path]:
    """Return the paths of this machine's certificate chain and key; made anew when addresses change or it runs out."""
    names = local_addresses()
    chain_path, key_path = _folder() / "server.crt", _folder() / "server.key"
    if _still_good(chain_path, names) and key_path.exists():
        return chain_path, key_path
    issuer, issuer_key = authority()
    key = ec.generate_private_key(ec.SECP256R1())
    alternative: list[x509.GeneralName] = []
    for name in names:
        try:
            alternative.append(x509.IPAddress(ipaddress.ip_address(name)))
        except ValueError:
            alternative.append(x509.DNSName(name))
    start = datetime.now(UTC) - timedelta(days=1)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Fengsui")]))
        .issuer_name(issuer.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=CERTIFICATE_DAYS))
        .add_extension(x509.SubjectAlternativeName(alternative), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
        .sign(issuer_key, hashes.SHA256())
    )
    _write_key(key_path, key)
    chain_path.write_bytes(certificate.public_bytes(Encoding.PEM) + issuer.public_bytes(Encoding.PEM))
    return chain_path, key_path


def fingerprint() -> str:
    """Return the SHA-256 fingerprint of the authority in pairs, to compare on the phone's screen."""
    digest = authority()[0].fingerprint(hashes.SHA256()).hex().upper()
    return ":".join(digest[n : n + 2] for n in range(0, len(digest), 2))


def run_trust_page(*, host: str, port: int) -> None:
    """Serve the trust page and the authority's certificate over plain HTTP on the next port, until told to stop."""
    import uvicorn

    certificate = authority()[0].public_bytes(Encoding.DER)

    async def application(scope: dict, receive: object, send: object) -> None:  # type: ignore[type-arg]
        if scope["type"] != "http":
            return
        headers = dict(scope["headers"])
        name = headers.get(b"host", b"localhost").decode("ascii", "ignore").rsplit(":", 1)[0]
        if scope["path"] == "/authority.crt":
            body, kind = certificate, b"application/x-x509-ca-cert"
            extra = [(b"content-disposition", f"attachment; filename={CERTIFICATE_NAME}".encode())]
        else:
            body, kind, extra = trust_page(name, port, fingerprint()).encode(), b"text/html; charset=utf-8", []
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", kind), *extra]})  # type: ignore[operator]
        await send({"type": "http.response.body", "body": body})  # type: ignore[operator]

    uvicorn.run(application, host=host, port=port + 1, log_level="warning", lifespan="off", server_header=False)
