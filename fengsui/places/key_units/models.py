"""The steps a place took on its way to a key unit and off it again."""

from django.db import models
from django.db.models import Q

from fengsui.kernel import clock
from fengsui.kernel.ids import new_id
from fengsui.kernel.models import Account, EvidenceLink
from fengsui.places.key_units.states import STATUSES, VERBS
from fengsui.places.models.place import Place


class KeyUnitStep(models.Model):
    """One step. `on` is the district's date it took effect; `document` names its paper, `paper` is the paper's photo."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="key_unit_steps")
    verb = models.CharField(max_length=10)
    from_status = models.CharField(max_length=10)
    to_status = models.CharField(max_length=10)
    on = models.DateField()
    document = models.CharField(max_length=120, blank=True, default="")
    reason = models.CharField(max_length=300, blank=True, default="")
    paper = models.ForeignKey(EvidenceLink, on_delete=models.SET_NULL, null=True, related_name="+")
    actor_account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    actor_name = models.CharField(max_length=150)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        app_label = "places"
        verbose_name = "重点单位记录"
        ordering = ["-on", "-at", "-id"]
        indexes = [models.Index(fields=["to_status", "on"], name="key_unit_step_day")]
        constraints = [
            models.CheckConstraint(condition=Q(verb__in=list(VERBS)), name="key_unit_verb_known"),
            models.CheckConstraint(condition=Q(to_status__in=list(STATUSES)), name="key_unit_status_known"),
        ]

    def __str__(self) -> str:
        return f"{self.from_status}→{self.to_status}"
