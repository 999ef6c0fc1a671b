"""The figures of the closed loop: found, fixed on site, closed, stock before and after, overdue."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from fengsui.hazards.models import Hazard, HazardStep
from fengsui.hazards.notices.models import SERVED_HOW, Notice
from fengsui.hazards.states import GRADES, LIMIT_STATES, state_label
from fengsui.kernel.figure import Figure, Period, RowColumn, declare

COLUMNS = (
    RowColumn("number", "编号", "number", width=22),
    RowColumn("place_name", "场所", "place", width=28),
    RowColumn("place_address", "地址", "address", width=30),
    RowColumn("title", "隐患", "hazard", width=34),
    RowColumn("grade", "等级", "grade", width=6),
    RowColumn("found_on", "发现日期", "found on", "date", 12),
    RowColumn("due_on", "期限", "due on", "date", 12),
    RowColumn("state_label", "现在状态", "state now", width=12),
    RowColumn("closed_on", "销案日期", "closed on", "date", 12),
    RowColumn("assigned_to", "承办方", "assigned to", width=22),
)


def show(hazards: Sequence[Hazard]) -> list[dict[str, Any]]:
    """Return hazards as the rows behind figures list them."""
    return [
        {
            "id": str(row.pk),
            "number": row.number,
            "place_id": str(row.place_id),
            "place_name": row.place.name,
            "place_address": row.place.address,
            "title": row.title,
            "grade": row.grade,
            "grade_label": GRADES[row.grade][0],
            "found_on": row.found_on,
            # Rows of an overdue list carry the limit as it stood on the day asked about.
            "due_on": getattr(row, "due_then", None) or row.due_on,
            "due_provisional": row.due_provisional,
            "state": row.state,
            "state_label": state_label(row.state),
            "closed_on": row.closed_on,
            "closed_how": row.closed_how,
            "assigned_to": row.assigned_to,
            "area_path": row.area_path,
        }
        for row in hazards
    ]


def countable() -> QuerySet[Hazard]:
    """Return the hazards that figures count at all: void ones are left out of every day, past days included."""
    return Hazard.objects.exclude(state="void").select_related("place")


def stock_on(day: date) -> QuerySet[Hazard]:
    """Return the hazards found by the end of a day and not closed by then."""
    return countable().filter(Q(closed_on__isnull=True) | Q(closed_on__gt=day), found_on__lte=day)


def overdue_on(day: date) -> QuerySet[Hazard]:
    """Return the stock of a day whose limit was running and over by its end, told from each case's timeline."""
    last = HazardStep.objects.filter(hazard=OuterRef("pk"), on__lte=day).order_by("-sequence")
    told = stock_on(day).annotate(state_then=Subquery(last.values("to_state")[:1]), due_then=Subquery(last.values("due_on")[:1]))
    return told.filter(state_then__in=LIMIT_STATES, due_then__lt=day)


def _found(period: Period) -> QuerySet[Hazard]:
    return countable().filter(found_on__gte=period.start, found_on__lte=period.end)


def _fixed_on_site(period: Period) -> QuerySet[Hazard]:
    return countable().filter(fixed_on_site_on__gte=period.start, fixed_on_site_on__lte=period.end)


def _closed(period: Period) -> QuerySet[Hazard]:
    return countable().filter(state="closed", closed_on__gte=period.start, closed_on__lte=period.end)


def _stepped(verb: str) -> Callable[[Period], QuerySet[Hazard]]:
    def facts(period: Period) -> QuerySet[Hazard]:
        steps = HazardStep.objects.filter(hazard=OuterRef("pk"), verb=verb, on__gte=period.start, on__lte=period.end)
        return countable().filter(Exists(steps))

    return facts


def _figure(figure_id: str, facts: Callable[[Period], QuerySet[Hazard]], **words: Any) -> Figure:
    return declare(
        Figure(
            id=figure_id,
            unit="case",
            facts=facts,
            permission="hazards.view",
            columns=COLUMNS,
            show=show,
            subject="hazards.hazard",
            version=1,
            deduplication="一案一处；同一案多次整改、复查仍计一处",
            **words,
        )
    )


FOUND = _figure(
    "hazards.found",
    _found,
    zh="发现隐患",
    en="Hazards found",
    definition="期间内发现并登记的隐患数，当场改正的也计入。",
    definition_en="Hazards found within the period, those put right on the spot included.",
    period_rule="flow",
    counted_on="发现日期（按校正后的现场时间）",
    exclusions="作废的隐患",
    day_field="found_on",
    order=("-found_on", "number"),
)
FIXED_ON_SITE = _figure(
    "hazards.fixed_on_site",
    _fixed_on_site,
    zh="当场改正",
    en="Fixed on site",
    definition="期间内当场改正并拍了改后照片的隐患数。",
    definition_en="Hazards put right on the spot within the period, with an after-photo taken.",
    period_rule="flow",
    counted_on="当场改正的日期",
    exclusions="作废的隐患；改正后又退回整改的",
    day_field="fixed_on_site_on",
    order=("-fixed_on_site_on", "number"),
)
ASSIGNED = _figure(
    "hazards.assigned",
    _stepped("assign"),
    zh="交办",
    en="Hazards assigned",
    definition="期间内至少交办过一次的隐患数。",
    definition_en="Hazards assigned at least once within the period.",
    period_rule="flow",
    counted_on="交办日期（案件时间线）",
    exclusions="作废的隐患",
    order=("-assigned_at", "number"),
)
REPORTED_FIXED = _figure(
    "hazards.reported_fixed",
    _stepped("report_fixed"),
    zh="整改上报",
    en="Reported fixed",
    definition="期间内至少上报过一次整改的隐患数；上报不等于销案。",
    definition_en="Hazards reported fixed at least once within the period, which does not yet close them.",
    period_rule="flow",
    counted_on="上报日期（案件时间线）",
    exclusions="作废的隐患；当场改正的",
    order=("-reported_fixed_at", "number"),
)
REVIEW_FAILED = _figure(
    "hazards.review_failed",
    _stepped("review_fail"),
    zh="复查不通过",
    en="Reviews failed",
    definition="期间内至少有一次复查不通过、退回整改的隐患数。",
    definition_en="Hazards sent back by a review at least once within the period.",
    period_rule="flow",
    counted_on="复查日期（案件时间线）",
    exclusions="作废的隐患",
    order=("-updated_at", "number"),
)
CLOSED = _figure(
    "hazards.closed",
    _closed,
    zh="销案",
    en="Hazards closed",
    definition="期间内销案的隐患数：复查通过且照片全部送达，或当场改正且照片全部送达。",
    definition_en="Hazards closed within the period: reviewed and passed, or fixed on site, with every photo arrived.",
    period_rule="flow",
    counted_on="销案日期",
    exclusions="只上报整改、尚未复查的；作废的隐患",
    day_field="closed_on",
    order=("-closed_on", "number"),
)
CLOSED_ON_SITE = _figure(
    "hazards.closed_on_site",
    lambda period: _closed(period).filter(closed_how="on_site"),
    zh="其中当场改正",
    en="of which closed on site",
    definition="期间内销案的隐患中，以当场改正方式销案的数量。",
    definition_en="Of the hazards closed within the period, those closed as fixed on the spot.",
    period_rule="flow",
    counted_on="销案日期",
    exclusions="复查通过销案的；作废的隐患",
    day_field="closed_on",
    order=("-closed_on", "number"),
    of="hazards.closed",
)
OPENING = _figure(
    "hazards.stock_opening",
    lambda period: stock_on(period.eve),
    zh="期初存量",
    en="Stock at the start",
    definition="期间开始前一日结束时已发现、未销案的隐患数。",
    definition_en="Hazards found and not closed by the end of the day before the period.",
    period_rule="stock",
    counted_on="发现日期和销案日期",
    exclusions="作废的隐患（作废后从各日存量中一并剔除）",
    order=("found_on", "number"),
)
CLOSING = _figure(
    "hazards.stock_closing",
    lambda period: stock_on(period.end),
    zh="期末存量",
    en="Stock at the end",
    definition="期末日结束时已发现、未销案的隐患数；恒等于期初存量加发现减销案。",
    definition_en="Hazards found and not closed by the end of the period; always opening + found − closed.",
    period_rule="stock",
    counted_on="发现日期和销案日期",
    exclusions="作废的隐患（作废后从各日存量中一并剔除）",
    order=("found_on", "number"),
)
OVERDUE = _figure(
    "hazards.overdue",
    lambda period: overdue_on(period.end),
    zh="逾期未改",
    en="Overdue",
    definition="期末日结束时整改期限已过、尚未上报整改也未销案的隐患数。",
    definition_en="Hazards whose limit was over by the end of the period, neither reported fixed nor closed.",
    period_rule="stock",
    counted_on="期末日当时的期限和状态（按案件时间线回溯）",
    exclusions="期限当天尚未结束的；已上报整改、等待复查的；作废的隐患",
    order=("due_then", "number"),
)


NOTICE_COLUMNS = (
    RowColumn("number", "编号", "number", width=22),
    RowColumn("place_name", "场所", "place", width=28),
    RowColumn("place_address", "地址", "address", width=30),
    RowColumn("local_date", "日期", "date", "date", 12),
    RowColumn("line_count", "隐患（处）", "hazards", "integer", 10),
    RowColumn("served", "送达方式", "served", width=18),
    RowColumn("first_opened_at", "首次打开", "first opened", "datetime", 18),
)


def show_notices(notices: Sequence[Notice]) -> list[dict[str, Any]]:
    """Return notices as the rows behind their figure list them."""
    return [
        {
            "id": str(row.pk),
            "number": row.number,
            "place_id": str(row.place_id),
            "place_name": row.place_name,
            "place_address": row.place_address,
            "local_date": row.local_date,
            "line_count": row.line_count,
            "served": SERVED_HOW[row.served_how][0],
            "first_opened_at": row.first_opened_at,
            "area_path": row.area_path,
        }
        for row in notices
    ]


NOTICES = declare(
    Figure(
        id="hazards.notices",
        zh="发出告知书",
        en="Notices issued",
        unit="file",
        definition="期间内发出的消防安全隐患告知书份数；告知书是提示和建议，不计入法律文书。",
        definition_en="Notices issued to owners within the period; they advise and are not counted as legal papers.",
        period_rule="flow",
        counted_on="检查日期（按校正后的现场时间）",
        deduplication="一次巡查一份",
        exclusions="已撤回的告知书",
        version=1,
        permission="hazards.view",
        facts=lambda period: Notice.objects.filter(
            voided_at__isnull=True, local_date__gte=period.start, local_date__lte=period.end
        ),
        order=("-local_date", "number"),
        columns=NOTICE_COLUMNS,
        show=show_notices,
        subject="hazards.notice",
        day_field="local_date",
    )
)
