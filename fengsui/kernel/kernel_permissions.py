"""The kernel's own permissions."""

from fengsui.kernel.permissions import ROLES, declare

EVERYONE = tuple(ROLES)

declare("evidence.upload", zh="上传证据文件", en="Upload evidence", roles=(
    "grid_worker", "street_inspector", "centre_director", "street_leader", "supervisor", "brigade_leader",
    "committee_office", "station_commander", "duty_officer",
))  # fmt: skip
declare("evidence.view", zh="查看证据文件", en="See evidence", roles=(
    "grid_worker", "street_inspector", "centre_director", "street_leader", "supervisor", "brigade_leader",
    "committee_office", "department_liaison", "station_commander", "duty_officer",
))  # fmt: skip
declare("accounts.view", zh="查看账号", en="See accounts", roles=("system_admin", "security_admin", "audit_admin"))
declare("accounts.manage", zh="管理账号", en="Manage accounts", roles=("system_admin",))
declare("grants.manage", zh="管理授权", en="Manage grants", roles=("security_admin",))
declare("audit.view", zh="查看审计", en="See the audit log", roles=("audit_admin",))
declare("audit.export", zh="导出审计", en="Export the audit log", roles=("audit_admin",))
declare(
    "privacy.retention", zh="查看个人信息保存期限", en="See how long personal data are kept",
    roles=("system_admin", "security_admin", "audit_admin"),
)  # fmt: skip
declare(
    "privacy.requests", zh="办理个人信息查阅、删除请求", en="Answer requests about personal data",
    roles=("brigade_leader", "committee_office"),
)  # fmt: skip
declare("drills.view", zh="查看恢复演练", en="See drills of the backup", roles=("system_admin", "security_admin", "audit_admin"))
declare("calendar.view", zh="查看工作日历", en="See the working-day calendar", roles=EVERYONE)
declare("calendar.manage", zh="维护工作日历", en="Keep the working-day calendar", roles=(
    "system_admin", "brigade_leader", "committee_office",
))  # fmt: skip
declare("jobs.view", zh="查看自己的任务", en="See own jobs", roles=EVERYONE)
declare(
    "jobs.oversee", zh="查看区域内的全部任务", en="See all jobs of an area",
    roles=("centre_director", "brigade_leader", "committee_office"),
)  # fmt: skip
declare("events.view", zh="接收实时消息", en="Receive live events", roles=EVERYONE)
