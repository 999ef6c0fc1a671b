"""The small demo: two streets, thirty days ending today; for a quick look, for tests and for pictures of the guide."""

from datetime import date, datetime
from typing import Any

from fengsui.demo import scale
from fengsui.demo.build import Progress, build, demo_logins, silent

__all__ = ["build_small_demo", "demo_logins"]
DAYS = 30
PLACES = {"150402/006": 250, "150402/007": 215}


def build_small_demo(
    seed: int = 1, today: date | None = None, progress: Progress = silent, *, days: int = DAYS, now: datetime | None = None
) -> dict[str, Any]:
    """Make the small demo once, as build does."""
    return build(scale.small(PLACES, days), seed=seed, today=today, progress=progress, now=now)
