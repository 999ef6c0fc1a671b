"""Opening a hazard: number, grade, legal category and limit, from the rule pack of the place's area and day."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from fengsui.hazards import due, evidence, rules
from fengsui.hazards.models import SOURCE_KINDS, Hazard
from fengsui.hazards.services.due_dates import set_limit
from fengsui.hazards.services.fixing import mark_fixed_on_site
from fengsui.hazards.services.transition import moment, write_step
from fengsui.hazards.sightings.models import Sighting
from fengsui.hazards.sightings.rules import case_for, former_case
from fengsui.hazards.sightings.services import join
from fengsui.kernel import clock, numbering, search_text, transaction
from fengsui.kernel.actor import Actor
from fengsui.kernel.calendars import calendar_for
from fengsui.kernel.errors import Conflict, FieldError, InvalidInput, not_found
from fengsui.kernel.evidence import EvidencePhoto
from fengsui.kernel.ids import new_id
from fengsui.kernel.scope import require
from fengsui.kernel.service import arguments_sha256, service
from fengsui.places.models import Place


@service("hazard.open")
def open_hazard(
    *,
    actor: Actor,
    operation_id: UUID | None = None,
    id: UUID | None = None,
    place_id: UUID,
    item_code: str,
    description: str = "",
    checked_count: int | None = None,
    bad_count: int | None = None,
    limit_working_days: int | None = None,
    photos: Sequence[EvidencePhoto] = (),
    fixed_on_site: bool = False,
    fix_note: str = "",
    source_kind: str = "desk",
    source_id: UUID | None = None,
    rulepack_version: str = "",
    separate: bool = False,
    split_from: Hazard | None = None,
    at: datetime | None = None,
    recorded_at: datetime | None = None,
) -> Hazard:
    """Record a hazard at a place, or one more witness of the case that is open there on the same item.

    With `fixed_on_site` also that it was put right there and then.

    `id` is the phone's own identity of the case: the same id with the same content returns the case again, with
    other content raises Conflict `id_reused`. `checked_count`/`bad_count` count the things looked at (lamps, doors).
    A finding joins the open case of the same item at the same place (its witness count and priority rise, the case
    is returned) unless `separate` says that it is another one, or it was put right there and then. A new case that
    comes back within a year of a closed one names it as `repeat_of`.
    `limit_working_days` may only shorten the rule pack's limit. `rulepack_version` names the pack it was made with;
    without it the pack published for the area on the day it was found is taken. `at` is when it happened, aware.
    Raises NotFound for a place out of scope, InvalidInput for an unknown item or wrong counts.
    """
    # Two findings at one place at once take turns, so that the second sees the first one's case.
    place = Place.objects.select_for_update(of=("self",)).filter(pk=place_id).first()
    if place is None:
        raise not_found("场所", "place")
    require(actor, "hazards.open", area_path=place.area_path, line=place.line)
    content: dict[str, Any] = {
        "place_id": place_id, "item_code": item_code, "description": description, "checked_count": checked_count,
        "bad_count": bad_count, "photos": list(photos), "fixed_on_site": fixed_on_site,
        "source_kind": source_kind, "source_id": source_id,
    }  # fmt: skip
    digest = arguments_sha256("hazard.open", content)
    if id is not None and (earlier := _same_again(actor, id, digest)):
        return earlier
    when = moment(at, recorded_at)
    found_on = clock.local_date(when.at)
    terms = rules.terms_of(item_code, area_path=place.area_path, on=found_on, version=rulepack_version)
    _check(terms, checked_count, bad_count, limit_working_days, source_kind)
    if not (separate or fixed_on_site or split_from):
        case = case_for(place, item_code=terms.code, at=when.at, source_id=source_id)
        if case is not None:
            return join(
                actor=actor, case=case, id=id, when=when, description=description.strip(), checked_count=checked_count,
                bad_count=bad_count, photos=photos, source_kind=source_kind, source_id=source_id, content_sha256=digest,
            )  # fmt: skip
    former = former_case(place, item_code=terms.code, at=when.at)
    number = numbering.next_number(kind="hazard", area_path=place.area_path, year=clock.local_date().year)
    row = Hazard(
        id=id or new_id(),
        number=number,
        place=place,
        area_path=place.area_path,
        line=place.line,
        item_code=terms.code,
        title=terms.title[:200],
        description=description.strip(),
        legal_category=terms.legal_category,
        grade=terms.grade,
        rulepack_version=terms.rulepack_version,
        fixable_on_site=terms.fixable_on_site,
        checked_count=checked_count,
        bad_count=bad_count,
        found_at=when.at,
        found_on=found_on,
        found_by_id=actor.account_id,
        found_by_name=actor.name,
        source_kind=source_kind,
        source_id=source_id,
        content_sha256=digest,
        repeat_of=former,
        repeat_count=former.repeat_count + 1 if former else 0,
        split_from=split_from,
        search_text=search_text.build(number, place.name, place.address, terms.title, description[:200]),
        round_from=when.received_at,
        created_at=when.received_at,
    )
    days = terms.limit_working_days if limit_working_days is None else limit_working_days
    set_limit(row, start=found_on, working_days=days, why="found")
    if source_kind == "report":
        limit = due.complaint_limit(
            received_at=clock.local(when.at), legal_category=row.legal_category, calendar=calendar_for(row.area_path)
        )
        row.check_due_at, row.check_due_words = limit.due_at, limit.computed[:400]
    write_step(
        actor=actor, row=row, verb="open", before={}, when=when, note=row.description,
        data={
            "due_on": str(row.due_on), "due_words": row.due_words, "source_kind": source_kind,
            **({"repeat_of": former.number} if former else {}), **({"split_from": split_from.number} if split_from else {}),
        },
        event_data={"repeat_of": str(former.pk) if former else "", "repeat_count": row.repeat_count},
    )  # fmt: skip
    evidence.attach(actor=actor, hazard=row, photos=photos)
    if fixed_on_site:
        mark_fixed_on_site(actor=actor, row=row, when=when, note=fix_note)
    return row


def _same_again(actor: Actor, id: UUID, digest: str) -> Hazard | None:
    """Return the case of a finding that came before under this id, itself or as a witness; None for a new one."""
    row: Hazard | Sighting | None = transaction.first_if_any(Hazard.objects.filter(pk=id))
    row = row or transaction.first_if_any(Sighting.objects.select_related("hazard").filter(pk=id))
    if row is None:
        return None
    require(actor, "hazards.open", area_path=row.area_path, line=row.line)
    case = row.hazard if isinstance(row, Sighting) else row
    if row.content_sha256 != digest:
        raise Conflict(
            "id_reused",
            zh=f"这条隐患的编号已用于 {case.number}，内容不同，没有写入。请重新登记。",
            en="This id already belongs to another hazard with other content; nothing was written.",
        )
    return case


def _check(
    terms: rules.ItemTerms, checked: int | None, bad: int | None, limit_working_days: int | None, source_kind: str
) -> None:
    if source_kind not in SOURCE_KINDS:
        raise InvalidInput("source_unknown", zh="隐患来源不在列表中。", en="Unknown source of the hazard.")
    problems: list[FieldError] = []
    if bad is not None and (checked is None or bad > checked):
        problems.append(FieldError("bad_count", "不合格数不能大于检查数。", "Bad cannot exceed checked.", "too_large"))
    if (checked is not None and checked < 0) or (bad is not None and bad < 0):
        problems.append(FieldError("checked_count", "数量不能为负。", "Counts cannot be negative.", "too_small"))
    if limit_working_days is not None and not 0 <= limit_working_days <= terms.limit_working_days:
        problems.append(
            FieldError(
                "limit_working_days",
                f"期限只能缩短：最多 {terms.limit_working_days} 个工作日。",
                f"The limit may only be shorter than {terms.limit_working_days} working days.",
                "too_large",
            )
        )
    if problems:
        raise InvalidInput("hazard_invalid", zh="隐患填写有误，请检查。", en="The hazard has wrong input.", fields=problems)
