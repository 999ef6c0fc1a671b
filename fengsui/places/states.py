"""The life of a place as a table: states, verbs, who, and the consequence in words; API, buttons and docs follow it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PlaceState:
    """One state: words, whether the place counts in the ledger's stock, whether routine visits go there."""

    code: str
    zh: str
    en: str
    in_stock: bool
    patrolled: bool


@dataclass(frozen=True)
class PlaceVerb:
    """One row of the table. `needs` names what the form must give besides the verb (reason, into_place_id)."""

    code: str
    zh: str
    en: str
    from_states: tuple[str, ...]
    to_state: str
    permission: str
    consequence_zh: str
    consequence_en: str
    needs: tuple[str, ...] = ()


STATES: dict[str, PlaceState] = {
    state.code: state
    for state in (
        PlaceState("candidate", "待核实", "to be verified", in_stock=False, patrolled=False),
        PlaceState("registered", "已建档", "registered", in_stock=True, patrolled=True),
        PlaceState("operating", "在营", "operating", in_stock=True, patrolled=True),
        PlaceState("renovating", "装修", "renovating", in_stock=True, patrolled=True),
        PlaceState("suspended", "停业", "suspended", in_stock=True, patrolled=False),
        PlaceState("seasonal", "季节性停业", "closed for the season", in_stock=True, patrolled=False),
        PlaceState("vacant", "空置", "vacant", in_stock=True, patrolled=False),
        PlaceState("transferring", "转让换手", "changing hands", in_stock=True, patrolled=True),
        PlaceState("moved", "搬迁", "moved away", in_stock=False, patrolled=False),
        PlaceState("closed", "注销", "closed", in_stock=False, patrolled=False),
        PlaceState("demolished", "拆除", "demolished", in_stock=False, patrolled=False),
        PlaceState("sealed", "查封", "sealed", in_stock=True, patrolled=False),
        PlaceState("merged", "并档", "merged into another", in_stock=False, patrolled=False),
        PlaceState("rejected", "误录", "recorded by mistake", in_stock=False, patrolled=False),
    )
}
IN_STOCK: tuple[str, ...] = tuple(code for code, state in STATES.items() if state.in_stock)
PATROLLED: tuple[str, ...] = tuple(code for code, state in STATES.items() if state.patrolled)
ENDED: tuple[str, ...] = ("moved", "closed", "demolished", "merged", "rejected")
# States a new record may start in: from a phone it is a candidate, from the desk or a ledger it is known to stand.
FIRST_STATES: tuple[str, ...] = (
    "candidate",
    "registered",
    "operating",
    "renovating",
    "suspended",
    "seasonal",
    "vacant",
    "transferring",
    "moved",
    "closed",
    "demolished",
)
_LIVE = ("registered", "operating", "renovating", "suspended", "seasonal", "vacant", "transferring")

VERBS: dict[str, PlaceVerb] = {
    verb.code: verb
    for verb in (
        PlaceVerb(
            "register", "核实建档", "verify and register", ("candidate",), "registered", "places.decide",
            "档案转为已建档，进入台账存量和巡查计划。", "The place joins the ledger and the patrol plan.",
        ),
        PlaceVerb(
            "reject", "判为误录", "mark as a mistake", ("candidate", *_LIVE), "rejected", "places.decide",
            "档案退出台账，不再巡查，记录保留备查。", "The record leaves the ledger; it is kept for reference.", ("reason",),
        ),
        PlaceVerb(
            "open", "开业", "open", ("registered", "vacant", "transferring"), "operating", "places.set_state",
            "按在营场所安排巡查，请核对责任人和电话。", "Visits are planned; check who is responsible now.",
        ),
        PlaceVerb(
            "resume", "恢复营业", "resume", ("renovating", "suspended", "seasonal"), "operating", "places.set_state",
            "重新安排巡查，恢复营业前应先查一次。", "Visits are planned again; one is due before reopening.",
        ),
        PlaceVerb(
            "renovate", "开始装修", "start renovation",
            ("registered", "operating", "suspended", "seasonal", "vacant", "transferring"), "renovating", "places.set_state",
            "继续巡查，重点看动火、临时用电和通道。", "Visits go on, with an eye on hot work and temporary wiring.",
        ),
        PlaceVerb(
            "suspend", "停业", "suspend",
            ("registered", "operating", "renovating", "seasonal", "transferring"), "suspended", "places.set_state",
            "暂停例行巡查，未销案隐患仍在存量。", "Routine visits stop; open hazards stay in the stock.", ("reason",),
        ),
        PlaceVerb(
            "close_for_season", "季节性停业", "close for the season", ("registered", "operating", "suspended"), "seasonal",
            "places.set_state", "停业期间不例行巡查，复业时恢复。", "No routine visits until it reopens.", ("reason",),
        ),
        PlaceVerb(
            "vacate", "空置", "mark as vacant",
            ("registered", "operating", "renovating", "suspended", "seasonal", "transferring"), "vacant", "places.set_state",
            "场所已腾空，停止例行巡查，档案留待下一家。", "Routine visits stop; the record waits for the next tenant.",
            ("reason",),
        ),
        PlaceVerb(
            "transfer", "转让换手", "start changing hands",
            ("registered", "operating", "renovating", "suspended", "seasonal", "vacant"), "transferring", "places.set_state",
            "继续巡查，请尽快登记新责任人。", "Visits go on; record the new person responsible soon.", ("reason",),
        ),
        PlaceVerb(
            "move_away", "搬迁", "mark as moved away", _LIVE, "moved", "places.set_state",
            "本址退出台账；迁入新址请另建一档。", "This address leaves the ledger; the new one gets its own record.", ("reason",),
        ),
        PlaceVerb(
            "close", "注销", "close for good", (*_LIVE, "moved", "sealed"), "closed", "places.decide",
            "档案退出台账，停止巡查；未销案隐患须另行处理。", "The record leaves the ledger; open hazards need their own end.",
            ("reason",),
        ),
        PlaceVerb(
            "demolish", "拆除", "mark as demolished", (*_LIVE, "moved", "closed", "sealed"), "demolished", "places.decide",
            "建筑已不存在，档案退出台账。", "The building is gone; the record leaves the ledger.", ("reason",),
        ),
        PlaceVerb(
            "seal", "登记查封", "record that it was sealed", _LIVE, "sealed", "places.seal",
            "记录有权机关已查封，暂停例行巡查。", "Records that the authority sealed it; routine visits stop.", ("reason",),
        ),
        PlaceVerb(
            "unseal", "登记解除查封", "record that the seal was lifted", ("sealed",), "suspended", "places.seal",
            "转为停业，恢复营业须另行登记。", "It becomes suspended; reopening is a step of its own.", ("reason",),
        ),
        PlaceVerb(
            "merge", "并入另一档", "merge into another record", ("candidate", *_LIVE), "merged", "places.decide",
            "隐患、巡查、任务、联系人、设施和照片随之转到保留的档案；可以撤销。",
            "Hazards, visits, tasks, people, facilities and photos follow to the record that is kept; it can be undone.",
            ("reason", "into_place_id"),
        ),
        PlaceVerb(
            "unmerge", "撤销并档", "undo the merging", ("merged",), "registered", "places.decide",
            "当时转走的隐患、巡查、任务、联系人、设施和照片转回本档；此后新增的留在保留的档案。",
            "What followed comes back; what was added since stays with the record that was kept.",
            ("reason",),
        ),
        PlaceVerb(
            "restore", "恢复建档", "restore", tuple(code for code in ENDED if code != "merged"), "registered", "places.decide",
            "重新进入台账存量和巡查计划。", "The place is back in the ledger and the patrol plan.", ("reason",),
        ),
    )
}  # fmt: skip


def state_label(code: str, language: str = "zh") -> str:
    """Return the words of a state; the code itself for one not in the table."""
    state = STATES.get(code)
    return code if state is None else state.zh if language == "zh" else state.en


def verbs_from(state: str, permissions: set[str]) -> list[PlaceVerb]:
    """Return the verbs open from a state to a person who holds these permissions on the place."""
    return [verb for verb in VERBS.values() if state in verb.from_states and verb.permission in permissions]
