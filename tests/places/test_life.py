"""A place's life: only the steps of the table, by those who may, with a reason where it matters."""

from datetime import date

import pytest

from fengsui.kernel.errors import Conflict, Forbidden, InvalidInput, NotFound
from fengsui.kernel.models import AuditEntry, OutboxEvent
from fengsui.places import services
from fengsui.places.models import PlaceStateChange
from fengsui.places.queries import allowed_verbs
from tests.places.factories import OTHER_GRID, make_place


def test_a_restaurant_closes_for_winter_and_reopens(people):
    place = make_place(state="operating")
    services.set_state(
        actor=people.grid_worker, place_id=place.pk, verb="close_for_season", reason="冬季歇业", on=date(2026, 3, 8)
    )
    place.refresh_from_db()
    assert (place.state, place.state_since, place.row_version) == ("seasonal", date(2026, 3, 8), 2)
    services.set_state(actor=people.grid_worker, place_id=place.pk, verb="resume")
    steps = list(PlaceStateChange.objects.filter(place=place).order_by("at", "id").values_list("verb", flat=True))
    assert sorted(steps) == ["close_for_season", "create", "resume"]
    assert AuditEntry.objects.filter(verb="place.close_for_season", reason="冬季歇业").exists()
    assert OutboxEvent.objects.filter(kind="PlaceStateChanged").count() == 2


def test_a_step_that_does_not_start_here_is_refused_in_words(people):
    place = make_place(state="operating")
    with pytest.raises(Conflict) as raised:
        services.set_state(actor=people.grid_worker, place_id=place.pk, verb="resume")
    assert raised.value.code == "place_state_changed"
    assert "在营" in raised.value.zh


def test_reason_date_and_verb_are_checked(people):
    place = make_place(state="operating")
    with pytest.raises(InvalidInput):
        services.set_state(actor=people.grid_worker, place_id=place.pk, verb="suspend")
    with pytest.raises(InvalidInput):
        services.set_state(actor=people.grid_worker, place_id=place.pk, verb="suspend", reason="停业", on=date(2026, 3, 11))
    with pytest.raises(InvalidInput):
        services.set_state(actor=people.grid_worker, place_id=place.pk, verb="explode")


def test_only_the_brigade_records_a_sealing(people):
    place = make_place(state="operating")
    with pytest.raises(Forbidden):
        services.set_state(actor=people.director, place_id=place.pk, verb="seal", reason="临时查封")
    services.set_state(actor=people.brigade, place_id=place.pk, verb="seal", reason="临时查封决定书 2026-3 号")
    place.refresh_from_db()
    assert place.state == "sealed"


def test_a_double_record_is_merged_into_the_one_that_is_kept(people):
    kept, double, foreign = make_place(), make_place("好再来"), make_place("外街店", OTHER_GRID)
    with pytest.raises(InvalidInput):
        services.set_state(actor=people.director, place_id=double.pk, verb="merge", reason="同一家")
    for wrong in (double.pk, foreign.pk):
        with pytest.raises(NotFound):
            services.set_state(actor=people.director, place_id=double.pk, verb="merge", reason="同一家", into_place_id=wrong)
    services.set_state(actor=people.director, place_id=double.pk, verb="merge", reason="同一家", into_place_id=kept.pk)
    double.refresh_from_db()
    assert (double.state, double.merged_into) == ("merged", kept)
    services.set_state(actor=people.director, place_id=double.pk, verb="unmerge", reason="实为两家")
    double.refresh_from_db()
    assert (double.state, double.merged_into) == ("registered", None)


def test_the_buttons_are_the_rows_of_the_table_a_person_may_take(people):
    place = make_place(state="operating")
    worker = {verb["verb"] for verb in allowed_verbs(people.grid_worker, place)}
    assert worker == {"renovate", "suspend", "close_for_season", "vacate", "transfer", "move_away"}
    assert {"close", "demolish", "merge"} <= {verb["verb"] for verb in allowed_verbs(people.director, place)}
    assert allowed_verbs(people.stranger, place) == []
