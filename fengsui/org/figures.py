"""The figures of the organization: who holds which kind of post on a day, streets and service centres."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value

from fengsui.kernel import clock
from fengsui.kernel.figure import Figure, Period, RowColumn, declare
from fengsui.org.models import Area, Organization, Post

POST_COLUMNS = (
    RowColumn("name", "姓名", "name", width=16),
    RowColumn("kind_label", "岗位", "post", width=16),
    RowColumn("valid_from", "任职日期", "from", "date", 12),
    RowColumn("valid_to", "离任日期", "to", "date", 12),
    RowColumn("area_path", "区域", "area", width=22),
)
# One table of hundreds of rows: counted each time, without cells.
KINDS = {
    "supervisor": ("supervisors", "包联监督员", "Supervisors"),
    "centre_staff": ("centre_staff", "服务中心工作人员", "Service centre staff"),
    "inspector": ("inspectors", "镇街巡查员", "Street inspectors"),
    "grid_worker": ("grid_workers", "网格员", "Grid workers"),
    "micro_station": ("micro_station", "微型消防站队员", "Micro station members"),
    "volunteer": ("volunteers", "志愿者", "Volunteers"),
}


def _held_on(period: Period) -> Q:
    return Q(valid_from__lte=period.end) & (Q(valid_to__isnull=True) | Q(valid_to__gte=period.end))


def _posts(kind: str, period: Period) -> QuerySet[Post]:
    held = Post.objects.filter(_held_on(period), kind=kind, substitute_for__isnull=True)
    earlier = held.filter(member=OuterRef("member"), pk__lt=OuterRef("pk"))
    return held.filter(~Exists(earlier)).select_related("member")


def _show_posts(rows: Sequence[Post]) -> list[dict[str, Any]]:
    return [
        {
            "id": str(row.pk),
            "name": row.member.name,
            "kind_label": row.get_kind_display(),
            "valid_from": row.valid_from,
            "valid_to": row.valid_to,
            "area_path": row.area_path,
        }
        for row in rows
    ]


for _kind, (_name, _zh, _en) in KINDS.items():
    declare(
        Figure(
            id=f"org.{_name}",
            zh=_zh,
            en=_en,
            unit="post",
            definition=f"期末当日在任的{_zh}人数。",
            definition_en=f"{_en} in post at the end of the period.",
            period_rule="stock",
            counted_on="任职和离任日期（离任当日仍计）",
            deduplication="同一人在几处任同一种岗位的只计一人，归在最早登记的那一处",
            exclusions="顶岗代班的；期末之前已离任的",
            version=1,
            permission="members.view",
            facts=partial(_posts, _kind),
            order=("area_path", "pk"),
            columns=POST_COLUMNS,
            show=_show_posts,
            subject="org.post",
            scope_rule="按岗位所在区域归口；只算本人数据范围内的岗位",
        )
    )

AREA_COLUMNS = (RowColumn("name", "名称", "name", width=24), RowColumn("area_path", "区域", "area", width=22))


def _streets(period: Period) -> QuerySet[Any]:
    then = Q(active_from__isnull=True) | Q(active_from__lte=period.end)
    still = Q(active_to__isnull=True) | Q(active_to__gt=period.end)
    rows = Area.objects.filter(then, still, level="street").annotate(area_path=F("path"), line=Value(""))  # type: ignore[no-redef]
    return rows.values("pk", "name", "area_path", "line")


def _centres(period: Period) -> QuerySet[Organization]:
    end = clock.local_day_bounds(period.end)[1]
    open_then = Q(closed_at__isnull=True) | Q(closed_at__gte=end)
    return Organization.objects.filter(open_then, kind="service_centre")


def _show_streets(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"id": str(row["pk"]), "name": row["name"], "area_path": row["area_path"]} for row in rows]


def _show_centres(rows: Sequence[Organization]) -> list[dict[str, Any]]:
    return [{"id": str(row.pk), "name": row.name, "area_path": row.area_path} for row in rows]


STREETS = declare(
    Figure(
        id="org.streets",
        zh="镇街",
        en="Streets",
        unit="area",
        definition="期末当日设有的镇街数。",
        definition_en="Streets and towns that stand at the end of the period.",
        period_rule="stock",
        counted_on="区域的启用和停用日期",
        deduplication="一个区域计一个",
        exclusions="已撤并停用的",
        version=1,
        permission="areas.view",
        facts=_streets,
        order=("path",),
        columns=AREA_COLUMNS,
        show=_show_streets,
        subject="org.area",
    )
)
CENTRES = declare(
    Figure(
        id="org.service_centres",
        zh="镇街消防安全服务中心",
        en="Street service centres",
        unit="area",
        definition="期末当日设有的镇街消防安全服务中心数。",
        definition_en="Fire safety service centres that stand at the end of the period.",
        period_rule="stock",
        counted_on="单位的停用时间（设立时间没有登记，已登记的都计）",
        deduplication="一个单位计一个",
        exclusions="期末之前已停用的",
        version=1,
        permission="members.view",
        facts=_centres,
        order=("area_path", "pk"),
        columns=AREA_COLUMNS,
        show=_show_centres,
        subject="org.organization",
    )
)
