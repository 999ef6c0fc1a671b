"""The installation's rescue key: phones lock their data key to it as well, so that a forgotten PIN loses no work."""

import base64
import binascii
import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDH,
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
    derive_private_key,
)
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

from fengsui.kernel.errors import InvalidInput
from fengsui.kernel.secrets import read_or_make

INFO = b"fengsui rescue v1"
# The order of the curve P-256 (SEC 2, 2.4.2). 48 random bytes modulo it are uniform enough (FIPS 186-5, A.2.1).
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
SEED_BYTES, POINT_BYTES, IV_BYTES, KEY_BYTES, TAG_BYTES = 48, 65, 12, 32, 16


@dataclass(frozen=True)
class Escrow:
    """A phone's data key, locked to an installation: the key's id, the ephemeral point, the iv, ciphertext with tag."""

    key_id: str
    epk: bytes
    iv: bytes
    ct: bytes


@lru_cache(maxsize=2)
def _private_key(folder: str) -> EllipticCurvePrivateKey:
    seed = read_or_make(Path(folder) / "secrets", "rescue.key", SEED_BYTES)
    return derive_private_key(int.from_bytes(seed) % (ORDER - 1) + 1, SECP256R1())


def public_key() -> dict[str, str]:
    """Return {id, spki}: the public half as work packs carry it (base64 of the SPKI DER; id = 16 hex of its SHA-256)."""
    spki = _private_key(settings.DATA_DIR).public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return {"id": hashlib.sha256(spki).hexdigest()[:16], "spki": base64.b64encode(spki).decode()}


def read_escrow(raw: Any) -> Escrow:
    """Return the escrow of its JSON {key_id, epk, iv, ct}. Raises InvalidInput (escrow_damaged) for anything else."""
    try:
        parts = {name: base64.b64decode(raw[name], validate=True) for name in ("epk", "iv", "ct")}
        made = Escrow(key_id=raw["key_id"], **parts)
    except (TypeError, KeyError, ValueError, AttributeError, binascii.Error) as error:
        raise _damaged() from error
    if not isinstance(made.key_id, str) or [len(made.epk), len(made.iv), len(made.ct)] != [
        POINT_BYTES,
        IV_BYTES,
        KEY_BYTES + TAG_BYTES,
    ]:
        raise _damaged()
    return made


def open_escrow(escrow: Escrow, *, account_id: UUID) -> bytes:
    """Return the 32 bytes of the data key that an account's phone locked to this installation.

    Raises InvalidInput: `escrow_foreign` for a key of another installation, `escrow_not_yours` when it is not this
    account's or was changed (the two cannot be told apart), `escrow_damaged` for a point that is none.
    """
    if escrow.key_id != public_key()["id"]:
        raise InvalidInput(
            "escrow_foreign",
            zh="这部手机的数据是为另一套烽燧系统加密的，本系统打不开。请到签发它的系统上操作，或找回那套系统的备份。",
            en="This phone's data were locked for another installation; open them there, or restore that installation's backup.",
        )
    try:
        point = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), escrow.epk)
    except ValueError as error:
        raise _damaged() from error
    shared = _private_key(settings.DATA_DIR).exchange(ECDH(), point)
    key = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=INFO).derive(shared)
    try:
        return AESGCM(key).decrypt(escrow.iv, escrow.ct, str(account_id).lower().encode())
    except InvalidTag as error:
        raise InvalidInput(
            "escrow_not_yours",
            zh="打不开：这份数据不属于该账号，或已被改动。请用当初在这部手机上登录的账号。",
            en="It does not open: it is another account's, or was changed. Use the account that signed in on this phone.",
        ) from error


def _damaged() -> InvalidInput:
    return InvalidInput(
        "escrow_damaged",
        zh="密钥托管信息不完整，无法打开。请在手机上重新导出救援文件。",
        en="The escrow is incomplete and cannot be opened; export the rescue file on the phone again.",
    )
