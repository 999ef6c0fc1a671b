"""What happened within a period: found, fixed on site, assigned, reported, reviewed, closed, voided."""

from django.db.models import Q

from fengsui.hazards import cells
from fengsui.hazards.figures.rows import COLUMNS, SHOWN, closed, figure, fixed_on_site, found, show, stepped
from fengsui.hazards.models import Hazard
from fengsui.kernel.cells.declared import Daily
from fengsui.kernel.figure import Figure, declare

FOUND = figure(
    "hazards.found",
    found,
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
FIXED_ON_SITE = figure(
    "hazards.fixed_on_site",
    fixed_on_site,
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
ASSIGNED = figure(
    "hazards.assigned",
    stepped("assign"),
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
REPORTED_FIXED = figure(
    "hazards.reported_fixed",
    stepped("report_fixed"),
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
REVIEW_FAILED = figure(
    "hazards.review_failed",
    stepped("review_fail"),
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
CLOSED = figure(
    "hazards.closed",
    closed,
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
CLOSED_ON_SITE = figure(
    "hazards.closed_on_site",
    lambda period: closed(period).filter(closed_how="on_site"),
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
CLOSED_REVIEWED = figure(
    "hazards.closed_reviewed",
    lambda period: closed(period).filter(closed_how="reviewed"),
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


CLOSED_NOT_RESHOT = figure(
    "hazards.closed_not_reshot",
    lambda period: closed(period).filter(cells.NOT_RESHOT),
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
    cells=Daily(
        cells.CLOSED_FACTS,
        Q(state="closed") & cells.NOT_RESHOT,
        words="closed by a review whose own step of that round has 0 photos",
    ),
)
REPEATS = figure(
    "hazards.repeats",
    lambda period: found(period).filter(repeat_of__isnull=False),
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
FROM_PUBLIC = figure(
    "hazards.from_public",
    lambda period: found(period).filter(source_kind="report"),
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
        shown=SHOWN,
        subject="hazards.hazard",
        day_field="voided_on",
        cells=Daily(cells.VOID_FACTS, Q(state="void")),
    )
)
