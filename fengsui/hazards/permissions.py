"""What may be done with hazards, and by which roles."""

from fengsui.kernel.permissions import declare

FIELD = ("grid_worker", "street_inspector", "centre_director", "supervisor", "brigade_leader")
DESK = ("street_inspector", "centre_director", "street_leader", "supervisor", "brigade_leader", "committee_office")

declare("hazards.view", zh="查看隐患", en="See hazards", roles=(
    "grid_worker", *DESK, "department_liaison", "station_commander", "duty_officer",
))  # fmt: skip
declare("hazards.open", zh="登记隐患", en="Record hazards", roles=FIELD)
declare("hazards.fix_on_site", zh="登记当场改正", en="Record a fix on the spot", roles=FIELD)
declare("hazards.assign", zh="交办隐患", en="Assign hazards", roles=(
    "street_inspector", "centre_director", "street_leader", "supervisor", "brigade_leader",
))  # fmt: skip
declare("hazards.report_fixed", zh="登记整改上报", en="Record a reported fix", roles=FIELD)
declare("hazards.review", zh="复查隐患", en="Review fixes", roles=FIELD)
declare("hazards.add_photo", zh="为隐患补充照片", en="Add photos to hazards", roles=FIELD)
declare("hazards.remove_photo", zh="撤下未送达的照片", en="Take off photos that never arrived", roles=(
    "centre_director", "supervisor", "brigade_leader",
))  # fmt: skip
declare("hazards.void", zh="作废隐患", en="Void hazards", roles=("centre_director", "supervisor", "brigade_leader"))
declare("hazards.export", zh="导出隐患", en="Export hazards", roles=DESK)
declare("hazards.print_notice", zh="打印告知书", en="Print notices", roles=(*FIELD, "street_leader", "committee_office"))
