"""Reads of household visits: the list, a building's doors, what a phone carries."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet
from ninja import Schema
from pydantic import Field

from fengsui.kernel import audit, clock, documents, transaction
from fengsui.kernel.actor import Actor
from fengsui.kernel.api import Paged, keys_of, page_of
from fengsui.kernel.documents import Column, Sheet
from fengsui.kernel.errors import TooLarge, not_found
from fengsui.kernel.scope import require_anywhere, under, visible
from fengsui.org.models import Area
from fengsui.patrol.households import rules
from fengsui.patrol.households.models import BuildingShape, HouseholdVisit
from fengsui.patrol.models import CLOCK_FLAGS

EXPORT_LIMIT = 100_000
REMEMBERED = timedelta(days=400)


class HouseholdFilters(Schema):
    """What narrows the list; dates are district dates, both ends included."""

    search: str = Field(default="", max_length=80)
    area: str = Field(default="", max_length=60)
    outcome: list[str] = Field(default_factory=list)
    building_id: UUID | None = None
    by_account: UUID | None = None
    with_hazards: bool | None = None
    date_from: date | None = None
    date_to: date | None = None
    valid: bool | None = True


def in_scope(actor: Actor, permission: str = "patrol.view") -> QuerySet[HouseholdVisit]:
    """Return the knocks an actor may reach."""
    return visible(HouseholdVisit.objects.select_related("building"), actor, permission)


def matching(
    actor: Actor,
    filters: HouseholdFilters,
    *,
    walked: bool = False,
    rows: QuerySet[HouseholdVisit] | None = None,
    permission: str = "patrol.view",
) -> QuerySet[HouseholdVisit]:
    """Return the knocks someone may reach that match; `walked`: in the order of an index (kernel.api.paging)."""
    # scope: narrowed by visible in the filter that takes these rows
    rows = HouseholdVisit.objects.all() if rows is None else rows
    rows = visible(rows, actor, permission, within=filters.area, passed=walked)
    if filters.search:
        rows = rows.filter(Q(building__name__contains=filters.search.strip()) | Q(door=filters.search.strip()))
    if filters.outcome:
        rows = rows.filter(outcome__in=filters.outcome)
    if filters.building_id:
        rows = rows.filter(building_id=filters.building_id)
    if filters.by_account:
        rows = rows.filter(by_account_id=filters.by_account)
    if filters.with_hazards is not None:
        rows = rows.exclude(hazards=[]) if filters.with_hazards else rows.filter(hazards=[])
    if filters.date_from:
        rows = rows.filter(local_date__gte=filters.date_from)
    if filters.date_to:
        rows = rows.filter(local_date__lte=filters.date_to)
    return rows if filters.valid is None else rows.filter(valid=filters.valid)


def household_visits(
    *, actor: Actor, filters: HouseholdFilters, sort: str = "-happened_at", page: int = 1, page_size: int = 50
) -> Paged[dict[str, Any]]:
    """Return one page of knocks.

    Raises InvalidInput `narrow_the_list` where more than 10,000 match and the page or the order would read them all.
    """
    require_anywhere(actor, "patrol.view")
    part = keys_of(
        matching(actor, filters),
        matching(actor, filters, walked=True),
        _order(sort),
        page,
        page_size,
        has_index="building" not in sort,
    )
    rows = in_scope(actor).in_bulk(part.keys)
    return Paged([shown(rows[key]) for key in part.keys if key in rows], part.total, page, page_size, part.total_is_least)


def _order(sort: str) -> tuple[str, ...]:
    down = sort.startswith("-")
    fields = {"building": ("building__name", "door"), "local_date": ("local_date", "happened_at")}.get(
        sort.lstrip("-"), ("local_date", "happened_at")
    )
    return tuple(f"-{field}" if down else field for field in (*fields, "id"))


def words(codes: list[str], table: dict[str, tuple[str, str]]) -> str:
    """Return codes as words."""
    return "、".join(table[code][0] for code in codes if code in table)


def shown(row: HouseholdVisit) -> dict[str, Any]:
    """Return one knock as lists and exports show it."""
    return {
        "id": row.pk,
        "building_id": row.building_id,
        "building": row.building.name,
        "door": row.door,
        "outcome": row.outcome,
        "outcome_label": rules.OUTCOMES[row.outcome][0],
        "topics": row.topics,
        "topics_label": words(row.topics, rules.TOPICS),
        "hazards": row.hazards,
        "hazards_label": words(row.hazards, rules.HAZARDS),
        "leaflets": row.leaflets,
        "happened_at": row.happened_at,
        "received_at": row.received_at,
        "local_date": row.local_date,
        "by_name": row.by_name,
        "area_path": row.area_path,
        "valid": row.valid,
        "clock_flag_label": CLOCK_FLAGS[row.clock_flag][0],
    }


COLUMNS = [
    Column("local_date", "日期", "date", 12),
    Column("building", "楼栋", "text", 24),
    Column("door", "门牌", "text", 10),
    Column("outcome_label", "结果", "text", 12),
    Column("topics_label", "宣传内容", "text", 36),
    Column("leaflets", "资料（份）", "integer", 10),
    Column("hazards_label", "发现问题", "text", 36),
    Column("by_name", "走访人", "text", 14),
    Column("happened_at", "时间", "datetime", 18),
]


def household_workbook(*, actor: Actor, filters: HouseholdFilters, sort: str) -> bytes:
    """Return the XLSX of every knock that matches; audited. Raises Forbidden, TooLarge above 100,000 rows."""
    require_anywhere(actor, "patrol.export")
    # scope: narrowed by visible in the filter that takes these rows
    shown_with = HouseholdVisit.objects.select_related("building")
    found = matching(actor, filters, rows=shown_with, permission="patrol.export").order_by(*_order(sort))
    total = found.count()
    if total > EXPORT_LIMIT:
        raise TooLarge(
            "export_too_large",
            zh=f"共 {total} 条，超过一次导出的上限 {EXPORT_LIMIT} 条。请缩小日期或区域后分次导出。",
            en=f"{total} rows exceed the limit of {EXPORT_LIMIT} for one export; narrow the filters.",
        )
    rows = [shown(row) for row in found]
    with transaction.write():
        given = filters.model_dump(mode="json", exclude_defaults=True)
        changes = {"rows": [None, len(rows)], "filters": [None, given]}
        audit.record(actor=actor, verb="household.export", area_path=filters.area, changes=changes)
    return documents.table_xlsx(sheets=[Sheet("入户走访", COLUMNS, rows)], watermark=documents.mark_of(actor, filters.area))


def buildings(*, actor: Actor, search: str = "", area: str = "", page: int = 1, page_size: int = 50) -> Paged[dict[str, Any]]:
    """Return buildings with how many of their doors have ever been met, in two queries."""
    require_anywhere(actor, "patrol.view")
    rows = visible(BuildingShape.objects.all(), actor, "patrol.view")
    if search:
        rows = rows.filter(name__contains=search.strip())
    if area:
        rows = rows.filter(under(area))
    good = Q(visits__valid=True)
    rows = rows.annotate(
        met=Count("visits__household", filter=good & Q(visits__outcome="met"), distinct=True),
        tried=Count("visits__household", filter=good, distinct=True),
        last_on=Max("visits__local_date", filter=good),
    )
    return page_of(rows.order_by("area_path", "name", "id"), page, page_size, _building)


def _building(row: Any) -> dict[str, Any]:
    numbers = ("id", "name", "area_path", "units", "floors", "first_floor", "doors_per_floor", "skipped", "door_count")
    return {**{name: getattr(row, name) for name in numbers}, "met": row.met, "tried": row.tried, "last_on": row.last_on}


def building_doors(*, actor: Actor, building_id: UUID) -> dict[str, Any]:
    """Return a building with what came last at each door. Raises NotFound."""
    row = visible(BuildingShape.objects.all(), actor, "patrol.view").filter(pk=building_id).first()
    if row is None:
        raise not_found("楼栋", "building")
    last = _last_at([row.pk], None).get(row.pk, {})
    area = Area.objects.filter(path=row.area_path).values_list("name", flat=True).first() or ""
    cells = [{"door": door, **last.get(door, {"outcome": "", "on": None})} for door in rules.doors(row.shape())]
    return {**_carried(row), "area_name": area, "by_name": row.by_name, "drawn_at": row.drawn_at, "door_count": row.door_count,
            "doors": cells}  # fmt: skip


def _last_at(building_ids: list[UUID], since: date | None) -> dict[UUID, dict[str, dict[str, Any]]]:
    # scope: callers hand over buildings they have narrowed to the actor's scope
    rows = HouseholdVisit.objects.filter(building_id__in=building_ids, valid=True)
    if since:
        rows = rows.filter(local_date__gte=since)
    found: dict[UUID, dict[str, dict[str, Any]]] = {}
    for row in rows.order_by("happened_at", "id").values("building_id", "door", "outcome", "local_date"):
        found.setdefault(row["building_id"], {})[row["door"]] = {"outcome": row["outcome"], "on": row["local_date"]}
    return found


def _carried(row: BuildingShape) -> dict[str, Any]:
    names = ("id", "name", "area_path", "units", "floors", "first_floor", "doors_per_floor", "skipped")
    return {name: getattr(row, name) for name in names}


def for_phone(*, actor: Actor, since: datetime | None) -> list[dict[str, Any]]:
    """Return the buildings of a phone's areas that changed since, each with the last outcome and day at every door."""
    rows = visible(BuildingShape.objects.all(), actor, "patrol.sync")
    if since is not None:
        rows = rows.filter(updated_at__gte=since)
    kept = list(rows.order_by("area_path", "name", "id"))
    last = _last_at([row.pk for row in kept], clock.local_date() - REMEMBERED)
    return [
        {**_carried(row), "last": {door: [cell["outcome"], cell["on"]] for door, cell in last.get(row.pk, {}).items()}}
        for row in kept
    ]


def codes() -> dict[str, list[dict[str, str]]]:
    """Return the codes a phone offers at a door, with their words."""
    tables = {
        "outcomes": {code: rules.OUTCOMES[code] for code in rules.OFFERED},
        "topics": rules.TOPICS,
        "hazards": rules.HAZARDS,
    }
    return {
        name: [{"code": code, "label": zh, "label_en": en} for code, (zh, en) in table.items()] for name, table in tables.items()
    }
