"""The steps of a place's life, along the state table."""

from datetime import date
from uuid import UUID

from fengsui.kernel import outbox
from fengsui.kernel.actor import Actor
from fengsui.kernel.errors import Conflict, FieldError, InvalidInput, not_found
from fengsui.kernel.scope import require, visible
from fengsui.kernel.service import service
from fengsui.places.models import Place, PlaceStateChange
from fengsui.places.services.context import Context
from fengsui.places.services.editing import check_version, locked, saved
from fengsui.places.services.merging import bring_together, take_apart
from fengsui.places.states import ENDED, VERBS, PlaceVerb, state_label


@service("place.set_state")
def set_state(
    *,
    actor: Actor,
    operation_id: UUID | None = None,
    place_id: UUID,
    verb: str,
    reason: str = "",
    on: date | None = None,
    into_place_id: UUID | None = None,
    expected_version: int | None = None,
) -> Place:
    """Take one step of the state table (places.states.VERBS). `on` is the district's date it took effect.

    Raises NotFound, Forbidden, InvalidInput (unknown verb, missing reason, date in the future), Conflict
    `place_changed` or `place_state_changed` when the verb does not start from where the place now is.
    """
    step = VERBS.get(verb)
    if step is None:
        raise InvalidInput("verb_unknown", zh=f"没有这个动作：{verb}。", en=f"No such step: {verb}.")
    place = locked(place_id)
    require(actor, step.permission, area_path=place.area_path, line=place.line)
    context = Context(actor)
    check_version(place, expected_version)
    if place.state not in step.from_states:
        raise Conflict(
            "place_state_changed",
            zh=f"场所现在是“{state_label(place.state)}”，不能直接“{step.zh}”。请刷新后再看可以做什么。",
            en=f"The place is {state_label(place.state, 'en')} now; it cannot {step.en}. Reload to see what it can.",
            extra={"state": place.state, "row_version": place.row_version},
        )
    effective = on or context.today
    _check_form(context, place, step, reason, effective)
    old_state = place.state
    before = {"state": old_state, "state_since": place.state_since, "merged_into_id": place.merged_into_id}
    place.merged_into = _survivor(actor, place, into_place_id) if step.code == "merge" else None
    place.state, place.state_since = step.to_state, effective
    PlaceStateChange.objects.create(
        place=place,
        verb=step.code,
        from_state=old_state,
        to_state=step.to_state,
        reason=reason.strip()[:300],
        on=effective,
        actor_account_id=actor.account_id,
        actor_name=actor.name[:150],
        at=context.now,
    )
    saved(context, place, f"place.{step.code}", before, reason=reason)
    if step.code == "merge" and place.merged_into is not None:
        bring_together(actor, place, place.merged_into, reason)
    if step.code == "unmerge":
        take_apart(actor, place, reason)
    outbox.emit(
        kind="PlaceStateChanged",
        subject=place,
        actor=actor,
        payload={"verb": step.code, "from": old_state, "to": place.state},
        permission="places.view",
    )
    return place


def _check_form(context: Context, place: Place, step: PlaceVerb, reason: str, on: date) -> None:
    errors = []
    if "reason" in step.needs and len(reason.strip()) < 2:
        errors.append(FieldError("reason", "请写明原因", "give the reason", "required"))
    if on > context.today:
        errors.append(FieldError("on", "日期不能晚于今天", "the date cannot be in the future"))
    if errors:
        raise InvalidInput(
            "place_invalid", zh=f"“{step.zh}”还差几项。", en=f"To {step.en}, some fields are missing.", fields=errors
        )


def _survivor(actor: Actor, place: Place, into_place_id: UUID | None) -> Place:
    """Return the record a place is merged into: another one, in scope, that still stands."""
    if into_place_id is None:
        raise InvalidInput(
            "place_invalid",
            zh="请选择要保留的档案。",
            en="Choose the record that is kept.",
            fields=[FieldError("into_place_id", "请选择要保留的档案", "choose the record that is kept", "required")],
        )
    kept = (
        visible(Place.objects.select_for_update().filter(pk=into_place_id), actor, "places.decide").exclude(pk=place.pk).first()
    )
    if kept is None:
        raise not_found("场所", "place")
    if kept.state in ENDED:
        raise Conflict(
            "survivor_ended",
            zh=f"要保留的档案现在是“{state_label(kept.state)}”，不能并入。",
            en="The record to keep has ended; nothing can be merged into it.",
        )
    return kept
