"""The panels of the five steps (五步法): shares by area, shares by class."""

from typing import Any

from fengsui.figures.panels.registry import Chart, Panel, PanelRows, declare_panel
from fengsui.figures.steps.definitions import STEPS
from fengsui.figures.steps.queries import board, board_rows
from fengsui.kernel.actor import Actor
from fengsui.kernel.figure import Period, RowColumn

DEFINITION = "；".join(f"{step.zh}：{step.definition.rstrip('。')}" for step in STEPS) + "。"
DEFINITION_EN = "Places done of places asked, by step: " + ", ".join(step.en for step in STEPS) + "."


def _columns(part_zh: str, part_en: str) -> tuple[RowColumn, ...]:
    made = [RowColumn("name", part_zh, part_en), RowColumn("stock", "在册场所", "Places", "integer")]
    for step in STEPS:
        made += [
            RowColumn(f"{step.code}_done", f"{step.zh}（家）", f"{step.en} done", "integer"),
            RowColumn(f"{step.code}_of", "应做（家）", "of", "integer"),
            RowColumn(f"{step.code}_percent", "占比（%）", "percent", "number"),
        ]
    return tuple(made)


def _by(part: str) -> PanelRows:
    def rows(actor: Actor, period: Period, path: str) -> list[dict[str, Any]]:
        return board_rows(board(actor=actor, start=period.start, end=period.end, area=path, by=part))

    return rows


for _part, _zh, _en in (("area", "区域", "Area"), ("class", "类别", "Class")):
    declare_panel(Panel(
        id=f"steps.by_{_part}", zh=f"五步法（按{_zh}）", en=f"Five steps by {_en.lower()}", permission="figures.view",
        columns=_columns(_zh, _en), rows=_by(_part),
        chart=Chart("bar", "name", tuple(f"{step.code}_percent" for step in STEPS), "%"),
        definition=DEFINITION, definition_en=DEFINITION_EN, span="year",
    ))  # fmt: skip
