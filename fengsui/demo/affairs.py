"""What happens at the desks now and then: more time asked for, a new tenant, the brigade meeting on what may be 重大."""

import random
from datetime import date, datetime, timedelta

from fengsui.demo.ledger import identity, phone_number
from fengsui.demo.phone import settle
from fengsui.demo.world import Person, World
from fengsui.hazards.major import deciding, suspecting
from fengsui.hazards.major.models import MajorCase
from fengsui.hazards.models import Hazard
from fengsui.hazards.requests import services as requests
from fengsui.hazards.states import LIMIT_STATES
from fengsui.kernel import clock, evidence
from fengsui.kernel.evidence import EvidencePhoto
from fengsui.kernel.scope import under
from fengsui.places import handover
from fengsui.places import services as places
from fengsui.places.models import Place
from fengsui.places.values import NewContact

ASKED, GRANTED, NEW_TENANT, SUSPECTED, MEETS_AFTER_DAYS = 0.12, 0.75, 0.3, 0.05, 4
DIGITS = "0123456789"
REASONS = ("所需器材正在采购，预计下周到货。", "需要房东配合改造，正在协商。", "施工队已约定时间，期限内来不及完工。")


def ask_for_time(*, world: World, street: str, asker: Person, decider: Person, at: datetime, chance: random.Random) -> None:
    """Let a few places whose limit is near ask for more working days, and the director decide the same afternoon."""
    with clock.frozen(at):
        day = clock.local_date(at)
        near = Hazard.objects.filter(
            under(street), state="assigned", due_on__gte=day, due_on__lte=day + timedelta(days=3), extension_count=0,
            paused_on__isnull=True, extensions__isnull=True,
        )  # fmt: skip
        for case in near.order_by("number"):
            if chance.random() >= ASKED:
                continue
            requests.ask_extension(
                actor=world.actor(asker), hazard_id=case.pk, working_days=chance.choice((3, 5, 7)),
                reason=chance.choice(REASONS), safeguards="整改期间每日自查，增设灭火器，专人看守。",
            )  # fmt: skip
            granted = chance.random() < GRANTED
            words = "同意，期间落实防范措施。" if granted else "可先清理通道，不需要延期。"
            requests.decide_extension(actor=world.actor(decider), hazard_id=case.pk, granted=granted, words=words)
        settle()


def new_tenants(*, world: World, street: str, director: Person, at: datetime, chance: random.Random) -> None:
    """Let somebody new open in a few of the places that stand empty or change hands."""
    with clock.frozen(at):
        since = clock.local_date(at) - timedelta(days=10)
        empty = Place.objects.filter(under(street), kind="place", state__in=("vacant", "transferring"), state_since__lte=since)
        for place in empty.order_by("number"):
            if chance.random() >= NEW_TENANT:
                continue
            number = chance.randint(600, 999)
            contact = NewContact(
                name=f"店主{number}", role="owner", is_primary=True,
                phone=phone_number(world.seed, street.rsplit("/", 1)[-1], 8_000 + number),
            )  # fmt: skip
            # What the former one left open, the new one takes over.
            name = f"{place.name.rstrip(DIGITS)}{number}"
            left = {one["id"]: "new" for handed in handover.every().values() for one in handed.open_of(place)}
            places.change_tenant(
                actor=world.actor(director), place_id=place.pk, on=clock.local_date(at), name=name,
                contacts=[contact], reason="巡查时见新租户开业", decisions=left,
            )  # fmt: skip
        settle()


def suspect(*, world: World, street: str, director: Person, at: datetime, chance: random.Random) -> None:
    """Let the director raise, once in a while, that the open hazards of a key unit may together be 重大."""
    with clock.frozen(at):
        if chance.random() >= SUSPECTED:
            return
        grave = Hazard.objects.filter(under(street), state__in=LIMIT_STATES, place__class_code__startswith="key_")
        case = grave.exclude(place__major_cases__isnull=False).order_by("-priority", "number").first()
        if case is not None:
            reason = "同类问题反复出现，人员密集，提请大队研判。"
            suspecting.suspect(actor=world.actor(director), place_id=case.place_id, hazard_ids=[case.pk], reason=reason)
            settle()


def meet_on_major(*, world: World, day: date, at: datetime) -> None:
    """Let the brigade meet on suspicions some days old: it decides or dismisses, and has the notice served."""
    with clock.frozen(at):
        leader = world.holder("brigade_leader", world.district)
        actor = world.actor(leader)
        for case in MajorCase.objects.filter(under(world.district), state="decided", served_on__isnull=True).order_by("number"):
            deciding.serve(actor=actor, major_id=case.pk, on=day, receiver="场所责任人")
        old = MajorCase.objects.filter(state="suspected", opened_on__lte=day - timedelta(days=MEETS_AFTER_DAYS))
        for case in old.filter(under(world.district)).order_by("number"):
            chance = random.Random(f"{world.seed}:{case.number}:meeting")
            if chance.random() < 0.3:
                continue
            words = (f"{case.number} 会议纪要", f"{day}")
            shot = world.darkroom.draw("papers", seed=f"{world.seed}:{case.number}", words=words, fixed=True)()
            evidence.store_upload(actor=actor, sha256=shot.sha256, chunks=[shot.content])
            minutes = EvidencePhoto(
                sha256=shot.sha256, role="minutes", captured_at=at, id=identity(world.seed, f"minutes:{case.number}")
            )
            present = tuple(person.account_id for person in world.people if person.role in ("brigade_leader", "committee_office"))
            if chance.random() < 0.5:
                meeting = deciding.Meeting(day, present, (minutes,), "经集体研究，符合判定标准，认定为重大火灾隐患。")
                deciding.decide(actor=actor, major_id=case.pk, meeting=meeting, limit_on=day + timedelta(days=60))
            else:
                meeting = deciding.Meeting(day, present, (minutes,), "经集体研究，未达到判定标准，按一般隐患整改。")
                deciding.dismiss(actor=actor, major_id=case.pk, meeting=meeting)
        settle()
