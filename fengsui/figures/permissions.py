"""Who may look at figures and day ledgers, and who may take them away as files."""

from fengsui.kernel.permissions import declare

DESK = ("street_inspector", "centre_director", "street_leader", "supervisor", "brigade_leader", "committee_office")

declare("figures.view", zh="查看统计", en="See figures", roles=("grid_worker", *DESK, "duty_officer"))
declare("figures.export", zh="导出统计和日台账", en="Export figures and day ledgers", roles=DESK)
