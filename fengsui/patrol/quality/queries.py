"""Reads of quality: one's own doubts; for the supervisor only what has been listed, with other areas' places left unnamed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from fengsui.kernel import audit, clock, evidence, transaction
from fengsui.kernel.actor import Actor
from fengsui.kernel.api import Paged, page_of
from fengsui.kernel.errors import TooLarge
from fengsui.kernel.models import EvidenceLink
from fengsui.kernel.scope import find, require_anywhere, under, visible
from fengsui.org.models import Area
from fengsui.patrol.quality.filters import DoubtFilters, SampleFilters
from fengsui.patrol.quality.models import DIFFERENCES, DRAWN_BECAUSE, RESULTS, SampleDraw, SampleItem, VisitDoubt
from fengsui.patrol.quality.photos import Use, taken_by, uses
from fengsui.patrol.quality.services.sampling import drawn_again
from fengsui.places.models import Place

OWN_SHOWN = timedelta(days=60)
OWN_LIMIT = 200
EXPORT_LIMIT = 20_000
SAMPLE = "patrol.sampleitem"


def in_sight(actor: Actor) -> QuerySet[VisitDoubt]:
    """Return the doubts a supervisor may see: in scope, listed after their inspectors, and not over the reader's own."""
    rows = visible(VisitDoubt.objects.filter(listed_at__isnull=False), actor, "patrol.doubts")
    return rows.exclude(account_id=actor.account_id) if actor.account_id else rows


def own_doubts(*, actor: Actor) -> list[dict[str, Any]]:
    """Return the doubts over the actor's own visits of the last 60 days, the latest first, at most 200."""
    require_anywhere(actor, "patrol.submit")
    since = clock.now() - OWN_SHOWN
    # scope: one's own visits, by the account
    rows = VisitDoubt.objects.filter(account_id=actor.person_id, found_at__gte=since)
    kept = list(rows.select_related("visit__place", "visit__sample").order_by("-found_at", "id")[:OWN_LIMIT])
    likeness = _Likeness.of(kept, actor, own=True)
    return [{**_doubt(row, likeness), "result": _result_of(row)} for row in kept]


def _result_of(row: VisitDoubt) -> str:
    sample = getattr(row.visit, "sample", None)
    return RESULTS[sample.result][0] if sample is not None and sample.result else ""


def list_doubts(*, actor: Actor, filters: DoubtFilters, page: int = 1, page_size: int = 50) -> Paged[dict[str, Any]]:
    """Return one page of the listed doubts in scope; reading it is audited."""
    require_anywhere(actor, "patrol.doubts")
    rows = in_sight(actor).select_related("visit__place__area", "visit__sample")
    if filters.area:
        rows = rows.filter(under(filters.area))
    if filters.drawn is not None:
        rows = rows.filter(visit__sample__isnull=not filters.drawn)
    paged = page_of(rows.order_by("-listed_at", "id"), page, page_size)
    kept: list[VisitDoubt] = list(paged.items)
    with transaction.write():
        audit.record(actor=actor, verb="doubt.read", changes={"rows": [None, len(kept)]}, area_path=filters.area)
    likeness = _Likeness.of(kept, actor, own=False)
    shown = [{**_doubt(row, likeness), **_visitor(row), "drawn": hasattr(row.visit, "sample")} for row in kept]
    return Paged(shown, paged.total, page, page_size)


def _visitor(row: VisitDoubt) -> dict[str, Any]:
    area = row.visit.place.area
    return {"by_name": row.visit.by_name, "area_path": row.area_path, "area_name": area.name if area else ""}


def _doubt(row: VisitDoubt, likeness: "_Likeness") -> dict[str, Any]:
    visit = row.visit
    return {
        "id": row.pk,
        "visit_id": visit.pk,
        "visit_number": visit.number,
        "place_id": visit.place_id,
        "place_name": visit.place.name,
        "local_date": visit.local_date,
        "ended_at": visit.ended_at,
        "score": row.score,
        "reasons": row.reasons,
        "photos": likeness.words(row),
        "rules_version": row.rules_version,
        "found_at": row.found_at,
        "list_from": row.list_from,
        "listed_at": row.listed_at,
        "explanation": row.explanation,
        "explained_at": row.explained_at,
    }


@dataclass
class _Likeness:
    """The pictures that doubts are about, in words that say no more of other places than the reader may know (four queries)."""

    actor: Actor
    own: bool
    by_link: dict[UUID, Use] = field(default_factory=dict)
    names: dict[UUID, str] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Sequence[VisitDoubt], actor: Actor, *, own: bool) -> "_Likeness":
        wanted = [UUID(one["other"]) for row in rows for one in row.reused]
        if not wanted:
            return cls(actor, own)
        # scope: narrowed below, use by use, to what the reader may know
        found = uses(EvidenceLink.objects.filter(pk__in=wanted))
        seen = {use.link_id: use for use in found if cls._may(use, actor, own)}
        # scope: places of pictures that the reader may see
        names = dict(Place.objects.filter(pk__in=[use.place_id for use in seen.values()]).values_list("pk", "name"))
        return cls(actor, own, seen, names)

    @staticmethod
    def _may(use: Use, actor: Actor, own: bool) -> bool:
        in_scope = actor.may("patrol.view", area_path=use.area_path, line=use.line)
        return in_scope and (not own or taken_by(use, actor))

    def words(self, row: VisitDoubt) -> list[dict[str, Any]]:
        """Return the pictures of one doubt: one's own beside the other, or in words where the other is not to be seen."""
        shown = []
        for one in row.reused:
            use = self.by_link.get(UUID(one["other"]))
            if use is not None:
                zh = f"{self.names.get(use.place_id, '')}，{clock.local(use.at):%m-%d %H:%M}"
                en = f"{self.names.get(use.place_id, '')}, {clock.local(use.at):%m-%d %H:%M}"
            elif one["same_place"]:
                zh, en = "本场所另一次巡查", "another visit to this place"
            else:
                zh, en = "别处", "another place"
            shown.append({"photo_id": one["photo"], "other_photo_id": str(use.link_id) if use else None, "zh": zh, "en": en})
        return shown


def list_samples(*, actor: Actor, filters: SampleFilters, page: int = 1, page_size: int = 50) -> Paged[dict[str, Any]]:
    """Return one page of drawn visits in scope, those without a result first; reading it is audited."""
    require_anywhere(actor, "patrol.doubts")
    paged = page_of(_samples(actor, filters), page, page_size)
    kept: list[SampleItem] = list(paged.items)
    with transaction.write():
        audit.record(actor=actor, verb="sample.read", changes={"rows": [None, len(kept)]}, area_path=filters.area)
    return Paged(_shown(kept, actor), paged.total, page, page_size)


def _samples(actor: Actor, filters: SampleFilters) -> QuerySet[SampleItem]:
    rows = visible(SampleItem.objects.select_related("draw", "visit", "place__area"), actor, "patrol.doubts")
    if filters.area:
        rows = rows.filter(under(filters.area))
    if filters.week:
        rows = rows.filter(draw__week_from=filters.week)
    if filters.state == "open":
        rows = rows.filter(result="")
    elif filters.state:
        rows = rows.filter(result=filters.state)
    return (
        rows.order_by("done_at", "-draw__week_from", "visit__number")
        if filters.state == "open"
        else rows.order_by("-draw__week_from", "visit__number")
    )


def _shown(rows: Sequence[SampleItem], actor: Actor) -> list[dict[str, Any]]:
    listed = in_sight(actor).filter(visit__in=[row.visit_id for row in rows]).select_related("visit__place")
    doubts = {row.visit_id: row for row in listed}
    likeness = _Likeness.of(list(doubts.values()), actor, own=False)
    photos = evidence.links_of_many(SAMPLE, [row.pk for row in rows])
    return [_sample(row, doubts.get(row.visit_id), likeness, photos.get(str(row.pk), ()), actor) for row in rows]


def _sample(
    row: SampleItem, doubt: VisitDoubt | None, likeness: _Likeness, photos: Iterable[EvidenceLink], actor: Actor
) -> dict[str, Any]:
    visit = row.visit
    return {
        "id": row.pk,
        "week_from": row.draw.week_from,
        "visit_id": visit.pk,
        "visit_number": visit.number,
        "local_date": visit.local_date,
        "by_name": visit.by_name,
        "outcome_label": visit.outcome_label,
        "place_id": row.place_id,
        "place_name": row.place.name,
        "place_address": row.place.address,
        "area_path": row.area_path,
        "area_name": row.place.area.name if row.place.area else "",
        "why": row.why,
        "why_label": DRAWN_BECAUSE[row.why][0],
        "score": doubt.score if doubt else 0,
        "reasons": doubt.reasons if doubt else [],
        "photos": likeness.words(doubt) if doubt else [],
        "explanation": doubt.explanation if doubt else "",
        "result": row.result,
        "result_label": RESULTS[row.result][0] if row.result else "",
        "differences": row.differences,
        "difference_labels": [DIFFERENCES[code][0] for code in row.differences],
        "note": row.note,
        "done_at": row.done_at,
        "re_inspected_by": row.by_name,
        "re_inspection_photos": [link.pk for link in photos],
        "may_record": not row.result
        and row.visitor_id != actor.account_id
        and actor.may("patrol.sample", area_path=row.area_path, line=row.line),
    }


def export_samples(*, actor: Actor, filters: SampleFilters) -> list[dict[str, Any]]:
    """Return every row of the list for its export, at most 20,000. Raises TooLarge."""
    require_anywhere(actor, "patrol.doubts")
    rows = _samples(actor, filters)
    total = rows.count()
    if total > EXPORT_LIMIT:
        raise TooLarge(
            "export_too_large",
            zh=f"共 {total} 条，超过一次导出的上限 {EXPORT_LIMIT} 条。请按区域或周分次导出。",
            en=f"{total} rows exceed the limit of {EXPORT_LIMIT} for one export; narrow by area or week.",
        )
    return _shown(list(rows), actor)


def list_draws(*, actor: Actor, page: int = 1, page_size: int = 50) -> Paged[dict[str, Any]]:
    """Return one page of draws in scope, the latest week first, with how many were re-inspected and how many matched."""
    require_anywhere(actor, "patrol.doubts")
    rows = _draws(actor).order_by("-week_from", "area_path")
    paged = page_of(rows, page, page_size)
    names = dict(Area.objects.filter(path__in=[row.area_path for row in paged.items]).values_list("path", "name"))
    return Paged([_draw(row, names) for row in paged.items], paged.total, page, page_size)


def _draws(actor: Actor) -> QuerySet[SampleDraw]:
    counted = visible(SampleDraw.objects.all(), actor, "patrol.doubts").defer("candidates")
    return counted.annotate(
        drawn=Count("items"),
        done=Count("items", filter=~Q(items__result="")),
        matched=Count("items", filter=Q(items__result="match")),
    )


def _draw(row: Any, names: dict[str, str]) -> dict[str, Any]:
    fields = (
        "id", "area_path", "week_from", "seed", "count", "doubted_count", "others_count", "candidates_sha256", "by_name",
        "drawn_at", "drawn", "done", "matched",
    )  # fmt: skip
    return {**{name: getattr(row, name) for name in fields}, "area_name": names.get(row.area_path, row.area_path)}


def draw_detail(*, actor: Actor, draw_id: UUID) -> dict[str, Any]:
    """Return one draw and whether drawing again from its seed and list gives the same visits. Raises NotFound."""
    found = find(_draws(actor), actor, "patrol.doubts", draw_id, what=("抽取记录", "draw"))
    names = dict(Area.objects.filter(path=found.area_path).values_list("path", "name"))
    drawn = {row.visit.number for row in found.items.select_related("visit")}
    try:
        same = {lot.number for lot in drawn_again(found)} == drawn
    except ValueError:
        same = False
    return {**_draw(found, names), "same_when_drawn_again": same}
