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
declare("hazards.serve_notice", zh="登记告知书送达", en="Record the service of notices", roles=FIELD)
OFFICE = ("centre_director", "street_leader", "supervisor", "brigade_leader")
DECIDERS = ("centre_director", "supervisor", "brigade_leader")

declare("hazards.correct_serving", zh="更正送达记录", en="Take back entries of service", roles=DECIDERS)
declare("hazards.accept", zh="接办或驳回交办", en="Accept or send back", roles=(*FIELD, "street_leader", "department_liaison"))
declare("hazards.transfer", zh="转办隐患", en="Pass hazards on", roles=(
    "street_inspector", *OFFICE, "department_liaison",
))  # fmt: skip
declare("hazards.refer", zh="移送部门", en="Refer to departments", roles=OFFICE)
declare("hazards.urge", zh="催办隐患", en="Urge", roles=("street_inspector", *OFFICE, "committee_office"))
declare("hazards.ask_extension", zh="申请延期", en="Ask for more time", roles=(*FIELD, "department_liaison"))
declare("hazards.decide_extension", zh="审批延期", en="Decide on more time", roles=DECIDERS)
declare("hazards.pause_limit", zh="中止和恢复计时", en="Pause and resume limits", roles=DECIDERS)
declare("hazards.cosign", zh="加签", en="Ask for countersignatures", roles=(*OFFICE, "committee_office"))
declare("hazards.give_opinion", zh="会签", en="Countersign", roles=(
    "street_inspector", *OFFICE, "committee_office", "department_liaison",
))  # fmt: skip
declare("hazards.check", zh="核查举报", en="Check complaints", roles=FIELD)
declare("hazards.merge", zh="并案和拆案", en="Merge and split cases", roles=("street_inspector", *DECIDERS))
declare("hazards.bulk", zh="批量办理隐患", en="Handle many hazards at once", roles=("street_inspector", *OFFICE))
declare("hazards.reopen", zh="重新立案", en="Reopen cases", roles=DECIDERS)
