"""The sampling list: one draw a street and week, and what the re-inspection at the place found."""

import hashlib
import json
import secrets
import zlib
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from fengsui.kernel import audit, clock, evidence, outbox
from fengsui.kernel.actor import Actor
from fengsui.kernel.errors import Conflict, FieldError, Forbidden, InvalidInput, not_found
from fengsui.kernel.evidence import EvidencePhoto
from fengsui.kernel.ids import new_id
from fengsui.kernel.scope import STREET_WIDTH, find, require
from fengsui.kernel.service import service
from fengsui.patrol.models import Visit
from fengsui.patrol.quality.drawing import Doubted, Lot, draw
from fengsui.patrol.quality.models import DIFFERENCES, RESULTS, SampleDraw, SampleItem, VisitDoubt

WEEK = timedelta(days=7)
# A week can be drawn once it is over, and until memory of it has faded; doubts of the weeks before it come along.
WEEKS_BACK = 4
MOST_DRAWN = 50


@service("sample.draw")
def draw_sample(*, actor: Actor, operation_id: UUID | None = None, area_path: str, week_from: date, count: int) -> SampleDraw:
    """Draw a street's visits of one finished week for re-inspection; the seed is made here and kept with what was drawn from.

    `week_from` is a Monday. The drawer's own visits take no part. Raises NotFound, Forbidden, InvalidInput for a week
    that is not over or too long ago, Conflict when the week has been drawn, or when there is nothing to draw.
    """
    require(actor, "patrol.sample", area_path=area_path)
    _check(area_path, week_from, count)
    if SampleDraw.objects.filter(area_path=area_path, week_from=week_from).exists():
        raise Conflict(
            "already_drawn",
            zh="这个镇街这一周已经抽过，一周只抽一次，请看已有的抽查清单。",
            en="This street and week have been drawn already; a week is drawn once.",
        )
    doubted, others = _candidates(actor, area_path, week_from)
    if not doubted and not others:
        raise Conflict("nothing_to_draw", zh="这一周没有可抽的巡查记录。", en="There are no visits of this week to draw from.")
    seed = secrets.token_hex(16)
    lots = draw(seed=seed, doubted=doubted, others=others, count=count)
    drawn_from = {"doubted": [[one.number, one.score] for one in doubted], "others": others}
    text = json.dumps(drawn_from, ensure_ascii=False, separators=(",", ":")).encode()
    row = SampleDraw(
        id=new_id(), area_path=area_path, week_from=week_from, seed=seed, count=count, doubted_count=len(doubted),
        others_count=len(others), candidates=zlib.compress(text), candidates_sha256=hashlib.sha256(text).hexdigest(),
        by_account_id=actor.account_id, by_name=actor.name[:150], drawn_at=clock.now(),
    )  # fmt: skip
    row.save(force_insert=True)
    why = {lot.number: lot.why for lot in lots}
    visits = Visit.objects.filter(number__in=list(why)).order_by("number")
    SampleItem.objects.bulk_create(
        [
            SampleItem(
                id=new_id(), draw=row, visit=visit, place_id=visit.place_id, visitor_id=visit.by_account_id,
                area_path=visit.area_path, line=visit.line, why=why[visit.number],
            )
            for visit in visits
        ]
    )  # fmt: skip
    changes = {
        "seed": [None, seed], "drawn": [None, [lot.number for lot in lots]], "from_sha256": [None, row.candidates_sha256],
    }  # fmt: skip
    audit.record(actor=actor, verb="sample.draw", subject=row, changes=changes)
    outbox.emit(kind="SampleDrawn", subject=row, actor=actor, payload={"drawn": len(lots)}, permission="patrol.doubts")
    return row


def _check(area_path: str, week_from: date, count: int) -> None:
    problems = []
    this_week = clock.local_date() - timedelta(days=clock.local_date().weekday())
    if len(area_path) != STREET_WIDTH:
        problems.append(FieldError("area_path", "请选一个镇街。", "Choose a street.", "street"))
    if week_from.weekday() != 0 or not this_week - WEEKS_BACK * WEEK <= week_from < this_week:
        words = f"请选已经结束的一周（周一起），最早 {WEEKS_BACK} 周前。"
        problems.append(FieldError("week_from", words, "Choose a finished week, from its Monday.", "week"))
    if not 1 <= count <= MOST_DRAWN:
        problems.append(FieldError("count", f"抽取 1 到 {MOST_DRAWN} 条。", f"Draw 1 to {MOST_DRAWN}.", "count"))
    if problems:
        raise InvalidInput("sample_invalid", zh=problems[0].zh, en=problems[0].en, fields=problems)


def _candidates(actor: Actor, area_path: str, week_from: date) -> tuple[list[Doubted], list[str]]:
    rows = Visit.objects.filter(street_path=area_path, valid=True, sample__isnull=True, local_date__lt=week_from + WEEK)
    if actor.account_id is not None:
        rows = rows.exclude(by_account_id=actor.account_id)
    listed = VisitDoubt.objects.filter(listed_at__isnull=False)
    known = rows.filter(doubt__in=listed, local_date__gte=week_from - (WEEKS_BACK - 1) * WEEK)
    doubted = [Doubted(number, score) for number, score in known.order_by("number").values_list("number", "doubt__score")]
    taken = {one.number for one in doubted}
    week = rows.filter(local_date__gte=week_from).order_by("number").values_list("number", flat=True)
    return doubted, [number for number in week if number not in taken]


def drawn_from(row: SampleDraw) -> tuple[list[Doubted], list[str]]:
    """Return what a draw was made from. Raises ValueError when the kept list is not the one whose hash was kept."""
    try:
        text = zlib.decompress(bytes(row.candidates))
    except zlib.error as error:
        raise ValueError("the kept list cannot be read") from error
    if hashlib.sha256(text).hexdigest() != row.candidates_sha256:
        raise ValueError("the list of candidates is not the one that was drawn from")
    kept = json.loads(text)
    return [Doubted(number, score) for number, score in kept["doubted"]], list(kept["others"])


def drawn_again(row: SampleDraw) -> list[Lot]:
    """Draw once more from the kept seed and list: the same visits, for anyone who doubts the draw."""
    doubted, others = drawn_from(row)
    return draw(seed=row.seed, doubted=doubted, others=others, count=row.count)


@service("sample.record")
def record_sample(
    *,
    actor: Actor,
    operation_id: UUID | None = None,
    sample_id: UUID,
    result: str,
    differences: Sequence[str] = (),
    note: str = "",
    photos: Sequence[EvidencePhoto] = (),
) -> SampleItem:
    """Record what the re-inspection at the place found; once, by anybody in scope but the visitor.

    Raises NotFound, Forbidden for one's own visit, Conflict when it is recorded, InvalidInput for an unknown result,
    and for a mismatch that says neither what nor how.
    """
    find(SampleItem.objects.all(), actor, "patrol.sample", sample_id, what=("抽查记录", "sample"))
    row = SampleItem.objects.select_for_update(of=("self",)).filter(pk=sample_id).first()
    if row is None:
        raise not_found("抽查记录", "sample")
    if row.visitor_id is not None and row.visitor_id == actor.person_id:
        raise Forbidden(
            "own_visit", zh="不能复核自己的巡查，请由他人到场。", en="Your own visit is re-inspected by somebody else."
        )
    if row.result:
        raise Conflict("sample_recorded", zh="这一条已有复核结果。", en="This sample has its result already.")
    _check_result(result, differences, note)
    now = clock.now()
    row.result, row.differences, row.note = result, sorted(set(differences)), note.strip()[:500]
    row.done_at, row.done_on = now, clock.local_date(now)
    row.by_account_id, row.by_name = actor.account_id, actor.name[:150]
    row.save()
    for photo in photos:
        evidence.link(actor=actor, photo=photo, subject=row, area_path=row.area_path, line=row.line)
    changes: dict[str, Any] = {"result": [None, result], "differences": [None, row.differences], "photos": [0, len(photos)]}
    audit.record(actor=actor, verb="sample.record", subject=row, changes=changes, reason=row.note)
    outbox.emit(kind="SampleRecorded", subject=row, actor=actor, payload={"result": result}, permission="patrol.doubts")
    return row


def _check_result(result: str, differences: Sequence[str], note: str) -> None:
    unknown = sorted(set(differences) - DIFFERENCES.keys())
    if result not in RESULTS or unknown:
        raise InvalidInput("result_unknown", zh="复核结果只能是相符或不符。", en="The result is a match or a mismatch.")
    if result == "match" and differences:
        raise InvalidInput("match_without_differences", zh="相符时不能再选不符之处。", en="A match has no differences.")
    if result == "mismatch" and (not differences or len(note.strip()) < 2):
        raise InvalidInput(
            "differences_needed",
            zh="不符的要选出哪里不符，并写一句现场情况。",
            en="Say what differs, and a line on what was found.",
        )
