"""The place itself: identity, where, what it is used for, its class and its life."""

from typing import Any

from django.db import models
from django.db.models import Q

from fengsui.kernel import clock
from fengsui.kernel.scope import ScopedModel
from fengsui.org.models import Area, Organization
from fengsui.places.kinds import COORDINATE_SOURCES, KEY_UNIT_STATUSES, PLACE_KINDS, SOURCES
from fengsui.places.states import STATES


class Place(ScopedModel):
    """One record of the ledger: a place, or the building or compound that holds places. Written by places.services only.

    `class_code` is what counts: a person's decision if there is one (`class_overridden`), else what the rule pack
    computed, else what the ledger said (`class_declared`). `cell_number` is `cell` (H3, resolution 9) as an integer,
    whose right shifts are the coarser cells; `name_key` and `address_key` are what duplicates are compared by.
    """

    number = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=10, default="place")
    name = models.CharField(max_length=120)
    address = models.CharField(max_length=200, blank=True, default="")
    credit_code = models.CharField(max_length=18, blank=True, default="")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, related_name="+")
    search_text = models.TextField(blank=True, default="")
    name_key = models.CharField(max_length=120, blank=True, default="")
    address_key = models.CharField(max_length=200, blank=True, default="")

    activity = models.CharField(max_length=40, blank=True, default="")
    inputs: "models.JSONField[dict[str, Any]]" = models.JSONField(default=dict)
    class_code = models.CharField(max_length=40, blank=True, default="")
    class_computed = models.CharField(max_length=40, blank=True, default="")
    class_declared = models.CharField(max_length=40, blank=True, default="")
    class_overridden = models.BooleanField(default=False)
    class_reason = models.CharField(max_length=300, blank=True, default="")
    class_reasons: "models.JSONField[list[str]]" = models.JSONField(default=list)
    class_conflict = models.BooleanField(default=False)
    rulepack_version = models.CharField(max_length=60, blank=True, default="")
    key_unit_status = models.CharField(max_length=10, default="none")
    key_unit_suggested = models.BooleanField(default=False)

    state = models.CharField(max_length=20, default="registered")
    state_since = models.DateField(null=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")

    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    coordinate_source = models.CharField(max_length=10, blank=True, default="")
    cell = models.CharField(max_length=16, blank=True, default="")
    cell_number = models.BigIntegerField(null=True)

    compound = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="in_compound")
    building = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="in_building")
    shared_manager = models.CharField(max_length=120, blank=True, default="")
    shared_manager_organization = models.ForeignKey(Organization, on_delete=models.PROTECT, null=True, related_name="+")

    plate_code = models.CharField(max_length=10, unique=True)
    note = models.TextField(blank=True, default="")
    source = models.CharField(max_length=10, default="desk")
    external_id = models.CharField(max_length=80, blank=True, default="")
    is_simulated = models.BooleanField(default=False)
    row_version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=clock.now)
    updated_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [
            models.Index(fields=["area_path", "state", "number", "id"], name="place_ledger"),
            models.Index(
                fields=["area_path", "cell_number", "state", "class_code", "class_conflict", "lon", "lat"], name="place_map"
            ),
            models.Index(fields=["cell"], name="place_cell", condition=~Q(cell="")),
            models.Index(fields=["name_key"], name="place_name_key"),
            models.Index(fields=["address_key"], name="place_address_key", condition=~Q(address_key="")),
            models.Index(fields=["external_id"], name="place_external", condition=~Q(external_id="")),
            models.Index(fields=["credit_code"], name="place_credit_code", condition=~Q(credit_code="")),
            models.Index(fields=["updated_at"], name="place_updated"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(PLACE_KINDS)), name="place_kind_known"),
            models.CheckConstraint(condition=Q(state__in=list(STATES)), name="place_state_known"),
            models.CheckConstraint(condition=Q(source__in=list(SOURCES)), name="place_source_known"),
            models.CheckConstraint(condition=Q(key_unit_status__in=list(KEY_UNIT_STATUSES)), name="place_key_unit_known"),
            models.CheckConstraint(
                condition=Q(coordinate_source__in=list(COORDINATE_SOURCES)), name="place_coordinate_source_known"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="place_has_name"),
            models.CheckConstraint(
                condition=Q(lon__isnull=True, lat__isnull=True, cell="", cell_number__isnull=True)
                | Q(lon__gte=-180, lon__lte=180, lat__gte=-90, lat__lte=90, cell_number__isnull=False),
                name="place_point_whole",
            ),
            models.CheckConstraint(condition=Q(class_overridden=False) | ~Q(class_reason=""), name="place_override_has_reason"),
            models.CheckConstraint(
                condition=Q(state="merged", merged_into__isnull=False) | (~Q(state="merged") & Q(merged_into__isnull=True)),
                name="place_merged_into_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"
