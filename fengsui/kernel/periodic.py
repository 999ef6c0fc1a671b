"""Periodic work: declared by each package, kept as schedules of the job worker."""

from dataclasses import dataclass
from datetime import timedelta

from fengsui.kernel import clock, transaction


@dataclass(frozen=True)
class Periodic:
    """One periodic function: its dotted path, and every how many minutes; daily ones say at what local hour."""

    name: str
    function: str
    minutes: int
    at_hour: int | None = None


_declared: dict[str, Periodic] = {}


def declare(name: str, *, function: str, minutes: int, at_hour: int | None = None) -> None:
    """Declare a periodic function by its dotted path; it must be safe to run twice."""
    _declared[name] = Periodic(name, function, minutes, at_hour)


def every() -> list[Periodic]:
    """Return what has been declared, by name."""
    return [_declared[name] for name in sorted(_declared)]


def install() -> None:
    """Bring the worker's schedules in line with what is declared. Running it again changes nothing."""
    from django_q.models import Schedule

    with transaction.write():
        Schedule.objects.exclude(name__in=_declared).delete()
        for item in every():
            first = clock.now() + timedelta(seconds=30)
            if item.at_hour is not None:
                local = clock.local(clock.now()).replace(hour=item.at_hour, minute=0, second=0, microsecond=0)
                first = local if local > clock.local(clock.now()) else local + timedelta(days=1)
            row, created = Schedule.objects.get_or_create(
                name=item.name,
                defaults={"func": item.function, "schedule_type": Schedule.MINUTES, "minutes": item.minutes, "next_run": first},
            )
            if not created and (row.func != item.function or row.minutes != item.minutes):
                row.func, row.minutes = item.function, item.minutes
                row.save(update_fields=["func", "minutes"])


declare("封存审计", function="fengsui.kernel.seals.seal_pending", minutes=10)
