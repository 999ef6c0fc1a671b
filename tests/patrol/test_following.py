"""A place is put into another area: its open work goes with it, what a street found and walked stays its own."""

import pytest

from fengsui.hazards import services as hazard_services
from fengsui.hazards.models import Hazard
from fengsui.kernel import clock, outbox
from fengsui.kernel.ids import new_id
from fengsui.kernel.models import AuditEntry, EvidenceLink
from fengsui.patrol import services
from fengsui.patrol.models import Task, Visit
from fengsui.places import services as place_services
from tests.hazards.factories import GRID, LIGHTS, OTHER_STREET, local, make_area, make_place, photo
from tests.patrol.conftest import give_post
from tests.patrol.phone import visit_body

pytestmark = pytest.mark.django_db
NEXT_GRID = "150402/006/001/02"


@pytest.fixture
def place_with_work(posted):
    """A place in a grid with a visit, a closed and an open hazard, and a review task for the open one."""
    for path, level in (("150402", "district"), ("150402/006", "street"), (NEXT_GRID, "grid"), (OTHER_STREET, "street")):
        make_area(path, level)
    place = make_place(GRID)
    with clock.frozen(local("2026-03-10 09:00")):
        services.submit_visit(actor=posted.grid_worker, operation_id=new_id(), visit=visit_body(place, clock.now()))
        ended = hazard_services.open_hazard(actor=posted.grid_worker, place_id=place.pk, item_code=LIGHTS)
        hazard_services.void_hazard(actor=posted.director, hazard_id=ended.pk, reason="重复登记")
        standing = hazard_services.open_hazard(
            actor=posted.grid_worker, place_id=place.pk, item_code=LIGHTS, photos=[photo("before", sent_by=posted.grid_worker)]
        )
        hazard_services.report_fixed(
            actor=posted.inspector, hazard_id=standing.pk, photos=[photo("after", sent_by=posted.inspector)]
        )
        outbox.deliver_pending()
    return place


def move(posted, place, path):
    with clock.frozen(local("2026-03-11 09:00")):
        place_services.update_place(
            actor=posted.brigade, place_id=place.pk, expected_version=place.row_version, changes={"area_path": path}
        )
        outbox.deliver_pending()
        outbox.deliver_pending()


def test_inside_the_street_everything_goes_with_the_place(posted, place_with_work):
    move(posted, place_with_work, NEXT_GRID)
    for model in (Hazard, Visit, Task):
        assert set(model.objects.values_list("area_path", flat=True)) == {NEXT_GRID}, model
    assert set(EvidenceLink.objects.filter(subject_type="hazards.hazard").values_list("area_path", flat=True)) == {NEXT_GRID}
    assert AuditEntry.objects.filter(verb="hazard.follow_place").count() == 2


def test_to_another_street_only_what_is_open_goes(posted, place_with_work):
    newcomer = posted.stranger
    give_post(newcomer, "inspector", OTHER_STREET)
    move(posted, place_with_work, OTHER_STREET)
    assert dict(Hazard.objects.values_list("state", "area_path")) == {"void": GRID, "reported_fixed": OTHER_STREET}
    assert Visit.objects.get().area_path == GRID
    task = Task.objects.get(kind="review")
    assert (task.area_path, task.assignee_id) == (OTHER_STREET, newcomer.account_id)
