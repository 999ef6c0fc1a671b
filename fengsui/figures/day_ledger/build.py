"""Gathering a day: the figures, the lists behind them, the people, and what is not final yet, for any past day."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Count, Max, Min, Q, Sum

from fengsui.figures import queries
from fengsui.figures.kept import Later, Sheet
from fengsui.kernel import clock, settings_store
from fengsui.kernel.actor import Actor
from fengsui.kernel.errors import InvalidInput
from fengsui.kernel.figure import FigureValue, Period, unit_label
from fengsui.kernel.models import AuditSeal
from fengsui.kernel.scope import under, visible
from fengsui.org.models import Post
from fengsui.patrol.figures import SHOWN_OF_VISITS, show_visits, visits
from fengsui.patrol.models import PhoneReport

DAY_FIGURES = (
    "places.stock",
    "patrol.places_visited",
    "patrol.visits",
    "patrol.not_entered",
    "patrol.people_out",
    "hazards.found",
    "hazards.fixed_on_site",
    "hazards.closed",
    "hazards.closed_on_site",
    "hazards.stock_opening",
    "hazards.stock_closing",
    "hazards.overdue",
    "patrol.tasks_due",
    "patrol.tasks_done",
    "patrol.evidence_awaited",
)
AREA_FIGURES = (
    "patrol.places_visited", "patrol.visits", "hazards.found", "hazards.closed", "hazards.stock_closing", "hazards.overdue",
)  # fmt: skip
WEEKDAYS = "一二三四五六日"
CHILD_LEVEL = {6: "street", 10: "community", 14: "grid", 17: "grid"}


def date_words(day: date) -> str:
    """Return a day as papers write it: 2026年3月10日 星期二."""
    return f"{day.year}年{day.month}月{day.day}日 星期{WEEKDAYS[day.weekday()]}"


def figure_row(item: FigureValue) -> dict[str, Any]:
    """Return a computed figure with its words, as screens and papers show it."""
    figure = item.figure
    return {
        "id": figure.id,
        "name": figure.zh,
        "name_en": figure.en,
        "value": item.value,
        "unit": unit_label(figure.unit),
        "unit_en": unit_label(figure.unit, "en"),
        "definition": figure.definition,
        "version": figure.version,
        "of": figure.of,
    }


def day_ledger(*, actor: Actor, day: date, area_path: str = "", limit: int | None = None) -> dict[str, Any]:
    """Return the day ledger of an area for a day that is not in the future.

    `limit` caps every list (its `total` stays whole), None lists all. The number of queries does not depend on the
    size of the area. Raises NotFound for an area outside the asker's scope, InvalidInput for a future day.
    """
    today = clock.local_date()
    if day > today:
        raise InvalidInput("day_in_future", zh=f"{day} 还没有到，不能生成日台账。", en=f"{day} has not come yet.")
    path = area_path or queries.default_area(actor)
    queries.require_area(actor, path)
    period = Period.day(day)
    sheet = Sheet(actor)
    asked, areas = queries.ask_values(sheet, period=period, area_path=path, ids=DAY_FIGURES), _by_area(sheet, path, period)
    computed = asked()
    name = queries.area_names([path])[path]
    notes = _not_final(actor, path, day, today, computed)
    return {
        "title": f"{name}消防安全巡查日台账",
        "date": day,
        "date_words": date_words(day),
        "area_path": path,
        "area_name": name,
        "simulated": settings_store.is_demo(),
        "provisional": bool(notes),
        "notes": notes,
        "made_at": clock.now(),
        "made_by": actor.name,
        "figures": [figure_row(item) for item in computed.values()],
        "areas": areas(),
        "visits": _visits(actor, path, period, limit),
        "found": _listed("hazards.found", actor, path, period, limit),
        "closed": _listed("hazards.closed", actor, path, period, limit),
        "overdue": _listed("hazards.overdue", actor, path, period, limit),
        "people": _people(actor, path, period),
        "on_duty": _on_duty(path, day),
        "seal": _seal(day),
    }


def _listed(figure_id: str, actor: Actor, path: str, period: Period, limit: int | None) -> dict[str, Any]:
    total, rows = queries.rows(queries.figure_of(figure_id), actor=actor, period=period, area_path=path, stop=limit)
    return {"total": total, "rows": rows}


def _day_visits(actor: Actor, path: str, period: Period) -> Any:
    return visible(visits(period), actor, "patrol.view", walked=True, within=path)


def _visits(actor: Actor, path: str, period: Period, limit: int | None) -> dict[str, Any]:
    rows = _day_visits(actor, path, period).select_related("place").only(*SHOWN_OF_VISITS).order_by("started_at", "number")
    return {"total": rows.count(), "rows": show_visits(list(rows[:limit]))}


def _people(actor: Actor, path: str, period: Period) -> list[dict[str, Any]]:
    grouped = _day_visits(actor, path, period).order_by().values("by_account_id", "by_name")
    people = grouped.annotate(
        visits=Count("pk"),
        inspected=Count("pk", filter=Q(inspected=True)),
        hazards=Sum("hazard_count"),
        first_at=Min("started_at"),
        last_at=Max("ended_at"),
    )
    return [{**row, "by_account_id": str(row["by_account_id"] or "")} for row in people.order_by("-visits", "by_name")]


def _on_duty(path: str, day: date) -> list[dict[str, Any]]:
    held = Post.objects.filter(under(path), Q(valid_to__isnull=True) | Q(valid_to__gte=day), valid_from__lte=day)
    counted = held.values("kind").annotate(n=Count("member_id", distinct=True)).order_by("kind")
    return [{"kind": row["kind"], "label": Post.Kind(row["kind"]).label, "count": row["n"]} for row in counted]


def _by_area(sheet: Sheet, path: str, period: Period) -> Later[list[dict[str, Any]]]:
    level = CHILD_LEVEL.get(len(path), "grid")
    figures = [queries.figure_of(figure_id) for figure_id in AREA_FIGURES]
    asked = queries.ask_by_area(sheet, figures, period=period, area_path=path, level=level)
    return lambda: _area_rows(path, asked())


def _area_rows(path: str, tables: dict[str, dict[str, int]]) -> list[dict[str, Any]]:
    paths = sorted({child for table in tables.values() for child in table if child != path})
    names = queries.area_names(paths)
    return [
        {"area_path": child, "area_name": names[child], **{key: table.get(child, 0) for key, table in tables.items()}}
        for child in paths
    ]


def _not_final(actor: Actor, path: str, day: date, today: date, computed: dict[str, FigureValue]) -> list[str]:
    notes = []
    if day == today:
        notes.append("当日尚未结束，数字随手机同步继续变化。")
    end = clock.local_day_bounds(day)[1]
    phones = PhoneReport.objects.filter(under(path), oldest_unsent_at__lt=end).filter(
        Q(unsent_operations__gt=0) | Q(unsent_photos__gt=0)
    )
    held = phones.aggregate(phones=Count("pk"), operations=Sum("unsent_operations"), photos=Sum("unsent_photos"))
    if held["phones"]:
        kept = [f"{held[key]} {words}" for key, words in (("operations", "条记录"), ("photos", "张照片")) if held[key]]
        notes.append(f"有 {held['phones']} 部手机还有 {'、'.join(kept)}未送达，送达后补入。")
    awaited = computed.get("patrol.evidence_awaited")
    if awaited and awaited.value:
        notes.append(f"当日结束时有 {awaited.value} 份照片的原件未送达，相关隐患在送达前不计入销案。")
    late: Sequence[Any] = _day_visits(actor, path, Period.day(day)).filter(received_at__gte=end).values_list("pk", flat=True)
    if count := len(late):
        notes.append(f"有 {count} 次巡查在次日以后才送达，已补入当日。")
    return notes


def _seal(day: date) -> dict[str, Any] | None:
    end = clock.local_day_bounds(day)[1]
    row = AuditSeal.objects.filter(sealed_at__lt=end).order_by("-id").first()
    return {"number": row.pk, "sha256": row.seal_sha256, "sealed_at": row.sealed_at} if row else None
