"""Whatever legal sequence of deeds happens, the invariants of the loop hold."""

import random
from datetime import timedelta
from itertools import pairwise

import pytest

from fengsui.hazards import services
from fengsui.hazards.models import Hazard, HazardStep
from fengsui.hazards.requests import services as requests
from fengsui.hazards.states import LIMIT_STATES, OPEN_STATES, VERBS
from fengsui.kernel import clock, evidence, outbox
from fengsui.kernel.errors import DomainError
from fengsui.kernel.ids import new_id
from fengsui.kernel.models import Account, EvidenceLink
from fengsui.org.models import Member, Organization
from tests.hazards.factories import BLOCKED_PASSAGE, LIGHTS, local, make_picture, make_place, photo, upload

pytestmark = pytest.mark.django_db


# What is done more often than once in a while.
USUAL = ("open", "open", "open", "fix_on_site", "report_fixed", "report_fixed", "review_pass", "review_pass", "review_fail")


class Street:
    """A street at work: whoever does whatever the dice say; pictures arrive when they arrive."""

    def __init__(self, people, seed):
        self.dice = random.Random(seed)
        self.hands = [people.grid_worker, people.inspector, people.second_inspector, people.director]
        self.place = make_place()
        account = Account.objects.get(pk=people.second_inspector.account_id)
        self.members = [
            Member.objects.create(name="周店长", area_path=self.place.area_path),
            Member.objects.create(name="赵巡查", area_path=self.place.area_path, account=account),
        ]
        self.office = Organization.objects.create(name="某物业公司", kind="property", area_path=self.place.area_path)
        self.unsent = []
        self.done, self.refused = [], 0

    def picture(self, actor, role):
        """Take a picture that may arrive at once or later."""
        if self.dice.random() < 0.5:
            return photo(role, sent_by=actor)
        sha256, content = make_picture()
        self.unsent.append((actor, content))
        return photo(role).__class__(sha256=sha256, role=role)

    def pictures(self, actor, share):
        """Take a picture of the place after the fix, more or less often."""
        return [self.picture(actor, "after")] if self.dice.random() < share else []

    def act(self):
        """Let somebody do something; what the rules refuse leaves no trace."""
        if self.unsent and self.dice.random() < 0.12:
            upload(*self.unsent.pop(self.dice.randrange(len(self.unsent))))
        actor = self.dice.choice(self.hands)
        rows = list(Hazard.objects.order_by("number"))
        verb = self.dice.choice([*USUAL, *USUAL, *DEEDS]) if rows else "open"
        try:
            DEEDS[verb](self, actor, self.dice.choice(rows) if rows else None)
            self.done.append(verb)
        except DomainError:
            self.refused += 1
        outbox.deliver_pending()

    def _open(self, actor, row):
        on_site = self.dice.random() < 0.4
        services.open_hazard(
            actor=actor, place_id=self.place.pk, item_code=BLOCKED_PASSAGE if on_site else LIGHTS,
            source_kind=self.dice.choice(["desk", "desk", "report"]),
            fixed_on_site=on_site, photos=self.pictures(actor, 1) if on_site else [], separate=self.dice.random() < 0.7,
        )  # fmt: skip

    def _review(self, actor, row, passed):
        photos = self.pictures(actor, 0.3)
        services.review_hazard(actor=actor, hazard_id=row.pk, passed=passed, reason="看过现场", photos=photos)

    def _assign(self, actor, row):
        member = self.dice.choice(self.members)
        services.assign_hazard(actor=actor, hazard_id=row.pk, assignee_kind="member", assignee_id=member.pk)

    def _void(self, actor, row):
        if self.dice.random() < 0.5:
            services.void_hazard(actor=actor, hazard_id=row.pk, reason="重复登记")

    def _remove_photo(self, actor, row):
        links = EvidenceLink.objects.filter(subject_type="hazards.hazard", subject_id=str(row.pk)).order_by("id")
        link = links.filter(arrived_at__isnull=True).first() or links.first()
        services.remove_photo(actor=actor, hazard_id=row.pk, link_id=link.pk if link else new_id(), reason="手机丢失")

    def _pause(self, actor, row):
        until = clock.local_date() + timedelta(days=self.dice.randint(1, 9))
        services.pause_limit(actor=actor, hazard_id=row.pk, reason="店主住院", resume_by=until)

    def _merge(self, actor, row):
        into = self.dice.choice(list(Hazard.objects.order_by("number")))
        services.merge_hazard(actor=actor, hazard_id=row.pk, reason="同一处", into_id=into.pk)

    def _opinion(self, actor, row):
        waiting = row.cosigns.filter(given_at__isnull=True).first()
        requests.give_opinion(actor=actor, hazard_id=row.pk, cosign_id=waiting.pk if waiting else new_id(), agrees=True)

    def _ask(self, actor, row):
        days = self.dice.randint(1, 9)
        requests.ask_extension(actor=actor, hazard_id=row.pk, reason="等配件", working_days=days, safeguards="专人看守")

    def check(self):
        """Assert the invariants over every row."""
        rows = list(Hazard.objects.order_by("number"))
        found = [row for row in rows if row.state not in ("void", "merged")]
        closed = [row for row in found if row.state == "closed"]
        stock = [row for row in found if row.state in OPEN_STATES]
        assert len(stock) == len(found) - len(closed)
        assert [row.number for row in rows] == [f"YH-150402-2026-{n:05d}" for n in range(1, len(rows) + 1)]
        for row in closed:
            links = EvidenceLink.objects.filter(subject_type="hazards.hazard", subject_id=str(row.pk), role="after")
            assert links.exists()
            assert evidence.missing(row) == 0
            assert row.closed_on >= row.found_on
            if row.closed_how == "reviewed":
                assert row.reviewer_id not in (None, row.fix_reported_by_id, row.rectifier_account_id)
        for row in rows:
            steps = list(HazardStep.objects.filter(hazard=row).order_by("sequence"))
            assert [step.sequence for step in steps] == list(range(1, row.row_version + 1))
            assert steps[-1].to_state == row.state
            assert row.round == 1 + sum(step.verb in ("review_fail", "reopen") for step in steps)
            # No open case sleeps: its limit runs, or it stands still until a day that is known, or somebody has to look.
            if row.state in LIMIT_STATES:
                assert row.due_on is not None or row.resume_by is not None
            if row.state == "reported_fixed":
                assert row.review_due_on is not None
            assert row.closed_on is None or row.state == "closed"
            assert all(earlier.to_state == later.from_state for earlier, later in pairwise(steps))
        self.check_witnesses(rows)

    def check_witnesses(self, rows):
        """Assert that every sighting lies with one case, and every witness is counted once."""
        for row in rows:
            merged = sum(other.witness_count for other in rows if other.merged_into_id == row.pk)
            assert row.witness_count == 1 + row.sightings.count() + merged


def deed(service, **given):
    """Return a deed that a service does with nothing but the case and these words."""
    return lambda street, actor, row: service(actor=actor, hazard_id=row.pk, **given)


WHY = {"reason": "看过现场"}
DEEDS = {
    "open": Street._open,
    "fix_on_site": lambda s, a, row: services.fix_on_site(actor=a, hazard_id=row.pk, photos=s.pictures(a, 0.9)),
    "assign": Street._assign,
    "report_fixed": lambda s, a, row: services.report_fixed(actor=a, hazard_id=row.pk, photos=s.pictures(a, 0.8)),
    "review_pass": lambda s, a, row: s._review(a, row, True),
    "review_fail": lambda s, a, row: s._review(a, row, False),
    "void": Street._void,
    "add_photo": lambda s, a, row: services.add_photos(actor=a, hazard_id=row.pk, photos=s.pictures(a, 0.9)),
    "remove_photo": Street._remove_photo,
    "accept": deed(services.accept_hazard),
    "send_back": deed(services.send_back, **WHY),
    "withdraw": deed(services.withdraw_assignment, **WHY),
    "transfer": lambda s, a, row: services.transfer_hazard(
        actor=a, hazard_id=row.pk, assignee_kind="member", assignee_id=s.dice.choice(s.members).pk, **WHY
    ),
    "refer": lambda s, a, row: services.refer_hazard(actor=a, hazard_id=row.pk, organization_id=s.office.pk, **WHY),
    "return_referral": deed(services.return_referral, **WHY),
    "urge": deed(services.urge_hazard),
    "ask_extension": Street._ask,
    "grant_extension": deed(requests.decide_extension, granted=True, words="同意"),
    "refuse_extension": deed(requests.decide_extension, granted=False, words="不同意"),
    "pause_limit": Street._pause,
    "resume_limit": deed(services.resume_limit),
    "ask_cosign": lambda s, a, row: requests.ask_cosign(
        actor=a, hazard_id=row.pk, cosigner_kind="member", cosigner_id=s.members[1].pk
    ),
    "give_opinion": Street._opinion,
    "check": lambda s, a, row: services.check_complaint(
        actor=a, hazard_id=row.pk, is_true=s.dice.random() < 0.7, note="到现场看过"
    ),
    "merge": Street._merge,
    "unmerge": deed(services.unmerge_hazard, **WHY),
    "split": deed(services.split_hazard, item_code=BLOCKED_PASSAGE, **WHY),
    "reopen": deed(services.reopen_hazard, **WHY),
    "restore": deed(services.restore_hazard, **WHY),
}  # fmt: skip


def test_every_verb_that_a_person_may_take_is_thrown():
    assert {code for code, verb in VERBS.items() if verb.permission and verb.offered} == DEEDS.keys()


@pytest.mark.parametrize("seed", range(15))
def test_any_legal_sequence_keeps_the_invariants(people, seed):
    start = local("2026-03-02 08:00")
    with clock.frozen(start):
        street = Street(people, seed)
    for n in range(60):
        with clock.frozen(start + timedelta(hours=3 * n)):
            street.act()
            if n % 8 == 7:
                street.check()
    street.check()
    assert len(street.done) > 8
