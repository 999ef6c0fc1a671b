"""The tables of 重大火灾隐患: the case of a place, the hazards it rests on, the steps of its timeline."""

from typing import Any

from django.db import models
from django.db.models import Q

from fengsui.hazards.major.states import MINIMUM_DECIDERS, OPEN_STATES, STATES
from fengsui.hazards.models import Hazard
from fengsui.kernel import clock
from fengsui.kernel.ids import new_id
from fengsui.kernel.models import Account
from fengsui.kernel.scope import ScopedModel
from fengsui.places.models import Place


class MajorCase(ScopedModel):
    """What is suspected, decided, listed and released at one place; one open case a place. Written by major.services only.

    `judgements` is what the rules said when it was last looked at, element by element with its evidence and clause state;
    `named` are the elements people named; `participants` and `released_by` name the people of the collective decisions.
    """

    number = models.CharField(max_length=40, unique=True)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="major_cases")
    state = models.CharField(max_length=20, default="suspected")
    rule_sets = models.CharField(max_length=60, blank=True, default="")
    judgements: "models.JSONField[list[dict[str, Any]]]" = models.JSONField(default=list)
    named: "models.JSONField[list[dict[str, Any]]]" = models.JSONField(default=list)
    reason = models.CharField(max_length=500, blank=True, default="")

    opened_on = models.DateField()
    opened_by_name = models.CharField(max_length=150)
    proposal_due_on = models.DateField()
    proposal_provisional = models.BooleanField(default=False)
    proposal_words = models.CharField(max_length=400, blank=True, default="")

    decided_on = models.DateField(null=True)
    decider_count = models.PositiveSmallIntegerField(default=0)
    decision_words = models.CharField(max_length=1000, blank=True, default="")
    participants: "models.JSONField[list[dict[str, str]]]" = models.JSONField(default=list)
    decided_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    notice_due_on = models.DateField(null=True)
    notice_provisional = models.BooleanField(default=False)
    notice_words = models.CharField(max_length=400, blank=True, default="")
    served_on = models.DateField(null=True)
    served_to = models.CharField(max_length=100, blank=True, default="")

    listed_on = models.DateField(null=True)
    listed_by = models.CharField(max_length=100, blank=True, default="")
    limit_on = models.DateField(null=True)
    released_on = models.DateField(null=True)
    release_words = models.CharField(max_length=1000, blank=True, default="")
    released_by: "models.JSONField[list[dict[str, str]]]" = models.JSONField(default=list)

    search_text = models.TextField(blank=True, default="")
    row_version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=clock.now)
    updated_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [
            models.Index(fields=["area_path", "state", "opened_on"], name="major_area_state"),
            models.Index(fields=["place", "state"], name="major_place_state"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["place"], condition=Q(state__in=list(OPEN_STATES)), name="one_open_major_a_place"),
            models.CheckConstraint(condition=Q(state__in=list(STATES)), name="major_state_known"),
            models.CheckConstraint(
                condition=Q(state="suspected", decided_on__isnull=True)
                | (~Q(state="suspected") & Q(decided_on__isnull=False, decider_count__gte=MINIMUM_DECIDERS)),
                name="major_decided_by_people",
            ),
            models.CheckConstraint(
                condition=~Q(state="listed") | (Q(listed_on__isnull=False, limit_on__isnull=False) & ~Q(listed_by="")),
                name="major_listing_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(state="released", released_on__isnull=False) | (~Q(state="released") & Q(released_on__isnull=True)),
                name="major_release_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class MajorHazard(models.Model):
    """A hazard a case rests on, and the elements it stands for (none when a person added it)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(MajorCase, on_delete=models.CASCADE, related_name="links")
    hazard = models.ForeignKey(Hazard, on_delete=models.PROTECT, related_name="major_links")
    elements: "models.JSONField[list[str]]" = models.JSONField(default=list)
    added_on = models.DateField()
    added_by_name = models.CharField(max_length=150)

    class Meta:
        ordering = ["added_on", "id"]
        constraints = [models.UniqueConstraint(fields=["case", "hazard"], name="a_hazard_once_in_a_major_case")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.hazard_id}"


class MajorStep(models.Model):
    """One step of a case's timeline: what was done when, by whom, with what was given."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(MajorCase, on_delete=models.CASCADE, related_name="steps")
    sequence = models.PositiveIntegerField()
    verb = models.CharField(max_length=30)
    from_state = models.CharField(max_length=20, blank=True, default="")
    to_state = models.CharField(max_length=20)
    actor_account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    actor_name = models.CharField(max_length=150)
    at = models.DateTimeField()
    note = models.TextField(blank=True, default="")
    data: "models.JSONField[dict[str, Any]]" = models.JSONField(default=dict)

    class Meta:
        ordering = ["case_id", "sequence"]
        constraints = [models.UniqueConstraint(fields=["case", "sequence"], name="major_step_order")]

    def __str__(self) -> str:
        return f"{self.sequence} {self.verb}"
