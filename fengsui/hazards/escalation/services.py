"""Climbing the ladders, taking a rung on, and ending what no longer stands; each case in a transaction of its own."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from itertools import islice
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q

from fengsui.hazards.escalation import ladder
from fengsui.hazards.escalation.ladder import CaseFacts, Ladder
from fengsui.hazards.escalation.models import Escalation
from fengsui.hazards.models import Hazard
from fengsui.hazards.services.transition import moment, snapshot, write_step
from fengsui.hazards.states import LIMIT_STATES, OPEN_STATES
from fengsui.kernel import audit, clock, messages, outbox, transaction
from fengsui.kernel.actor import Actor
from fengsui.kernel.calendars import calendar_for
from fengsui.kernel.errors import Conflict, Forbidden, InvalidInput, not_found
from fengsui.kernel.scope import require
from fengsui.kernel.service import service
from fengsui.kernel.working_days import Calendar, add_working_days
from fengsui.org.duty import on_duty

# So many cases are looked at together.
LOOKED_AT_ONCE = 500


def _overdue_at(places: Iterable[UUID], today: date) -> dict[UUID, int]:
    """Return place → how many of its cases are overdue, in one query."""
    # scope: counts for the reasons of cases that are in the caller's hands
    late = Hazard.objects.filter(place_id__in=set(places), state__in=LIMIT_STATES, due_on__lt=today)
    return dict(late.order_by().values_list("place_id").annotate(n=Count("pk")))


def facts_of(row: Hazard, today: date, at_places: Mapping[UUID, int] | None = None) -> CaseFacts:
    """Return what the ladders look at in a case (one query when its limit is over, none where `at_places` is told)."""
    runs = row.state in LIMIT_STATES and row.paused_on is None
    over = runs and row.due_on is not None and row.due_on < today
    at_place = 0
    if over:
        at_place = (_overdue_at([row.place_id], today) if at_places is None else at_places).get(row.place_id, 0)
    waits = row.state == "reported_fixed" and row.reviewer_id is None
    checks = row.check_due_at is not None and row.checked_at is None and row.state in OPEN_STATES
    return CaseFacts(
        round=row.round,
        cycle=f"r{row.round}.{row.extension_count}.{len(row.limit_pauses)}",
        grade=row.grade,
        due_on=row.due_on,
        review_due_on=row.review_due_on if waits else None,
        check_due_on=clock.local_date(row.check_due_at) if checks and row.check_due_at else None,
        repeats=row.repeat_count,
        overdue_at_place=at_place,
        limit_runs=runs,
    )


def standing(row: Hazard, today: date) -> list[Ladder]:
    """Return the ladders a case stands at on a day."""
    return ladder.ladders(facts_of(row, today), today=today, calendar=calendar_for(row.area_path))


def _come(one: Ladder, rows: Iterable[Escalation], today: date) -> tuple[list[Escalation], list[str]]:
    """Return the rungs of a case to open again on a ladder, and those to climb: their day has come, and nobody holds them."""
    climbed = [step for step in rows if (step.ladder, step.cycle) == (one.code, one.cycle)]
    come = {rung for rung, day in one.days.items() if day <= today}
    held = max((step.held_until for step in climbed if step.held_until), default=None)
    names = frozenset(step.rung for step in climbed)
    again = [step for step in climbed if step.ended_at and step.rung in come]
    return again, ladder.due_rungs(one, climbed=names, held_until=held, today=today)


def climb_all(*, actor: Actor, limit: int = 2000, after_each: Callable[[], None] | None = None) -> int:
    """Climb every rung whose day has come, over the whole installation; return how many were climbed.

    At most `limit` cases with something to climb a run, the longest overdue first; those that only wait are passed by, so that
    no number of them keeps a later one waiting. Each case is one transaction: stopped at any moment, what was climbed stands
    whole and the rest comes with the next run. `after_each` is called after every case.
    """
    today, made = clock.local_date(), 0
    for hazard_id in islice(_to_climb(_candidates(today), today), limit):
        made += climb(actor=actor, hazard_id=hazard_id)
        if after_each:
            after_each()
    return made


def _to_climb(ids: list[UUID], today: date) -> Iterator[UUID]:
    """Give the cases that have a rung to climb or to open again, read many together."""
    calendars: dict[str, Calendar] = {}
    for start in range(0, len(ids), LOOKED_AT_ONCE):
        piece = ids[start : start + LOOKED_AT_ONCE]
        # scope: the system's own work over the whole installation
        rows = Hazard.objects.in_bulk(piece)
        at_places = _overdue_at((row.place_id for row in rows.values()), today)
        steps: dict[UUID, list[Escalation]] = defaultdict(list)
        # scope: the system's own work over the whole installation
        for step in Escalation.objects.filter(hazard_id__in=piece):
            steps[step.hazard_id].append(step)
        for row in (rows[key] for key in piece if key in rows):
            if row.area_path not in calendars:
                calendars[row.area_path] = calendar_for(row.area_path)
            stands = ladder.ladders(facts_of(row, today, at_places), today=today, calendar=calendars[row.area_path])
            if any(any(_come(one, steps[row.pk], today)) for one in stands):
                yield row.pk


def _candidates(today: date) -> list[UUID]:
    """Return the cases that may stand at a ladder with a rung to climb, the longest overdue first."""
    # scope: the system's own work
    told = Escalation.objects.filter(hazard=OuterRef("pk"), ladder="at_once", ended_at__isnull=True)
    limit_over = Q(state__in=LIMIT_STATES, due_on__lt=today)
    review_over = Q(state="reported_fixed", reviewer__isnull=True, review_due_on__lt=today)
    check_over = Q(check_due_at__lt=clock.now(), checked_at__isnull=True, state__in=OPEN_STATES)
    stands_out = Q(state__in=LIMIT_STATES, paused_on__isnull=True) & (
        Q(round__gte=ladder.OUTSTANDING_ROUND) | (Q(repeat_count__gt=0) & ~Exists(told))
    )
    # scope: the system's own work over the whole installation
    rows = Hazard.objects.filter(limit_over | review_over | check_over | stands_out)
    return list(rows.order_by("due_on", "number").values_list("pk", flat=True))


def climb(*, actor: Actor, hazard_id: UUID) -> int:
    """Climb the rungs of one case whose day has come, in one transaction; return how many. Running it again climbs none.

    Rungs that ended when the case did (void, merged, reported fixed) stand again where that was taken back.
    """
    with transaction.write():
        row = Hazard.objects.select_for_update(of=("self",)).select_related("place").filter(pk=hazard_id).first()
        if row is None:
            return 0
        today, made = clock.local_date(), 0
        for one in standing(row, today):
            again, rungs = _come(one, row.escalations.order_by("at", "id"), today)
            _stand_again(actor, row, one, again)
            for rung in rungs:
                _step_up(actor, row, one, rung, today)
                made += 1
        return made


def _step_up(actor: Actor, row: Hazard, one: Ladder, code: str, today: date) -> None:
    rung = ladder.RUNGS[code]
    holder = on_duty(rung.posts, area_path=row.area_path, day=today, seed=row.place_id)
    made = Escalation(
        hazard=row, area_path=row.area_path, line=row.line, ladder=one.code, cycle=one.cycle, rung=code,
        reason=one.reason[:200], due_on=one.days[code], on=today, at=clock.now(), holder_id=holder.account_id if holder else None,
        holder_name=holder.name if holder else "", stands_in_for=holder.stands_in_for if holder else "",
        rules_version=ladder.VERSION,
    )  # fmt: skip
    made.save(force_insert=True)
    told = _told_words(made, rung.zh)
    data = {
        "rung": code, "rung_label": rung.zh, "ladder": one.code, "reason": one.reason, "holder": made.holder_name,
        "stands_in_for": made.stands_in_for,
    }  # fmt: skip
    write_step(
        actor=actor, row=row, verb="escalate", before=snapshot(row), when=moment(None, None), note=told, data=data,
        event_data={"rung": code, "ladder": one.code, "escalation_id": str(made.pk)},
    )  # fmt: skip
    if code == "letter":
        payload = {"number": row.number, "escalation_id": str(made.pk), "reason": one.reason, "place_id": str(row.place_id)}
        outbox.emit(kind="HazardLetterDue", subject=row, actor=actor, payload=payload, permission="hazards.view")
    messages.send(
        actor=actor,
        account_id=made.holder_id,
        key=f"escalation:{made.pk}",
        kind="escalation",
        title_zh=f"{ladder.LADDERS[one.code][0]}：{row.place.name}",
        body_zh=f"{row.number} {row.title}。{one.reason}。请签收并督促办理。",
        link=f"/hazards/{row.pk}",
        urgent=True,
        area_path=row.area_path,
        permission="hazards.view",
    )


def _stand_again(actor: Actor, row: Hazard, one: Ladder, ended: list[Escalation]) -> None:
    """Open rungs again whose day has come on a ladder that stands as before they ended; who is on duty now is told.

    What an acknowledgement still holds needs no word of its own.
    """
    today = clock.local_date()
    for step in ended:
        rung, was = ladder.RUNGS[step.rung], step.end_why
        holder = on_duty(rung.posts, area_path=row.area_path, day=today, seed=row.place_id)
        step.ended_at, step.end_why = None, ""
        step.due_on, step.reason = one.days[step.rung], one.reason[:200]
        step.holder_id, step.holder_name = (holder.account_id, holder.name) if holder else (None, "")
        step.stands_in_for = holder.stands_in_for if holder else ""
        step.save(update_fields=["ended_at", "end_why", "due_on", "reason", "holder", "holder_name", "stands_in_for"])
        audit.record(actor=actor, verb="escalation.stand_again", subject=step, changes={"ended": [True, False]}, reason=was)
        who = f"{rung.zh} {step.holder_name}".strip()
        write_step(
            actor=actor, row=row, verb="escalate", before=snapshot(row), when=moment(None, None),
            note=f"恢复督办（{who}）：督办曾因“{was}”结束，案件仍未办结", data={"rung": step.rung, "again": True},
            event_data={"rung": step.rung, "ladder": step.ladder, "escalation_id": str(step.pk)},
        )  # fmt: skip
        if step.held_until is not None and step.held_until >= today:
            continue
        messages.send(
            actor=actor,
            account_id=step.holder_id,
            key=f"escalation:{step.pk}:again:{row.row_version}",
            kind="escalation",
            title_zh=f"恢复督办：{row.place.name}",
            body_zh=f"{row.number} {row.title}。督办曾因“{was}”结束，案件仍未办结。请签收并督促办理。",
            link=f"/hazards/{row.pk}",
            urgent=True,
            area_path=row.area_path,
            permission="hazards.view",
        )


def _told_words(made: Escalation, rung: str) -> str:
    if not made.holder_name:
        return f"升级到{rung}：{made.reason}；该岗位无人在岗，按期转上一级"
    stands = f"（代{made.stands_in_for}）" if made.stands_in_for else ""
    return f"升级到{rung} {made.holder_name}{stands}：{made.reason}"


def may_take(actor: Actor, row: Escalation) -> bool:
    """Tell whether a person may take a rung on: it was sent to them, or they may urge there and stand as high or higher."""
    if row.holder_id == actor.account_id and actor.account_id is not None:
        return actor.may("hazards.view", area_path=row.area_path, line=row.line)
    grants = (grant for grant in actor.grants_for("hazards.urge") if grant.covers(row.area_path, row.line))
    return any(grant.role in ladder.TAKERS[row.rung] for grant in grants)


@service("escalation.acknowledge")
def acknowledge(*, actor: Actor, operation_id: UUID | None = None, escalation_id: UUID, words: str = "") -> Escalation:
    """Take a rung on: the ladder is held for two working days, then it climbs on if the case still stands there.

    By the one who was told, or by who may urge there and stands as high or higher (ladder.TAKERS). Raises NotFound,
    Forbidden, Conflict `escalation_ended` or `already_acknowledged` while an acknowledgement still holds, InvalidInput
    for the system.
    """
    row = Escalation.objects.select_for_update(of=("self",)).select_related("hazard").filter(pk=escalation_id).first()
    if row is None:
        raise not_found("督办升级", "escalation")
    told = row.holder_id == actor.account_id and actor.account_id is not None
    require(actor, "hazards.view" if told else "hazards.urge", area_path=row.area_path, line=row.line)
    if actor.is_system:
        raise InvalidInput("person_required", zh="签收须由具名人员作出。", en="A named person has to acknowledge.")
    if not may_take(actor, row):
        rung = ladder.RUNGS[row.rung]
        raise Forbidden(
            "rung_above",
            zh=f"这一级督办送给{rung.zh}，须由本人或更高一级签收。",
            en=f"This rung is the {rung.en}'s: they or somebody above take it on.",
        )
    if row.ended_at is not None:
        raise Conflict("escalation_ended", zh=f"这一级督办已结束：{row.end_why}。", en="This escalation has ended.")
    today = clock.local_date()
    if row.held_until is not None and today <= row.held_until:
        raise Conflict(
            "already_acknowledged",
            zh=f"{row.acknowledged_by_name}已签收，效力到 {row.held_until}。",
            en=f"{row.acknowledged_by_name} has acknowledged it until {row.held_until}.",
        )
    until = add_working_days(today, ladder.ACKNOWLEDGED_WORKING_DAYS, calendar_for(row.area_path)).date
    before = {"held_until": row.held_until}
    row.acknowledged_at, row.acknowledged_by_id = clock.now(), actor.account_id
    row.acknowledged_by_name, row.words, row.held_until = actor.name[:150], words.strip()[:300], until
    row.save()
    changes = audit.changes_between(before, {"held_until": row.held_until})
    audit.record(actor=actor, verb="escalation.acknowledge", subject=row, changes=changes, reason=row.words)
    outbox.emit(
        kind="EscalationAcknowledged", subject=row, actor=actor, permission="hazards.view",
        payload={"hazard_id": str(row.hazard_id), "number": row.hazard.number, "held_until": until.isoformat()},
    )  # fmt: skip
    return row


def settle(*, actor: Actor, hazard_id: UUID) -> int:
    """End the rungs of a case whose ladder no longer stands, in the caller's transaction; return how many."""
    # Whoever climbs holds the case's row, as whoever changes it does: a rung climbed before the change is seen here.
    if not Escalation.objects.filter(hazard_id=hazard_id, ended_at__isnull=True).exists():
        return 0
    row = Hazard.objects.select_for_update(of=("self",)).filter(pk=hazard_id).first()
    if row is None:
        return 0
    today, ended = clock.local_date(), 0
    stands = {(one.code, one.cycle) for one in standing(row, today)}
    for step in row.escalations.filter(ended_at__isnull=True):
        if (step.ladder, step.cycle) in stands:
            continue
        step.ended_at, step.end_why = clock.now(), _end_words(row)
        step.save(update_fields=["ended_at", "end_why"])
        audit.record(actor=actor, verb="escalation.end", subject=step, changes={"ended": [False, True]}, reason=step.end_why)
        ended += 1
    return ended


def _end_words(row: Hazard) -> str:
    words = {"closed": "已销案", "void": "已作废", "merged": "已并案", "reported_fixed": "已整改上报"}
    return words.get(row.state, "期限或轮次已变化")
