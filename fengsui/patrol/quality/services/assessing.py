"""Computing prints and doubts in the background, from a queue of notes that are taken away when done; safe to repeat."""

import logging
from dataclasses import asdict
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import F

from fengsui.hazards.services.following import same_street
from fengsui.kernel import actor as actors
from fengsui.kernel import audit, clock, transaction
from fengsui.kernel.actor import Actor
from fengsui.kernel.calendars import calendar_for
from fengsui.kernel.models import EvidenceLink
from fengsui.kernel.working_days import add_working_days
from fengsui.patrol.models import SyncOperation, Visit
from fengsui.patrol.quality import rules
from fengsui.patrol.quality.facts import MEASURED_SOURCES, facts_of
from fengsui.patrol.quality.models import PhotoPrint, QualityDue, SampleItem, VisitDoubt
from fengsui.patrol.quality.photos import likenesses, make_print, others_like, uses

log = logging.getLogger("fengsui.quality")
AT_ONCE = 200
# One try a run: a store that is away for an hour costs twelve.
MOST_TRIES = 200
# How long prints and doubts are kept; what a re-inspection found stays with its draw.
PRINTS_KEPT = timedelta(days=400)
DOUBTS_KEPT = timedelta(days=180)


def end_of_working_day(area_path: str, days: int) -> Any:
    """Return the end of the district day that lies so many working days after today."""
    due = add_working_days(clock.local_date(), days, calendar_for(area_path))
    return clock.local_day_bounds(due.date)[1]


def work_through() -> dict[str, int]:
    """Compute what is due, photos before visits; return {photos, visits, failed}. Safe to run twice, and at once."""
    actor, done = actors.system("巡查质量计算"), {"photos": 0, "visits": 0, "failed": 0}
    for what, step, kind in (("link_id", _take_photo, "photos"), ("visit_id", _take_visit, "visits")):
        after = 0
        while rows := _due(what, after):
            for subject, ids in rows.items():
                done[kind if _try(step, actor, subject, ids) else "failed"] += 1
                after = max(after, *ids)
    return done


def _due(what: str, after: int) -> dict[UUID, list[int]]:
    rows = QualityDue.objects.filter(**{f"{what}__isnull": False}, pk__gt=after, tries__lt=MOST_TRIES).order_by("pk")
    grouped: dict[UUID, list[int]] = {}
    for pk, subject in rows.values_list("pk", what)[:AT_ONCE]:
        grouped.setdefault(subject, []).append(pk)
    return grouped


def _try(step: Any, actor: Actor, subject: UUID, ids: list[int]) -> bool:
    try:
        step(actor, subject, ids)
        return True
    except Exception:
        log.exception("quality of %s could not be computed", subject)
        with transaction.write():
            QualityDue.objects.filter(pk__in=ids).update(tries=F("tries") + 1)
        return False


def _take_photo(actor: Actor, link_id: UUID, ids: list[int]) -> None:
    link = EvidenceLink.objects.select_related("file").filter(pk=link_id).first()
    made = None
    if link is not None and link.file is not None and not PhotoPrint.objects.filter(pk=link.sha256).exists():
        made = make_print(link.file)
    with transaction.write():
        if made is not None and link is not None and link.file is not None:
            PhotoPrint.objects.bulk_create([PhotoPrint.of(link.file, made)], ignore_conflicts=True)
        if link is not None:
            _tell_visits(link)
        QualityDue.objects.filter(pk__in=ids).delete()


def _tell_visits(link: EvidenceLink) -> None:
    """Have the photo's own visit computed again, and every visit after it that carries nearly the same picture."""
    own = uses([link])
    _, alike = others_like(link.sha256, beside={link.pk})
    # A photo of a visit taken back has no use of its own any more; whoever was measured against it is measured anew.
    wanted = {use.visit_id for use in own} | {use.visit_id for use in alike if not own or use.at >= own[0].at}
    QualityDue.objects.bulk_create([QualityDue(visit_id=visit_id) for visit_id in wanted if visit_id])


def _take_visit(actor: Actor, visit_id: UUID, ids: list[int]) -> None:
    with transaction.write():
        assess(actor=actor, visit_id=visit_id)
        QualityDue.objects.filter(pk__in=ids).delete()


def assess(*, actor: Actor, visit_id: UUID) -> VisitDoubt | None:
    """Compute the doubt over a visit and keep it, change it, or take it away; in the caller's transaction."""
    visit = Visit.objects.select_for_update(of=("self",)).select_related("place").filter(pk=visit_id).first()
    if visit is None:
        return None
    row = VisitDoubt.objects.filter(visit=visit).first()
    if not visit.valid or visit.by_account_id is None or visit.source not in MEASURED_SOURCES:
        _drop(actor, row)
        return None
    alike = likenesses(visit)
    found = rules.judge(facts_of(visit, alike))
    if not found.kept:
        _drop(actor, row)
        return None
    reasons = [asdict(reason) for reason in found.reasons]
    reused = [
        {"photo": str(one.mine.link_id), "other": str(one.other.link_id), "bits": one.bits, "same_place": one.same_place}
        for one in alike
    ]
    if row is not None and (row.score, row.reasons, row.reused) == (found.score, reasons, reused):
        return row
    known = {reason["code"] for reason in row.reasons} if row else set()
    before = row.score if row else None
    row = row or VisitDoubt(visit=visit, account_id=visit.by_account_id, area_path=visit.area_path, line=visit.line)
    row.score, row.reasons, row.reused, row.rules_version = found.score, reasons, reused, found.version
    if {reason.code for reason in found.reasons} - known:
        # What is new goes to the inspector first again, whoever has seen the rest.
        row.found_at, row.shown_at, row.listed_at = clock.now(), None, None
        row.list_from = end_of_working_day(visit.area_path, rules.UNREACHED_WORKING_DAYS)
    row.save()
    audit.record(actor=actor, verb="doubt.find", subject=row, changes={"score": [before, row.score]}, area_path=row.area_path)
    return row


def _drop(actor: Actor, row: VisitDoubt | None) -> None:
    if row is not None:
        audit.record(actor=actor, verb="doubt.drop", subject=row, changes={"score": [row.score, None]})
        row.delete()


def due_after_submission(visit_id: UUID) -> None:
    """Queue a visit, and the same person's next one, which is now measured from it; in the caller's transaction."""
    visit = Visit.objects.filter(pk=visit_id).first()
    if visit is None or visit.by_account_id is None:
        return
    later = Visit.objects.filter(
        by_account_id=visit.by_account_id,
        local_date__gte=visit.local_date,
        local_date__lte=visit.local_date + timedelta(days=1),
        ended_at__gt=visit.ended_at,
        ended_at__lte=visit.ended_at + rules.FORMER_VISIT_WITHIN,
    )
    after = later.order_by("ended_at", "number").values_list("pk", flat=True).first()
    QualityDue.objects.bulk_create([QualityDue(visit_id=pk) for pk in (visit.pk, after) if pk])


def follow_place(*, place_id: UUID, old_path: str, new_path: str) -> None:
    """Let doubts and samples of a place follow it inside its street, as its visits do; in the caller's transaction."""
    if same_street(old_path, new_path):
        VisitDoubt.objects.filter(visit__place_id=place_id).update(area_path=new_path)
        SampleItem.objects.filter(place_id=place_id).update(area_path=new_path)


def forget_doubts() -> int:
    """Delete doubts after 180 days, explanations with them; return how many."""
    before = clock.now() - DOUBTS_KEPT
    with transaction.write():
        doubts = VisitDoubt.objects.filter(found_at__lt=before).delete()[0]
        said = SyncOperation.objects.filter(kind="doubt.explain", received_at__lt=before).exclude(payload={})
        said.update(payload={})
        _say_forgotten("doubts", doubts)
    return doubts


def forget_prints() -> int:
    """Delete prints of photos after 400 days; return how many."""
    with transaction.write():
        prints = PhotoPrint.objects.filter(made_at__lt=clock.now() - PRINTS_KEPT).delete()[0]
        _say_forgotten("prints", prints)
    return prints


def _say_forgotten(what: str, count: int) -> None:
    if count:
        actor = actors.system("巡查质量到期清除")
        audit.record(actor=actor, verb="doubt.forget", changes={what: [count, 0]}, area_path="")


def forget() -> dict[str, int]:
    """Delete what is old; return how many doubts and prints."""
    return {"doubts": forget_doubts(), "prints": forget_prints()}
