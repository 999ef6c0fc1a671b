"""Short texts sealed at rest: AES-256-GCM under a key of the installation, one key a purpose."""

import base64
import os

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from fengsui.kernel.secrets import installation_key

NONCE_BYTES = 12


def seal(purpose: str, text: str) -> str:
    """Return a text sealed for a purpose such as "phone": base64 of the nonce and the cipher; '' for ''."""
    if not text:
        return ""
    nonce = os.urandom(NONCE_BYTES)
    cipher = AESGCM(installation_key(f"{purpose}.seal")).encrypt(nonce, text.encode(), purpose.encode())
    return base64.b64encode(nonce + cipher).decode()


def open_sealed(purpose: str, cipher: str) -> str:
    """Return the text behind a cipher made by seal for the same purpose; '' for ''. Raises InvalidTag for any other."""
    if not cipher:
        return ""
    raw = base64.b64decode(cipher)
    key = AESGCM(installation_key(f"{purpose}.seal"))
    return key.decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], purpose.encode()).decode()
