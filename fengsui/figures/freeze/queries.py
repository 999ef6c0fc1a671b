"""Reading frozen reports: the list, one report, its check against today's facts, the flags that stand."""

import hashlib
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from fengsui.figures import kept, queries
from fengsui.figures.freeze.models import Disagreement, FigureDefinition, FrozenFigure, FrozenReport
from fengsui.figures.freeze.rows import rows_of, unpacked
from fengsui.figures.freeze.services import digest
from fengsui.kernel import audit, documents, seals, transaction
from fengsui.kernel.actor import Actor, on_behalf
from fengsui.kernel.api import Paged
from fengsui.kernel.documents import Column, Sheet
from fengsui.kernel.figure import Figure, Period, known
from fengsui.kernel.scope import find, require_anywhere, under, visible

MOST_SHOWN = 200


def _reports(actor: Actor) -> QuerySet[FrozenReport]:
    return visible(FrozenReport.objects.all(), actor, "figures.view")


def _row(report: FrozenReport) -> dict[str, Any]:
    return {
        "id": report.pk, "number": report.number, "title": report.title, "from_date": report.from_date, "to_date": report.to_date,
        "area_path": report.area_path, "area_name": report.area_name, "note": report.note, "by_name": report.by_name,
        "frozen_at": report.frozen_at, "digest": report.digest, "bulletin_id": report.bulletin_id,
    }  # fmt: skip


def list_reports(
    *,
    actor: Actor,
    area: str = "",
    from_date: date | None = None,
    to_date: date | None = None,
    page: int = 1,
    page_size: int = 50,
) -> Paged[dict[str, Any]]:
    """Return one page of the frozen reports in scope, the latest first."""
    require_anywhere(actor, "figures.view")
    rows = _reports(actor)
    if area:
        rows = rows.filter(under(area))
    if from_date:
        rows = rows.filter(to_date__gte=from_date)
    if to_date:
        rows = rows.filter(from_date__lte=to_date)
    start = (page - 1) * page_size
    ordered = rows.order_by("-frozen_at", "-number")
    return Paged([_row(row) for row in ordered[start : start + page_size]], rows.count(), page, page_size)


def disagreements(*, actor: Actor, open_only: bool = True) -> list[dict[str, Any]]:
    """Return the flags in scope, the newest first, at most 200; both reports named."""
    require_anywhere(actor, "figures.view")
    rows = visible(Disagreement.objects.select_related("earlier", "later"), actor, "figures.view")
    if open_only:
        rows = rows.filter(explained_at__isnull=True)
    return _flags(rows)


def lock_of(*, actor: Actor, number: str) -> dict[str, Any] | None:
    """Return the report that locks a paper's numbers with every flag about it, or None when there is none in scope."""
    row = _reports(actor).filter(number=number).first() if number else None
    if row is None:
        return None
    flags = visible(Disagreement.objects.select_related("earlier", "later"), actor, "figures.view")
    return {**_row(row), "flags": _flags(flags.filter(Q(earlier=row) | Q(later=row)))}


def _flags(rows: QuerySet[Disagreement]) -> list[dict[str, Any]]:
    return [
        {
            "id": row.pk, "figure_id": row.figure_id, "figure_name": row.figure_name, "area_path": row.area_path,
            "earlier": _row(row.earlier), "later": _row(row.later), "earlier_value": row.earlier_value,
            "later_value": row.later_value, "raised_at": row.raised_at, "explained_at": row.explained_at,
            "explained_by_name": row.explained_by_name, "explanation": row.explanation,
        }
        for row in rows.order_by("-raised_at", "earlier__number", "figure_id", "area_path", "pk")[:MOST_SHOWN]
    ]  # fmt: skip


def _find(actor: Actor, report_id: UUID) -> FrozenReport:
    # scope: narrowed by find
    return find(FrozenReport.objects.all(), actor, "figures.view", report_id, what=("锁数报告", "frozen report"))


def _numbers(report: FrozenReport) -> list[FrozenFigure]:
    # scope: numbers of a report found in scope
    return list(FrozenFigure.objects.filter(report=report).order_by("position"))


def report(*, actor: Actor, report_id: UUID) -> dict[str, Any]:
    """Return one report with its numbers and whether its signature holds. Raises NotFound outside the scope."""
    row = _find(actor, report_id)
    numbers = _numbers(row)
    return {
        **_row(row),
        "rulepack_versions": row.rulepack_versions,
        "signature": row.signature,
        "public_key": seals.public_key_hex(),
        "signed": is_whole(row, numbers),
        "figures": [
            {
                "figure_id": one.figure_id, "name": one.name, "unit": one.unit, "version": one.version,
                "definition": one.definition, "value": one.value, "row_count": one.row_count, "rows_sha256": one.rows_sha256,
            }
            for one in numbers
        ],
    }  # fmt: skip


def is_whole(row: FrozenReport, numbers: list[FrozenFigure]) -> bool:
    """Tell whether a report is what was signed: its hash is that of its columns, and the signature is over that hash."""
    same = all(_hash_of(one) == one.rows_sha256 for one in numbers if one.rows is not None)
    return same and digest(row, numbers) == row.digest and seals.is_signed(row.digest, row.signature)


def _hash_of(one: FrozenFigure) -> str:
    lines = sorted((unpacked(one.rows) or {}).items())
    return hashlib.sha256("".join(f"{key}|{told}\n" for key, told in lines).encode()).hexdigest()


def check(*, actor: Actor, report_id: UUID) -> dict[str, Any]:
    """Count the numbers of a report again from today's facts: what differs, with the rows that came, went or changed.

    The report was made of the whole area; so is the recount. Rows are shown only to whoever may see the kind.
    """
    row = _find(actor, report_id)
    numbers = _numbers(row)
    period = Period(row.from_date, row.to_date)
    return {
        "id": row.pk,
        "signed": is_whole(row, numbers),
        "figures": [_checked(one, known(one.figure_id), actor, period, row.area_path) for one in numbers],
    }


def _checked(one: FrozenFigure, figure: Figure | None, actor: Actor, period: Period, area_path: str) -> dict[str, Any]:
    told: dict[str, Any] = {
        "figure_id": one.figure_id, "name": one.name, "unit": one.unit, "frozen": one.value, "now": None, "same": False,
        "version_then": one.version, "version_now": figure.version if figure else None, "came": [], "went": [], "changed": [],
        "came_total": 0, "went_total": 0, "changed_total": 0,
    }  # fmt: skip
    if figure is None:
        return told
    system = on_behalf(actor)
    rows = rows_of(figure, actor=system, period=period, area_path=area_path)
    told["now"] = kept.values([figure], actor=system, period=period, area_path=area_path)[figure.id]
    told["same"] = told["now"] == one.value and rows.sha256 == one.rows_sha256
    then = unpacked(one.rows)
    if told["same"] or then is None or rows.kept is None or not actor.may(figure.permission, area_path=area_path):
        return told
    came = sorted(rows.kept.keys() - then.keys())
    went = sorted(then.keys() - rows.kept.keys())
    changed = sorted(key for key in rows.kept.keys() & then.keys() if rows.kept[key] != then[key])
    for name, keys in (("came", came), ("went", went), ("changed", changed)):
        told[f"{name}_total"] = len(keys)
        told[name] = [
            {"id": key, "then": then.get(key, ""), "now": rows.kept.get(key, "")} for key in keys[:MOST_SHOWN]
        ]  # fmt: skip
    return told


def definitions(*, actor: Actor, figure_id: str) -> list[dict[str, Any]]:
    """Return the versions of a figure's definition that this installation has had, the newest first."""
    require_anywhere(actor, "figures.view")
    figure = queries.figure_of(figure_id)
    # scope: words of figures, no rows of anybody
    rows = FigureDefinition.objects.filter(figure_id=figure.id).order_by("-version")
    return [{"version": row.version, "since": row.since, "words": row.words} for row in rows]


def workbook(*, actor: Actor, report_id: UUID) -> bytes:
    """Return a report as a spreadsheet: its numbers with definitions, its signature. The export is audited."""
    # scope: narrowed by find
    row = find(FrozenReport.objects.all(), actor, "figures.export", report_id, what=("锁数报告", "frozen report"))
    told = report(actor=actor, report_id=report_id)
    with transaction.write():
        audit.record(actor=actor, verb="frozen_report.export", subject=row)
    numbers = Sheet("锁定数字", [
        Column("name", "指标", "text", 24), Column("value", "数值", "integer", 12), Column("unit", "单位", "text", 8),
        Column("version", "口径版本", "integer", 10), Column("definition", "口径", "text", 70),
        Column("row_count", "明细行数", "integer", 12), Column("rows_sha256", "明细校验值", "text", 66),
    ], told["figures"])  # fmt: skip
    words = [
        ("编号", row.number), ("标题", row.title), ("区域", row.area_name), ("期间", f"{row.from_date} 至 {row.to_date}"),
        ("锁定人", row.by_name), ("锁定时间", f"{row.frozen_at.isoformat()}"), ("校验值", row.digest), ("签名", row.signature),
        ("公钥", told["public_key"]), ("签名有效", "是" if told["signed"] else "否"), ("说明", row.note),
        ("规则包", "、".join(f"{code} {version}" for code, version in sorted(row.rulepack_versions.items()))),
    ]  # fmt: skip
    head = Sheet("报告", [Column("key", "项目", "text", 12), Column("words", "内容", "text", 90)], [
        {"key": key, "words": text} for key, text in words
    ])  # fmt: skip
    return documents.table_xlsx(sheets=[numbers, head], watermark=documents.mark_of(actor, row.area_name))
