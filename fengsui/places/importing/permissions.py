"""Who may import ledgers: those who may write and change records anyway."""

from fengsui.kernel.permissions import declare

declare(
    "places.import",
    zh="导入场所台账",
    en="Import ledgers of places",
    roles=("street_inspector", "centre_director", "supervisor", "brigade_leader"),
)
