"""What the simulator knows of the demo: its people, their phones, the rules in force, the seed."""

import random
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from uuid import UUID

from fengsui.demo.phone import Phone
from fengsui.demo.scale import Scale
from fengsui.demo.scenes import Darkroom
from fengsui.kernel import clock, rulepacks, sessions
from fengsui.kernel.actor import Actor


@dataclass(frozen=True)
class Person:
    """One person of the demo: the account, the name, the role, the area they work in, the kind of post ('' = none)."""

    account_id: UUID
    username: str
    name: str
    role: str
    area_path: str
    post: str = ""


@dataclass
class World:
    """Everything a day of the demo is lived with. Actors are looked up once, after their grants hold."""

    seed: int
    district: str
    streets: tuple[str, ...]
    people: list[Person]
    pack: rulepacks.Published
    scale: Scale
    today: date
    darkroom: Darkroom = field(default_factory=Darkroom)
    phones: dict[UUID, Phone] = field(default_factory=dict)
    actors: dict[UUID, Actor] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._accounts = {person.account_id: person for person in self.people}
        self._walkers: dict[str, list[Person]] = {}
        self._careless = {one.account_id for post in ("inspector", "grid_worker") for one in self._few_of(post)}

    def _few_of(self, post: str) -> list[Person]:
        """Return the careless share of those of a post, the same for the same seed."""
        everybody = sorted((one for one in self.people if one.post == post), key=lambda one: one.username)
        few = round(self.scale.careless * len(everybody))
        return random.Random(f"{self.seed}:careless:{post}").sample(everybody, few)

    def walkers(self, street: str) -> list[Person]:
        """Return who patrols a street, in a stable order."""
        if street not in self._walkers:
            posts = ("grid_worker", "inspector")
            self._walkers[street] = [one for one in self.people if one.post in posts and one.area_path.startswith(street)]
        return self._walkers[street]

    def holder(self, role: str, street: str) -> Person:
        """Return the first person of a role on a street. Raises StopIteration when the cast lacks one."""
        return next(person for person in self.people if person.role == role and person.area_path == street)

    def by_account(self, account_id: UUID | None) -> Person | None:
        """Return the person of an account, or None."""
        return self._accounts.get(account_id) if account_id else None

    def actor(self, person: Person) -> Actor:
        """Return a person as an actor, with a device of their own."""
        if person.account_id not in self.actors:
            made = sessions.actor_for_account(person.account_id)
            self.actors[person.account_id] = replace(made, device_id=f"demo-{person.username}")
        return self.actors[person.account_id]

    def phone(self, person: Person) -> Phone:
        """Return a person's phone; one in ten runs minutes fast, one in five sends in the evening only."""
        if person.account_id not in self.phones:
            chance = random.Random(f"{self.seed}:phone:{person.username}")
            ahead = timedelta(minutes=chance.randint(6, 18)) if chance.random() < 0.1 else timedelta(0)
            self.phones[person.account_id] = Phone(
                self.actor(person),
                self.seed,
                person.username,
                ahead=ahead,
                slow=chance.random() < 0.2,
                darkroom=self.darkroom,
            )
        return self.phones[person.account_id]

    def diligence(self, person: Person) -> float:
        """Return how much a person does against the usual, 0.6 to 1.2."""
        return random.Random(f"{self.seed}:diligence:{person.username}").uniform(0.6, 1.2)

    def careless(self, person: Person) -> bool:
        """Tell whether a person is one of the few who tick all well at the door and send last month's photo."""
        return person.account_id in self._careless


@dataclass(frozen=True)
class WorkingHours:
    """When a day's work begins and until when it may be told: never past the real present."""

    begin: datetime
    until: datetime

    @classmethod
    def of(cls, day: date, now: datetime) -> "WorkingHours":
        """Return the hours of a day: 08:20 to 23:00, or, on the present day, the hours up to now.

        Early in the day the work begins earlier, so that a demo made at any hour has a morning to show.
        """
        at = datetime.combine(day, time(8, 20), tzinfo=clock.zone())
        end = datetime.combine(day, time(23, 0), tzinfo=clock.zone())
        if clock.local_date(now) == day and now < end:
            earliest = datetime.combine(day, time(0, 2), tzinfo=clock.zone())
            return cls(max(earliest, min(at, now - timedelta(hours=4))), now - timedelta(seconds=90))
        return cls(at, end)
