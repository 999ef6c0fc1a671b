"""Audit seals: batches of entries hashed, linked to the batch before, signed with the installation's Ed25519 key."""

import base64
import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.db import connection

from fengsui.kernel import clock, transaction
from fengsui.kernel.models import AuditEntry, AuditSeal
from fengsui.kernel.secrets import read_or_make

BATCH = 5000
PROGRESS_EVERY = 20


@dataclass(frozen=True)
class Verification:
    """The result of checking the chain: seals and entries looked at, entries not sealed yet, faults in words, whose seals."""

    seals: int
    entries: int
    unsealed: int
    faults: tuple[str, ...]
    broken: frozenset[int] = frozenset()


@lru_cache(maxsize=2)
def _signing_key(folder: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(read_or_make(Path(folder) / "secrets", "seal.key"))


def public_key_hex() -> str:
    """Return the installation's public seal key, hex, to be written down elsewhere."""
    key = _signing_key(settings.DATA_DIR).public_key()
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw).hex()


def sign(digest: str) -> str:
    """Return the installation's signature over a SHA-256 in hex, base64."""
    return base64.b64encode(_signing_key(settings.DATA_DIR).sign(bytes.fromhex(digest))).decode()


def is_signed(digest: str, signature: str, public_key: str = "") -> bool:
    """Tell whether a signature over a SHA-256 in hex holds. `public_key` hex, default the installation's own."""
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key or public_key_hex()))
    try:
        key.verify(base64.b64decode(signature), bytes.fromhex(digest))
    except (InvalidSignature, ValueError):
        return False
    return True


def entry_line(row: AuditEntry) -> bytes:
    """Return an entry as the bytes that are hashed: every column, in a fixed order."""
    columns = [
        row.pk, row.at.isoformat(), row.actor_kind, str(row.account_id or ""), row.actor_name, str(row.session_id or ""),
        row.ip, row.user_agent, row.verb, row.subject_type, row.subject_id, row.subject_label, row.area_path,
        row.changes, row.reason, row.result,
    ]  # fmt: skip
    return json.dumps(columns, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def _hash_of(rows: Iterable[AuditEntry]) -> str:
    digest = hashlib.sha256()
    for row in rows:
        digest.update(entry_line(row))
    return digest.hexdigest()


def _seal_hash(seal: AuditSeal) -> str:
    text = f"{seal.first_entry_id}|{seal.last_entry_id}|{seal.entry_count}|{seal.entries_sha256}|{seal.previous_sha256}"
    return hashlib.sha256(f"{text}|{seal.sealed_at.isoformat()}".encode()).hexdigest()


def seal_pending() -> int:
    """Seal every entry not sealed yet, in batches; return how many entries were sealed."""
    sealed = 0
    while count := _seal_batch():
        sealed += count
    return sealed


def _seal_batch() -> int:
    with transaction.write():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                # Waits for writers in flight, so that no entry with a lower number can appear behind the seal.
                cursor.execute("LOCK TABLE kernel_auditentry IN SHARE MODE")
        last = AuditSeal.objects.order_by("-id").first()
        rows = list(AuditEntry.objects.filter(id__gt=last.last_entry_id if last else 0).order_by("id")[:BATCH])
        if not rows:
            return 0
        seal = AuditSeal(
            first_entry_id=rows[0].pk,
            last_entry_id=rows[-1].pk,
            entry_count=len(rows),
            entries_sha256=_hash_of(rows),
            previous_sha256=last.seal_sha256 if last else "",
            sealed_at=clock.now(),
        )
        seal.seal_sha256 = _seal_hash(seal)
        signature = _signing_key(settings.DATA_DIR).sign(bytes.fromhex(seal.seal_sha256))
        seal.signature = base64.b64encode(signature).decode()
        seal.save(force_insert=True)
        return len(rows)


def verify(public_key: str = "", progress: Callable[[int, int], None] | None = None) -> Verification:
    """Check every seal: the entries' hash, the link, the signature. `public_key` hex, default the installation's own.

    `progress` is told how many seals of how many have been looked at.
    """
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key or public_key_hex()))
    faults: list[str] = []
    broken: set[int] = set()
    previous, entries, seals, last_id = "", 0, 0, 0
    total = AuditSeal.objects.count() if progress else 0
    for seal in AuditSeal.objects.order_by("id").iterator():
        seals += 1
        rows = list(AuditEntry.objects.filter(id__gt=last_id, id__lte=seal.last_entry_id).order_by("id"))
        entries += len(rows)
        found = _faults_of(seal, rows, previous, key)
        if found:
            faults += found
            broken.add(seal.pk)
        previous, last_id = seal.seal_sha256, seal.last_entry_id
        if progress and (seals % PROGRESS_EVERY == 0 or seals == total):
            progress(seals, total)
    unsealed = AuditEntry.objects.filter(id__gt=last_id).count()
    return Verification(seals, entries, unsealed, tuple(faults), frozenset(broken))


def _faults_of(seal: AuditSeal, rows: list[AuditEntry], previous: str, key: Ed25519PublicKey) -> list[str]:
    faults = []
    if len(rows) != seal.entry_count or _hash_of(rows) != seal.entries_sha256:
        faults.append(f"封条 {seal.pk}：记录 {seal.first_entry_id}～{seal.last_entry_id} 被改动、删除或插入")
    if seal.previous_sha256 != previous:
        faults.append(f"封条 {seal.pk}：与上一封条不相连，中间有封条被删除")
    if _seal_hash(seal) != seal.seal_sha256:
        faults.append(f"封条 {seal.pk}：封条自身被改动")
    try:
        key.verify(base64.b64decode(seal.signature), bytes.fromhex(seal.seal_sha256))
    except (InvalidSignature, ValueError):
        faults.append(f"封条 {seal.pk}：签名与本机公钥不符")
    return faults
