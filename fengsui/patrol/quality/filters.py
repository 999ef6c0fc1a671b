"""The filters of the lists of doubts and samples, the same for screen and export."""

from datetime import date
from typing import Literal

from ninja import Schema
from pydantic import Field


class DoubtFilters(Schema):
    """Area, and whether the visit has been drawn."""

    area: str = Field(default="", max_length=60)
    drawn: bool | None = None


class SampleFilters(Schema):
    """Area, week (its Monday), and how far the re-inspection is."""

    area: str = Field(default="", max_length=60)
    week: date | None = None
    state: Literal["", "open", "match", "mismatch"] = ""
