"""Requests of persons: taken in with a clock, gathered across the packages, decided with a reason; what goes, what stays, why."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from fengsui.kernel import audit, calendars, clock, documents, numbering, transaction
from fengsui.kernel.actor import Actor
from fengsui.kernel.documents import Column, Sheet
from fengsui.kernel.errors import Conflict, FieldError, InvalidInput
from fengsui.kernel.models import Account, PrivacyRequest
from fengsui.kernel.phones import is_plausible, mask_last4, normalise, seal_phone
from fengsui.kernel.privacy import holdings
from fengsui.kernel.scope import find, require, require_anywhere, visible
from fengsui.kernel.service import service
from fengsui.kernel.working_days import add_working_days

PERMISSION = "privacy.requests"
# The personal information law asks for an answer "in time" (art. 50) and names no days; this is the system's own clock.
ANSWER_WORKING_DAYS = 15
DAYS_ARE_VERIFIED = False
REQUEST_DAYS = 1095
# Said with every answer: records that name a person without a phone are not found by the phone.
BY_NAME_ONLY = "只记姓名、没有电话的记录（如签字人）不能按电话查到，请本人指明日期和场所后人工查找。"
WHAT = ("个人信息请求", "request")


def requests_of(actor: Actor) -> QuerySet[PrivacyRequest]:
    """Return the requests in the actor's scope, open ones by their limit first, then the latest decided."""
    require_anywhere(actor, PERMISSION)
    return visible(PrivacyRequest.objects.select_related("account"), actor, PERMISSION).order_by("decided_at", "due_on", "number")


def request_of(actor: Actor, request_id: UUID) -> PrivacyRequest:
    """Return one request in scope. Raises Forbidden, NotFound."""
    return find(PrivacyRequest.objects.select_related("account"), actor, PERMISSION, request_id, what=WHAT)


def show(row: PrivacyRequest) -> dict[str, Any]:
    """Return a request as screens show it; the phone as its tail."""
    return {
        "id": row.pk, "number": row.number, "area_path": row.area_path, "kind": row.kind, "kind_label": row.get_kind_display(),
        "subject_kind": row.subject_kind, "subject_kind_label": row.get_subject_kind_display(),
        "asked_by": row.asked_by, "asked_by_label": row.get_asked_by_display(), "identity_words": row.identity_words,
        "wish": row.wish, "phone": mask_last4(row.phone_last4), "username": row.account.username if row.account else "",
        "received_on": row.received_on, "due_on": row.due_on, "due_words": row.due_words,
        "due_is_verified": DAYS_ARE_VERIFIED, "is_overdue": row.decided_at is None and row.due_on < clock.local_date(),
        "taken_by_name": row.taken_by_name, "decision": row.decision, "decision_label": row.get_decision_display(),
        "reason": row.reason, "result": row.result, "decided_at": row.decided_at, "decided_by_name": row.decided_by_name,
    }  # fmt: skip


@service("privacy.receive")
def receive(
    *,
    actor: Actor,
    operation_id: UUID | None = None,
    id: UUID,
    area_path: str,
    kind: str,
    subject_kind: str,
    asked_by: str,
    identity_words: str,
    phone: str = "",
    username: str = "",
    wish: str = "",
    received_on: date | None = None,
) -> PrivacyRequest:
    """Take a request in and start its clock. Raises InvalidInput without anything to look the person up by."""
    require(actor, PERMISSION, area_path=area_path)
    account = Account.objects.filter(username=username.strip().lower()).first() if username.strip() else None
    wrong = []
    if phone.strip() and not is_plausible(normalise(phone)):
        wrong.append(FieldError("phone", "电话号码格式不对。", "Not a phone number."))
    if username.strip() and account is None:
        wrong.append(FieldError("username", "没有这个登录名。", "No such sign-in name."))
    if not phone.strip() and not username.strip():
        wrong.append(
            FieldError("phone", "请填写本人电话，工作人员也可填登录名：没有它查不到。", "Give a phone or a sign-in name.")
        )
    day = received_on or clock.local_date()
    if day > clock.local_date():
        wrong.append(FieldError("received_on", "收到日期不能晚于今天。", "It lies in the future."))
    if wrong:
        raise InvalidInput("privacy_request_wrong", zh="请核对填写的内容。", en="Please check the input.", fields=wrong)
    due = add_working_days(day, ANSWER_WORKING_DAYS, calendars.calendar_for(area_path))
    sealed = seal_phone(phone)
    row = PrivacyRequest(
        id=id, area_path=area_path, kind=kind, subject_kind=subject_kind, asked_by=asked_by,
        identity_words=identity_words.strip(), wish=wish.strip(),
        phone_cipher=sealed.cipher, phone_hmac=sealed.hmac, phone_last4=sealed.last4, account=account,
        received_on=day, due_on=due.date, due_words=f"收到后 {ANSWER_WORKING_DAYS} 个工作日内答复；{due.words()}"[:400],
        taken_by_name=actor.name, number=numbering.next_number(kind="privacy", area_path=area_path, year=day.year),
    )  # fmt: skip
    row.save(force_insert=True)
    changes = {"kind": [None, kind], "phone": [None, mask_last4(sealed.last4)], "username": [None, username]}
    audit.record(actor=actor, verb="privacy.receive", subject=row, changes=changes)
    return row


def subject_of(row: PrivacyRequest) -> holdings.Subject:
    """Return whose data a request is about, within its area."""
    return holdings.Subject(row.area_path, row.phone_hmac, row.account_id)


def held(*, actor: Actor, request_id: UUID) -> list[holdings.Held]:
    """Return what is held of the person of a request; that somebody looked is audited with the counts."""
    row = request_of(actor, request_id)
    found = holdings.gather(subject_of(row))
    with transaction.write():
        audit.record(actor=actor, verb="privacy.view", subject=row, changes={one.what: [None, one.count] for one in found})
    return found


def export(*, actor: Actor, request_id: UUID) -> tuple[PrivacyRequest, list[holdings.Held]]:
    """Return what is held, to be handed to the person; audited as an export."""
    row = request_of(actor, request_id)
    found = holdings.gather(subject_of(row))
    with transaction.write():
        audit.record(actor=actor, verb="privacy.export", subject=row, changes={one.what: [None, one.count] for one in found})
    return row, found


def as_json(row: PrivacyRequest, found: list[holdings.Held]) -> dict[str, Any]:
    """Return the hand-out as one JSON object."""
    return {
        "编号": row.number, "生成时间": clock.local(clock.now()).isoformat(timespec="minutes"), "说明": BY_NAME_ONLY,
        "内容": [{"类别": one.what, "数量": one.count, "记录": one.rows, "不能删除的原因": one.stays_why} for one in found],
    }  # fmt: skip


def as_xlsx(*, actor: Actor, row: PrivacyRequest, found: list[holdings.Held]) -> bytes:
    """Return the hand-out as a workbook: one line a record."""
    columns = [
        Column("what", "类别", "text", 20),
        Column("words", "内容", "text", 80),
        Column("why", "不能删除的原因", "text", 50),
    ]
    lines: list[dict[str, Any]] = [{"what": "说明", "words": BY_NAME_ONLY, "why": ""}]
    for one in found:
        lines.append({"what": one.what, "words": f"共 {one.count} 条", "why": one.stays_why})
        lines += [
            {"what": one.what, "words": "；".join(f"{key}：{value}" for key, value in line.items() if value), "why": ""}
            for line in one.rows
        ]
    mark = documents.mark_of(actor, row.area_path)
    return documents.table_xlsx(sheets=[Sheet("个人信息", columns, lines)], watermark=mark)


@service("privacy.decide")
def decide(*, actor: Actor, operation_id: UUID | None = None, request_id: UUID, decision: str, reason: str) -> PrivacyRequest:
    """Answer a request with a reason. A deletion that is granted, wholly or in part, lets go at once what may go.

    The record keeps how much of which kind went and what stays, with why. Raises Conflict when it was answered before.
    """
    row = request_of(actor, request_id)
    row = PrivacyRequest.objects.select_for_update(of=("self",)).select_related("account").get(pk=row.pk)
    if row.decided_at is not None:
        raise Conflict("privacy_decided", zh="这项请求已经答复。", en="This request has been answered.")
    found = holdings.gather(subject_of(row))
    went = holdings.let_go(subject_of(row)) if row.kind == "deletion" and decision != "refused" else {}
    row.result = {
        "found": [{"what": one.what, "count": one.count} for one in found],
        "went": [{"what": one.what, "count": one.goes} for one in found if one.goes and went],
        "stays": [
            {"what": one.what, "count": one.count - (one.goes if went else 0), "why": one.stays_why or "本次没有同意删除"}
            for one in found
            if one.count > (one.goes if went else 0)
        ],
        "note": BY_NAME_ONLY,
    }
    row.decision, row.reason, row.decided_at, row.decided_by_name = decision, reason.strip(), clock.now(), actor.name
    row.save(update_fields=["decision", "reason", "decided_at", "decided_by_name", "result"])
    changes = {"decision": [None, decision], **{code: [n, 0] for code, n in went.items()}}
    audit.record(actor=actor, verb="privacy.decide", subject=row, changes=changes, reason=row.reason)
    return row


numbering.declare("privacy", prefix="GX", width=4)
