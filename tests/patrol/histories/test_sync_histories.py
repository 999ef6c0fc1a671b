"""Any order of arrival, any split, any repetition: the state of the serial history. Seeds are printed with a difference."""

import random

import pytest
from django.db import transaction

from fengsui.kernel import clock, outbox
from tests.hazards.factories import local, upload
from tests.patrol.histories.comparing import differences, dump
from tests.patrol.histories.making import History, make_history

pytestmark = pytest.mark.django_db
EVENING = local("2026-11-16 20:00")


def deliver(history: History) -> None:
    """Send every picture of every phone, and let the handlers run."""
    for phone in history.phones:
        for content in phone.pictures.values():
            upload(phone.actor, content)
    outbox.deliver_pending()


def serial(history: History) -> dict:
    """Tell the history in the order it happened, each deed at once."""
    with clock.frozen(EVENING):
        for phone, operation in history.deeds:
            phone.send([operation])
            deliver(history)
        return dump()


def scattered(history: History, dice: random.Random) -> dict:
    """Tell it in pieces: shuffled, some twice, in batches of one to four, pictures now and then."""
    todo = list(history.deeds)
    todo += dice.sample(todo, k=len(todo) // 3)
    dice.shuffle(todo)
    with clock.frozen(EVENING):
        while todo:
            size = dice.randint(1, 4)
            batch, todo = todo[:size], todo[size:]
            for phone in history.phones:
                phone.send([operation for owner, operation in batch if owner is phone])
            if dice.random() < 0.3:
                deliver(history)
        deliver(history)
        return dump()


def compare(people, seed: int) -> None:
    """Raise AssertionError with the history in words where a scattered telling ends elsewhere."""
    with transaction.atomic():
        history = make_history(people, seed)
        ends = []
        for tell in (serial, lambda told: scattered(told, random.Random(seed + 1))):
            with transaction.atomic():
                ends.append(tell(history))
                transaction.set_rollback(True)
        transaction.set_rollback(True)
    found = differences(*ends)
    assert not found, "\n".join([f"seed {seed}", *history.told(), "serial / scattered:", *found])


@pytest.mark.parametrize("block", range(10))
def test_a_hundred_histories_end_as_if_told_in_order(people, block):
    for seed in range(block * 10, block * 10 + 10):
        compare(people, seed)


@pytest.mark.long
@pytest.mark.parametrize("block", range(100))
def test_ten_thousand_histories_end_as_if_told_in_order(people, block):
    for seed in range(1_000 + block * 100, 1_000 + block * 100 + 100):
        compare(people, seed)
