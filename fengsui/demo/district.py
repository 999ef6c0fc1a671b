"""The district of the demo: thirteen streets and two years, thin (a working day in four weeks) or lived day by day."""

from datetime import date, datetime
from typing import Any

from fengsui.demo import scale
from fengsui.demo.build import Progress, build, silent


def build_district(
    seed: int = 1, *, full: bool = False, today: date | None = None, progress: Progress = silent, now: datetime | None = None
) -> dict[str, Any]:
    """Make the district once, as build does; with `full` every day of the two years is lived."""
    return build(scale.full() if full else scale.thin(), seed=seed, today=today, progress=progress, now=now)
