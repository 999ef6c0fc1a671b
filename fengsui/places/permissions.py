"""What may be done with places, and by which roles."""

from fengsui.kernel.permissions import declare

FIELD = ("grid_worker", "street_inspector", "centre_director", "supervisor", "brigade_leader")
DESK = ("street_inspector", "centre_director", "street_leader", "supervisor", "brigade_leader", "committee_office")
DECIDE = ("centre_director", "supervisor", "brigade_leader")

declare("places.view", zh="查看场所", en="See places", roles=(
    "grid_worker", *DESK, "department_liaison", "station_commander", "duty_officer",
))  # fmt: skip
declare("places.propose", zh="上报新场所", en="Propose places", roles=FIELD)
declare(
    "places.create",
    zh="新建场所",
    en="Create places",
    roles=("street_inspector", "centre_director", "supervisor", "brigade_leader"),
)
declare("places.edit", zh="修改场所档案", en="Edit places", roles=FIELD)
declare("places.set_state", zh="登记场所状态", en="Record a place's state", roles=FIELD)
declare("places.decide", zh="核实、注销、并档", en="Verify, close and merge places", roles=DECIDE)
declare("places.seal", zh="登记查封与解除", en="Record sealing", roles=("supervisor", "brigade_leader"))
declare("places.override_class", zh="人工认定场所类别", en="Decide a place's class", roles=DECIDE)
declare("places.unmask", zh="查看完整电话", en="See whole phone numbers", roles=(
    "grid_worker", *DESK, "station_commander", "duty_officer",
))  # fmt: skip
declare("places.export", zh="导出场所台账", en="Export places", roles=DESK)
declare("places.export_phones", zh="导出完整电话", en="Export whole phone numbers", roles=("centre_director", "brigade_leader"))
declare("places.plates", zh="打印场所二维码牌", en="Print QR plates", roles=DESK)
declare(
    "places.key_declare",
    zh="登记重点单位申报",
    en="Record key-unit declarations",
    roles=("street_inspector", "centre_director", "supervisor", "brigade_leader"),
)
declare("places.key_verify", zh="核实重点单位申报", en="Verify key-unit declarations", roles=("supervisor", "brigade_leader"))
declare("places.key_list", zh="认定、备案、退出重点单位", en="List, file and delist key units", roles=("brigade_leader",))
