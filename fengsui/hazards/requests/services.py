"""Asking and deciding inside a case: more working days, another office's opinion."""

from uuid import UUID

from fengsui.hazards.models import Hazard
from fengsui.hazards.requests.models import Cosign, Extension
from fengsui.hazards.services.due_dates import compute_limit, make_counted
from fengsui.hazards.services.transition import check_guards, facts_of, moment, require_reason, snapshot, take, write_step
from fengsui.kernel import clock
from fengsui.kernel.actor import Actor
from fengsui.kernel.calendars import calendar_for
from fengsui.kernel.errors import FieldError, InvalidInput, not_found
from fengsui.kernel.service import service
from fengsui.org.models import Member, Organization

LONGEST_EXTENSION = 30


@service("hazard.ask_extension")
def ask_extension(
    *,
    actor: Actor,
    operation_id: UUID | None = None,
    hazard_id: UUID,
    working_days: int,
    reason: str,
    safeguards: str,
    expected_version: int | None = None,
) -> Hazard:
    """Ask for 1 to 30 more working days, with the reason and what keeps the place safe meanwhile.

    Raises InvalidInput: extension_waits, extensions_used_up, limit_paused, limit_over, a missing reason or safeguard.
    """
    row = take(actor=actor, hazard_id=hazard_id, verb="ask_extension", expected_version=expected_version)
    check_guards("ask_extension", facts_of(row, actor))
    said, kept = require_reason(reason), require_reason(safeguards, field="safeguards")
    if not 1 <= working_days <= LONGEST_EXTENSION:
        zh, en = f"一次申请 1 至 {LONGEST_EXTENSION} 个工作日。", f"Ask for 1 to {LONGEST_EXTENSION} working days at a time."
        raise InvalidInput("extension_too_long", zh=zh, en=en, fields=[FieldError("working_days", zh, en, "out_of_range")])
    before, when = snapshot(row), moment(None, None)
    Extension.objects.create(
        hazard=row, working_days=working_days, reason=said, safeguards=kept, asked_by_id=actor.account_id,
        asked_by_name=actor.name[:150], asked_at=when.at, due_before=row.due_on,
    )  # fmt: skip
    write_step(
        actor=actor, row=row, verb="ask_extension", before=before, when=when, note=said,
        data={"working_days": working_days, "safeguards": kept},
        event_data={"working_days": working_days, "asked_by": str(actor.account_id or "")},
    )  # fmt: skip
    return row


@service("hazard.decide_extension")
def decide_extension(
    *,
    actor: Actor,
    operation_id: UUID | None = None,
    hazard_id: UUID,
    granted: bool,
    words: str = "",
    expected_version: int | None = None,
) -> Hazard:
    """Grant or refuse the extension that waits, by a person other than the asker. A refusal needs words."""
    verb = "grant_extension" if granted else "refuse_extension"
    row = take(actor=actor, hazard_id=hazard_id, verb=verb, expected_version=expected_version)
    check_guards(verb, facts_of(row, actor))
    said = words.strip()[:500] if granted else require_reason(words, field="words")
    asked = Extension.objects.select_for_update(of=("self",)).get(hazard=row, granted__isnull=True)
    before, when, earlier = snapshot(row), moment(None, None), row.due_on
    if granted:
        make_counted(row, row.due_on or clock.local_date())
        row.limit_extension_days += asked.working_days
        row.extension_count += 1
        compute_limit(row, calendar_for(row.area_path))
    asked.granted, asked.words, asked.decided_at = granted, said, when.at
    asked.decided_by_id, asked.decided_by_name = actor.account_id, actor.name[:150]
    asked.due_before, asked.due_after = earlier, row.due_on
    asked.save()
    write_step(
        actor=actor, row=row, verb=verb, before=before, when=when, note=said,
        data={"working_days": asked.working_days, "asked_by": asked.asked_by_name, "due_on": [str(earlier), str(row.due_on)]},
        event_data={"asked_by": str(asked.asked_by_id or ""), "granted": granted},
    )  # fmt: skip
    return row


@service("hazard.ask_cosign")
def ask_cosign(
    *,
    actor: Actor,
    operation_id: UUID | None = None,
    hazard_id: UUID,
    cosigner_kind: str,
    cosigner_id: UUID,
    question: str = "",
    expected_version: int | None = None,
) -> Hazard:
    """Ask a member or an organization for an opinion that has to be given before the review can pass."""
    row = take(actor=actor, hazard_id=hazard_id, verb="ask_cosign", expected_version=expected_version)
    check_guards("ask_cosign", facts_of(row, actor))
    member = Member.objects.filter(pk=cosigner_id).first() if cosigner_kind == "member" else None
    office = Organization.objects.filter(pk=cosigner_id).first() if cosigner_kind == "organization" else None
    chosen = member or office
    if chosen is None:
        zh, en = "找不到所选的会签人，请重新选择。", "The chosen cosigner was not found; choose again."
        raise InvalidInput("cosigner_unknown", zh=zh, en=en, fields=[FieldError("cosigner_id", zh, en, "unknown")])
    if row.cosigns.filter(given_at__isnull=True, member=member, organization=office).exists():
        zh, en = f"已请{chosen.name}会签，正在等意见。", "Their opinion was asked for already."
        raise InvalidInput("cosign_asked", zh=zh, en=en, fields=[FieldError("cosigner_id", zh, en, "same")])
    before, when = snapshot(row), moment(None, None)
    made = Cosign.objects.create(
        hazard=row, member=member, organization=office, name=chosen.name[:200], asked_by_name=actor.name[:150],
        asked_at=when.at, question=question.strip()[:500],
    )  # fmt: skip
    write_step(
        actor=actor, row=row, verb="ask_cosign", before=before, when=when, note=question.strip(),
        data={"cosigner": made.name, "cosign_id": str(made.pk)},
        event_data={"account_id": str(member.account_id or "") if member else ""},
    )  # fmt: skip
    return row


@service("hazard.give_opinion")
def give_opinion(
    *,
    actor: Actor,
    operation_id: UUID | None = None,
    hazard_id: UUID,
    cosign_id: UUID,
    agrees: bool,
    opinion: str = "",
    expected_version: int | None = None,
) -> Hazard:
    """Give the opinion that was asked for; one asked of a named person is given by that person. A no needs words."""
    row = take(actor=actor, hazard_id=hazard_id, verb="give_opinion", expected_version=expected_version)
    check_guards("give_opinion", facts_of(row, actor))
    asked = Cosign.objects.select_for_update(of=("self",)).select_related("member").filter(pk=cosign_id, hazard=row).first()
    if asked is None or asked.given_at is not None:
        raise not_found("会签", "countersignature")
    if asked.member is not None and asked.member.account_id != actor.account_id:
        raise InvalidInput(
            "not_the_cosigner",
            zh=f"这份会签请的是{asked.name}，须由本人给出意见。",
            en=f"This opinion was asked of {asked.name}, who has to give it.",
        )
    said = opinion.strip()[:500] if agrees else require_reason(opinion, field="opinion")
    before, when = snapshot(row), moment(None, None)
    asked.agrees, asked.opinion, asked.given_at = agrees, said, when.at
    asked.given_by_id, asked.given_by_name = actor.account_id, actor.name[:150]
    asked.save()
    write_step(
        actor=actor, row=row, verb="give_opinion", before=before, when=when, note=said,
        data={"cosigner": asked.name, "agrees": agrees},
    )  # fmt: skip
    return row
