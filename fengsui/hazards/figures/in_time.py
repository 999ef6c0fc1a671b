"""Whether it was done in time: fixes and reviews by their limits, reports of the public checked by theirs."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from fengsui.hazards import cells
from fengsui.hazards.figures.rows import COLUMNS, SHOWN, countable, figure, show
from fengsui.hazards.models import Hazard, HazardStep
from fengsui.kernel.cells.declared import Daily
from fengsui.kernel.figure import Figure, Period, declare


def _due(period: Period) -> QuerySet[Hazard]:
    return countable().filter(due_on__gte=period.start, due_on__lte=period.end)


DUE = figure(
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
FIXED_ON_TIME = figure(
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


REVIEWS_DUE = figure(
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
REVIEWED_ON_TIME = figure(
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
            shown=SHOWN,
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
