"""Two whole years of the district, for two seeds: near the article, never the same, and every cell as its facts say. Long."""

from datetime import date, timedelta

import pytest
from django.db import transaction

from bench.demo import ARTICLE
from fengsui.demo.district import build_district
from fengsui.figures.catalogue.values import headline
from fengsui.figures.verifying import verify
from fengsui.kernel import clock
from fengsui.kernel.actor import system
from fengsui.kernel.figure import Period
from tests.demo.conftest import NOW, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.long]


def lived(seed: int) -> dict[str, int]:
    with transaction.atomic():
        build_district(seed, full=True, today=TODAY, now=NOW)
        period = Period(TODAY - timedelta(days=729), TODAY)
        with clock.frozen(NOW):
            told = headline(actor=system("测试"), period=period, area_path="150402")["figures"]
            found = verify(since=date(TODAY.year, TODAY.month, 1))
        assert not found.differences
        transaction.set_rollback(True)
    return {one["id"]: one["value"] for one in told if one["id"] in ARTICLE}


def test_two_years_come_near_the_article_and_another_seed_gives_other_figures():
    first, second = lived(1), lived(2)
    for figures in (first, second):
        far = {name: value for name, value in figures.items() if abs(value / ARTICLE[name] - 1) > 0.15}
        assert not far
    assert all(first[name] != second[name] for name in ("hazards.closed", "patrol.household_visits", "outreach.attended"))
