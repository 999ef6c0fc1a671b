"""Two people at one case at the same moment, on a real database with real threads: one wins, the other is told."""

import threading

import pytest
from django.db import connections

from fengsui.hazards import services
from fengsui.hazards.models import Hazard, HazardStep
from fengsui.kernel.errors import Conflict, DomainError
from fengsui.kernel.ids import new_id
from fengsui.kernel.models import Account, OutboxEvent
from tests.hazards.factories import LIGHTS, make_place, photo

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*deeds):
    """Run deeds in threads that start together; return what each came to."""
    gate, outcomes = threading.Barrier(len(deeds)), [None] * len(deeds)

    def run(n, deed):
        try:
            gate.wait()
            outcomes[n] = deed()
        except DomainError as error:
            outcomes[n] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(n, deed)) for n, deed in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return outcomes


def reported(people):
    """Return a hazard that waits for its review, all photos there."""
    hazard = services.open_hazard(actor=people.grid_worker, place_id=make_place().pk, item_code=LIGHTS)
    return services.report_fixed(
        actor=people.grid_worker, hazard_id=hazard.pk, photos=[photo("after", sent_by=people.grid_worker)]
    )


def test_two_inspectors_close_one_case_and_only_one_does(people):
    hazard = reported(people)

    def close(actor):
        return services.review_hazard(actor=actor, operation_id=new_id(), hazard_id=hazard.pk, passed=True)

    outcomes = at_once(lambda: close(people.inspector), lambda: close(people.second_inspector))
    winners = [outcome for outcome in outcomes if isinstance(outcome, Hazard)]
    losers = [outcome for outcome in outcomes if isinstance(outcome, Conflict)]
    assert (len(winners), len(losers)) == (1, 1)
    assert winners[0].reviewer_name in losers[0].zh
    assert "销案" in losers[0].zh
    assert HazardStep.objects.filter(hazard=hazard, verb="review_pass").count() == 1
    assert OutboxEvent.objects.filter(kind="HazardClosed", subject_id=str(hazard.pk)).count() == 1


def test_the_same_operation_sent_twice_at_once_happens_once(people):
    hazard, operation = reported(people), new_id()

    def close():
        return services.review_hazard(actor=people.inspector, operation_id=operation, hazard_id=hazard.pk, passed=True)

    outcomes = at_once(close, close, close)
    assert all(isinstance(outcome, Hazard) and outcome.state == "closed" for outcome in outcomes)
    assert HazardStep.objects.filter(hazard=hazard, verb="review_pass").count() == 1


def test_numbers_have_no_gap_when_many_open_at_once(people):
    place = make_place()

    def find(n):
        def deed():
            item = LIGHTS if n % 3 else "NO-SUCH-ITEM"
            return services.open_hazard(
                actor=people.inspector, operation_id=new_id(), place_id=place.pk, item_code=item, separate=True
            )

        return deed

    outcomes = at_once(*(find(n) for n in range(9)))
    assert sum(isinstance(outcome, Hazard) for outcome in outcomes) == 6
    assert sorted(Hazard.objects.values_list("number", flat=True))[-1].endswith("00006")
    assert Account.objects.filter(pk=people.inspector.account_id).exists()


def test_two_who_find_the_same_at_once_make_one_case_with_two_witnesses(people):
    place = make_place()

    def find(actor):
        return lambda: services.open_hazard(actor=actor, operation_id=new_id(), id=new_id(), place_id=place.pk, item_code=LIGHTS)

    outcomes = at_once(find(people.inspector), find(people.grid_worker), find(people.director))
    assert all(isinstance(outcome, Hazard) for outcome in outcomes)
    case = Hazard.objects.get()
    assert case.witness_count == 3
    assert {outcome.pk for outcome in outcomes} == {case.pk}


def test_two_cases_merged_into_each_other_at_once_leave_one(people):
    place = make_place()
    one, other = (
        services.open_hazard(actor=people.inspector, place_id=place.pk, item_code=LIGHTS, separate=True) for _ in range(2)
    )

    def merge(a, b):
        return lambda: services.merge_hazard(
            actor=people.inspector, operation_id=new_id(), hazard_id=a.pk, into_id=b.pk, reason="同一处"
        )

    outcomes = at_once(merge(one, other), merge(other, one))
    assert sum(isinstance(outcome, Hazard) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, Conflict) for outcome in outcomes) == 1
    assert sorted(Hazard.objects.values_list("state", flat=True)) == ["found", "merged"]
