"""Writing new places: one way for the desk, the phone and a ledger of fifty thousand rows."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from fengsui.kernel import audit, geo, numbering, outbox, phones, search_text
from fengsui.kernel.actor import Actor
from fengsui.kernel.errors import Conflict, FieldError, InvalidInput, TooLarge
from fengsui.kernel.ids import new_id
from fengsui.kernel.models import AuditEntry
from fengsui.kernel.scope import require
from fengsui.kernel.service import service
from fengsui.places import checks, inputs, matching, plate_codes
from fengsui.places.classing import ClassResult
from fengsui.places.models import Place, PlaceClassChange, PlaceContact, PlaceStateChange
from fengsui.places.registers import PLACE
from fengsui.places.services.context import Context
from fengsui.places.services.inserting import insert_many
from fengsui.places.services.relations import check_relations
from fengsui.places.values import NewContact, NewPlace

MOST_AT_ONCE = 200


@dataclass
class Made:
    """A place built with everything that is written with it."""

    place: Place
    contacts: list[PlaceContact]
    class_change: PlaceClassChange | None
    state_change: PlaceStateChange
    entry: AuditEntry


@service("place.create")
def create_place(*, actor: Actor, operation_id: UUID | None = None, place: NewPlace, source: str = "desk") -> Place:
    """Write a new record with its number, plate code and class.

    Raises InvalidInput (fields), NotFound or Forbidden (area out of scope), Conflict `id_reused`.
    """
    require(actor, "places.create", area_path=place.area_path, line=place.line)
    return _write_one(actor, place, source, "place.create")


@service("place.propose")
def place_propose(*, actor: Actor, operation_id: UUID | None = None, place: NewPlace) -> Place:
    """Write a place a field worker came upon as a candidate (待核实), in the area the caller has found for it.

    Raises InvalidInput, NotFound or Forbidden, Conflict `id_reused`.
    """
    given = replace(place, state="candidate", coordinate_source=place.coordinate_source or _phone_source(place))
    require(actor, "places.propose", area_path=given.area_path, line=given.line)
    return _write_one(actor, given, "phone", "place.propose")


def _phone_source(place: NewPlace) -> str:
    return "phone" if place.lon is not None else ""


def _write_one(actor: Actor, given: NewPlace, source: str, verb: str) -> Place:
    if given.id and (known := Place.objects.filter(pk=given.id).first()):
        raise Conflict(
            "id_reused",
            zh="这个场所编号已经用过，请刷新后重试。",
            en="A place with this id exists already; reload and try again.",
            extra={"number": known.number} if actor.may("places.view", area_path=known.area_path, line=known.line) else {},
        )
    context = Context(actor)
    errors = checks.problems_of(given)
    if errors:
        raise InvalidInput("place_invalid", zh="有几项需要改正，请看每一项旁的说明。", en="Some fields are wrong.", fields=errors)
    context.read_areas({given.area_path})
    _check_codes(context, given)
    check_relations(actor, given.kind, given.compound_id, given.building_id, given.shared_manager_organization_id)
    made = _write(context, [given], source, verb)[0]
    outbox.emit(
        kind="PlaceProposed" if verb == "place.propose" else "PlaceCreated",
        subject=made,
        actor=actor,
        payload={"number": made.number, "class_code": made.class_code, "state": made.state},
        permission="places.view",
    )
    return made


def _check_codes(context: Context, given: NewPlace) -> None:
    rules = context.rules(given.area_path)
    errors = []
    if given.activity and given.activity not in rules.activities:
        errors.append(FieldError("activity", "规则包里没有这种经营活动", f"no activity {given.activity!r}", "unknown"))
    if given.class_declared and given.class_declared not in rules.classes:
        errors.append(FieldError("class_declared", "规则包里没有这个类别", f"no class {given.class_declared!r}", "unknown"))
    if errors:
        raise InvalidInput("place_invalid", zh="有几项需要改正，请看每一项旁的说明。", en="Some fields are wrong.", fields=errors)


def bulk_create(*, actor: Actor, rows: Sequence[NewPlace], source: str = "import", context: Context | None = None) -> list[Place]:
    """Write up to 200 new places that the caller has checked (checks.problems_of), in the caller's transaction.

    Numbers come from the register in one block, one audit entry each. Pass the same `context` for every block of a
    ledger, so that areas and rules are read once. Raises NotFound or Forbidden for an area out of scope, InvalidInput
    for an unknown area, TooLarge for more than 200 rows.
    """
    if len(rows) > MOST_AT_ONCE:
        raise TooLarge(
            "batch_too_large",
            zh=f"一次最多写入 {MOST_AT_ONCE} 家场所。",
            en=f"At most {MOST_AT_ONCE} places at once.",
            extra={"limit": MOST_AT_ONCE},
        )
    if not rows:
        return []
    for path, line in {(row.area_path, row.line) for row in rows}:
        require(actor, "places.create", area_path=path, line=line)
    kept = context or Context(actor)
    kept.read_areas({row.area_path for row in rows})
    return _write(kept, rows, source, "place.create")


def _write(context: Context, rows: Sequence[NewPlace], source: str, verb: str) -> list[Place]:
    numbers = _numbers(context, rows)
    codes = fresh_plate_codes(len(rows))
    made = [_build(context, row, number, code, source, verb) for row, number, code in zip(rows, numbers, codes, strict=True)]
    insert_many([one.place for one in made])
    insert_many([contact for one in made for contact in one.contacts])
    insert_many([one.class_change for one in made if one.class_change])
    insert_many([one.state_change for one in made])
    insert_many([one.entry for one in made])
    return [one.place for one in made]


def _numbers(context: Context, rows: Sequence[NewPlace]) -> list[str]:
    """Take numbers for rows that may lie in several districts, in the order of the rows."""
    counts: dict[str, int] = {}
    for row in rows:
        district = row.area_path.split("/", 1)[0]
        counts[district] = counts.get(district, 0) + 1
    blocks = {
        district: iter(numbering.next_numbers(kind=PLACE, area_path=district, year=context.today.year, count=count))
        for district, count in counts.items()
    }
    return [next(blocks[row.area_path.split("/", 1)[0]]) for row in rows]


def fresh_plate_codes(count: int) -> list[str]:
    """Return that many plate codes no place carries yet (one query)."""
    codes: set[str] = set()
    while len(codes) < count:
        wanted = {plate_codes.new_code() for _ in range(count - len(codes))}
        codes |= wanted - set(Place.objects.filter(plate_code__in=wanted).values_list("plate_code", flat=True))
    return sorted(codes)


def _build(context: Context, given: NewPlace, number: str, code: str, source: str, verb: str) -> Made:
    tidied, _ = inputs.tidy(given.inputs)
    result = context.rules(given.area_path).classify(kind=given.kind, activity=given.activity, inputs=tidied)
    place = Place(
        id=given.id or new_id(),
        number=number,
        plate_code=code,
        kind=given.kind,
        name=given.name.strip(),
        address=given.address.strip(),
        credit_code=given.credit_code,
        area_path=given.area_path,
        area=context.areas[given.area_path],
        line=given.line,
        activity=given.activity,
        inputs=tidied,
        class_declared=given.class_declared,
        state=given.state,
        state_since=context.today,
        lon=given.lon,
        lat=given.lat,
        coordinate_source=given.coordinate_source if given.lon is not None else "",
        compound_id=given.compound_id,
        building_id=given.building_id,
        shared_manager=given.shared_manager.strip(),
        shared_manager_organization_id=given.shared_manager_organization_id,
        note=given.note,
        source=source,
        external_id=given.external_id,
        is_simulated=given.is_simulated,
        created_at=context.now,
        updated_at=context.now,
    )
    set_point(place, given.lon, given.lat)
    set_keys(place, context.regions(given.area_path))
    apply_class(place, result)
    contacts = [sealed_contact(context, place, contact, first=i == 0) for i, contact in enumerate(given.contacts)]
    return Made(
        place=place,
        contacts=contacts,
        class_change=class_change(context, place, "computed", "", result) if place.class_code else None,
        state_change=PlaceStateChange(
            place=place,
            verb="create",
            from_state="",
            to_state=place.state,
            on=context.today,
            actor_account_id=context.actor.account_id,
            actor_name=context.actor.name[:150],
            at=context.now,
        ),
        entry=audit.entry(actor=context.actor, verb=verb, subject=place, changes=_first_values(place, contacts)),
    )


def _first_values(place: Place, contacts: list[PlaceContact]) -> dict[str, list[Any]]:
    shown = {
        "name": place.name,
        "address": place.address,
        "state": place.state,
        "class_code": place.class_code,
        "activity": place.activity,
        "inputs": place.inputs,
        "contacts": [f"{contact.role} {contact.phone_masked}".strip() for contact in contacts],
    }
    return {key: [None, value] for key, value in shown.items() if value}


def set_point(place: Place, lon: float | None, lat: float | None) -> None:
    """Set a place's WGS84 point and the H3 cell (resolution 9) it lies in; None clears all of them."""
    place.lon, place.lat = lon, lat
    if lon is None or lat is None:
        place.cell, place.cell_number, place.coordinate_source = "", None, ""
    else:
        place.cell = geo.cell(lon, lat, 9)
        place.cell_number = int(place.cell, 16)


def set_keys(place: Place, words: matching.Regions) -> None:
    """Set what a place is found by: its search text, and the keys that duplicates share."""
    place.search_text = search_text.build(place.name, place.address, place.number, place.plate_code)
    place.name_key = matching.name_key(place.name, words)[:120]
    place.address_key = matching.address_key(place.address, words)[:200]


def apply_class(place: Place, result: ClassResult) -> None:
    """Set a place's class from what the rules say; a person's decision keeps standing beside it.

    While inputs are missing, what the ledger declared stands before the rules' last resort, and is no conflict.
    """
    place.class_computed = result.code
    place.class_reasons = list(result.reasons)
    place.key_unit_suggested = result.key_unit_suggested
    place.rulepack_version = result.rulepack_version
    if not place.class_overridden:
        place.class_code = result.code if result.certain else place.class_declared or result.code
    declared_otherwise = bool(place.class_declared) and place.class_declared != result.code
    place.class_conflict = result.certain and declared_otherwise and not place.class_overridden


def class_change(
    context: Context, place: Place, kind: str, from_class: str, result: ClassResult | None, reason: str = ""
) -> PlaceClassChange:
    """Build the history row of a change of class, unsaved."""
    return PlaceClassChange(
        place=place,
        kind=kind,
        from_class=from_class,
        to_class=place.class_code,
        computed=place.class_computed,
        inputs={"activity": place.activity, **place.inputs} if place.activity else dict(place.inputs),
        reasons=list(result.reasons) if result else list(place.class_reasons),
        reason=reason,
        rulepack_version=place.rulepack_version,
        actor_account_id=context.actor.account_id,
        actor_name=context.actor.name[:150],
        at=context.now,
    )


def sealed_contact(context: Context, place: Place, given: NewContact, *, first: bool = False) -> PlaceContact:
    """Build a contact with its phone sealed, unsaved; the first one of a place is the one to call."""
    sealed = phones.seal_phone(given.phone)
    return PlaceContact(
        place=place,
        name=given.name.strip(),
        role=given.role,
        phone_cipher=sealed.cipher,
        phone_hmac=sealed.hmac,
        phone_last4=sealed.last4,
        phone_masked=phones.mask(given.phone),
        is_primary=given.is_primary or first,
        note=given.note[:200],
        created_at=context.now,
    )
