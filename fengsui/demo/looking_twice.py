"""Quality in the demo: doubts found at night, answered by whom they are about, visits drawn by lot and looked at again."""

import random
from datetime import date, datetime, timedelta
from uuid import UUID

from fengsui.demo.ledger import identity
from fengsui.demo.phone import settle
from fengsui.demo.walks import Walk
from fengsui.demo.world import Person, World
from fengsui.kernel import clock, evidence
from fengsui.kernel.evidence import EvidencePhoto
from fengsui.kernel.scope import under
from fengsui.patrol.models import Visit
from fengsui.patrol.quality import services as quality
from fengsui.patrol.quality.models import SampleItem, VisitDoubt

DRAWING_DAY, DRAWN_IN_YEARS = 0, 0.2
SEEN, ANSWERED, REVISITED = 0.7, 0.65, 0.5
ANSWERS = (
    "当天店里人少，各项都看过，填得快。",
    "照片选错了，当时确实到了现场。",
    "手机卡顿，回到车上才补填。",
    "门店集中，几家一起看完再填。",
)
NOT_AS_RECORDED = ("店主说当天没有人来过。", "灭火器压力不足，记录为合格。", "疏散指示灯不亮，记录中没有。")
DIFFERENCES = ("not_visited", "items", "hazard_missed")


def doubts_unseen(street: str) -> dict[UUID, list[UUID]]:
    """Return account → the doubts of a street that have not reached their inspectors' phones."""
    unseen = VisitDoubt.objects.filter(under(street), shown_at__isnull=True).order_by("visit__number")
    found: dict[UUID, list[UUID]] = {}
    for account_id, pk in unseen.values_list("account_id", "pk"):
        found.setdefault(account_id, []).append(pk)
    return found


def answer_doubts(walk: Walk, unseen: dict[UUID, list[UUID]], at: datetime) -> None:
    """Let somebody's phone fetch the notes over their own visits in the morning, and most people say a word to them."""
    mine = unseen.get(walk.person.account_id, [])
    chance = random.Random(f"{walk.world.seed}:{walk.day}:{walk.person.username}:doubts")
    if not mine or chance.random() >= SEEN:
        return
    with clock.frozen(at):
        quality.offer_own(actor=walk.phone.actor)
    for n, doubt_id in enumerate(mine):
        if chance.random() < ANSWERED:
            said = at + timedelta(seconds=40 * (n + 1))
            walk.phone.record("doubt.explain", {"doubt_id": str(doubt_id), "text": chance.choice(ANSWERS)}, said)


def compute(*, at: datetime, last: bool) -> None:
    """Do what the periodic work of quality does; on the last day also what time has made old."""
    with clock.frozen(at):
        quality.work_through()
        quality.list_unanswered()
        if last:
            quality.forget()
        settle()


def draw_and_revisit(*, world: World, street: str, supervisor: Person, at: datetime, chance: random.Random) -> None:
    """Let the supervisor draw last week's visits on a Monday, and go to some of the places drawn on other days."""
    with clock.frozen(at):
        day = clock.local_date(at)
        recent = (world.today - day).days < world.scale.month
        if day.weekday() == DRAWING_DAY:
            if recent or chance.random() < DRAWN_IN_YEARS:
                _draw(world, street, supervisor, day, chance)
        else:
            _revisit(world, street, supervisor, at, chance)
        settle()


def _draw(world: World, street: str, supervisor: Person, day: date, chance: random.Random) -> None:
    week = day - timedelta(days=7)
    # scope: whether there is anything to draw in the simulator's own street
    visits = Visit.objects.filter(street_path=street, valid=True, sample__isnull=True, local_date__gte=week, local_date__lt=day)
    if visits.exists():
        quality.draw_sample(
            actor=world.actor(supervisor), area_path=street, week_from=week, count=chance.choice((3, 4, 5))
        )  # fmt: skip


def _revisit(world: World, street: str, supervisor: Person, at: datetime, chance: random.Random) -> None:
    waiting = SampleItem.objects.filter(under(street), result="").select_related("visit", "place").order_by("visit__number")
    for n, item in enumerate(waiting):
        if chance.random() >= REVISITED:
            continue
        visitor = world.by_account(item.visitor_id)
        wrong = chance.random() < (0.7 if visitor is not None and world.careless(visitor) else 0.05)
        told = chance.randrange(len(DIFFERENCES))
        moment = at - timedelta(minutes=20 * (n % 5) + 5)
        key = f"{world.seed}:{item.place_id}:door"
        words = (item.place.name[:22], f"{clock.local(moment):%Y-%m-%d %H:%M} 复核")
        shot = world.darkroom.draw("door", seed=key, words=words, fixed=True, moment=f"sample:{item.visit.number}")()
        actor = world.actor(supervisor)
        evidence.store_upload(actor=actor, sha256=shot.sha256, chunks=[shot.content])
        photo = EvidencePhoto(
            sha256=shot.sha256, role="scene", captured_at=moment, id=identity(world.seed, f"sample:{item.visit.number}")
        )
        quality.record_sample(
            actor=actor, sample_id=item.pk, result="mismatch" if wrong else "match",
            differences=[DIFFERENCES[told]] if wrong else [], note=NOT_AS_RECORDED[told] if wrong else "", photos=[photo],
        )  # fmt: skip
