"""Who may read, edit and publish rule packs."""

from fengsui.kernel.permissions import ROLES, declare

declare("rulepacks.view", zh="查看规则包", en="See rule packs", roles=tuple(ROLES))
declare(
    "rulepacks.edit",
    zh="编辑规则包草稿",
    en="Edit drafts of rule packs",
    roles=("brigade_leader", "committee_office", "supervisor"),
)
declare("rulepacks.publish", zh="发布规则包", en="Publish rule packs", roles=("brigade_leader",))
