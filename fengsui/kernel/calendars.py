"""The working-day calendar of an area: its own table first, then the State Council's days."""

from datetime import date
from uuid import UUID

from fengsui.kernel import audit, outbox
from fengsui.kernel.actor import Actor
from fengsui.kernel.errors import InvalidInput
from fengsui.kernel.ids import new_id
from fengsui.kernel.models import CalendarDay
from fengsui.kernel.scope import require
from fengsui.kernel.service import service
from fengsui.kernel.working_days import Calendar, DayKind, with_table


def calendar_for(area_path: str) -> Calendar:
    """Return the calendar of an area; words of a narrower area win over those of a wider one (one query)."""
    parts = area_path.split("/")
    paths = ["/".join(parts[: n + 1]) for n in range(len(parts))]
    table: dict[date, tuple[DayKind, str]] = {}
    for row in sorted(CalendarDay.objects.filter(area_path__in=paths), key=lambda r: len(r.area_path)):
        table[row.day] = ("working" if row.kind == "working" else "rest", row.note)
    return with_table(table)


@service("calendar.set_day")
def set_day(
    *, actor: Actor, operation_id: UUID | None = None, area_path: str, day: date, kind: str, note: str = ""
) -> CalendarDay:
    """Say that a day is 'working' or 'rest' in an area; limits resting on it are recomputed by handlers."""
    require(actor, "calendar.manage", area_path=area_path)
    if kind not in ("working", "rest"):
        raise InvalidInput("day_kind", zh="日期类型只能是“上班”或“休息”。", en="A day is either working or rest.")
    row = CalendarDay.objects.filter(area_path=area_path, day=day).first() or CalendarDay(
        id=new_id(), area_path=area_path, day=day
    )
    before = row.kind or None
    row.kind, row.note = kind, note
    row.save()
    audit.record(actor=actor, verb="calendar.set_day", subject=row, changes={str(day): [before, kind]}, reason=note)
    outbox.emit(kind="CalendarChanged", subject=row, actor=actor, payload={"day": str(day)}, area_path=area_path)
    return row
