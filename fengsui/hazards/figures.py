"""The figures of the closed loop: found, fixed on site, closed, stock before and after, overdue."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from fengsui.hazards import cells
from fengsui.hazards.models import Hazard, HazardStep
from fengsui.hazards.states import GRADES, LEGAL_CATEGORIES, LIMIT_STATES, state_label
from fengsui.kernel.cells.declared import Balance, Daily, Spans
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
    """Return the hazards that figures count at all: void and merged ones are left out of every day, past days included."""
    return Hazard.objects.exclude(state__in=cells.NOT_COUNTED).select_related("place")


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
            version=2,
            deduplication="一案一处；同一处隐患多人发现仍计一处；同一案多次整改、复查仍计一处",
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
    exclusions="作废、并案的隐患",
    day_field="found_on",
    order=("-found_on", "number"),
    cells=Daily(cells.FOUND_FACTS, cells.COUNTABLE),
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
    exclusions="作废、并案的隐患；改正后又退回整改的",
    day_field="fixed_on_site_on",
    order=("-fixed_on_site_on", "number"),
    cells=Daily(cells.ON_SITE_FACTS, cells.COUNTABLE),
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
    exclusions="作废、并案的隐患",
    order=("-assigned_at", "number"),
    cells=cells.stepped("assign"),
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
    exclusions="作废、并案的隐患；当场改正的",
    order=("-reported_fixed_at", "number"),
    cells=cells.stepped("report_fixed"),
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
    exclusions="作废、并案的隐患",
    order=("-updated_at", "number"),
    cells=cells.stepped("review_fail"),
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
    exclusions="只上报整改、尚未复查的；作废、并案的隐患",
    day_field="closed_on",
    order=("-closed_on", "number"),
    cells=Daily(cells.CLOSED_FACTS, Q(state="closed")),
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
    exclusions="复查通过销案的；作废、并案的隐患",
    day_field="closed_on",
    order=("-closed_on", "number"),
    of="hazards.closed",
    cells=Daily(cells.CLOSED_FACTS, Q(state="closed", closed_how="on_site")),
)
CLOSED_REVIEWED = _figure(
    "hazards.closed_reviewed",
    lambda period: _closed(period).filter(closed_how="reviewed"),
    zh="其中复查销案",
    en="of which closed by review",
    definition="期间内销案的隐患中，经复查通过销案的数量。",
    definition_en="Of the hazards closed within the period, those closed after a review.",
    period_rule="flow",
    counted_on="销案日期",
    exclusions="当场改正销案的；作废、并案的隐患",
    day_field="closed_on",
    order=("-closed_on", "number"),
    of="hazards.closed",
    cells=Daily(cells.CLOSED_FACTS, Q(state="closed", closed_how="reviewed")),
)


def _not_reshot(period: Period) -> QuerySet[Hazard]:
    passed = HazardStep.objects.filter(hazard=OuterRef("pk"), round=OuterRef("round"), verb="review_pass", data__photos=0)
    return _closed(period).filter(Exists(passed), closed_how="reviewed")


CLOSED_NOT_RESHOT = _figure(
    "hazards.closed_not_reshot",
    _not_reshot,
    zh="复查未重拍销案",
    en="Closed without a photo of the review",
    definition="期间内经复查销案、而复查人通过时没有自己拍一张照片的隐患数：只凭整改方上报的照片销案。",
    definition_en="Hazards closed by a review at which the reviewer took no photo and relied on the one reported.",
    period_rule="flow",
    counted_on="销案日期",
    exclusions="复查人拍了照片的；当场改正销案的；作废、并案的隐患",
    day_field="closed_on",
    order=("-closed_on", "number"),
    of="hazards.closed_reviewed",
)
REPEATS = _figure(
    "hazards.repeats",
    lambda period: _found(period).filter(repeat_of__isnull=False),
    zh="其中重复隐患",
    en="of which repeated",
    definition="期间内发现的隐患中，同一场所同一检查项销案后一年内再次出现的数量。",
    definition_en="Of the hazards found within the period, those that came back within a year of a closed one of the same kind.",
    period_rule="flow",
    counted_on="发现日期（按校正后的现场时间）",
    exclusions="作废、并案的隐患",
    day_field="found_on",
    order=("-found_on", "number"),
    of="hazards.found",
    cells=Daily(cells.FOUND_FACTS, cells.COUNTABLE & Q(repeat_of__isnull=False)),
)
FROM_PUBLIC = _figure(
    "hazards.from_public",
    lambda period: _found(period).filter(source_kind="report"),
    zh="其中群众反映",
    en="of which reported by the public",
    definition="期间内发现的隐患中，由群众随手拍反映登记的数量。",
    definition_en="Of the hazards found within the period, those reported by the public.",
    period_rule="flow",
    counted_on="发现日期",
    exclusions="作废、并案的隐患",
    day_field="found_on",
    order=("-found_on", "number"),
    of="hazards.found",
    cells=Daily(cells.FOUND_FACTS, cells.COUNTABLE & Q(source_kind="report")),
)
VOIDED = declare(
    Figure(
        id="hazards.voided",
        zh="作废隐患",
        en="Hazards voided",
        unit="case",
        definition="期间内作废的隐患数；作废的不计入其他任何隐患指标。",
        definition_en="Hazards voided within the period; they count in no other figure.",
        period_rule="flow",
        counted_on="作废日期",
        deduplication="一案一处",
        exclusions="作废后又恢复的；并案的",
        version=1,
        permission="hazards.view",
        facts=lambda period: Hazard.objects.filter(
            state="void", voided_on__gte=period.start, voided_on__lte=period.end
        ).select_related("place"),
        order=("-voided_on", "number"),
        columns=COLUMNS,
        show=show,
        subject="hazards.hazard",
        day_field="voided_on",
        cells=Daily(cells.VOID_FACTS, Q(state="void")),
    )
)


def _due(period: Period) -> QuerySet[Hazard]:
    return countable().filter(due_on__gte=period.start, due_on__lte=period.end)


DUE = _figure(
    "hazards.due",
    _due,
    zh="到期应改",
    en="Hazards due",
    definition="现行整改期限落在期间内的隐患数，已销案的也计入。",
    definition_en="Hazards whose limit, as it stands now, falls within the period, the closed ones included.",
    period_rule="flow",
    counted_on="现行整改期限（延期、退回整改后按新期限）",
    exclusions="期限中止期间的；没有期限的；作废、并案的隐患",
    day_field="due_on",
    order=("-due_on", "number"),
    cells=Daily(cells.DUE_FACTS, cells.COUNTABLE),
)
FIXED_ON_TIME = _figure(
    "hazards.fixed_on_time",
    lambda period: _due(period).filter(cells.IN_TIME),
    zh="按期整改",
    en="Fixed in time",
    definition="到期应改的隐患中，在期限当天或之前当场改正、上报整改或销案的数量。",
    definition_en="Of the hazards due, those put right, reported fixed or closed on or before the limit.",
    period_rule="flow",
    counted_on="现行整改期限（延期、退回整改后按新期限）",
    exclusions="期限之后才上报的；上报后复查不通过、新期限内尚未再上报的",
    day_field="due_on",
    order=("-due_on", "number"),
    of="hazards.due",
    cells=Daily(cells.DUE_FACTS, cells.COUNTABLE & cells.IN_TIME),
)


def _review_due(period: Period) -> QuerySet[Hazard]:
    return countable().filter(review_due_on__gte=period.start, review_due_on__lte=period.end)


REVIEWS_DUE = _figure(
    "hazards.reviews_due",
    _review_due,
    zh="应复查",
    en="Reviews due",
    definition="最近一次整改上报的复查期限落在期间内的隐患数；期限为上报（申请复查）之日起 3 个工作日，已复查的也计入。",
    definition_en="Hazards whose last reported fix was to be reviewed within the period: three working days after the report.",
    period_rule="flow",
    counted_on="复查期限（整改上报次日起第 3 个工作日）",
    exclusions="到期仍未上报整改的（计入逾期未改）；同一案较早轮次的复查；作废、并案的隐患",
    day_field="review_due_on",
    order=("-review_due_on", "number"),
    cells=Daily(cells.REVIEW_FACTS, cells.COUNTABLE),
)
REVIEWED_ON_TIME = _figure(
    "hazards.reviewed_on_time",
    lambda period: _review_due(period).filter(cells.REVIEWED_IN_TIME),
    zh="按期复查",
    en="Reviewed in time",
    definition="应复查的隐患中，在复查期限当天或之前作出复查（通过或不通过）的数量。",
    definition_en="Of the reviews due, those made, passed or failed, on or before the last day.",
    period_rule="flow",
    counted_on="复查期限（整改上报次日起第 3 个工作日）",
    exclusions="期限之后才复查的；尚未复查的；作废、并案的隐患",
    day_field="review_due_on",
    order=("-review_due_on", "number"),
    of="hazards.reviews_due",
    cells=Daily(cells.REVIEW_FACTS, cells.COUNTABLE & cells.REVIEWED_IN_TIME),
)


def _complaints(figure_id: str, where: Q, of: str = "", **words: Any) -> Figure:
    """Declare complaints that were checked: void ones count as well, for an untrue one is void."""

    def facts(period: Period) -> QuerySet[Hazard]:
        steps = HazardStep.objects.filter(
            cells.CHECKED & where, hazard=OuterRef("pk"), on__gte=period.start, on__lte=period.end
        )  # fmt: skip
        return Hazard.objects.filter(Exists(steps)).select_related("place")

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
            period_rule="flow",
            counted_on="核查日期（案件时间线）",
            deduplication="一件反映只核查一次",
            order=("-found_on", "number"),
            of=of,
            cells=cells.checked(where),
            **words,
        )
    )


REPORTS_CHECKED = _complaints(
    "hazards.reports_checked",
    Q(),
    zh="核查群众反映",
    en="Public reports checked",
    definition="期间内到场核查并写明属实或不属实的群众反映数。",
    definition_en="Reports of the public checked on site within the period, found true or untrue.",
    exclusions="尚未核查的",
)
REPORTS_TRUE = _complaints(
    "hazards.reports_true",
    Q(data__is_true=True),
    of="hazards.reports_checked",
    zh="其中属实",
    en="of which true",
    definition="期间内核查的群众反映中，核查属实的数量。",
    definition_en="Of the public reports checked within the period, those found true.",
    exclusions="核查不属实的；尚未核查的",
)
REPORTS_IN_TIME = _complaints(
    "hazards.reports_checked_on_time",
    Q(data__late=False),
    of="hazards.reports_checked",
    zh="其中按时核查",
    en="of which checked in time",
    definition="期间内核查的群众反映中，没有超过核查时限的数量：占堵通道、停用设施 24 小时，其他 3 个工作日。",
    definition_en="Of the public reports checked within the period, those checked within 24 hours or three working days.",
    exclusions="超过时限才核查的；尚未核查的",
)


def _closed_of(figure_id: str, category: int, zh: str, en: str) -> Figure:
    """Declare the hazards closed of one of the twelve legal categories of the police form."""
    return _figure(
        figure_id,
        lambda period: _closed(period).filter(legal_category=category),
        zh=f"督改{zh}",
        en=f"{en} put right",
        definition=f"期间内销案的隐患中，违法情形为第 {category} 类（{LEGAL_CATEGORIES[category][0]}）的数量。",
        definition_en=f"Of the hazards closed within the period, those of legal category {category}.",
        period_rule="flow",
        counted_on="销案日期",
        exclusions="只上报整改、尚未复查的；作废、并案的隐患",
        day_field="closed_on",
        order=("-closed_on", "number"),
        of="hazards.closed",
        cells=Daily(cells.CLOSED_FACTS, Q(state="closed", legal_category=category)),
    )


EXITS_CLEARED = _closed_of("hazards.exits_cleared", 5, "占堵通道和封闭出口", "Blocked passages and exits")
LANES_CLEARED = _closed_of("hazards.lanes_cleared", 10, "占堵消防车通道", "Blocked fire lanes")
WINDOWS_CLEARED = _closed_of("hazards.windows_cleared", 11, "门窗障碍物", "Obstacles at doors and windows")
OPENING = _figure(
    "hazards.stock_opening",
    lambda period: stock_on(period.eve),
    zh="期初存量",
    en="Stock at the start",
    definition="期间开始前一日结束时已发现、未销案的隐患数。",
    definition_en="Hazards found and not closed by the end of the day before the period.",
    period_rule="stock",
    counted_on="发现日期和销案日期",
    exclusions="作废、并案的隐患（作废、并案后从各日存量中一并剔除）",
    order=("found_on", "number"),
    cells=Balance("hazards.found", "hazards.closed", at_eve=True),
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
    exclusions="作废、并案的隐患（作废、并案后从各日存量中一并剔除）",
    order=("found_on", "number"),
    cells=Balance("hazards.found", "hazards.closed"),
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
    exclusions="期限当天尚未结束的；已上报整改、等待复查的；作废、并案的隐患",
    order=("due_then", "number"),
    cells=Spans(cells.OVERDUE_FACTS),
)
