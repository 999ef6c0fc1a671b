"""What may be done with visits, tasks and phones, and by which roles."""

from fengsui.kernel.permissions import declare

FIELD = ("grid_worker", "street_inspector", "centre_director", "supervisor", "brigade_leader")
DESK = ("street_inspector", "centre_director", "street_leader", "supervisor", "brigade_leader", "committee_office")

declare("patrol.view", zh="查看巡查", en="See visits and tasks", roles=("grid_worker", *DESK, "duty_officer"))
declare("patrol.submit", zh="提交巡查", en="Submit visits", roles=FIELD)
declare("patrol.defer", zh="延后任务", en="Defer tasks", roles=FIELD)
declare("patrol.plan", zh="生成巡查任务", en="Plan the day's tasks", roles=(
    "street_inspector", "centre_director", "supervisor", "brigade_leader",
))  # fmt: skip
declare("patrol.sync", zh="手机同步", en="Sync a phone", roles=FIELD)
declare("patrol.phones", zh="查看手机未送达情况", en="See what phones have not sent", roles=(
    "street_inspector", "centre_director", "supervisor", "brigade_leader",
))  # fmt: skip
declare("patrol.alarms", zh="接收未送达告警", en="Get alarms over unsent work", roles=("street_inspector", "centre_director"))
declare("patrol.alarms_late", zh="接收两天未送达告警", en="Get alarms over work unsent for two days", roles=(
    "supervisor", "brigade_leader",
))  # fmt: skip
declare("patrol.settle", zh="处理未接收的手机记录", en="Settle operations that were not accepted", roles=(
    "street_inspector", "centre_director", "supervisor",
))  # fmt: skip
declare("patrol.rescue", zh="导入救援文件", en="Import rescue files", roles=("street_inspector", "centre_director"))
declare("patrol.kept", zh="查看待处理的手机记录", en="See kept phone records", roles=(
    "street_inspector", "centre_director", "supervisor",
))  # fmt: skip
declare("patrol.settle_kept", zh="核定待处理的手机记录", en="Settle kept phone records", roles=(
    "street_inspector", "centre_director",
))  # fmt: skip
declare("patrol.doubts", zh="查看质量抽查", en="See quality re-inspections", roles=("supervisor", "brigade_leader"))
declare("patrol.sample", zh="抽取并复核巡查", en="Draw visits and re-inspect them", roles=("supervisor", "brigade_leader"))
declare("patrol.export", zh="导出巡查", en="Export visits", roles=DESK)
declare("patrol.tracks", zh="查看他人上岗轨迹", en="See a person's track of a day, with a reason", roles=(
    "centre_director", "supervisor", "brigade_leader",
))  # fmt: skip
