"""What may be done with 重大火灾隐患. Only roles of the brigade decide; a street sees a suspicion and may raise one."""

from fengsui.hazards.major.states import DECIDE, SUSPECT
from fengsui.kernel.evidence import reserve
from fengsui.kernel.permissions import declare

DECIDING_ROLES = ("supervisor", "brigade_leader", "committee_office")

declare(SUSPECT, zh="提出疑似重大火灾隐患", en="Raise a suspicion of a major hazard", roles=(
    "centre_director", "street_leader", *DECIDING_ROLES,
))  # fmt: skip
declare(DECIDE, zh="登记重大火灾隐患的集体决定", en="Record collective decisions on major hazards", roles=DECIDING_ROLES)
# What was said in the brigade's meeting is the brigade's.
reserve("hazards.majorcase", ("minutes", "release_minutes"), DECIDE)
