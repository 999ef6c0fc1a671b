"""The plain recount: every figure counted again from the facts of a history, by loops alone."""

from datetime import UTC, date, datetime, time, timedelta

from tests.figures.histories import Case, History

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
    met = [k for k in history.knocks if inside(k[0], path) and k[3] == "met" and k[4] and start <= k[1] <= end]
    return {
        "patrol.household_visits": len(met),
        "patrol.households_met": len({(k[0], k[2]) for k in met}),
        "places.stock": stock,
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
