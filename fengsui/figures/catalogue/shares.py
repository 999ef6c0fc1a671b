"""The rates (率) of the patrol network: each two figures that open to their rows."""

from fengsui.kernel.rates import PER_HUNDRED, Rate, declare_rate

RATES = (
    Rate(
        "patrol.coverage_rate", "巡查覆盖率", "Coverage",
        "已查在册场所 ÷ 台账场所 × 100%。", "Ledger places inspected over places in the ledger.",
        "patrol.places_covered", "places.stock",
    ),
    Rate(
        "patrol.task_rate", "任务完成率", "Tasks done",
        "其中已完成 ÷ 到期任务 × 100%。", "Tasks done over tasks due.", "patrol.tasks_done", "patrol.tasks_due",
    ),
    Rate(
        "patrol.on_time_rate", "巡查及时率", "Tasks done in time",
        "按期完成任务 ÷ 到期任务 × 100%。", "Tasks done in time over tasks due.", "patrol.tasks_on_time", "patrol.tasks_due",
    ),
    Rate(
        "patrol.match_rate", "抽查相符率", "Re-inspections that matched",
        "抽查相符 ÷ 质量抽查数 × 100%。", "Re-inspections as recorded over all of them.",
        "patrol.samples_matched", "patrol.samples_done",
    ),
    Rate(
        "patrol.met_rate", "入户见面率", "Households met",
        "入户走访 ÷ 敲门户次 × 100%。", "Knocks at which somebody was met over all knocks.",
        "patrol.household_visits", "patrol.knocks",
    ),
    Rate(
        "patrol.household_rate", "入户覆盖率", "Households covered",
        "走访住户 ÷ 登记住户 × 100%；只对已画出的楼栋有意义，未画的楼栋不在分母里。",
        "Households met over households drawn; buildings not drawn yet are not below the line.",
        "patrol.households_met", "patrol.doors",
    ),
    Rate(
        "hazards.found_rate", "隐患查出率", "Inspections that found hazards",
        "查出隐患家次 ÷ 巡查家次 × 100%；与抽查相符率一起看，不单独排名。",
        "Inspections that found hazards over all inspections.",
        "patrol.visits_with_hazards", "patrol.visits",
    ),
    Rate(
        "hazards.on_time_rate", "隐患按期整改率", "Fixed in time",
        "按期整改 ÷ 到期应改 × 100%。", "Hazards fixed in time over hazards due.", "hazards.fixed_on_time", "hazards.due",
    ),
    Rate(
        "hazards.review_rate", "复查及时率", "Reviewed in time",
        "按期复查 ÷ 应复查 × 100%：整改上报后 3 个工作日内作出复查的占比。",
        "Reviews made within three working days of the reported fix over reviews due.",
        "hazards.reviewed_on_time", "hazards.reviews_due",
    ),
    Rate(
        "hazards.report_true_rate", "群众反映属实率", "Public reports found true",
        "其中属实 ÷ 核查群众反映 × 100%。", "Public reports found true over all that were checked.",
        "hazards.reports_true", "hazards.reports_checked",
    ),
    Rate(
        "hazards.report_check_rate", "群众反映核查及时率", "Public reports checked in time",
        "其中按时核查 ÷ 核查群众反映 × 100%。", "Public reports checked in time over all that were checked.",
        "hazards.reports_checked_on_time", "hazards.reports_checked",
    ),
    Rate(
        "hazards.repeat_rate", "重复隐患率", "Repeated hazards",
        "其中重复隐患 ÷ 发现隐患 × 100%。", "Repeated hazards over hazards found.", "hazards.repeats", "hazards.found",
    ),
    Rate(
        "hazards.on_site_rate", "当场改正占比", "Closed on site",
        "其中当场改正 ÷ 销案 × 100%。", "Hazards closed on the spot over all closed.", "hazards.closed_on_site", "hazards.closed",
    ),
    Rate(
        "hazards.overdue_rate", "每百家逾期隐患", "Overdue per 100 places",
        "期末逾期未改 ÷ 台账场所 × 100（处/百家）。", "Overdue hazards over places in the ledger, times 100.",
        "hazards.overdue", "places.stock", unit=PER_HUNDRED,
    ),
    Rate(
        "outreach.trained_rate", "场所参训率", "Places trained",
        "参训场所 ÷ 台账场所 × 100%；期间内撤出台账的参训场所仍计入分子，可能超过 100%。",
        "Places trained over places in the ledger; places that left it still count above the line.",
        "outreach.places_trained", "places.stock",
    ),
)  # fmt: skip


def declare_all() -> None:
    """Declare them, once every package has declared its figures."""
    for rate in RATES:
        declare_rate(rate)
