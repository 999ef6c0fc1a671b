"""The tables of frozen reports, and the definitions that figures had."""

from django.db import models

from fengsui.kernel import clock
from fengsui.kernel.models import Account
from fengsui.kernel.scope import ScopedModel


class FigureDefinition(models.Model):
    """The words of one version of a figure, kept from the day this installation first had it."""

    figure_id = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    words = models.JSONField()
    since = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["figure_id", "version"], name="one_definition_a_version")]

    def __str__(self) -> str:
        return f"{self.figure_id} v{self.version}"


class FrozenReport(ScopedModel):
    """Figures as they were published for an area and a period; never changed after.

    `digest` is the SHA-256 of everything in it, rows' hashes included, and `signature` the installation's over it.
    `bulletin` is the one it was frozen for when that was checked; the bulletin's `lock_number` names the lock that holds.
    """

    number = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=120)
    from_date = models.DateField()
    to_date = models.DateField()
    area_name = models.CharField(max_length=80)
    rulepack_versions = models.JSONField(default=dict)
    note = models.CharField(max_length=500, blank=True, default="")
    bulletin = models.ForeignKey("figures.Bulletin", on_delete=models.PROTECT, null=True, related_name="locks")
    by_account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=150)
    frozen_at = models.DateTimeField(default=clock.now)
    digest = models.CharField(max_length=64)
    signature = models.CharField(max_length=128)

    class Meta:
        indexes = [models.Index(fields=["area_path", "from_date", "to_date"], name="frozen_area_period")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class FrozenFigure(models.Model):
    """One number of a frozen report with the hash of its rows; `rows` holds their keys and labels, compressed."""

    report = models.ForeignKey(FrozenReport, on_delete=models.CASCADE, related_name="figures")
    position = models.PositiveSmallIntegerField()
    figure_id = models.CharField(max_length=60)
    name = models.CharField(max_length=60)
    unit = models.CharField(max_length=20)
    version = models.PositiveIntegerField()
    definition = models.CharField(max_length=500)
    value = models.BigIntegerField()
    row_count = models.PositiveIntegerField()
    rows_sha256 = models.CharField(max_length=64)
    rows = models.BinaryField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "figure_id"], name="figure_once_a_report")]
        indexes = [models.Index(fields=["figure_id", "report"], name="frozen_figure")]

    def __str__(self) -> str:
        return f"{self.figure_id} {self.value}"


class Disagreement(ScopedModel):
    """Two frozen reports that give one figure, for one area and period, two values; stands until somebody says why."""

    figure_id = models.CharField(max_length=60)
    figure_name = models.CharField(max_length=60)
    earlier = models.ForeignKey(FrozenReport, on_delete=models.PROTECT, related_name="+")
    later = models.ForeignKey(FrozenReport, on_delete=models.PROTECT, related_name="+")
    earlier_value = models.BigIntegerField()
    later_value = models.BigIntegerField()
    raised_at = models.DateTimeField(default=clock.now)
    explained_at = models.DateTimeField(null=True)
    explained_by_name = models.CharField(max_length=150, blank=True, default="")
    explanation = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["figure_id", "earlier", "later"], name="one_flag_a_pair"),
            models.CheckConstraint(
                condition=models.Q(explained_at__isnull=True) | ~models.Q(explanation=""), name="disagreement_explained_in_words"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.figure_id} {self.earlier_value}≠{self.later_value}"
