"""The panel that stands beside every panel of success: signs of work for show."""

from typing import Any

from fengsui.figures import integrity
from fengsui.figures.panels.registry import Panel, declare_panel
from fengsui.kernel.actor import Actor
from fengsui.kernel.figure import Period, RowColumn


def _integrity(actor: Actor, period: Period, path: str) -> list[dict[str, Any]]:
    return integrity.integrity(actor, period, path)


declare_panel(Panel(
    id="overview.integrity", zh="作风提醒", en="Signs of work for show", permission="figures.view", rows=_integrity,
    span="month",
    columns=(
        RowColumn("area_name", "区域", "Area"),
        RowColumn("patrol.visits", "巡查家次", "Visits", "integer"),
        RowColumn("patrol.doubts_fast", "过快巡查", "Too fast", "integer"),
        RowColumn("patrol.doubts_reused", "照片重复", "Photos used again", "integer"),
        RowColumn("patrol.doubts_all_fine", "连续全合格", "All-fine streaks", "integer"),
        RowColumn("hazards.closed_reviewed", "复查销案", "Closed by review", "integer"),
        RowColumn("hazards.closed_not_reshot", "未重拍销案", "Not re-shot", "integer"),
        RowColumn("found_rate", "查出率（%）", "Found (%)", "number"),
        RowColumn("match_rate", "抽查相符率（%）", "Re-inspections that matched (%)", "number"),
    ),
    definition=(
        "过快、照片重复、连续全合格来自已列出的存疑巡查（本人答复期已过）；未重拍销案是复查通过时复查人没有自己拍照的案件；"
        "查出率与抽查相符率要一起看。"
    ),
    definition_en="Listed doubts over visits by kind, closures whose reviewer took no photo, and both rates side by side.",
    note="提醒是再看一遍的理由，不是结论，也不计入排名；“—”表示您没有查看质量抽查的权限。",
))  # fmt: skip
