"""The tables of household visits."""

from django.db import models

from fengsui.kernel import clock
from fengsui.kernel.models import Account
from fengsui.kernel.scope import ScopedModel
from fengsui.patrol.households.rules import OUTCOMES, Shape


class BuildingShape(ScopedModel):
    """A residential building as doors. The phone makes the id; the latest drawing, by when it was made, stands."""

    name = models.CharField(max_length=80)
    units = models.PositiveSmallIntegerField()
    floors = models.PositiveSmallIntegerField()
    first_floor = models.PositiveSmallIntegerField(default=1)
    doors_per_floor = models.PositiveSmallIntegerField()
    skipped = models.JSONField(default=list)
    door_count = models.PositiveIntegerField()
    drawn_at = models.DateTimeField()
    drawn_by_operation = models.UUIDField()
    by_name = models.CharField(max_length=150, blank=True, default="")
    created_at = models.DateTimeField(default=clock.now)
    updated_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(fields=["area_path", "name"], name="shape_area_name")]

    def __str__(self) -> str:
        return self.name

    def shape(self) -> Shape:
        """Return the building's numbers."""
        return Shape(self.units, self.floors, self.first_floor, self.doors_per_floor, frozenset(self.skipped))


class HouseholdVisit(ScopedModel):
    """One knock at one door, with what came of it. A record that was put right stays, replaced by the later one."""

    building = models.ForeignKey(BuildingShape, on_delete=models.PROTECT, related_name="visits")
    door = models.CharField(max_length=12)
    # Building and door as one value: a household in figures.
    household = models.CharField(max_length=50)
    outcome = models.CharField(max_length=10)
    topics = models.JSONField(default=list)
    leaflets = models.PositiveSmallIntegerField(default=0)
    hazards = models.JSONField(default=list)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    received_at = models.DateTimeField()
    local_date = models.DateField()
    clock_offset_ms = models.BigIntegerField(default=0)
    clock_flag = models.CharField(max_length=20, blank=True, default="")
    by_account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=150)
    replaces = models.UUIDField(null=True, db_index=True)
    valid = models.BooleanField(default=True)
    content_sha256 = models.CharField(max_length=64)

    class Meta:
        indexes = [
            models.Index(fields=["area_path", "local_date"], name="household_area_date"),
            models.Index(fields=["local_date", "id"], name="household_day"),
            models.Index(fields=["local_date", "happened_at", "id"], name="household_moment"),
            models.Index(fields=["building", "received_at"], name="household_building"),
        ]
        constraints = [models.CheckConstraint(condition=models.Q(outcome__in=list(OUTCOMES)), name="household_outcome_known")]

    def __str__(self) -> str:
        return f"{self.building_id} {self.door}"
