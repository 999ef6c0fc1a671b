"""The tables of bulletins and of the templates they are written from; written by bulletins.services only."""

from django.db import models
from django.db.models import F, Q

from fengsui.figures.bulletins.kinds import KINDS
from fengsui.figures.bulletins.states import STATES
from fengsui.kernel import clock
from fengsui.kernel.ids import new_id
from fengsui.kernel.models import Account
from fengsui.kernel.scope import AreaPathField, ScopedModel


class BulletinTemplate(models.Model):
    """One version of an area's wording of a kind; the highest version is in force, earlier ones stay as they were."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    area_path = AreaPathField()
    kind = models.CharField(max_length=10)
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    body = models.TextField()
    short = models.TextField()
    is_default = models.BooleanField(default=False)
    by_account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=150)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area_path", "kind", "version"], name="one_template_a_version"),
        ]


class Bulletin(ScopedModel):
    """One bulletin. `facts` are its figures as last taken; `files` the papers as issued, by ending: hash and size.

    `facts_sha256` seals the figures when they are checked; `lock_number` names the frozen report they equal.
    """

    kind = models.CharField(max_length=10)
    state = models.CharField(max_length=10, default="draft")
    from_date = models.DateField()
    to_date = models.DateField()
    number = models.CharField(max_length=40, null=True, unique=True)
    issue_year = models.PositiveIntegerField(null=True)
    issue_number = models.PositiveIntegerField(null=True)
    title = models.CharField(max_length=200)
    body = models.TextField()
    short = models.TextField()
    template_version = models.PositiveIntegerField(default=0)
    facts = models.JSONField(default=dict)
    facts_sha256 = models.CharField(max_length=64, blank=True, default="")
    lock_number = models.CharField(max_length=60, blank=True, default="")
    files = models.JSONField(default=dict)
    drafted_at = models.DateTimeField(default=clock.now)
    drafted_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    drafted_by_name = models.CharField(max_length=150)
    checked_at = models.DateTimeField(null=True)
    checked_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    checked_by_name = models.CharField(max_length=150, blank=True, default="")
    issued_at = models.DateTimeField(null=True)
    issued_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    issued_by_name = models.CharField(max_length=150, blank=True, default="")
    voided_at = models.DateTimeField(null=True)
    void_reason = models.CharField(max_length=500, blank=True, default="")
    return_reason = models.CharField(max_length=500, blank=True, default="")
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["area_path", "to_date"], name="bulletin_area_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "area_path", "from_date"], condition=~Q(state="voided"), name="one_bulletin_a_period"
            ),
            models.CheckConstraint(condition=Q(state__in=list(STATES)), name="bulletin_state_known"),
            models.CheckConstraint(condition=Q(to_date__gte=F("from_date")), name="bulletin_dates_in_order"),
            models.CheckConstraint(condition=~Q(state="issued") | Q(number__isnull=False), name="bulletin_issued_has_number"),
            models.CheckConstraint(condition=~Q(state="voided") | ~Q(void_reason=""), name="bulletin_void_has_reason"),
        ]

    def __str__(self) -> str:
        return self.number or f"{KINDS[self.kind].zh} {self.from_date}～{self.to_date}"
