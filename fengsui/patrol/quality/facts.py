"""The facts of one visit, read for the rules: its own and what stands beside it, nothing else of the person."""

from datetime import timedelta

from django.db.models import Count, Q

from fengsui.kernel.geo import haversine_m
from fengsui.kernel.models import EvidenceLink
from fengsui.patrol.models import Visit
from fengsui.patrol.quality import rules
from fengsui.patrol.quality.photos import VISIT, Likeness
from fengsui.patrol.quality.rules import Facts, Reuse

# Where the person looked for the place and it was not there, its recorded point says nothing.
PLACE_NOT_THERE = ("not_found", "moved")
# What a hand typed in at the desk was not measured.
MEASURED_SOURCES = ("phone", "demo")
FINE = Q(bad_item_count=0, hazard_count=0)


def facts_of(visit: Visit, likenesses: list[Likeness]) -> Facts:
    """Return the facts of a visit (with its place)."""
    dwell = (visit.ended_at - visit.started_at).total_seconds()
    distance_m, uncertain_m = _distance(visit)
    pace_m, pace_uncertain_m, pace_s = _pace(visit)
    fine = visit.inspected and visit.bad_item_count == 0 and visit.hazard_count == 0
    streak = _streak(visit) if fine else None
    return Facts(
        inspected=visit.inspected,
        item_count=visit.item_count,
        all_fine=fine,
        # A visit whose length could not be told is stored with the same start and end.
        dwell_s=dwell if dwell > 0 else None,
        distance_m=distance_m,
        distance_uncertain_m=uncertain_m,
        pace_m=pace_m,
        pace_uncertain_m=pace_uncertain_m,
        pace_s=pace_s,
        fine_streak=streak,
        colleagues_fine=_colleagues(visit) if streak and streak >= rules.VERSIONS[rules.CURRENT].streak_least else None,
        reused=tuple(Reuse(str(one.mine.link_id), str(one.other.link_id), one.bits, one.same_place) for one in likenesses),
        from_gallery=EvidenceLink.objects.filter(
            subject_type=VISIT, subject_id=str(visit.pk), from_gallery=True, removed_at__isnull=True
        ).count(),
        clock_flag=visit.clock_flag,
    )


def _distance(visit: Visit) -> tuple[float | None, float | None]:
    place, off_m = visit.place, rules.PLACE_POINT_M.get(visit.place.coordinate_source)
    if visit.outcome in PLACE_NOT_THERE or off_m is None or visit.accuracy_m is None:
        return None, None
    if visit.lon is None or visit.lat is None or place.lon is None or place.lat is None:
        return None, None
    return haversine_m(visit.lon, visit.lat, place.lon, place.lat), visit.accuracy_m + off_m


def _pace(visit: Visit) -> tuple[float | None, float | None, float | None]:
    nothing = (None, None, None)
    if visit.lon is None or visit.lat is None or visit.accuracy_m is None or visit.clock_flag == "unusable":
        return nothing
    rows = Visit.objects.filter(
        by_account_id=visit.by_account_id,
        local_date__gte=visit.local_date - timedelta(days=1),
        local_date__lte=visit.local_date,
        ended_at__lte=visit.ended_at,
        ended_at__gte=visit.ended_at - rules.FORMER_VISIT_WITHIN,
        lon__isnull=False,
        lat__isnull=False,
        accuracy_m__isnull=False,
        valid=True,
        source__in=MEASURED_SOURCES,
    ).exclude(pk=visit.pk)
    read = ("started_at", "ended_at", "lon", "lat", "accuracy_m")
    former = rows.exclude(clock_flag="unusable").only(*read).order_by("-ended_at", "-number").first()
    if former is None or former.lon is None or former.lat is None or former.accuracy_m is None:
        return nothing
    # A visit may be opened at one door and saved at the next: the longer of the two gaps is the time there was to walk.
    gap_s = max((visit.ended_at - former.ended_at).total_seconds(), abs((visit.started_at - former.started_at).total_seconds()))
    apart_m = haversine_m(visit.lon, visit.lat, former.lon, former.lat)
    return apart_m, visit.accuracy_m + former.accuracy_m, gap_s


def _streak(visit: Visit) -> int:
    rows = Visit.objects.filter(
        by_account_id=visit.by_account_id,
        local_date__gte=visit.local_date - rules.COLLEAGUES_WITHIN,
        local_date__lte=visit.local_date,
        ended_at__lte=visit.ended_at,
        inspected=True,
        valid=True,
    ).exclude(pk=visit.pk)
    length = 1
    found = rows.order_by("-ended_at", "-number").values_list("bad_item_count", "hazard_count")
    for bad, hazards in found[: rules.STREAK_LONGEST]:
        if bad or hazards:
            break
        length += 1
    return length


def _colleagues(visit: Visit) -> float | None:
    rows = Visit.objects.filter(
        street_path=visit.area_path[:10],
        local_date__gt=visit.local_date - rules.COLLEAGUES_WITHIN,
        local_date__lte=visit.local_date,
        place__class_code=visit.place.class_code,
        inspected=True,
        valid=True,
    ).exclude(by_account_id=visit.by_account_id)
    counted = rows.aggregate(n=Count("pk"), fine=Count("pk", filter=FINE))
    return counted["fine"] / counted["n"] if counted["n"] >= rules.COLLEAGUES_LEAST else None
