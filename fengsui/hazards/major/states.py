"""The life of a 重大火灾隐患 as a table: states, verbs, who, guards, consequences; API, buttons and docs follow it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

MINIMUM_DECIDERS = 2
VIEW, SUSPECT, DECIDE = "hazards.view", "hazards.suspect_major", "hazards.decide_major"


@dataclass(frozen=True)
class MajorState:
    """One state: words, and whether the case is still open."""

    code: str
    zh: str
    en: str
    open: bool


@dataclass(frozen=True)
class MajorFacts:
    """What the guards look at: the state, the person, linked hazards in stock, whether the notice was served."""

    state: str
    is_person: bool = True
    open_hazards: int = 0
    served: bool = False
    listed: bool = False


@dataclass(frozen=True)
class MajorGuard:
    """A condition of a verb: a stable code, the rule in words, what is shown while it does not hold, and the test."""

    code: str
    rule: str
    zh: str
    en: str
    holds: Callable[[MajorFacts], bool]


@dataclass(frozen=True)
class MajorVerb:
    """One row of the table. `permission` '' = only the system; `to_state` '' = the state stays as it is.

    `collective`: needs the date of the meeting, at least two named people of the brigade, and the minutes.
    """

    code: str
    zh: str
    en: str
    from_states: tuple[str, ...]
    to_state: str
    permission: str
    consequence_zh: str
    consequence_en: str
    guards: tuple[MajorGuard, ...] = ()
    needs: tuple[str, ...] = ()
    collective: bool = False
    event: str = ""
    offered: bool = True


STATES: dict[str, MajorState] = {
    state.code: state
    for state in (
        MajorState("suspected", "疑似重大", "suspected", open=True),
        MajorState("decided", "已判定重大", "decided", open=True),
        MajorState("listed", "挂牌督办", "listed by the government", open=True),
        MajorState("released", "销案", "released", open=False),
        MajorState("dismissed", "不构成重大", "dismissed", open=False),
    )
}
OPEN_STATES = tuple(state.code for state in STATES.values() if state.open)

PERSON = MajorGuard(
    "person_required", "由具名人员作出",
    "重大火灾隐患只由人判定，系统不作判定。", "Only people decide on a major hazard; the system never does.",
    lambda facts: facts.is_person,
)  # fmt: skip
ALL_CLOSED = MajorGuard(
    "hazards_still_open", "所列隐患全部销案",
    "所列隐患还有没销案的，全部复查通过后才能销案。",
    "Some of its hazards are still open; it can be released once all have passed their review.",
    lambda facts: facts.open_hazards == 0,
)  # fmt: skip
NOT_SERVED = MajorGuard(
    "already_served", "整改通知书还没有登记送达",
    "整改通知书已登记送达。", "The notice was recorded as served already.",
    lambda facts: not facts.served,
)  # fmt: skip

VERBS: dict[str, MajorVerb] = {
    verb.code: verb
    for verb in (
        MajorVerb(
            "suspect", "提出疑似重大", "Suspect", (), "suspected", SUSPECT,
            "登记为疑似重大火灾隐患，等大队集体研究；隐患的等级和期限都不变。",
            "Records a suspicion for the brigade to study together; grades and limits stay as they are.",
            needs=("hazards", "reason"), event="MajorSuspected", offered=False,
        ),
        MajorVerb(
            "extend", "补充线索", "More evidence", OPEN_STATES, "", "",
            "同一场所又有隐患符合判定要素，记入本案；状态不变。",
            "More hazards of the place meet an element and are put on record; the state stays.",
            event="MajorExtended", offered=False,
        ),
        MajorVerb(
            "add_hazards", "加列隐患", "Add hazards", OPEN_STATES, "", SUSPECT,
            "把本场所的其他隐患列入本案；销案前它们也须全部销案。",
            "Puts further hazards of the place into the case; they too must close before its release.",
            guards=(PERSON,), needs=("hazards", "reason"), event="MajorExtended",
        ),
        MajorVerb(
            "decide", "集体判定为重大", "Decide", ("suspected",), "decided", DECIDE,
            "登记大队集体研究的结论：构成重大火灾隐患。须有会议日期、两名以上参加人员和会议纪要；3 个工作日内送达整改通知书。",
            "Records the brigade's collective decision: a major hazard. Needs the day, two or more people and the minutes.",
            guards=(PERSON,), needs=("words", "limit_on"), collective=True, event="MajorDecided",
        ),
        MajorVerb(
            "dismiss", "集体研究不构成", "Dismiss", ("suspected",), "dismissed", DECIDE,
            "登记大队集体研究的结论：不构成重大火灾隐患。隐患照常整改；同样的隐患不再自动提出。",
            "Records the collective decision that it is none. The hazards go on as before and raise no suspicion again.",
            guards=(PERSON,), needs=("words",), collective=True, event="MajorDismissed",
        ),
        MajorVerb(
            "serve", "登记通知书送达", "Notice served", ("decided", "listed"), "", DECIDE,
            "登记重大火灾隐患整改通知书的送达日期和签收人，送达时限停止。",
            "Records when and to whom the notice was served; its clock stops.",
            guards=(PERSON, NOT_SERVED), needs=("on", "receiver"), event="MajorServed",
        ),
        MajorVerb(
            "list", "登记挂牌督办", "Listed", ("decided",), "listed", DECIDE,
            "登记政府挂牌督办：哪一级政府、挂牌日期、整改期限。",
            "Records that a government put it on its list: which one, when, until when.",
            guards=(PERSON,), needs=("on", "listed_by", "limit_on"), event="MajorListed",
        ),
        MajorVerb(
            "release", "集体研究销案", "Release", ("decided", "listed"), "released", DECIDE,
            "登记大队集体研究的结论：整改完成，重大火灾隐患销案。所列隐患须已全部销案。",
            "Records the collective decision that it is no more; every hazard of the case must be closed.",
            guards=(PERSON, ALL_CLOSED), needs=("words",), collective=True, event="MajorReleased",
        ),
    )
}  # fmt: skip


def state_label(code: str, language: str = "zh") -> str:
    """Return the words of a state; the code itself for one no longer in the table."""
    state = STATES.get(code)
    return (state.zh if language == "zh" else state.en) if state else code


def blocking_guard(verb: str, facts: MajorFacts) -> MajorGuard | None:
    """Return the first guard of a verb that does not hold, or None."""
    return next((guard for guard in VERBS[verb].guards if not guard.holds(facts)), None)


def offers(facts: MajorFacts, permissions: Iterable[str]) -> list[tuple[MajorVerb, MajorGuard | None]]:
    """Return the verbs a person with these permissions sees in this state, each with the guard that blocks it, if one does."""
    held = set(permissions)
    return [
        (verb, blocking_guard(verb.code, facts))
        for verb in VERBS.values()
        if verb.offered and verb.permission in held and facts.state in verb.from_states
    ]
