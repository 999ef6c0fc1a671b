"""Links from records to files: made with the record, satisfied when the file has arrived from the same person."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Model

from fengsui.kernel import audit, clock
from fengsui.kernel.actor import Actor
from fengsui.kernel.errors import InvalidInput
from fengsui.kernel.evidence.store import account_key, announce_arrival
from fengsui.kernel.ids import new_id
from fengsui.kernel.models import EvidenceLink, FileReceipt
from fengsui.kernel.transaction import first_if_any

_reserved: dict[tuple[str, str], str] = {}


def reserve(subject_type: str, roles: Iterable[str], permission: str) -> None:
    """Let files that hang on a kind of record in one of these roles be opened only by who holds a further permission there."""
    for role in roles:
        _reserved[subject_type, role] = permission


def may_open(actor: Actor, row: EvidenceLink) -> bool:
    """Say whether a person who may see evidence in the link's area may open this very file."""
    permission = _reserved.get((row.subject_type, row.role))
    return permission is None or actor.may(permission, area_path=row.area_path, line=row.line)


@dataclass(frozen=True)
class EvidencePhoto:
    """A photo or clip as the phone describes it: the hash of its bytes, its role, when and where it was taken.

    `captured_at` is aware and already corrected for the device clock; `lon`/`lat` WGS84 degrees; `accuracy_m` metres.
    `annotates` is the hash of the photo that this one is a marked copy of, else empty; `starts_at` and `ends_at` the
    time a clip covers (aware, corrected), else None.
    """

    sha256: str
    role: str
    id: UUID | None = None
    captured_at: datetime | None = None
    lon: float | None = None
    lat: float | None = None
    accuracy_m: float | None = None
    from_gallery: bool = False
    note: str = ""
    annotates: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None


def link(*, actor: Actor, photo: EvidencePhoto, subject: Model, area_path: str, line: str = "") -> EvidenceLink:
    """Link a file to a record inside the caller's transaction; the file may arrive later.

    A hash sent before by somebody else opens nothing: the link is satisfied only by a file this actor sends.
    The same link id again returns the existing link. Raises InvalidInput for a malformed hash.
    """
    sha256 = photo.sha256.lower()
    if not _is_hash(sha256) or (photo.annotates and not _is_hash(photo.annotates.lower())):
        raise InvalidInput(
            "hash_malformed", zh="照片校验值格式不对，请重新拍摄。", en="The photo's hash is malformed; take it again."
        )
    if photo.id and (existing := first_if_any(EvidenceLink.objects.filter(pk=photo.id))):
        return existing
    key = account_key(actor)
    receipt = FileReceipt.objects.filter(file_id=sha256, account_key=key).select_related("file").first()
    row = EvidenceLink(
        id=photo.id or new_id(),
        sha256=sha256,
        file=receipt.file if receipt else None,
        arrived_at=clock.now() if receipt else None,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        role=photo.role,
        captured_at=photo.captured_at,
        received_at=clock.now(),
        by_account_key=key,
        by_name=actor.name,
        lon=photo.lon,
        lat=photo.lat,
        accuracy_m=photo.accuracy_m,
        from_gallery=photo.from_gallery,
        note=photo.note[:200],
        annotates=photo.annotates.lower(),
        starts_at=photo.starts_at,
        ends_at=photo.ends_at,
        area_path=area_path,
        line=line,
    )
    row.save(force_insert=True)
    if receipt:
        announce_arrival(actor, row)
    return row


def _is_hash(text: str) -> bool:
    return len(text) == 64 and not set(text) - set("0123456789abcdef")


def remove_link(*, actor: Actor, row: EvidenceLink, reason: str) -> None:
    """Take a link off its record, keeping the row, the hash and the reason; inside the caller's transaction."""
    row.removed_at = clock.now()
    row.save(update_fields=["removed_at"])
    audit.record(actor=actor, verb="evidence.remove", subject=row, reason=reason, changes={"sha256": [row.sha256, None]})


def links_of(subject: Model) -> list[EvidenceLink]:
    """Return the links of one record in the order they were made, removed ones left out."""
    return links_of_many(subject._meta.label_lower, [subject.pk])[str(subject.pk)]


def links_of_many(subject_type: str, ids: Iterable[object]) -> dict[str, list[EvidenceLink]]:
    """Return subject id → links for many records of a kind, in one query."""
    found: dict[str, list[EvidenceLink]] = defaultdict(list)
    rows = EvidenceLink.objects.filter(subject_type=subject_type, subject_id__in=[str(i) for i in ids], removed_at__isnull=True)
    for row in rows.select_related("file").order_by("received_at", "id"):
        found[row.subject_id].append(row)
    return found


def missing(subject: Model) -> int:
    """Return how many linked files of a record have not arrived."""
    return missing_many(subject._meta.label_lower, [subject.pk]).get(str(subject.pk), 0)


def missing_many(subject_type: str, ids: Iterable[object]) -> dict[str, int]:
    """Return subject id → number of files not arrived, for many records in one query."""
    rows = EvidenceLink.objects.filter(
        subject_type=subject_type, subject_id__in=[str(i) for i in ids], arrived_at__isnull=True, removed_at__isnull=True
    )
    return {row["subject_id"]: row["n"] for row in rows.values("subject_id").annotate(n=Count("id"))}
