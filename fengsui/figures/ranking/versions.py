"""The weights as dated data. A change is a new version at the end; past periods keep the version of their last day.

Indicators are those of the work (coverage, timeliness, what stays overdue, what comes back), each over its own stock. How many
hazards were found is none of them: whoever is ranked by it finds what counts and not what burns. Whether inspections hold
when somebody looks again (抽查相符率) stands beside the ranking and is not weighed, because few may see it.
"""

from datetime import date

from fengsui.figures.ranking.score import Indicator, Version

VERSIONS = (
    Version("ranking-2026.1", date(2000, 1, 1), (
        Indicator("coverage", "巡查覆盖率", "Coverage", "patrol.places_visited", "places.stock", 25, 0, 100),
        Indicator("tasks", "巡查及时率", "Tasks done in time", "patrol.tasks_on_time", "patrol.tasks_due", 25, 50, 100),
        Indicator("fixed", "按期整改率", "Fixed in time", "hazards.fixed_on_time", "hazards.due", 25, 50, 100),
        Indicator("overdue", "每百家逾期隐患", "Overdue per 100 places", "hazards.overdue", "places.stock", 15, 10, 0, "处/百家"),
        Indicator("repeats", "重复隐患率", "Repeated hazards", "hazards.repeats", "hazards.found", 10, 30, 0),
    )),
)  # fmt: skip


def version_on(day: date) -> Version:
    """Return the version in force on a day."""
    return [version for version in VERSIONS if version.since <= day][-1]
