"""A writer of escrows and rescue files, independent of the reader: what a phone seals, byte by byte."""

import base64
import hashlib
import json
import os
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_public_key

MAGIC = b"FSRESCUE1\n"


def escrow_for(data_key: bytes, account_id: UUID, rescue_key: dict[str, str]) -> dict[str, str]:
    """Lock a data key to the installation, as a phone does at the first sign-in."""
    public = load_der_public_key(base64.b64decode(rescue_key["spki"]))
    assert isinstance(public, ec.EllipticCurvePublicKey)
    mine = ec.generate_private_key(ec.SECP256R1())
    wrapping = HKDF(algorithm=SHA256(), length=32, salt=b"", info=b"fengsui rescue v1").derive(mine.exchange(ec.ECDH(), public))
    iv = os.urandom(12)
    point = mine.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    sealed = AESGCM(wrapping).encrypt(iv, data_key, str(account_id).encode())
    text = {name: base64.b64encode(value).decode() for name, value in (("epk", point), ("iv", iv), ("ct", sealed))}
    return {"key_id": rescue_key["id"], **text}


@dataclass
class RescueFile:
    """A rescue file in the making: operations and photos sealed with the phone's data key."""

    account_id: UUID
    rescue_key: dict[str, str]
    exported_at: datetime
    data_key: bytes = field(default_factory=lambda: os.urandom(32))
    parts: list[tuple[dict[str, Any], bytes]] = field(default_factory=list)
    username: str = "worker"
    device_name: str = "Redmi Note 9"

    def seal(self, part_type: str, part_id: str, plain: bytes, **more: Any) -> None:
        """Seal a part and add it."""
        iv = os.urandom(12)
        ciphertext = AESGCM(self.data_key).encrypt(iv, plain, f"{part_type}:{part_id}".encode())
        head = {"type": part_type, "id": part_id, "iv": base64.b64encode(iv).decode(), "length": len(ciphertext), **more}
        self.parts.append((head, ciphertext))

    def operation(self, made: dict[str, Any]) -> None:
        """Add an operation of the phone's queue."""
        plain = json.dumps(made["payload"], ensure_ascii=False).encode()
        self.seal("operation", made["id"], plain, kind=made["kind"], recorded_at=made["recorded_at"])

    def photo(self, content: bytes, captured_at: str) -> str:
        """Add a photo; return its hash."""
        digest = hashlib.sha256(content).hexdigest()
        more = {"sha256": digest, "size": len(content), "media_type": "image/jpeg", "captured_at": captured_at}
        self.seal("file", digest, content, **more)
        return digest

    def header(self) -> dict[str, Any]:
        """Return the header as it would be written."""
        return {
            "v": 1, "account_id": str(self.account_id), "username": self.username, "device_name": self.device_name,
            "app_version": "1.0.0", "exported_at": self.exported_at.isoformat(), "clock_offset_ms": None,
            "escrow": escrow_for(self.data_key, self.account_id, self.rescue_key), "parts": [head for head, _ in self.parts],
        }  # fmt: skip

    def bytes(self, header: dict[str, Any] | None = None) -> bytes:
        """Return the whole file, with another header if one is given."""
        text = json.dumps(header or self.header(), ensure_ascii=False).encode()
        return MAGIC + len(text).to_bytes(4) + text + b"".join(body for _, body in self.parts)
