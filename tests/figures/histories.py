"""Random histories of a small district: rows for the database and, beside them, the plain facts to recount from."""

import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from fengsui.hazards.major.models import MajorCase
from fengsui.hazards.models import Hazard, HazardStep
from fengsui.hazards.notices.models import Notice
from fengsui.kernel.actor import system
from fengsui.kernel.ids import new_id
from fengsui.kernel.models import Account, EvidenceLink
from fengsui.kernel.rulepacks.services import import_shipped
from fengsui.org.models import Area, Member, Organization, Post
from fengsui.outreach.models import TrainingPlace, TrainingSession
from fengsui.patrol.models import BuildingShape, HouseholdVisit, Task, Visit
from fengsui.places.models import Place, PlaceStateChange

START = date(2026, 2, 1)
DAYS = 37
STREETS = ("150402/006", "150402/001")
GRIDS = ("150402/006/001/01", "150402/006/002/07", "150402/001/003/02")


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """Return a moment of a district day (UTC+8) in UTC."""
    return datetime.combine(day, time(hour, minute), tzinfo=UTC) - timedelta(hours=8)


@dataclass
class Case:
    """A hazard as plain facts: (day, state after it, limit after it) in order, and its dates."""

    area: str
    found: date
    events: list[tuple[date, str, str, date]]
    on_site: date | None = None
    closed: date | None = None
    how: str = ""
    void: bool = False
    voided: date | None = None
    reported: date | None = None
    review_due: date | None = None
    reviewed: date | None = None
    checked: tuple[date, bool, bool] | None = None
    due: date | None = None
    category: int = 2
    repeat: bool = False
    source: str = "visit"


@dataclass
class History:
    """Everything that happened."""

    places: list[tuple[str, str, list[tuple[date, str]]]] = field(default_factory=list)
    visits: list[tuple[str, date, int, int, bool, bool, int]] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    tasks: list[tuple[str, date, str, date]] = field(default_factory=list)
    links: list[tuple[str, datetime, datetime | None, datetime | None]] = field(default_factory=list)
    notices: list[tuple[str, date, bool]] = field(default_factory=list)
    knocks: list[tuple[str, date, str, str, bool, int]] = field(default_factory=list)
    buildings: list[tuple[str, date, int]] = field(default_factory=list)
    trainings: list[tuple[str, date, int, set[int], bool]] = field(default_factory=list)
    posts: list[tuple[str, int, str, date, date | None]] = field(default_factory=list)
    majors: list[tuple[str, date | None, date | None]] = field(default_factory=list)
    centres: list[tuple[str, datetime | None]] = field(default_factory=list)


def areas() -> None:
    """Make the areas that the histories happen in, and the rules in force there."""
    import_shipped(actor=system("测试"))
    wanted = {path[:width] for path in GRIDS for width in (6, 10, 14, 17)}
    names = {6: ("district", "红山区"), 10: ("street", "街道"), 14: ("community", "社区"), 17: ("grid", "网格")}
    made: dict[str, Area] = {}
    for path in sorted(wanted):
        level, word = names[len(path)]
        parent = made.get(path.rsplit("/", 1)[0])
        made[path] = Area.objects.create(
            code=path.replace("/", ""), path=path, level=level, kind=level, name=f"{path[-3:]}{word}", parent=parent
        )


def live(seed: int) -> History:
    """Write a random history into the database and return its plain facts."""
    chance = random.Random(seed)
    history = History()
    areas()
    people = [
        Account.objects.create(username=f"p{seed}-{n}", display_name=f"网格员{n:02}", must_change_password=False)
        for n in range(4)
    ]
    places = [_place(history, chance, n) for n in range(chance.randint(6, 14))]
    for n in range(chance.randint(20, 60)):
        _visit(history, chance, n, places, people)
    for n in range(chance.randint(15, 45)):
        _case(history, chance, n, places)
    for n in range(chance.randint(5, 20)):
        _task(history, chance, n, places)
    for _ in range(chance.randint(5, 20)):
        _link(history, chance)
    for n in range(chance.randint(3, 12)):
        _notice(history, chance, n, places)
    for n in range(chance.randint(10, 40)):
        _knock(history, chance, n)
    for n in range(chance.randint(2, 8)):
        _training(history, chance, n, places)
    _posts(history, chance)
    for n in range(2):
        _major(history, chance, n, places)
    return history


def _day(chance: random.Random, after: date = START) -> date:
    return after + timedelta(days=chance.randint(0, max(0, DAYS - 1 - (after - START).days)))


def _place(history: History, chance: random.Random, n: int) -> Place:
    area, kind = chance.choice(GRIDS), chance.choice(["place"] * 5 + ["compound"])
    state = chance.choice(["registered", "operating", "candidate"])
    day = START - timedelta(days=chance.randint(-5, 20))
    life = [(day, state)]
    for _ in range(chance.randint(0, 2)):
        day = day + timedelta(days=chance.randint(0, 12))
        life.append((day, chance.choice(["operating", "suspended", "closed", "moved", "vacant", "rejected"])))
    row = Place.objects.create(
        number=f"CS-150402-{n:05}", kind=kind, name=f"场所{n}", area_path=area, state=life[-1][1], plate_code=f"P{n:09}"
    )
    for step, (on, to_state) in enumerate(life):
        PlaceStateChange.objects.create(
            place=row, verb="register", to_state=to_state, on=on, actor_name="测试", at=at(on, 8, step)
        )
    history.places.append((area, kind, life))
    return row


def _visit(history: History, chance: random.Random, n: int, places: list[Place], people: list[Account]) -> None:
    place, person, day = chance.randrange(len(places)), chance.randrange(len(people)), _day(chance)
    inspected, valid = chance.random() < 0.75, chance.random() < 0.9
    row = places[place]
    begun, found = at(day, chance.randint(0, 22), 5), chance.randint(0, 2)
    Visit.objects.create(
        number=f"XC-{n:06}", place=row, area_path=row.area_path, outcome="checked" if inspected else "locked",
        outcome_label="已检查" if inspected else "锁门", inspected=inspected, started_at=begun,
        ended_at=begun + timedelta(minutes=9), recorded_at=begun, received_at=begun,
        hazard_count=found, local_date=day, by_account=people[person], by_name=people[person].display_name,
        rulepack_version="t", source="phone", valid=valid, content_sha256="0" * 64,
    )  # fmt: skip
    history.visits.append((row.area_path, day, place, person, inspected, valid, found))


def _case(history: History, chance: random.Random, n: int, places: list[Place]) -> None:
    place = chance.choice(places)
    found = _day(chance)
    due = found + timedelta(days=chance.choice([0, 3, 7, 15]))
    case = Case(place.area_path, found, [(found, "open", "found", due)])
    case.category, case.source = chance.choice([2, 5, 10, 11]), chance.choice(["visit", "visit", "report"])
    case.repeat = n > 0 and chance.random() < 0.2
    fields: dict[str, Any] = {}
    way = chance.random()
    if way < 0.25:
        case.on_site = found
        case.events.append((found, "fix_on_site", "fixed_on_site", due))
        if chance.random() < 0.8:
            _close(case, found + timedelta(days=chance.choice([0, 0, 1])), "on_site", due)
    elif way < 0.9:
        day = found
        for _ in range(chance.randint(0, 2)):
            day = day + timedelta(days=chance.randint(0, 6))
            case.events.append((day, "assign", "assigned", due))
            day = day + timedelta(days=chance.randint(0, 9))
            case.events.append((day, "report_fixed", "reported_fixed", due))
            case.reported = day
            case.review_due, case.reviewed = day + timedelta(days=chance.randint(3, 9)), None
            day = day + timedelta(days=chance.randint(0, 8))
            if chance.random() < 0.15:
                # Nobody has come to look yet.
                break
            case.reviewed = day
            if chance.random() < 0.5:
                _close(case, day, "reviewed", due)
                break
            due, case.reported = day + timedelta(days=5), None
            case.events.append((day, "review_fail", "assigned", due))
    if case.source == "report" and chance.random() < 0.7:
        is_true = chance.random() < 0.7 or case.closed is not None
        case.checked = (max(event[0] for event in case.events), is_true, chance.random() < 0.3)
        case.events.append((case.checked[0], "check", case.events[-1][2], due))
    if case.closed is None and (chance.random() < 0.1 or (case.checked and not case.checked[1])):
        case.void = True
        case.events.append((case.events[-1][0] + timedelta(days=1), "void", "void", due))
        case.voided = case.events[-1][0]
        fields = {"voided_on": case.voided, "void_reason": "重复登记"}
    if case.closed:
        fields = {"closed_on": case.closed, "closed_at": at(case.closed, 15), "closed_how": case.how}
        if case.how == "reviewed":
            reviewer = Account.objects.order_by("username").first()
            fields |= {"reviewer": reviewer, "review_passed_at": at(case.closed, 15)}
    case.due = due
    row = Hazard.objects.create(
        number=f"YH-{n:05}", place=place, area_path=place.area_path, item_code="COM-01", title=f"隐患{n}",
        legal_category=case.category, reported_fixed_on=case.reported, review_due_on=case.review_due, reviewed_on=case.reviewed,
        repeat_of=Hazard.objects.order_by("number").first() if case.repeat else None,
        grade="C", rulepack_version="t", state=case.events[-1][2], found_at=at(found, 10), found_on=found, due_on=due,
        fixed_on_site_on=case.on_site, source_kind=case.source, **fields,
    )  # fmt: skip
    for sequence, (on, verb, state, limit) in enumerate(case.events, start=1):
        HazardStep.objects.create(
            hazard=row, sequence=sequence, verb=verb, to_state=state, on=on, due_on=limit, actor_name="测试",
            at=at(on, 11), recorded_at=at(on, 11), received_at=at(on, 11),
            data={"is_true": case.checked[1], "late": case.checked[2]} if verb == "check" and case.checked else {},
        )  # fmt: skip
    history.cases.append(case)


def _close(case: Case, day: date, how: str, due: date) -> None:
    case.closed, case.how = day, how
    case.events.append((day, "review_pass", "closed", due))


def _task(history: History, chance: random.Random, n: int, places: list[Place]) -> None:
    place, due, state = chance.choice(places), _day(chance), chance.choice(["open", "done", "missed", "cancelled", "deferred"])
    closed = due + timedelta(days=chance.randint(-3, 2))
    Task.objects.create(
        id=new_id(), closed_at=at(closed, 23, 30) if state == "done" else None, place=place, area_path=place.area_path, kind="routine", subject_key=f"t{n}", due_on=due,
        reason_code="due", reason="到期", state=state,
    )  # fmt: skip
    history.tasks.append((place.area_path, due, state, closed))


def _link(history: History, chance: random.Random) -> None:
    area = chance.choice(GRIDS)
    received = at(_day(chance), chance.randint(0, 23))
    arrived = received + timedelta(hours=chance.randint(0, 60)) if chance.random() < 0.7 else None
    removed = received + timedelta(hours=chance.randint(1, 90)) if chance.random() < 0.2 else None
    EvidenceLink.objects.create(
        sha256=f"{chance.getrandbits(256):064x}", subject_type="hazards.hazard", subject_id="x", role="before",
        received_at=received, arrived_at=arrived, removed_at=removed, area_path=area,
    )  # fmt: skip
    history.links.append((area, received, arrived, removed))


def _notice(history: History, chance: random.Random, n: int, places: list[Place]) -> None:
    place, day, void = chance.choice(places), _day(chance), chance.random() < 0.2
    Notice.objects.create(
        number=f"GZ-{n:05}", short_code=f"T{n:011}", source_kind="visit", source_id=new_id(), place=place,
        area_path=place.area_path, place_name=place.name, place_number=place.number, lines=[], line_count=1,
        issued_at=at(day, 10), local_date=day, issuer="服务中心", by_name="测试", by_role="网格员", rulepack_version="t",
        served_how="screen", voided_at=at(day, 11) if void else None, void_reason="选错了场所" if void else "",
    )  # fmt: skip
    history.notices.append((place.area_path, day, void))


def _knock(history: History, chance: random.Random, n: int) -> None:
    area, day = chance.choice(GRIDS), _day(chance)
    building = BuildingShape.objects.filter(area_path=area).first()
    if building is None:
        building = BuildingShape.objects.create(
            name=f"{area}号楼", area_path=area, units=2, floors=3, doors_per_floor=2, door_count=12, drawn_at=at(START, 8),
            drawn_by_operation=new_id(), created_at=at(START, 8),
        )  # fmt: skip
        history.buildings.append((area, START, 12))
    door = f"{chance.randint(1, 2)}-0{chance.randint(1, 3)}0{chance.randint(1, 2)}"
    outcome, valid = chance.choice(["met", "met", "met", "away", "refused"]), chance.random() < 0.9
    moment, leaflets = at(day, chance.randint(0, 22), n), chance.choice([0, 1, 3])
    HouseholdVisit.objects.create(
        building=building, area_path=area, door=door, leaflets=leaflets, household=f"{building.pk}/{door}", outcome=outcome, valid=valid,
        happened_at=moment, recorded_at=moment, received_at=moment, local_date=day, by_name="测试", content_sha256="0" * 64,
    )  # fmt: skip
    history.knocks.append((area, day, door, outcome, valid, leaflets))


def _training(history: History, chance: random.Random, n: int, places: list[Place]) -> None:
    area, day, people, void = chance.choice(GRIDS), _day(chance), chance.randint(5, 80), chance.random() < 0.2
    row = TrainingSession.objects.create(
        number=f"PX-{n:04}", title=f"培训{n}", subject="general", area_path=area, held_on=day, attended_count=people, by_name="测试",
        voided_on=day if void else None, void_reason="重复登记" if void else "",
    )  # fmt: skip
    came = set(chance.sample(range(len(places)), chance.randint(0, 3)))
    for place in came:
        TrainingPlace.objects.create(session=row, place=places[place])
    history.trainings.append((area, day, people, came, void))


def _posts(history: History, chance: random.Random) -> None:
    for person in range(5):
        member = Member.objects.create(name=f"人员{person}", area_path="150402")
        for kind in chance.sample(["inspector", "grid_worker", "volunteer", "supervisor"], 2):
            area, since = chance.choice(GRIDS), _day(chance)
            until = since + timedelta(days=chance.randint(0, 15)) if chance.random() < 0.5 else None
            Post.objects.create(member=member, kind=kind, area_path=area, valid_from=since, valid_to=until)
            history.posts.append((area, person, kind, since, until))
    for n, street in enumerate(STREETS):
        closed = at(_day(chance), 9) if chance.random() < 0.5 else None
        Organization.objects.create(name=f"服务中心{n}", kind="service_centre", area_path=street, closed_at=closed)
        history.centres.append((street, closed))


def _major(history: History, chance: random.Random, n: int, places: list[Place]) -> None:
    place, listed = places[n], chance.choice([None, _day(chance)])
    released = listed + timedelta(days=chance.randint(1, 9)) if listed and chance.random() < 0.5 else None
    MajorCase.objects.create(
        number=f"ZD-{n:03}", place=place, area_path=place.area_path, opened_on=START, opened_by_name="测试",
        proposal_due_on=START, listed_on=listed, released_on=released, listed_by="区政府" if listed else "",
        limit_on=listed, state="released" if released else "listed" if listed else "suspected",
        decided_on=listed, decider_count=2 if listed else 0,
    )  # fmt: skip
    history.majors.append((place.area_path, listed, released))
