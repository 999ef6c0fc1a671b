"""Who may look at figures and day ledgers, who may take them away as files, who writes and issues bulletins."""

from fengsui.kernel.permissions import declare

DISTRICT = ("brigade_leader", "committee_office")
DESK = ("street_inspector", "centre_director", "street_leader", "supervisor", "brigade_leader", "committee_office")

declare("figures.view", zh="查看统计", en="See figures", roles=("grid_worker", *DESK, "duty_officer"))
declare("figures.export", zh="导出统计和日台账", en="Export figures and day ledgers", roles=DESK)
declare("bulletins.view", zh="查看通报", en="See bulletins", roles=DESK)
declare(
    "bulletins.write", zh="起草和核对通报", en="Draft and check bulletins", roles=("centre_director", "supervisor", *DISTRICT)
)
declare("bulletins.issue", zh="印发和作废通报", en="Issue and void bulletins", roles=DISTRICT)
declare("bulletins.settings", zh="维护通报模板和定时", en="Keep the templates and times of bulletins", roles=DISTRICT)
declare("figures.freeze", zh="锁定统计数字", en="Freeze figures", roles=(
    "centre_director", "supervisor", "brigade_leader", "committee_office",
))  # fmt: skip
