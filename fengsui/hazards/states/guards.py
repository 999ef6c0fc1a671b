"""The conditions of verbs: each a rule in words, what is shown while it does not hold, and the test."""

from fengsui.hazards.states.shapes import Guard

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
    hides=True,
)
AFTER_PHOTO_HERE = Guard(
    "after_photo_elsewhere",
    "改后照片不是在别处拍的",
    "改后照片的拍摄位置都不在这家场所附近。请到现场重新拍照；若档案上的位置不对，请先更正场所位置。",
    "Every after-photo was taken away from the place. Take one there; if the place's position is wrong, correct that first.",
    lambda facts: facts.after_photos == 0 or facts.after_photos_here is None or facts.after_photos_here > 0,
)
ASSIGNEE_ONLY = Guard(
    "not_the_assignee",
    "交办给具体人员的，由本人办理",
    "这条隐患交办给了另一位具名人员，须由本人接办、驳回或转办。",
    "It was assigned to another named person, who has to take it, send it back or pass it on.",
    lambda facts: facts.assignee_id is None or facts.assignee_id == facts.actor_id,
)
NOT_URGED_TODAY = Guard(
    "already_urged_today",
    "同一案每天只催办一次",
    "今天已经催办过，明天可再催；急需上级出面的，请走督办升级。",
    "It was urged today already; urge again tomorrow, or have it escalated.",
    lambda facts: not facts.urged_today,
)
LIMIT_RUNNING = Guard(
    "limit_paused",
    "期限没有中止",
    "期限已中止，请先恢复计时。",
    "The limit is paused; resume it first.",
    lambda facts: not facts.paused,
)
LIMIT_PAUSED = Guard(
    "limit_not_paused",
    "期限正在中止",
    "期限没有中止，不用恢复。",
    "The limit is running; there is nothing to resume.",
    lambda facts: facts.paused,
    hides=True,
)
LIMIT_NOT_OVER = Guard(
    "limit_over",
    "期限没有过",
    "期限已过，不能再延期或中止；请尽快整改，逾期已按规定升级。",
    "The limit is over: it can be neither extended nor paused now.",
    lambda facts: not facts.overdue,
)
NO_EXTENSION_WAITS = Guard(
    "extension_waits",
    "没有待审批的延期申请",
    "已有一份延期申请等待审批，请等审批结果。",
    "An extension is already waiting for its decision.",
    lambda facts: not facts.extension_waits,
)
EXTENSIONS_LEFT = Guard(
    "extensions_used_up",
    "延期不超过 2 次",
    "这条隐患已延期 2 次，不能再延；仍改不了的，请报大队研究。",
    "It has been extended twice; a third time is not possible. Bring it before the brigade.",
    lambda facts: facts.extension_count < 2,
)
EXTENSION_WAITS = Guard(
    "no_extension_waits",
    "有待审批的延期申请",
    "没有待审批的延期申请。",
    "No extension is waiting for a decision.",
    lambda facts: facts.extension_waits,
    hides=True,
)
NOT_THE_ASKER = Guard(
    "decider_is_asker",
    "审批人不是申请人",
    "延期是您本人申请的，须由另一人审批。",
    "You asked for this extension yourself; a different person has to decide.",
    lambda facts: facts.actor_id is None or facts.actor_id != facts.extension_asked_by,
)
COSIGNS_GIVEN = Guard(
    "cosign_waits",
    "会签意见都已给出",
    "还有会签意见没有给出，收齐后才能通过复查。",
    "A countersignature is still missing; the review can pass once all are given.",
    lambda facts: facts.open_cosigns == 0,
)
COSIGN_WAITS = Guard(
    "no_cosign_waits",
    "有等待意见的会签",
    "没有等待意见的会签。",
    "No countersignature is waiting.",
    lambda facts: facts.open_cosigns > 0,
    hides=True,
)
CHECK_WAITS = Guard(
    "nothing_to_check",
    "有等待核查的举报",
    "本案没有等待核查的举报。",
    "No complaint of this case waits to be checked.",
    lambda facts: facts.check_waits,
    hides=True,
)
