"""What people decide on a 重大 case: the brigade together, with a date, names and minutes; the notice, the list, the release."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from fengsui.hazards.major.clocks import notice_clock
from fengsui.hazards.major.models import MajorCase
from fengsui.hazards.major.permissions import DECIDING_ROLES
from fengsui.hazards.major.states import MINIMUM_DECIDERS
from fengsui.hazards.major.writing import require_day, require_words, snapshot, take, write_step
from fengsui.kernel import clock, evidence
from fengsui.kernel.actor import Actor, GrantValue
from fengsui.kernel.calendars import calendar_for
from fengsui.kernel.errors import FieldError, InvalidInput
from fengsui.kernel.evidence import EvidencePhoto
from fengsui.kernel.models import Grant
from fengsui.kernel.permissions import role_label
from fengsui.kernel.service import service


@dataclass(frozen=True)
class Meeting:
    """A collective decision: the day, accounts of the brigade who took part, others by name, the minutes, the words."""

    on: date
    participant_ids: tuple[UUID, ...]
    minutes: tuple[EvidencePhoto, ...]
    words: str
    others: tuple[str, ...] = ()


def deciders_of(area_path: str, line: str = "") -> list[dict[str, str]]:
    """Return the people of the brigade who may take part in a decision on a case of an area, by name, each once."""
    today, found = clock.local_date(), dict[str, dict[str, str]]()
    rows = Grant.objects.filter(role__in=DECIDING_ROLES, revoked_at__isnull=True, valid_from__lte=today, account__is_active=True)
    for grant in rows.select_related("account").order_by("account__display_name", "account_id"):
        held = GrantValue(grant.role, grant.area_path, grant.line)
        if (grant.valid_to is None or grant.valid_to >= today) and held.covers(area_path, line):
            person = {"account_id": str(grant.account_id), "name": grant.account.display_name, "role": role_label(grant.role)}
            found.setdefault(str(grant.account_id), person)
    return list(found.values())


def _meet(*, actor: Actor, row: MajorCase, meeting: Meeting, role: str) -> list[dict[str, str]]:
    """Check a collective decision and link its minutes; return who took part.

    Raises InvalidInput `deciders_too_few`, `minutes_required`, `minutes_not_arrived`, `day_out_of_range`.
    """
    first = min((link.hazard.found_on for link in row.links.select_related("hazard")), default=row.opened_on)
    require_day(meeting.on, field="on", earliest=max(filter(None, (first, row.decided_on))))
    brigade = {one["account_id"]: one for one in deciders_of(row.area_path, row.line)}
    present = [brigade[str(one)] for one in dict.fromkeys(meeting.participant_ids) if str(one) in brigade]
    if len(present) < MINIMUM_DECIDERS:
        zh = f"集体研究须有大队至少 {MINIMUM_DECIDERS} 名具名人员参加，请从名单中选择。"
        en = f"A collective decision needs at least {MINIMUM_DECIDERS} named people of the brigade."
        raise InvalidInput("deciders_too_few", zh=zh, en=en, fields=[FieldError("participant_ids", zh, en, "too_few")])
    if not meeting.minutes:
        zh, en = "请附上会议纪要（照片或 PDF）。", "Attach the minutes of the meeting (photo or PDF)."
        raise InvalidInput("minutes_required", zh=zh, en=en, fields=[FieldError("minutes", zh, en, "missing")])
    for photo in meeting.minutes:
        named = EvidencePhoto(**{**photo.__dict__, "role": role})
        link = evidence.link(actor=actor, photo=named, subject=row, area_path=row.area_path, line=row.line)
        if link.arrived_at is None or link.subject_id != str(row.pk):
            zh, en = "会议纪要还没有上传成功，请重新上传后再登记。", "The minutes have not arrived; send them again first."
            raise InvalidInput("minutes_not_arrived", zh=zh, en=en, fields=[FieldError("minutes", zh, en, "missing")])
    others = [{"account_id": "", "name": name.strip()[:60], "role": ""} for name in meeting.others if name.strip()]
    return [*present, *others]


def _words(meeting: Meeting) -> str:
    return require_words(
        meeting.words, field="words", zh="请写明集体研究的结论和理由。", en="Give the conclusion and its reasons."
    )


def _names(people: Sequence[dict[str, str]]) -> str:
    return "、".join(one["name"] for one in people)


def _limit(day: date, *, after: date) -> date:
    if day <= after:
        zh, en = f"整改期限应晚于 {after}。", f"The limit must lie after {after}."
        raise InvalidInput("limit_too_early", zh=zh, en=en, fields=[FieldError("limit_on", zh, en, "too_early")])
    return day


@service("major.decide")
def decide(
    *,
    actor: Actor,
    operation_id: UUID | None = None,
    major_id: UUID,
    meeting: Meeting,
    limit_on: date,
    expected_version: int | None = None,
) -> MajorCase:
    """Record that the brigade decided together that it is a major hazard, with the limit for putting it right.

    The notice is to be served within three working days of the decision. Raises as `take` and `_meet`.
    """
    row = take(actor=actor, major_id=major_id, verb="decide", expected_version=expected_version)
    before, said = snapshot(row), _words(meeting)
    people = _meet(actor=actor, row=row, meeting=meeting, role="minutes")
    due = notice_clock(meeting.on, calendar_for(row.area_path))
    row.state, row.decided_on, row.decision_words = "decided", meeting.on, said
    row.participants, row.decider_count = people, sum(bool(one["account_id"]) for one in people)
    row.decided_by_id, row.limit_on = actor.account_id, _limit(limit_on, after=meeting.on)
    row.notice_due_on, row.notice_provisional, row.notice_words = due.due_on, due.provisional, due.computed[:400]
    write_step(
        actor=actor, row=row, verb="decide", before=before, note=said,
        data={"on": str(meeting.on), "participants": _names(people), "limit_on": str(limit_on), "computed": due.computed},
    )  # fmt: skip
    return row


@service("major.dismiss")
def dismiss(
    *, actor: Actor, operation_id: UUID | None = None, major_id: UUID, meeting: Meeting, expected_version: int | None = None
) -> MajorCase:
    """Record that the brigade decided together that it is no major hazard; its hazards go on as before."""
    row = take(actor=actor, major_id=major_id, verb="dismiss", expected_version=expected_version)
    before, said = snapshot(row), _words(meeting)
    people = _meet(actor=actor, row=row, meeting=meeting, role="minutes")
    row.state, row.decided_on, row.decision_words = "dismissed", meeting.on, said
    row.participants, row.decider_count = people, sum(bool(one["account_id"]) for one in people)
    row.decided_by_id = actor.account_id
    write_step(
        actor=actor, row=row, verb="dismiss", before=before, note=said,
        data={"on": str(meeting.on), "participants": _names(people)},
    )  # fmt: skip
    return row


@service("major.serve")
def serve(
    *,
    actor: Actor,
    operation_id: UUID | None = None,
    major_id: UUID,
    on: date,
    receiver: str,
    expected_version: int | None = None,
) -> MajorCase:
    """Record on which day the notice was served and who took it."""
    row = take(actor=actor, major_id=major_id, verb="serve", expected_version=expected_version)
    before = snapshot(row)
    row.served_on = require_day(on, field="on", earliest=row.decided_on or row.opened_on)
    row.served_to = require_words(receiver, field="receiver", zh="请写明签收人。", en="Say who took it.", most=100)
    write_step(actor=actor, row=row, verb="serve", before=before, note=f"{on} 送达，{row.served_to}签收", data={"on": str(on)})
    return row


@service("major.list")
def enlist(
    *,
    actor: Actor,
    operation_id: UUID | None = None,
    major_id: UUID,
    on: date,
    listed_by: str,
    limit_on: date,
    expected_version: int | None = None,
) -> MajorCase:
    """Record that a government put the case on its list: which one, from when, to be right by when."""
    row = take(actor=actor, major_id=major_id, verb="list", expected_version=expected_version)
    before = snapshot(row)
    row.listed_on = require_day(on, field="on", earliest=row.decided_on or row.opened_on)
    row.listed_by = require_words(listed_by, field="listed_by", zh="请写明挂牌的政府。", en="Say which government.", most=100)
    row.limit_on, row.state = _limit(limit_on, after=on), "listed"
    write_step(
        actor=actor, row=row, verb="list", before=before, note=f"{row.listed_by} {on} 挂牌督办，期限 {limit_on}",
        data={"on": str(on), "limit_on": str(limit_on)},
    )  # fmt: skip
    return row


@service("major.release")
def release(
    *, actor: Actor, operation_id: UUID | None = None, major_id: UUID, meeting: Meeting, expected_version: int | None = None
) -> MajorCase:
    """Record that the brigade decided together that it is put right: every hazard of the case has been closed."""
    row = take(actor=actor, major_id=major_id, verb="release", expected_version=expected_version)
    before, said = snapshot(row), _words(meeting)
    people = _meet(actor=actor, row=row, meeting=meeting, role="release_minutes")
    row.state, row.released_on, row.release_words, row.released_by = "released", meeting.on, said, people
    write_step(
        actor=actor, row=row, verb="release", before=before, note=said,
        data={"on": str(meeting.on), "participants": _names(people)},
    )  # fmt: skip
    return row
