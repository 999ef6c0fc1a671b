"""The plain recount: every figure counted again from the facts of a history, by loops alone."""

from datetime import UTC, date, datetime, time, timedelta

from tests.figures.histories import GRIDS, Case, History

LIVE = {"registered", "operating", "renovating", "suspended", "seasonal", "vacant", "transferring", "sealed"}


def inside(area: str, path: str) -> bool:
    return not path or area == path or area.startswith(path + "/")


def _end(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=UTC) - timedelta(hours=8)


def _in_stock(case: Case, day: date) -> bool:
    return not case.void and case.found <= day and (case.closed is None or case.closed > day)


def _overdue(case: Case, day: date) -> bool:
    past = [event for event in case.events if event[0] <= day]
    return _in_stock(case, day) and past[-1][2] in ("found", "assigned") and past[-1][3] < day


def recount(history: History, start: date, end: date, path: str) -> dict[str, int]:
    """Return figure id → value, counted by hand."""
    cases = [case for case in history.cases if inside(case.area, path) and not case.void]
    visits = [v for v in history.visits if inside(v[0], path) and v[5] and start <= v[1] <= end]
    tasks = [t for t in history.tasks if inside(t[0], path) and t[2] != "cancelled" and start <= t[1] <= end]

    def stepped(verb: str) -> int:
        return sum(any(e[1] == verb and start <= e[0] <= end for e in case.events) for case in cases)

    def within(day: date | None) -> bool:
        return day is not None and start <= day <= end

    stock = 0
    for area, kind, life in history.places:
        states = [state for on, state in life if on <= end]
        stock += inside(area, path) and kind == "place" and bool(states) and states[-1] in LIVE
    cut = _end(end)
    awaited = sum(
        inside(area, path) and received < cut and (arrived is None or arrived >= cut) and (removed is None or removed >= cut)
        for area, received, arrived, removed in history.links
    )
    knocks = [k for k in history.knocks if inside(k[0], path) and k[4] and start <= k[1] <= end]
    met = [k for k in history.knocks if inside(k[0], path) and k[3] == "met" and k[4] and start <= k[1] <= end]
    held = [t for t in history.trainings if inside(t[0], path) and not t[4] and start <= t[1] <= end]
    in_time = [c for c in cases if within(c.due) and any(d is not None and d <= c.due for d in (c.reported, c.on_site, c.closed))]
    checks = [
        c.checked for c in history.cases if c.checked and inside(c.area, path) and start <= c.checked[0] <= end
    ]  # fmt: skip
    ledger = {
        n for n, (area, kind, life) in enumerate(history.places)
        if inside(area, path) and kind == "place" and ([s for on, s in life if on <= end] or [""])[-1] in LIVE
    }  # fmt: skip
    posts = [p for p in history.posts if inside(p[0], path) and p[3] <= end and (p[4] is None or p[4] >= end)]

    def closed_of(category: int) -> int:
        return sum(within(case.closed) and case.category == category for case in cases)

    return {
        "patrol.doors": sum(doors for area, day, doors in history.buildings if inside(area, path) and day <= end),
        "patrol.knocks": len(knocks),
        "patrol.leaflets": sum(k[5] for k in knocks),
        "patrol.places_covered": len(ledger & {v[2] for v in visits if v[4]}),
        "patrol.visits_with_hazards": sum(v[4] and v[6] > 0 for v in visits),
        "patrol.tasks_on_time": sum(t[2] == "done" and t[3] <= t[1] for t in tasks),
        "patrol.tasks_missed": sum(t[2] == "missed" for t in tasks),
        "outreach.trainings": len(held),
        "outreach.attended": sum(t[2] for t in held),
        "outreach.places_trained": len({place for t in held for place in t[3]}),
        "org.streets": len({grid[:10] for grid in GRIDS if inside(grid[:10], path)}),
        "org.service_centres": sum(inside(area, path) and (shut is None or shut >= cut) for area, shut in history.centres),
        "org.supervisors": len({p[1] for p in posts if p[2] == "supervisor"}),
        "org.inspectors": len({p[1] for p in posts if p[2] == "inspector"}),
        "org.grid_workers": len({p[1] for p in posts if p[2] == "grid_worker"}),
        "org.volunteers": len({p[1] for p in posts if p[2] == "volunteer"}),
        "org.centre_staff": 0,
        "org.micro_station": 0,
        "hazards.closed_reviewed": sum(within(case.closed) and case.how == "reviewed" for case in cases),
        "hazards.repeats": sum(within(case.found) and case.repeat for case in cases),
        "hazards.from_public": sum(within(case.found) and case.source == "report" for case in cases),
        "hazards.voided": sum(inside(case.area, path) and within(case.voided) for case in history.cases),
        "hazards.due": sum(within(case.due) for case in cases),
        "hazards.fixed_on_time": len(in_time),
        "hazards.reviews_due": sum(within(case.review_due) for case in cases),
        "hazards.reviewed_on_time": sum(
            within(c.review_due) and c.reviewed is not None and c.review_due is not None and c.reviewed <= c.review_due
            for c in cases
        ),
        "hazards.reports_checked": len(checks),
        "hazards.reports_true": sum(is_true for _, is_true, _ in checks),
        "hazards.reports_checked_on_time": sum(not late for _, _, late in checks),
        "hazards.exits_cleared": closed_of(5),
        "hazards.lanes_cleared": closed_of(10),
        "hazards.windows_cleared": closed_of(11),
        "hazards.major_listed": sum(inside(area, path) and within(day) for area, day, _ in history.majors),
        "hazards.major_released": sum(inside(area, path) and within(day) for area, _, day in history.majors),
        "patrol.household_visits": len(met),
        "patrol.households_met": len({(k[0], k[2]) for k in met}),
        "places.stock": stock,
        # Nobody is listed in these histories; tests/places/test_key_units tells them.
        "places.key_units": 0,
        "patrol.places_visited": len({v[2] for v in visits if v[4]}),
        "patrol.visits": sum(v[4] for v in visits),
        "patrol.not_entered": sum(not v[4] for v in visits),
        "patrol.people_out": len({v[3] for v in visits}),
        "patrol.tasks_due": len(tasks),
        "patrol.tasks_done": sum(t[2] == "done" for t in tasks),
        "patrol.evidence_awaited": awaited,
        # Nobody re-inspects in these histories; tests/patrol/quality tells them.
        "patrol.samples_done": 0,
        "patrol.samples_matched": 0,
        # Nobody is doubted and nobody reviews without a photo in these histories; tests/figures/test_screens tells them.
        "patrol.doubts_fast": 0,
        "patrol.doubts_reused": 0,
        "patrol.doubts_all_fine": 0,
        "hazards.closed_not_reshot": 0,
        "hazards.found": sum(within(case.found) for case in cases),
        "hazards.fixed_on_site": sum(within(case.on_site) for case in cases),
        "hazards.assigned": stepped("assign"),
        "hazards.reported_fixed": stepped("report_fixed"),
        "hazards.review_failed": stepped("review_fail"),
        "hazards.closed": sum(within(case.closed) for case in cases),
        "hazards.closed_on_site": sum(within(case.closed) and case.how == "on_site" for case in cases),
        "hazards.stock_opening": sum(_in_stock(case, start - timedelta(days=1)) for case in cases),
        "hazards.stock_closing": sum(_in_stock(case, end) for case in cases),
        "hazards.notices": sum(inside(area, path) and not void and within(day) for area, day, void in history.notices),
        "hazards.overdue": sum(_overdue(case, end) for case in cases),
    }
