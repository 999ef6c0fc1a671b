"""Training sessions, and which places took part."""

from django.db import models
from django.db.models import Q

from fengsui.kernel import clock
from fengsui.kernel.ids import new_id
from fengsui.kernel.models import Account
from fengsui.kernel.scope import ScopedModel
from fengsui.places.models import Place

SUBJECTS: dict[str, tuple[str, str]] = {
    "general": ("消防常识", "fire safety in general"),
    "evacuation": ("疏散逃生", "evacuation"),
    "extinguisher": ("灭火器使用", "use of extinguishers"),
    "electricity": ("用火用电用气", "fire, electricity and gas"),
    "e_bike": ("电动自行车", "electric bicycles"),
    "small_place": ("九小场所", "small places"),
    "key_unit": ("重点单位", "key units"),
    "other": ("其他", "other"),
}


class TrainingSession(ScopedModel):
    """One training held on a day in an area. `attended_count` (人次) is counted on the spot and typed in, with evidence."""

    number = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=120)
    subject = models.CharField(max_length=20)
    held_on = models.DateField()
    held_at = models.CharField(max_length=120, blank=True, default="")
    teacher = models.CharField(max_length=80, blank=True, default="")
    attended_count = models.PositiveIntegerField()
    note = models.CharField(max_length=500, blank=True, default="")
    by_account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=150)
    voided_on = models.DateField(null=True)
    void_reason = models.CharField(max_length=300, blank=True, default="")
    row_version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(fields=["area_path", "held_on"], name="training_area_day")]
        constraints = [
            models.CheckConstraint(condition=Q(subject__in=list(SUBJECTS)), name="training_subject_known"),
            models.CheckConstraint(condition=Q(voided_on__isnull=True) | ~Q(void_reason=""), name="training_void_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class TrainingPlace(models.Model):
    """A place that took part in a training."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    session = models.ForeignKey(TrainingSession, on_delete=models.CASCADE, related_name="attendances")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "place"], name="place_once_a_training")]
        indexes = [models.Index(fields=["place", "session"], name="training_of_place")]

    def __str__(self) -> str:
        return f"{self.session_id} {self.place_id}"
