"""Installation secrets: made once in the data folder with owner-only rights, never in the repository."""

import hashlib
import hmac
import os
import secrets as stdlib_secrets
from functools import lru_cache
from pathlib import Path

from django.conf import settings


def read_or_make(folder: Path, name: str, size: int = 32) -> bytes:
    """Return the secret bytes of a name in a folder, making them on first use (file mode 0600)."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / name
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        for _ in range(200):
            value = path.read_bytes()
            if len(value) == size:
                return value
        raise ValueError(f"secret file {name} is damaged: {len(value)} bytes, expected {size}") from None
    value = stdlib_secrets.token_bytes(size)
    with os.fdopen(descriptor, "wb") as handle:
        handle.write(value)
        handle.flush()
        os.fsync(handle.fileno())
    return value


@lru_cache(maxsize=16)
def installation_key(purpose: str) -> bytes:
    """Return a 32-byte key derived for one purpose from the installation's master secret (HMAC-SHA256)."""
    master = read_or_make(Path(settings.DATA_DIR) / "secrets", "master.key")
    return hmac.new(master, purpose.encode(), hashlib.sha256).digest()
