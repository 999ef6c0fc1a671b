"""Doubles of the ledger: now and then a place is entered that stands there already; days later somebody merges the two."""

import random
from datetime import datetime, timedelta
from uuid import UUID

from fengsui.demo.ledger import identity
from fengsui.demo.phone import settle
from fengsui.demo.world import Person, World
from fengsui.hazards import services as hazard_services
from fengsui.hazards.models import Hazard
from fengsui.hazards.states import OPEN_STATES, legal
from fengsui.kernel import clock
from fengsui.kernel.scope import under
from fengsui.places import services as places
from fengsui.places.models import Place
from fengsui.places.states import PATROLLED
from fengsui.places.values import NewContact, NewPlace

ENTERED, NOTICED, NOTICED_AFTER_DAYS = 0.03, 0.3, 3
# A double is named as the paper names it; the name of the record it doubles comes out of its own.
ON_PAPER = "门店"
FROM_PAPER = "据街道纸质商户登记表补录"


def enter_double(*, world: World, street: str, director: Person, at: datetime, chance: random.Random) -> None:
    """Let the centre enter a place from a paper list that the ledger holds already, once in a while."""
    with clock.frozen(at):
        if chance.random() >= ENTERED:
            return
        standing = Place.objects.filter(under(street), kind="place", state__in=PATROLLED).exclude(class_code="")
        ids = list(standing.exclude(note=FROM_PAPER).order_by("number").values_list("pk", flat=True))
        place = Place.objects.get(pk=chance.choice(ids))  # scope: a place of the simulator's own street
        contact = place.contacts.filter(removed_at__isnull=True).order_by("-is_primary", "phone_last4", "name").first()
        double = NewPlace(
            id=identity(world.seed, f"double:{place.number}:{at.isoformat()}"), name=f"{place.name}{ON_PAPER}",
            area_path=place.area_path, address=place.address, activity=place.activity, inputs=dict(place.inputs),
            state="registered", lon=place.lon, lat=place.lat, coordinate_source=place.coordinate_source, is_simulated=True,
            contacts=(NewContact(name=contact.name, role="owner", is_primary=True),) if contact else (), note=FROM_PAPER,
        )  # fmt: skip
        places.bulk_create(actor=world.actor(director), rows=[double], source="demo")
        settle()


def merge_doubles(
    *, world: World, street: str, director: Person, at: datetime, chance: random.Random, touched: set[UUID]
) -> None:
    """Let the director notice some doubles, merge each into the older record, and then the cases that were found twice.

    What somebody is busy with today (`touched`) waits for another day.
    """
    with clock.frozen(at):
        before = at - timedelta(days=NOTICED_AFTER_DAYS)
        entered = Place.objects.filter(under(street), note=FROM_PAPER, state__in=PATROLLED, created_at__lte=before)
        for double in entered.order_by("number"):
            if chance.random() >= NOTICED:
                continue
            older = Place.objects.filter(under(street), name=double.name.removesuffix(ON_PAPER), state__in=PATROLLED)
            kept = older.filter(address=double.address).order_by("number").first()
            cases = Hazard.objects.filter(place_id__in=[double.pk, kept.pk] if kept else [])  # scope: of the two records
            busy = {double.pk, *cases.values_list("pk", flat=True), *([kept.pk] if kept else [])} & touched
            if kept is None or busy:
                continue
            reason = "现场核实为同一处，登记表与台账重复"
            places.set_state(actor=world.actor(director), place_id=double.pk, verb="merge", into_place_id=kept.pk, reason=reason)
            settle()
            _merge_cases(world, director, kept)
        settle()


def _merge_cases(world: World, director: Person, place: Place) -> None:
    standing: dict[str, Hazard] = {}
    # scope: cases of the record the director has just merged into
    for case in Hazard.objects.filter(place=place, state__in=OPEN_STATES).order_by("number"):
        first = standing.setdefault(case.item_code, case)
        if first is not case and legal("merge", case.state) and not case.merged_here.exists():
            hazard_services.merge_hazard(
                actor=world.actor(director), hazard_id=case.pk, into_id=first.pk, reason="并档后同一处隐患有两案"
            )
