"""Who may see and keep areas, people and equipment."""

from fengsui.kernel.permissions import ROLES, declare

DISTRICT = ("brigade_leader", "committee_office")
STREET = ("centre_director",)
FIELD = ("grid_worker", "street_inspector", "centre_director", "street_leader", "supervisor", "station_commander", "duty_officer")

declare("areas.view", zh="查看区域", en="See areas", roles=tuple(ROLES))
declare("areas.manage", zh="维护区域和边界", en="Keep areas and borders", roles=DISTRICT)
declare("zones.manage", zh="维护片区", en="Keep zones", roles=(*DISTRICT, "supervisor", *STREET))
declare("members.view", zh="查看人员和岗位", en="See members and posts", roles=(*FIELD, *DISTRICT, "security_admin"))
declare("members.manage", zh="维护人员和岗位", en="Keep members and posts", roles=(*DISTRICT, *STREET))
declare("members.unmask", zh="查看人员完整电话", en="See full phone numbers of members", roles=(
    *DISTRICT, "supervisor", "duty_officer", *STREET,
))  # fmt: skip
declare("equipment.view", zh="查看装备", en="See equipment", roles=(*FIELD, *DISTRICT))
declare("equipment.manage", zh="维护和发放装备", en="Keep and issue equipment", roles=(*DISTRICT, *STREET))
