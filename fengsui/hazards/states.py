"""The hazard's state table as data: states, verbs, who, guards, effects and consequences; API, screens and docs follow it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class State:
    """One state of a hazard: code, words, whether the hazard still counts as stock, whether its limit still runs."""

    code: str
    zh: str
    en: str
    in_stock: bool
    limit_runs: bool


@dataclass(frozen=True)
class Facts:
    """What the guards look at: the case as it stands and the person who asks. Counts are links, not files."""

    state: str
    is_person: bool = True
    actor_id: UUID | None = None
    rectifier_id: UUID | None = None
    fix_reported_by_id: UUID | None = None
    passed_by_id: UUID | None = None
    missing_evidence: int = 0
    arriving_with_verdict: int = 0
    after_photos: int = 0
    fixable_on_site: bool = False


@dataclass(frozen=True)
class Guard:
    """A condition of a verb: a stable code, the rule in words, what is shown while it does not hold, and the test."""

    code: str
    rule: str
    zh: str
    en: str
    holds: Callable[[Facts], bool]


@dataclass(frozen=True)
class Verb:
    """One row of the table. `permission` '' = only the system; `to_state` '' = the state stays as it is."""

    code: str
    zh: str
    en: str
    from_states: tuple[str, ...]
    to_state: str
    permission: str
    consequence_zh: str
    consequence_en: str
    guards: tuple[Guard, ...] = ()
    effects: tuple[str, ...] = ()
    event: str = ""
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Offer:
    """A verb as a person sees it now: the row of the table, and the guard that blocks it, if one does."""

    verb: Verb
    blocked_by: Guard | None


STATES: dict[str, State] = {
    state.code: state
    for state in (
        State("found", "发现", "found", in_stock=True, limit_runs=True),
        State("assigned", "已交办", "assigned", in_stock=True, limit_runs=True),
        State("reported_fixed", "整改上报", "reported fixed", in_stock=True, limit_runs=False),
        State("fixed_on_site", "当场改正（待照片）", "fixed on site, photo on its way", in_stock=True, limit_runs=False),
        State("closed", "销案", "closed", in_stock=False, limit_runs=False),
        State("void", "作废", "void", in_stock=False, limit_runs=False),
    )
}

GRADES: dict[str, tuple[str, str]] = {
    "A": ("A 立即改正", "A, at once"),
    "B": ("B 严重", "B, serious"),
    "C": ("C 一般", "C, ordinary"),
    "D": ("D 需施工或计划整改", "D, needs works or a plan"),
}

# The twelve boxes of the police form for daily fire supervision, in our own short words; each hazard carries one.
LEGAL_CATEGORIES: dict[int, tuple[str, str]] = {
    1: ("设施、器材、标志的配置不合要求", "facilities, equipment or signs not provided as required"),
    2: ("设施、器材、标志没有保持完好", "facilities, equipment or signs not kept in working order"),
    3: ("设施、器材被损坏或挪作他用", "facilities or equipment damaged or used for other ends"),
    4: ("擅自拆除或停用设施、器材", "facilities or equipment removed or switched off"),
    5: ("疏散通道、安全出口被占用、堵塞或封闭", "escape route or exit occupied, blocked or closed"),
    6: ("消火栓被埋压圈占，或防火间距被占用", "hydrant buried or enclosed, or fire separation occupied"),
    7: ("违规进入易燃易爆危险品场所", "unlawful entry to a place with explosive or flammable goods"),
    8: ("违规使用明火作业", "unlawful hot work"),
    9: ("在有火灾危险的场所吸烟或用火", "smoking or open flame where it is dangerous"),
    10: ("消防车通道被占用或堵塞", "fire engine lane occupied or blocked"),
    11: ("人员密集场所门窗上有影响逃生救援的障碍物", "obstacles on doors or windows of a crowded place"),
    12: ("其他消防安全问题", "other fire-safety matter"),
}

PERSON = Guard(
    "person_required",
    "由具名人员作出",
    "复查结论须由具名人员作出，系统任务不能代替。",
    "A review needs a named person; a system task cannot take its place.",
    lambda facts: facts.is_person and facts.actor_id is not None,
)
NOT_RECTIFIER = Guard(
    "reviewer_is_rectifier",
    "复查人不是整改人，也不是上报人",
    "您是这次整改的整改人或上报人，复查须由另一人进行。",
    "You made or reported this fix; a different person has to review it.",
    lambda facts: facts.actor_id is None or facts.actor_id not in (facts.rectifier_id, facts.fix_reported_by_id),
)
AFTER_PHOTO = Guard(
    "after_photo_required",
    "有整改后照片",
    "缺少整改后的照片，请先拍照或上传。",
    "A photo taken after the fix is needed first.",
    lambda facts: facts.after_photos > 0,
)
EVIDENCE_COMPLETE = Guard(
    "evidence_missing",
    "此前的照片全部送达",
    "有照片尚未送达服务器，送齐后才能销案。请让拍照人联网上传，或重新拍照。",
    "Photos of this case have not arrived yet; it can close once they have. Ask the sender to go online, or take new ones.",
    lambda facts: facts.missing_evidence <= facts.arriving_with_verdict,
)
NOT_PASSED_YET = Guard(
    "already_passed",
    "尚未有人复查通过",
    "已有人复查通过，照片送达后自动销案。",
    "Someone has already passed it; it closes by itself once the photos arrive.",
    lambda facts: facts.passed_by_id is None,
)
ON_SITE = Guard(
    "not_fixable_on_site",
    "规则包允许当场改正",
    "规则包没有把这个检查项列为可当场改正，请按期限整改。",
    "The rule pack does not list this item as one to be put right on the spot; set a limit instead.",
    lambda facts: facts.fixable_on_site,
)
ALL_ARRIVED = Guard(
    "evidence_missing",
    "照片全部送达，且有整改后照片",
    "照片尚未全部送达。",
    "Not all photos have arrived.",
    lambda facts: facts.missing_evidence == 0 and facts.after_photos > 0,
)
SOMETHING_MISSING = Guard(
    "nothing_missing",
    "有照片未送达",
    "本案照片已全部送达，没有可撤下的。",
    "Every photo of this case has arrived; there is none to take off.",
    lambda facts: facts.missing_evidence > 0,
)

OPEN_STATES = tuple(state.code for state in STATES.values() if state.in_stock)
LIMIT_STATES = tuple(state.code for state in STATES.values() if state.limit_runs)

VERBS: dict[str, Verb] = {
    verb.code: verb
    for verb in (
        Verb(
            "open", "登记隐患", "Open", (), "found", "hazards.open",
            "登记为一条隐患，等级、违情类别和期限由当日规则包给出，并编入隐患台账。",
            "Records a hazard with its number; grade, legal category and limit come from the rule pack of that day.",
            effects=("取号", "按规则包定级并计算期限"), event="HazardOpened", needs=("item_code",),
        ),
        Verb(
            "fix_on_site", "当场改正", "Fixed on site", ("found",), "fixed_on_site", "hazards.fix_on_site",
            "记为当场改正；改后照片送达后自动销案，无须复查。",
            "Recorded as put right on the spot; it closes by itself once the after-photo has arrived, without a review.",
            guards=(ON_SITE, AFTER_PHOTO), effects=("期限停止",), event="HazardFixedOnSite",
            needs=("after_photo",),
        ),
        Verb(
            "assign", "交办", "Assign", ("found", "assigned", "fixed_on_site"), "assigned", "hazards.assign",
            "交给所选的人员、单位或场所联系人整改，期限自交办起显示给对方；再次交办会替换原承办人。",
            "Hands the fix to a person, organization or contact, with the limit; assigning again replaces the former one.",
            effects=("写入承办人", "从当场改正退回时重新计算期限"), event="HazardAssigned",
            needs=("assignee",),
        ),
        Verb(
            "report_fixed", "整改上报", "Report fixed", ("found", "assigned"), "reported_fixed", "hazards.report_fixed",
            "代场所登记“已整改”，期限停止，进入待复查；上报人不能复查自己的上报。",
            "Records the place's word that it is fixed; the limit stops and a different person has to review.",
            effects=("期限停止", "生成复查任务"), event="HazardReportedFixed", needs=("rectifier",),
        ),
        Verb(
            "review_pass", "复查通过", "Review passed", ("reported_fixed",), "closed", "hazards.review",
            "复查通过并销案；随复查拍摄的照片若还在途，送达后自动销案。销案后不能撤回。",
            "Passes and closes the case; photos taken with this review may still be on their way, then it closes on arrival.",
            guards=(PERSON, NOT_PASSED_YET, NOT_RECTIFIER, AFTER_PHOTO, EVIDENCE_COMPLETE),
            effects=("写入复查人", "照片送齐即销案"), event="HazardClosed",
        ),
        Verb(
            "review_fail", "复查不通过", "Review failed", ("reported_fixed",), "assigned", "hazards.review",
            "退回整改，轮次加一，重新计算期限，须写明原因。",
            "Goes back for another round with a new limit; a reason is needed.",
            guards=(PERSON, NOT_RECTIFIER), effects=("轮次加一", "重新计算期限"), event="HazardReviewFailed",
            needs=("reason",),
        ),
        Verb(
            "void", "作废", "Void", OPEN_STATES, "void", "hazards.void",
            "作废后不再计入存量和发现数，号码保留，须写明原因。",
            "Leaves the stock and the count of found hazards; the number stays. A reason is needed.",
            effects=("号码保留",), event="HazardVoided", needs=("reason",),
        ),
        Verb(
            "close_on_evidence", "照片送达销案", "Closed on arrival of photos", ("fixed_on_site", "reported_fixed"),
            "closed", "",
            "照片全部送达，系统销案。",
            "All photos have arrived; the system closes the case.",
            guards=(ALL_ARRIVED,), effects=("写入销案日期",), event="HazardClosed",
        ),
        Verb(
            "recompute_due", "期限重算", "Limit computed again", LIMIT_STATES, "", "",
            "工作日历有变化，期限按新日历重算。",
            "The working-day calendar changed; the limit is computed again.",
            effects=("更新期限与计算过程",), event="HazardDueChanged",
        ),
        Verb(
            "add_photo", "补充照片", "Add photos", OPEN_STATES, "", "hazards.add_photo",
            "把照片挂到本案，案件状态不变；照片送达前不能销案。",
            "Adds photos to the case without moving it; it cannot close before they arrive.",
            event="HazardPhotosChanged", needs=("photos",),
        ),
        Verb(
            "remove_photo", "撤下未送达的照片", "Take off a photo that never arrived", OPEN_STATES, "",
            "hazards.remove_photo",
            "手机丢失等原因永远送不到的照片可以撤下，校验值和原因留档；已送达的照片不能撤下。",
            "A photo that can never arrive (a lost phone) is taken off; its hash and the reason stay on record.",
            guards=(SOMETHING_MISSING,), event="HazardPhotosChanged", needs=("photo", "reason"),
        ),
    )
}  # fmt: skip


def state_label(code: str, language: str = "zh") -> str:
    """Return the words of a state; the code itself for one no longer in the table."""
    state = STATES.get(code)
    return (state.zh if language == "zh" else state.en) if state else code


def legal(verb: str, state: str) -> bool:
    """Tell whether a verb starts from a state, guards aside."""
    return state in VERBS[verb].from_states


def blocking_guard(verb: str, facts: Facts) -> Guard | None:
    """Return the first guard of a verb that does not hold, or None."""
    return next((guard for guard in VERBS[verb].guards if not guard.holds(facts)), None)


def offers(facts: Facts, permissions: Iterable[str]) -> list[Offer]:
    """Return the verbs a person with these permissions may see in this state, in the order of the table.

    Verbs of the system are never offered; a verb whose guard fails is offered with the guard, so that the screen
    can say why the button is grey. A guard that only the form itself can satisfy (a photo still to be taken with
    the deed) does not block the offer.
    """
    held = set(permissions)
    made: list[Offer] = []
    for verb in VERBS.values():
        if verb.permission and verb.permission in held and facts.state in verb.from_states:
            guard = next((g for g in verb.guards if g is not AFTER_PHOTO and not g.holds(facts)), None)
            made.append(Offer(verb, guard))
    return made
