"""Rule packs: classes, checklists, limits, outcomes and paper powers as data with a region and a date."""

from fengsui.kernel.rulepacks.changes import difference
from fengsui.kernel.rulepacks.engine import Classification, classify
from fengsui.kernel.rulepacks.examining import examine
from fengsui.kernel.rulepacks.queries import Published, by_version, in_use, published
from fengsui.kernel.rulepacks.schema import Item, OutcomeRule, PackContent, PlaceClass

RulePack = Published

__all__ = [
    "Classification",
    "Item",
    "OutcomeRule",
    "PackContent",
    "PlaceClass",
    "Published",
    "RulePack",
    "by_version",
    "classify",
    "difference",
    "examine",
    "in_use",
    "published",
]
