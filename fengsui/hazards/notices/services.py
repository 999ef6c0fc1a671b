"""Writes to notices: issued once with the visit that found something, opened once by its owner, void with a reason."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.crypto import salted_hmac

from fengsui.hazards.models import Hazard
from fengsui.hazards.notices import codes, rules, servings, wording
from fengsui.hazards.notices.models import Notice
from fengsui.hazards.states import OPEN_STATES
from fengsui.kernel import audit, clock, numbering, outbox, rulepacks
from fengsui.kernel.actor import Actor
from fengsui.kernel.errors import InvalidInput
from fengsui.kernel.permissions import role_label
from fengsui.kernel.rulepacks.schema import Item
from fengsui.kernel.scope import require
from fengsui.kernel.service import service
from fengsui.places.models import Place
from fengsui.places.public import office_words, streets_of

VIEW = "hazards.view"
# The paper lists the older hazards too; beyond this many it says how many more there are.
STANDING_SHOWN = 20


@service("notice.issue")
def issue_notice(
    *,
    actor: Actor,
    operation_id: UUID | None = None,
    source_kind: str,
    source_id: UUID,
    place: Place,
    hazards: Sequence[Hazard],
    at: datetime,
    signer_name: str = "",
    signer_role: str = "",
    signature_id: UUID | None = None,
    served_how: str = "screen",
    orders: bool = False,
) -> Notice:
    """Issue the notice of a visit that found hazards, in the caller's transaction; the same source again returns its notice.

    `hazards` are the cases opened by that source (at least one), `at` the corrected time at the door. What the paper says
    is frozen here. With `orders` its lines order as far as the issuer's power reaches under the rule pack (wording.py)
    and advise beyond it: nothing is refused over the words of its paper. Raises NotFound or Forbidden outside the actor's
    scope, InvalidInput without a hazard.
    """
    require(actor, "hazards.open", area_path=place.area_path, line=place.line)
    if earlier := Notice.objects.filter(source_kind=source_kind, source_id=source_id).first():
        return earlier
    if not hazards:
        raise InvalidInput("notice_empty", zh="没有发现隐患，不出告知书。", en="Nothing was found: no notice.")
    content = rulepacks.by_version(hazards[0].rulepack_version).content
    streets = streets_of({place.area_path})
    district = streets.get(place.area_path.split("/", 1)[0])
    post = rules.post_of(grant.role for grant in actor.grants if grant.covers(place.area_path, place.line))
    lines = [_line(hazard, content.item(hazard.item_code)) for hazard in hazards]
    power = wording.power_of(content, post) if orders else {}
    for line in lines:
        line["ordered"] = paper if (paper := wording.paper_of(line)) in power.get("papers", {}) else ""
    ordered = any(line["ordered"] for line in lines)
    row = Notice(
        number=numbering.next_number(kind="notice", area_path=place.area_path, year=clock.local_date().year),
        short_code=_free_code(source_id),
        source_kind=source_kind,
        source_id=source_id,
        place=place,
        area_path=place.area_path,
        line=place.line,
        place_name=place.name,
        place_address=place.address,
        place_number=place.number,
        lines=lines,
        orders=ordered,
        power=power if ordered else {},
        line_count=len(hazards),
        standing=_standing(place, hazards, at),
        issued_at=at,
        local_date=clock.local_date(at),
        issuer=rules.issuer_words(post, district.name if district else "", office_words(place, streets)),
        by_account_id=actor.account_id,
        by_name=actor.name[:150],
        by_role=role_label(post) if post else "检查人员",
        signer_name=signer_name,
        signature_id=signature_id,
        rulepack_version=hazards[0].rulepack_version,
        served_how=served_how,
    )
    row.save(force_insert=True)
    changes = {"place": [None, place.number], "lines": [None, len(hazards)], "served_how": [None, served_how]}
    if orders:
        changes["orders"] = [True, ordered]
    audit.record(actor=actor, verb="notice.issue", subject=row, changes=changes)
    payload = {"number": row.number, "place_id": str(place.pk), "source_id": str(source_id), "lines": len(hazards)}
    outbox.emit(kind="NoticeIssued", subject=row, actor=actor, payload=payload, permission=VIEW)
    if signer_name or signature_id:
        signed = signature_id is not None
        servings.append(
            row,
            way="in_person",
            at=at,
            actor=actor,
            receiver_name=signer_name[:60],
            receiver_role=signer_role[:60],
            signed=signed,
        )
    return row


def _free_code(source_id: UUID) -> str:
    """Return the code of a source's id. One that could be guessed or is taken gives way to one only the server can make."""
    code, tries = codes.of_id(source_id), 0
    usable = codes.is_random(source_id)
    while not usable or Notice.objects.filter(short_code=code).exists():
        digest = salted_hmac("fengsui.notice", f"{source_id}:{tries}", algorithm="sha256").digest()
        code, tries, usable = codes.of_number(int.from_bytes(digest)), tries + 1, True
    return code


def _line(hazard: Hazard, item: Item | None) -> dict[str, Any]:
    return {
        "hazard_id": str(hazard.pk),
        "number": hazard.number,
        "item_code": hazard.item_code,
        "title": hazard.title,
        "goal": item.title if item else hazard.title,
        "description": rules.without_phones(hazard.description),
        "counted": item.counted if item else "",
        "checked_count": hazard.checked_count,
        "bad_count": hazard.bad_count,
        "grade": hazard.grade,
        "found_on": hazard.found_on.isoformat(),
        "limit_words": hazard.limit_words,
        "due_on": hazard.due_on.isoformat() if hazard.due_on else None,
        "due_provisional": hazard.due_provisional,
        "fixed_on_site": hazard.fixed_on_site_on is not None,
        "basis": [{"text": basis.text, "verified": basis.verified} for basis in item.basis] if item else [],
    }


def _standing(place: Place, fresh: Sequence[Hazard], at: datetime) -> list[dict[str, Any]]:
    rows = Hazard.objects.filter(place=place, state__in=OPEN_STATES, found_at__lte=at)
    rows = rows.exclude(pk__in=[hazard.pk for hazard in fresh]).order_by("due_on", "number")
    return [
        {
            "hazard_id": str(row.pk),
            "number": row.number,
            "title": row.title,
            "due_on": row.due_on.isoformat() if row.due_on else None,
            "due_provisional": row.due_provisional,
        }
        for row in rows[:STANDING_SHOWN]
    ]


@service("notice.void", returns_json=True)
def void_notice(*, actor: Actor, operation_id: UUID | None = None, source_kind: str, source_id: UUID, reason: str) -> bool:
    """Take back the notice of a source that was a mistake; its number stays used. Tell whether there was one to take back.

    Raises InvalidInput without a reason, NotFound or Forbidden outside the actor's scope.
    """
    row = Notice.objects.select_for_update(of=("self",)).filter(source_kind=source_kind, source_id=source_id).first()
    if row is None or row.voided_at is not None:
        return False
    require(actor, "hazards.open", area_path=row.area_path, line=row.line)
    said = reason.strip()[:500]
    if len(said) < 2:
        raise InvalidInput("reason_required", zh="请写明原因。", en="A reason is needed.")
    row.voided_at, row.void_reason = clock.now(), said
    row.save(update_fields=["voided_at", "void_reason"])
    audit.record(actor=actor, verb="notice.void", subject=row, changes={"voided": [False, True]}, reason=said)
    outbox.emit(kind="NoticeVoided", subject=row, actor=actor, payload={"number": row.number}, permission=VIEW)
    return True


@service("notice.open", returns_json=True)
def record_opening(*, notice_id: UUID) -> bool:
    """Keep when the page of a notice was first opened by its code; tell whether this was the first time.

    Who opened it is not kept: holding the code is all that is known.
    """
    row = Notice.objects.select_for_update(of=("self",)).filter(pk=notice_id, first_opened_at__isnull=True).first()
    if row is None:
        return False
    holder = Actor(kind="link", name="持码人")
    row.first_opened_at = clock.now()
    row.save(update_fields=["first_opened_at"])
    opened = row.first_opened_at.isoformat()
    audit.record(actor=holder, verb="notice.open", subject=row, changes={"first_opened_at": [None, opened]})
    outbox.emit(kind="NoticeOpened", subject=row, actor=holder, payload={"number": row.number}, permission=VIEW)
    if row.voided_at is None:
        servings.append(row, way="page", at=row.first_opened_at, actor=holder)
    return True
