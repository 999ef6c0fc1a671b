"""Writes to trainings: held, corrected in who came, void with a reason."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from fengsui.kernel import audit, clock, evidence, numbering, outbox
from fengsui.kernel.actor import Actor
from fengsui.kernel.errors import Conflict, FieldError, InvalidInput, not_found
from fengsui.kernel.evidence import EvidencePhoto
from fengsui.kernel.ids import new_id
from fengsui.kernel.scope import require, under, visible
from fengsui.kernel.service import service
from fengsui.org.models import Area
from fengsui.outreach.models import SUBJECTS, TrainingPlace, TrainingSession
from fengsui.places.models import Place

MOST_PLACES = 2000


@service("training.record")
def record_training(
    *,
    actor: Actor,
    operation_id: UUID | None = None,
    id: UUID | None = None,
    area_path: str,
    title: str,
    subject: str,
    held_on: date,
    held_at: str = "",
    teacher: str = "",
    attended_count: int,
    note: str = "",
    place_ids: Sequence[UUID] = (),
    photos: Sequence[EvidencePhoto] = (),
) -> TrainingSession:
    """Record a training that was held, the places that came (at most 2,000, all in scope) and photos of it.

    `attended_count` is people on the spot (人次), never derived. Raises Forbidden or NotFound outside the scope,
    InvalidInput for a day to come, an unknown subject, no people, or a place that is not in scope.
    """
    require(actor, "outreach.hold", area_path=area_path)
    if not Area.objects.filter(path=area_path).exists():
        raise not_found("区域", "area")
    errors = []
    if len(title.strip()) < 2:
        errors.append(FieldError("title", "请写培训名称", "give the title", "required"))
    if subject not in SUBJECTS:
        errors.append(FieldError("subject", "请选择培训内容", "choose the subject", "unknown"))
    if held_on > clock.local_date():
        errors.append(FieldError("held_on", "日期不能晚于今天", "the day cannot be in the future", "too_late"))
    if attended_count < 1:
        errors.append(FieldError("attended_count", "请填写到场人次", "give how many came", "too_small"))
    if errors:
        raise InvalidInput("training_invalid", zh="培训登记还差几项。", en="The training is not complete.", fields=errors)
    row = TrainingSession(
        id=id or new_id(), number=numbering.next_number(kind="training", area_path=area_path, year=held_on.year),
        area_path=area_path, title=title.strip()[:120], subject=subject, held_on=held_on, held_at=held_at.strip()[:120],
        teacher=teacher.strip()[:80], attended_count=attended_count, note=note.strip()[:500], by_account_id=actor.account_id,
        by_name=actor.name[:150],
    )  # fmt: skip
    row.save(force_insert=True)
    came = _add(actor, row, place_ids)
    for photo in photos:
        evidence.link(actor=actor, photo=photo, subject=row, area_path=row.area_path)
    audit.record(
        actor=actor, verb="training.record", subject=row,
        changes={"attended": [None, attended_count], "places": [None, came], "held_on": [None, str(held_on)]},
    )  # fmt: skip
    outbox.emit(
        kind="TrainingHeld", subject=row, actor=actor, permission="outreach.view",
        payload={"number": row.number, "places": came, "attended": attended_count},
    )  # fmt: skip
    return row


def _add(actor: Actor, row: TrainingSession, place_ids: Sequence[UUID]) -> int:
    wanted = set(place_ids)
    if len(wanted) > MOST_PLACES:
        zh, en = f"一次培训最多登记 {MOST_PLACES} 家场所。", f"At most {MOST_PLACES} places a training."
        raise InvalidInput("training_too_many", zh=zh, en=en, fields=[FieldError("place_ids", zh, en, "too_many")])
    known = set(visible(Place.objects.filter(pk__in=wanted), actor, "outreach.hold").values_list("pk", flat=True))
    if wanted - known:
        raise not_found("场所", "place")
    made = [TrainingPlace(session=row, place_id=pk) for pk in sorted(known, key=str)]
    TrainingPlace.objects.bulk_create(made, ignore_conflicts=True)
    return len(made)


@service("training.add_places")
def add_places(
    *, actor: Actor, operation_id: UUID | None = None, session_id: UUID, place_ids: Sequence[UUID] = (), street: str = "",
    class_code: str = "",
) -> TrainingSession:  # fmt: skip
    """Add places that came: those named, or every standing one of an area (and class). One that is there already stays once."""
    row = _open(actor, session_id)
    wanted = list(place_ids)
    if street:
        rows = visible(Place.objects.filter(under(street)), actor, "outreach.hold").exclude(
            state__in=("merged", "rejected", "candidate")
        )
        wanted += (
            rows.filter(class_code=class_code).values_list("pk", flat=True) if class_code else rows.values_list("pk", flat=True)
        )
    before = row.attendances.count()
    _add(actor, row, wanted)
    _changed(actor, row, "training.add_places", before)
    return row


@service("training.remove_place")
def remove_place(*, actor: Actor, operation_id: UUID | None = None, session_id: UUID, place_id: UUID) -> TrainingSession:
    """Take a place off a training that it did not attend."""
    row = _open(actor, session_id)
    before = row.attendances.count()
    row.attendances.filter(place_id=place_id).delete()
    _changed(actor, row, "training.remove_place", before)
    return row


@service("training.void")
def void_training(*, actor: Actor, operation_id: UUID | None = None, session_id: UUID, reason: str) -> TrainingSession:
    """Take a training back that was recorded by mistake; its number stays used. Raises InvalidInput without a reason."""
    row = _open(actor, session_id, permission="outreach.void")
    said = reason.strip()[:300]
    if len(said) < 2:
        raise InvalidInput(
            "reason_required", zh="请写明原因。", en="A reason is needed.",
            fields=[FieldError("reason", "请写明原因", "give the reason", "missing")],
        )  # fmt: skip
    row.voided_on, row.void_reason, row.row_version = clock.local_date(), said, row.row_version + 1
    row.save(update_fields=["voided_on", "void_reason", "row_version"])
    audit.record(actor=actor, verb="training.void", subject=row, changes={"void": [False, True]}, reason=said)
    outbox.emit(kind="TrainingVoided", subject=row, actor=actor, permission="outreach.view", payload={"number": row.number})
    return row


def _open(actor: Actor, session_id: UUID, *, permission: str = "outreach.hold") -> TrainingSession:
    row = TrainingSession.objects.select_for_update(of=("self",)).filter(pk=session_id).first()
    if row is None:
        raise not_found("培训", "training")
    require(actor, permission, area_path=row.area_path, line=row.line)
    if row.voided_on is not None:
        raise Conflict("training_void", zh=f"培训 {row.number} 已作废，不能再改。", en="This training is void.")
    return row


def _changed(actor: Actor, row: TrainingSession, verb: str, before: int) -> None:
    row.row_version += 1
    row.save(update_fields=["row_version"])
    audit.record(actor=actor, verb=verb, subject=row, changes={"places": [before, row.attendances.count()]})
