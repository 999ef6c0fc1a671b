"""Where pictures were used, and which are nearly the same as one of another place or visit."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from fengsui.hazards.evidence import SUBJECT as CASE
from fengsui.hazards.models import Hazard
from fengsui.kernel import evidence
from fengsui.kernel.actor import Actor
from fengsui.kernel.evidence.store import account_key
from fengsui.kernel.models import EvidenceLink, StoredFile
from fengsui.patrol.models import Visit
from fengsui.patrol.quality.models import PhotoPrint
from fengsui.patrol.quality.prints import Print, alike, bands, differing, print_of
from fengsui.places.models import Place

VISIT = "patrol.visit"
# Signatures are alike by nature, papers are photographed again on purpose.
COMPARED_ROLES = ("before", "after", "review", "scene", "facility", "place")
# What is read of the records behind a picture.
OF_A_CASE = ("place", "area_path", "line", "source_kind", "source_id", "fixed_on_site_on")
OF_A_VISIT = ("place", "area_path", "line", "ended_at", "received_at", "valid")
# The links of a visit's own hazards are made in the visit's transaction; what is added to a case later is not the visit's.
SAME_MOMENT = timedelta(minutes=1)


@dataclass(frozen=True)
class Use:
    """One picture in one record: whose it is, of which place, on which visit (None: of a case, after its visit), when."""

    link_id: UUID
    sha256: str
    role: str
    place_id: UUID
    area_path: str
    line: str
    visit_id: UUID | None
    case_id: UUID | None
    by: str
    at: datetime


@dataclass(frozen=True)
class Likeness:
    """A picture of a visit and an earlier use of (nearly) the same: bits that differ, and whether the place is the same."""

    mine: Use
    other: Use
    bits: int
    same_place: bool


def make_print(file: StoredFile) -> Print | None:
    """Return the print of a stored picture, None for what is no picture or too small. Reads the file: outside transactions."""
    if file.deleted_at or not file.media_type.startswith("image/"):
        return None
    with evidence.open_file(file) as handle:
        try:
            return print_of(handle)
        except ValueError:
            return None


def near(wanted: Print) -> list[tuple[str, int]]:
    """Return (sha256, differing bits) of every picture alike: at most 3 bits away, so equal in at least one band."""
    first, second, third, fourth = bands(wanted.bits)
    rows = PhotoPrint.objects.filter(Q(band_1=first) | Q(band_2=second) | Q(band_3=third) | Q(band_4=fourth))
    found = ((row.pk, row.print) for row in rows)
    return [(sha256, differing(wanted.bits, other.bits)) for sha256, other in found if other is not None and alike(wanted, other)]


def uses(links: Iterable[EvidenceLink]) -> list[Use]:
    """Return what links of visits and hazards show, in two queries; links of anything else, or of void visits, are left out."""
    # A marked copy is the picture it was drawn on; that one is compared.
    kept = [row for row in links if row.role in COMPARED_ROLES and not row.annotates]
    if not kept:
        return []
    case_ids = {row.subject_id for row in kept if row.subject_type == CASE}
    hazards = {str(row.pk): row for row in Hazard.objects.filter(pk__in=case_ids).only(*OF_A_CASE)}
    visit_ids = {row.subject_id for row in kept if row.subject_type == VISIT}
    visit_ids |= {str(row.source_id) for row in hazards.values() if row.source_kind == "visit" and row.source_id}
    visits = {str(row.pk): row for row in Visit.objects.filter(pk__in=visit_ids).only(*OF_A_VISIT)}
    found = []
    for row in kept:
        hazard = hazards.get(row.subject_id) if row.subject_type == CASE else None
        visit = visits.get(row.subject_id) if row.subject_type == VISIT else _visit_of_case_photo(row, hazard, visits)
        record = visit or hazard
        if record is None or _not_compared(visit or visits.get(str(hazard.source_id) if hazard else "")):
            continue
        found.append(
            Use(
                link_id=row.pk, sha256=row.sha256, role=row.role, place_id=record.place_id, area_path=record.area_path,
                line=record.line, visit_id=visit.pk if visit else None, case_id=hazard.pk if hazard else None,
                by=row.by_account_key, at=visit.ended_at if visit else row.captured_at or row.received_at,
            )
        )  # fmt: skip
    return found


def _not_compared(visit: Visit | None) -> bool:
    # A visit taken back was a mistake.
    return visit is not None and not visit.valid


def _visit_of_case_photo(row: EvidenceLink, hazard: Hazard | None, visits: Mapping[str, Visit]) -> Visit | None:
    visit = visits.get(str(hazard.source_id)) if hazard is not None and hazard.source_kind == "visit" else None
    if hazard is None or visit is None:
        return None
    on_visit = row.role == "before" or (row.role == "after" and hazard.fixed_on_site_on is not None)
    return visit if on_visit and row.received_at <= visit.received_at + SAME_MOMENT else None


def uses_of_visit(visit: Visit) -> list[Use]:
    """Return the pictures of a visit and of the hazards found on it, as far as they have arrived."""
    cases = Hazard.objects.filter(source_kind="visit", source_id=visit.pk).values_list("pk", flat=True)
    of_it = Q(subject_type=VISIT, subject_id=str(visit.pk)) | Q(subject_type=CASE, subject_id__in=[str(pk) for pk in cases])
    links = EvidenceLink.objects.filter(of_it, removed_at__isnull=True, arrived_at__isnull=False)
    return [use for use in uses(links.order_by("received_at", "id")) if use.visit_id == visit.pk]


def others_like(sha256: str, *, beside: Collection[UUID]) -> tuple[dict[str, int], list[Use]]:
    """Return (sha256 → differing bits, uses) of the same and nearly the same pictures over all places.

    `beside` are links whose uses the caller knows: they are left out, and most pictures have no others.
    """
    apart = {sha256: 0}
    made = PhotoPrint.objects.filter(pk=sha256).first()
    if made is not None and made.print is not None:
        apart |= dict(near(made.print))
    links = EvidenceLink.objects.filter(sha256__in=list(apart), removed_at__isnull=True, arrived_at__isnull=False)
    return apart, uses(row for row in links if row.pk not in beside)


def likenesses(visit: Visit) -> list[Likeness]:
    """Return, for each picture of a visit, the earliest use of (nearly) the same at another place, else on another visit here.

    Pictures of the same visit or the same case do not count; at the same place, neither do pictures of a case taken after
    its visit: a review is framed like the picture it reviews.
    """
    found = []
    of_it = uses_of_visit(visit)
    own = {use.link_id for use in of_it}
    for mine in of_it:
        apart, candidates = others_like(mine.sha256, beside=own)
        same = _records(candidates, mine.place_id)
        counted = [
            Likeness(mine, other, apart[other.sha256], other.place_id in same)
            for other in candidates
            if _counts(mine, other, other.place_id in same)
        ]
        if counted:
            found.append(min(counted, key=lambda one: (one.same_place, one.bits, one.other.at, str(one.other.link_id))))
    return found


def _counts(mine: Use, other: Use, same_place: bool) -> bool:
    if other.visit_id == mine.visit_id or (other.case_id is not None and other.case_id == mine.case_id):
        return False
    if same_place and other.visit_id is None:
        return False
    return (other.at, str(other.visit_id or other.link_id)) < (mine.at, str(mine.visit_id))


def _records(candidates: list[Use], place_id: UUID) -> set[UUID]:
    """Return which of the candidates' places are the visit's own, merged records included."""
    others = {use.place_id for use in candidates} - {place_id}
    if not others:
        return {place_id}
    into = dict(Place.objects.filter(pk__in=[place_id, *others]).values_list("pk", "merged_into"))
    own = into.get(place_id) or place_id
    return {place_id, *(pk for pk in others if (into.get(pk) or pk) == own)}


def taken_by(use: Use, actor: Actor) -> bool:
    """Tell whether a picture is a person's own."""
    return use.by == account_key(actor)
