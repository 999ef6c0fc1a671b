"""A day of the demo: planned in the morning, walked, sent, handled at the desk, sealed at night; in the order it happened."""

import random
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from uuid import UUID

from fengsui.demo import affairs, doubles, habits, looking_twice
from fengsui.demo.households import knock_at_doors
from fengsui.demo.phone import Parcel, Phone, settle
from fengsui.demo.scale import Pace
from fengsui.demo.walks import Street, Walk
from fengsui.demo.world import Person, WorkingHours, World
from fengsui.hazards import services as hazard_services
from fengsui.hazards.escalation import services as climbing
from fengsui.hazards.escalation.models import Escalation
from fengsui.hazards.models import Hazard
from fengsui.hazards.notices import services as notice_services
from fengsui.hazards.notices.models import Notice
from fengsui.hazards.states import LIMIT_STATES
from fengsui.kernel import actor as actors
from fengsui.kernel import clock, seals
from fengsui.kernel.calendars import calendar_for
from fengsui.kernel.scope import under
from fengsui.outreach import services as outreach
from fengsui.patrol import services as patrol_services
from fengsui.patrol.models import Visit
from fengsui.places import services as place_services
from fengsui.places.models import Place
from fengsui.places.states import IN_STOCK, VERBS

Deed = Callable[[], None]
# What a visit's outcome means for the state of the place, and the reason that is written down.
STATE_VERBS = {
    "closed": ("suspend", "巡查时发现停业"),
    "moved": ("move_away", "巡查时发现已搬走"),
    "vacant": ("vacate", "巡查时发现已腾空"),
    "renovating": ("renovate", "巡查时正在装修"),
    "transferring": ("transfer", "巡查时贴有转让告示"),
}
TRAINING_DAY = 2
TRAINING_TITLES = ("九小场所消防常识", "会查隐患会灭火会逃生", "用电用气和电动车安全")
# At these hours some owners open the page of the notice they were given that day.
OWNERS_LOOK = (10, 12, 15, 18)


class DemoDay:
    """One day of every street. `held_back` is the share of parcels whose photos do not arrive that day."""

    def __init__(self, world: World, day: date, hours: WorkingHours, *, held_back: float = 0.0) -> None:
        self.world, self.day, self.hours, self.held_back = world, day, hours, held_back
        self.deeds: list[tuple[datetime, int, Deed]] = []
        self.chance = random.Random(f"{world.seed}:{day}:desk")
        self.touched: set[UUID] = set()

    def live(self) -> None:
        """Live the day, inside the caller's transaction."""
        fact = calendar_for(self.world.district)(self.day)
        factor = habits.day_factor(fact)
        morning = self.hours.begin - timedelta(minutes=1)
        paces = {
            street: self.world.scale.pace(street, self.day, self.world.today)
            for street in self.world.scale.streets_on(self.day, self.world.today)
        }
        for street, pace in paces.items():
            if pace.planned:
                with clock.frozen(morning):
                    patrol_services.plan_day(actor=actors.system("每日计划"), area_path=street, day=self.day)
                    settle()
        seen = Street.all_at(paces, self.world.district, self.day, self.world.scale.recent_days)
        for street, pace in paces.items():
            unseen = looking_twice.doubts_unseen(street) if self.world.scale.affairs and factor == 1.0 else {}
            for person in self.world.walkers(street):
                with clock.frozen(morning):
                    phone = self.world.phone(person)
                walk = Walk(
                    world=self.world, person=person, phone=phone, day=self.day, hours=self.hours, factor=factor,
                    street=seen[street], touched=self.touched, send=self._parcel, pace=pace,
                )  # fmt: skip
                looking_twice.answer_doubts(walk, unseen, morning)
                walk.live()
                knock_at_doors(walk)
                walk.hand_in()
            if factor == 1.0:
                self._desk(street, pace)
        if factor == 1.0 and self.world.scale.affairs:
            meets = min(datetime.combine(self.day, time(16, 40), tzinfo=clock.zone()), self.hours.until - timedelta(minutes=1))
            self._at(meets, lambda: affairs.meet_on_major(world=self.world, day=self.day, at=meets))
        for hour in OWNERS_LOOK:
            self._owners(datetime.combine(self.day, time(hour, 17), tzinfo=clock.zone()))
        for _, _, deed in sorted(self.deeds, key=lambda one: one[:2]):
            deed()
        self._evening()

    def _at(self, at: datetime, deed: Deed) -> None:
        self.deeds.append((min(at, self.hours.until), len(self.deeds), deed))

    def _parcel(self, at: datetime, phone: Phone, parcel: Parcel) -> None:
        when = min(at, self.hours.until)
        photos = not (parcel.taken and self.chance.random() < self.held_back)
        self._at(when, lambda: phone.send(parcel, when, photos=photos))

    def _desk(self, street: str, pace: Pace) -> None:
        chance = random.Random(f"{self.world.seed}:{self.day}:{street}:desk")
        at = datetime.combine(self.day, time(15, 40), tzinfo=clock.zone()) + timedelta(minutes=chance.randint(0, 40))
        at = min(at, self.hours.until - timedelta(minutes=2))
        director = self.world.holder("centre_director", street)
        self._at(at, lambda: self._assign(street, director, at, chance))
        inspector = next(person for person in self.world.walkers(street) if person.post == "inspector")
        later = at + timedelta(minutes=1)
        self._at(later, lambda: self._states(street, inspector, later))
        weekly = self.world.scale.attended is None
        if self.day.weekday() == TRAINING_DAY if weekly else chance.random() < pace.trainings:
            self._at(later, lambda: self._train(street, inspector, later))
        if self.world.scale.affairs:
            own = random.Random(f"{self.world.seed}:{self.day}:{street}:affairs")
            self._at(
                later,
                lambda: affairs.ask_for_time(
                    world=self.world, street=street, asker=inspector, decider=director, at=later, chance=own
                ),
            )
            self._at(later, lambda: affairs.new_tenants(world=self.world, street=street, director=director, at=later, chance=own))
            self._at(later, lambda: affairs.suspect(world=self.world, street=street, director=director, at=later, chance=own))
            self._second_looks(street, director, later)
        last = at + timedelta(minutes=2)
        self._at(last, lambda: self._take_on(street, last, chance))

    def _second_looks(self, street: str, director: Person, at: datetime) -> None:
        world, supervisor = self.world, self.world.holder("supervisor", street)
        chance = random.Random(f"{world.seed}:{self.day}:{street}:second looks")
        self._at(at, lambda: doubles.enter_double(world=world, street=street, director=director, at=at, chance=chance))
        self._at(
            at,
            lambda: doubles.merge_doubles(
                world=world, street=street, director=director, at=at, chance=chance, touched=self.touched
            ),
        )
        self._at(
            at,
            lambda: looking_twice.draw_and_revisit(world=world, street=street, supervisor=supervisor, at=at, chance=chance),
        )

    def _assign(self, street: str, director: Person, at: datetime, chance: random.Random) -> None:
        with clock.frozen(at):
            actor = self.world.actor(director)
            waiting = Hazard.objects.filter(under(street), state="found").select_related("place").order_by("number")
            for case in waiting:
                if case.pk in self.touched:
                    continue
                if case.found_on == self.day and chance.random() < 0.012:
                    hazard_services.void_hazard(actor=actor, hazard_id=case.pk, reason="与同一场所另一条重复登记")
                    continue
                contact = (
                    case.place.contacts.filter(removed_at__isnull=True)
                    .order_by("-is_primary", "created_at", "phone_last4", "name")
                    .first()
                )
                if contact is None or chance.random() < 0.06:
                    continue
                hazard_services.assign_hazard(
                    actor=actor, hazard_id=case.pk, assignee_kind="contact", assignee_id=contact.pk, note="请按期整改并拍照上报。"
                )
            settle()

    def _train(self, street: str, inspector: Person, at: datetime) -> None:
        """Let the street hold its weekly training for a few dozen places of one class."""
        chance = random.Random(f"{self.world.seed}:{self.day}:{street}:training")
        with clock.frozen(at):
            standing = Place.objects.filter(under(street), state__in=IN_STOCK).exclude(class_code="").order_by("number")
            codes = sorted(set(standing.values_list("class_code", flat=True)))
            chosen = list(standing.filter(class_code=chance.choice(codes)).values_list("pk", flat=True)) if codes else []
            came = chance.sample(chosen, k=min(len(chosen), chance.randint(8, 30)))
            outreach.record_training(
                actor=self.world.actor(inspector), area_path=street, title=chance.choice(TRAINING_TITLES), subject="small_place",
                held_on=self.day, held_at="镇街消防安全服务中心", teacher=inspector.name,
                attended_count=len(came) + self._crowd(chance),
                place_ids=came,
            )  # fmt: skip
            settle()

    def _crowd(self, chance: random.Random) -> int:
        """Return how many came besides: a shop's staff and neighbours, or now and then a whole square."""
        if self.world.scale.attended is None:
            return chance.randint(5, 60)
        return min(4000, int(chance.lognormvariate(*self.world.scale.attended)) + 5)

    def _take_on(self, street: str, at: datetime, chance: random.Random) -> None:
        """Let those who were told of overdue cases take most of them on, and the supervisor urge a few."""
        with clock.frozen(at):
            waiting = Escalation.objects.filter(
                under(street), ended_at__isnull=True, held_until__isnull=True, holder__isnull=False
            )
            urged: set[UUID] = set()
            for row in waiting.select_related("hazard").order_by("hazard__number", "at", "rung", "holder_name"):
                person = self.world.by_account(row.holder_id)
                if person is None or chance.random() > 0.6:
                    continue
                actor = self.world.actor(person)
                climbing.acknowledge(actor=actor, escalation_id=row.pk, words="已安排人员上门督促。")
                standing = row.hazard.state in LIMIT_STATES and row.hazard.urged_on != self.day
                if person.post == "supervisor" and standing and row.hazard_id not in urged:
                    urged.add(row.hazard_id)
                    hazard_services.urge_hazard(actor=actor, hazard_id=row.hazard_id, note="请镇街抓紧督促整改。")
            settle()

    def _states(self, street: str, inspector: Person, at: datetime) -> None:
        with clock.frozen(at):
            actor = self.world.actor(inspector)
            seen = Visit.objects.filter(under(street), local_date=self.day, outcome__in=STATE_VERBS).select_related("place")
            for visit in seen.order_by("number"):
                verb, reason = STATE_VERBS[visit.outcome]
                if visit.place.state in VERBS[verb].from_states:
                    place_services.set_state(actor=actor, place_id=visit.place_id, verb=verb, reason=reason)
            settle()

    def _owners(self, at: datetime) -> None:
        when = min(at, self.hours.until)
        self._at(when, lambda: self._open_notices(when))

    def _open_notices(self, at: datetime) -> None:
        with clock.frozen(at):
            waiting = Notice.objects.filter(local_date=self.day, first_opened_at__isnull=True, voided_at__isnull=True)
            for notice in waiting.order_by("number"):
                if random.Random(f"{self.world.seed}:{notice.number}:{at.hour}").random() < 0.25:
                    notice_services.record_opening(notice_id=notice.pk)

    def _evening(self) -> None:
        if self.held_back:
            for phone in self.world.phones.values():
                phone.report(self.hours.until)
        with clock.frozen(self.hours.until + timedelta(seconds=30)):
            settle()
            climbing.climb_all(actor=actors.system("督办升级"))
            settle()
        if self.world.scale.affairs:
            at = self.hours.until + timedelta(seconds=30)
            looking_twice.compute(at=at, last=self.day == self.world.today)
        with clock.frozen(self.hours.until + timedelta(seconds=32)):
            seals.seal_pending()
