"""The small demo interrupted, repeated, refused."""

import pytest
from django.db import transaction

from fengsui.demo import days as demo_days
from fengsui.demo.days import DemoDay
from fengsui.kernel import settings_store
from fengsui.kernel.errors import Conflict
from fengsui.patrol.models import Visit
from fengsui.places.models import Place
from tests.demo.conftest import build, told

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_killed_half_way_it_goes_on_and_the_same_seed_is_the_same_district(monkeypatch: pytest.MonkeyPatch):
    with transaction.atomic():
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


def test_it_is_never_laid_over_real_places():
    Place.objects.create(number="CS-1", name="真实店", plate_code="AAAAAAAAAA", area_path="150402/006")
    with pytest.raises(Conflict) as caught:
        build()
    assert caught.value.code == "demo_over_real_data"
    assert not settings_store.is_demo()
