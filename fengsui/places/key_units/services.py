"""Taking a step of the key-unit table."""

from datetime import date
from uuid import UUID

from fengsui.kernel import evidence, outbox
from fengsui.kernel.actor import Actor
from fengsui.kernel.errors import Conflict, FieldError, InvalidInput
from fengsui.kernel.evidence import EvidencePhoto
from fengsui.kernel.scope import require
from fengsui.kernel.service import service
from fengsui.places.key_units.models import KeyUnitStep
from fengsui.places.key_units.states import KINDS, STATUSES, VERBS, KeyUnitVerb
from fengsui.places.models import Place
from fengsui.places.services.context import Context
from fengsui.places.services.editing import check_version, locked, saved
from fengsui.places.states import IN_STOCK


@service("place.key_unit_step")
def take_step(
    *,
    actor: Actor,
    operation_id: UUID | None = None,
    place_id: UUID,
    verb: str,
    on: date | None = None,
    document: str = "",
    reason: str = "",
    paper: EvidencePhoto | None = None,
    expected_version: int | None = None,
) -> Place:
    """Take one step (key_units.states.VERBS). `on` is the district's date it takes effect, `paper` a photo of the paper.

    Raises NotFound, Forbidden, InvalidInput (unknown verb, missing fields, a day before the last step or in the
    future), Conflict `place_changed` or `key_unit_changed` when the verb does not start from the present status.
    """
    step = VERBS.get(verb)
    place = locked(place_id)
    require(actor, step.permission if step else "places.key_declare", area_path=place.area_path, line=place.line)
    if step is None:
        raise InvalidInput("verb_unknown", zh=f"没有这个动作：{verb}。", en=f"No such step: {verb}.")
    context = Context(actor)
    check_version(place, expected_version)
    now = STATUSES[place.key_unit_status]
    if now.code not in step.from_statuses:
        raise Conflict(
            "key_unit_changed",
            zh=f"该单位现在是“{now.zh}”，不能直接“{step.zh}”。请刷新后再看可以做什么。",
            en=f"The place is {now.en} now; it cannot {step.en}. Reload to see what can be done.",
            extra={"key_unit_status": now.code, "row_version": place.row_version},
        )
    effective = on or context.today
    _check_form(place, step, document, reason, effective, context.today)
    link = None
    if paper is not None:
        link = evidence.link(actor=actor, photo=paper, subject=place, area_path=place.area_path, line=place.line)
    before = {"key_unit_status": now.code}
    place.key_unit_status = step.to_status
    KeyUnitStep.objects.create(
        place=place,
        verb=step.code,
        from_status=now.code,
        to_status=step.to_status,
        on=effective,
        document=document.strip(),
        reason=reason.strip(),
        paper=link,
        actor_account_id=actor.account_id,
        actor_name=actor.name[:150],
        at=context.now,
    )
    why = "；".join(text for text in (document.strip(), reason.strip()) if text)
    saved(context, place, f"place.key_unit_{step.code}", before, reason=why)
    outbox.emit(
        kind="KeyUnitChanged",
        subject=place,
        actor=actor,
        payload={"verb": step.code, "from": now.code, "to": step.to_status, "on": effective.isoformat()},
        permission="places.view",
    )
    return place


def _check_form(place: Place, step: KeyUnitVerb, document: str, reason: str, on: date, today: date) -> None:
    errors = []
    if step.code == "declare" and place.kind not in KINDS:
        errors.append(FieldError("verb", "小区院落不申报重点单位，请在其中的单位上登记", "a compound is no unit"))
    if step.code == "declare" and place.state not in IN_STOCK:
        errors.append(FieldError("verb", "档案不在台账中，不能申报", "the record is not in the ledger"))
    if "document" in step.needs and len(document.strip()) < 2:
        errors.append(FieldError("document", "请填写文书名称或文号", "name the paper or its number", "required"))
    if "reason" in step.needs and len(reason.strip()) < 2:
        errors.append(FieldError("reason", "请写明核对情况或理由", "say what was found, or why", "required"))
    for key, text, longest in (("document", document, 120), ("reason", reason, 300)):
        if len(text.strip()) > longest:
            errors.append(FieldError(key, f"最多 {longest} 字", f"at most {longest} characters"))
    if on > today:
        errors.append(FieldError("on", "日期不能晚于今天", "the date cannot be in the future"))
    last = place.key_unit_steps.order_by("-on", "-at", "-id").values_list("on", flat=True).first()
    if last and on < last:
        errors.append(FieldError("on", f"不能早于上一步的日期 {last}", f"it cannot be before the last step on {last}"))
    if errors:
        raise InvalidInput(
            "key_unit_invalid", zh=f"“{step.zh}”还差几项。", en=f"To {step.en}, some fields are missing or wrong.", fields=errors
        )
