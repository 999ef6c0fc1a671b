"""Whatever legal sequence of deeds happens, the invariants of the loop hold."""

import random
from datetime import timedelta
from itertools import pairwise

import pytest

from fengsui.hazards import services
from fengsui.hazards.models import Hazard, HazardStep
from fengsui.hazards.requests import services as requests
from fengsui.hazards.states import LIMIT_STATES, OPEN_STATES
from fengsui.kernel import clock, evidence, outbox
from fengsui.kernel.errors import DomainError
from fengsui.kernel.ids import new_id
from fengsui.kernel.models import EvidenceLink
from fengsui.org.models import Member
from tests.hazards.factories import BLOCKED_PASSAGE, LIGHTS, local, make_picture, make_place, photo, upload

pytestmark = pytest.mark.django_db


DEEDS = ("open", "fix", "report", "report", "pass", "pass", "fail", "void", "upload", "upload")
MORE = (
    "again", "accept", "send_back", "assign", "ask", "grant", "refuse", "pause", "resume", "merge", "unmerge", "split",
    "reopen", "restore", "cosign", "opinion", "urge",
)  # fmt: skip


class Street:
    """A street at work: whoever does whatever the dice say; pictures arrive when they arrive."""

    def __init__(self, people, seed):
        self.dice = random.Random(seed)
        self.hands = [people.grid_worker, people.inspector, people.second_inspector, people.director]
        self.place = make_place()
        self.member = Member.objects.create(name="周店长", area_path=self.place.area_path)
        self.unsent = []
        self.done = self.refused = 0

    def picture(self, actor, role):
        """Take a picture that may arrive at once or later."""
        if self.dice.random() < 0.5:
            return photo(role, sent_by=actor)
        sha256, content = make_picture()
        self.unsent.append((actor, content))
        return photo(role).__class__(sha256=sha256, role=role)

    def act(self):
        """Let somebody do something; what the rules refuse leaves no trace."""
        actor = self.dice.choice(self.hands)
        rows = list(Hazard.objects.order_by("number"))
        verb = self.dice.choice([*DEEDS, *DEEDS, *MORE])
        try:
            self._do(verb, actor, self.dice.choice(rows) if rows else None)
            self.done += 1
        except DomainError:
            self.refused += 1
        outbox.deliver_pending()

    def _do(self, verb, actor, row):
        if verb == "open" or row is None:
            on_site = self.dice.random() < 0.4
            photos = [self.picture(actor, "after")] if on_site else []
            services.open_hazard(
                actor=actor, place_id=self.place.pk, item_code=BLOCKED_PASSAGE if on_site else LIGHTS,
                fixed_on_site=on_site, photos=photos, separate=self.dice.random() < 0.7,
            )  # fmt: skip
        elif verb == "fix":
            services.fix_on_site(actor=actor, hazard_id=row.pk, photos=[self.picture(actor, "after")])
        elif verb == "report":
            photos = [self.picture(actor, "after")] if self.dice.random() < 0.8 else []
            services.report_fixed(actor=actor, hazard_id=row.pk, photos=photos)
        elif verb in ("pass", "fail"):
            photos = [self.picture(actor, "after")] if self.dice.random() < 0.3 else []
            services.review_hazard(actor=actor, hazard_id=row.pk, passed=verb == "pass", reason="看过现场", photos=photos)
        elif verb == "void":
            if self.dice.random() < 0.2:
                services.void_hazard(actor=actor, hazard_id=row.pk, reason="重复登记")
        elif verb != "upload":
            self._do_more(verb, actor, row)
        elif self.unsent:
            upload(*self.unsent.pop(self.dice.randrange(len(self.unsent))))

    def _do_more(self, verb, actor, row):
        case, why = {"actor": actor, "hazard_id": row.pk}, {"reason": "看过现场"}
        if verb == "again":
            services.open_hazard(actor=actor, place_id=self.place.pk, item_code=self.dice.choice([LIGHTS, BLOCKED_PASSAGE]))
        elif verb == "assign":
            services.assign_hazard(**case, assignee_kind="member", assignee_id=self.member.pk)
        elif verb == "ask":
            requests.ask_extension(**case, **why, working_days=self.dice.randint(1, 9), safeguards="专人看守")
        elif verb in ("grant", "refuse"):
            requests.decide_extension(**case, granted=verb == "grant", words="同意或不同意")
        elif verb == "pause":
            services.pause_limit(**case, **why, resume_by=clock.local_date() + timedelta(days=self.dice.randint(1, 9)))
        elif verb == "merge":
            services.merge_hazard(**case, **why, into_id=self.dice.choice(list(Hazard.objects.order_by("number"))).pk)
        elif verb == "split":
            services.split_hazard(**case, **why, item_code=BLOCKED_PASSAGE)
        elif verb == "cosign":
            requests.ask_cosign(**case, cosigner_kind="member", cosigner_id=self.member.pk)
        elif verb == "opinion":
            waiting = row.cosigns.filter(given_at__isnull=True).first()
            requests.give_opinion(**case, cosign_id=waiting.pk if waiting else new_id(), agrees=True)
        elif verb in ("accept", "resume", "urge"):
            deed = {"accept": services.accept_hazard, "resume": services.resume_limit, "urge": services.urge_hazard}[verb]
            deed(**case)
        else:
            deed = {
                "send_back": services.send_back, "unmerge": services.unmerge_hazard, "reopen": services.reopen_hazard,
                "restore": services.restore_hazard,
            }[verb]  # fmt: skip
            deed(**case, **why)

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
    assert street.done > 8
