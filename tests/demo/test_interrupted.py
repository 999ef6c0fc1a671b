"""The small demo interrupted, repeated, refused."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, transaction

from fengsui.demo import days as demo_days
from fengsui.demo.days import DemoDay
from fengsui.kernel import settings_store
from fengsui.kernel.errors import Conflict
from fengsui.patrol.models import Visit
from fengsui.places.models import Place
from tests.demo.conftest import build, told
from tests.demo.test_small_demo import agree_with_a_recount

pytestmark = [pytest.mark.django_db]


# What a database may answer in any order, it answers in another one than usual.
OTHERWISE = {
    "sqlite": (["PRAGMA reverse_unordered_selects = ON"], ["PRAGMA reverse_unordered_selects = OFF"]),
    "postgresql": (
        ["SET enable_indexscan = off", "SET enable_bitmapscan = off"],
        ["RESET enable_indexscan", "RESET enable_bitmapscan"],
    ),
}


@contextmanager
def in_another_order() -> Iterator[None]:
    before, after = OTHERWISE[connection.vendor]
    with connection.cursor() as cursor:
        for words in before:
            cursor.execute(words)
        yield
        for words in after:
            cursor.execute(words)


def test_killed_half_way_it_goes_on_and_the_same_seed_is_the_same_district(monkeypatch: pytest.MonkeyPatch):
    with transaction.atomic():
        with in_another_order():
            build(seed=9)
            whole = told()
        transaction.set_rollback(True)
    assert not Place.objects.exists()
    real, lived = DemoDay.live, []

    def killed(day: DemoDay) -> None:
        real(day)
        lived.append(day.day)
        if len(lived) == 4:
            raise KeyboardInterrupt

    monkeypatch.setattr(demo_days.DemoDay, "live", killed)
    with pytest.raises(KeyboardInterrupt):
        build(seed=9)
    assert max(Visit.objects.values_list("local_date", flat=True)) == lived[2]
    monkeypatch.setattr(demo_days.DemoDay, "live", real)
    assert build(seed=9)["made"]
    again = told()
    for former, now in zip(whole, again, strict=True):
        assert [row for row in now if row not in former] == [row for row in former if row not in now]
    assert again == whole


def test_another_seed_is_another_district_and_its_figures_equal_a_plain_recount():
    lived = []
    for seed in (5, 9):
        with transaction.atomic():
            build(seed=seed)
            lived.append(agree_with_a_recount())
            transaction.set_rollback(True)
    first, second = lived
    differ = {key for key in first if first[key] != second[key]}
    assert {"patrol.visits", "patrol.household_visits", "hazards.found"} <= differ


def test_it_is_never_laid_over_real_places():
    Place.objects.create(number="CS-1", name="真实店", plate_code="AAAAAAAAAA", area_path="150402/006")
    with pytest.raises(Conflict) as caught:
        build()
    assert caught.value.code == "demo_over_real_data"
    assert not settings_store.is_demo()
