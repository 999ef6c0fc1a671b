"""What may be done in outreach, and by which roles."""

from fengsui.kernel.permissions import declare

HOLD = ("street_inspector", "centre_director", "supervisor", "brigade_leader")

declare("outreach.view", zh="查看培训", en="See trainings", roles=(
    "grid_worker", *HOLD, "street_leader", "committee_office", "department_liaison", "station_commander", "duty_officer",
))  # fmt: skip
declare("outreach.hold", zh="登记培训", en="Record trainings", roles=HOLD)
declare("outreach.void", zh="作废培训记录", en="Void trainings", roles=("centre_director", "supervisor", "brigade_leader"))
