"""The tables of quality: prints of photos, what is still to be computed, doubts, draws and what re-inspection found."""

from django.db import models
from django.db.models import Q

from fengsui.kernel import clock
from fengsui.kernel.models import Account, EvidenceLink, StoredFile
from fengsui.kernel.scope import ScopedModel
from fengsui.patrol.quality.prints import Print, bands, whole
from fengsui.places.models import Place

RESULTS = {"match": ("相符", "as recorded"), "mismatch": ("不符", "not as recorded")}
DIFFERENCES = {
    "not_visited": ("场所反映没有来过", "the place says nobody came"),
    "items": ("检查结果与现场不符", "answers differ from the site"),
    "hazard_missed": ("现场隐患未记录", "a hazard was not recorded"),
    "photo": ("照片与现场不符", "photos differ from the site"),
    "other": ("其他", "other"),
}
DRAWN_BECAUSE = {"doubt": ("有存疑", "doubted"), "random": ("随机", "at random")}


class PhotoPrint(models.Model):
    """The perceptual print of a stored picture in four bands of 16 bits; flat pictures have none and are never matched."""

    file = models.OneToOneField(StoredFile, on_delete=models.CASCADE, primary_key=True, related_name="+")
    band_1 = models.PositiveIntegerField(null=True)
    band_2 = models.PositiveIntegerField(null=True)
    band_3 = models.PositiveIntegerField(null=True)
    band_4 = models.PositiveIntegerField(null=True)
    down = models.CharField(max_length=16, blank=True, default="")
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        # Plain indexes: SQLite does not join partial ones in an OR.
        indexes = [
            models.Index(fields=["band_1"], name="photo_band_1"),
            models.Index(fields=["band_2"], name="photo_band_2"),
            models.Index(fields=["band_3"], name="photo_band_3"),
            models.Index(fields=["band_4"], name="photo_band_4"),
            models.Index(fields=["made_at"], name="photo_print_made"),
        ]

    @classmethod
    def of(cls, file: StoredFile, found: Print) -> "PhotoPrint":
        """Return the row of a file's print."""
        if found.flat:
            return cls(file=file)
        first, second, third, fourth = bands(found.bits)
        return cls(file=file, band_1=first, band_2=second, band_3=third, band_4=fourth, down=f"{found.down:016x}")

    @property
    def print(self) -> Print | None:
        """The print, None for a flat picture."""
        if self.band_1 is None or self.band_2 is None or self.band_3 is None or self.band_4 is None or not self.down:
            return None
        return Print(whole(self.band_1, self.band_2, self.band_3, self.band_4), int(self.down, 16), flat=False)


class QualityDue(models.Model):
    """Something to compute: a visit, or a photo that has arrived. Rows are only added and taken away, so none is lost."""

    id = models.BigAutoField(primary_key=True)
    visit = models.ForeignKey("patrol.Visit", on_delete=models.CASCADE, null=True, related_name="+")
    link = models.ForeignKey(EvidenceLink, on_delete=models.CASCADE, null=True, related_name="+")
    tries = models.PositiveSmallIntegerField(default=0)


class VisitDoubt(ScopedModel):
    """The doubt over one visit, from the threshold on. Nobody but its inspector sees it before `listed_at`.

    `found_at` is when its present reasons were found, `shown_at` when they reached the inspector's phone; `list_from`
    is when it comes to the supervisor unanswered. A new reason starts all of this again.
    """

    visit = models.OneToOneField("patrol.Visit", on_delete=models.CASCADE, related_name="doubt")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    score = models.PositiveSmallIntegerField()
    reasons = models.JSONField(default=list)
    reused = models.JSONField(default=list)
    rules_version = models.CharField(max_length=40)
    found_at = models.DateTimeField()
    shown_at = models.DateTimeField(null=True)
    list_from = models.DateTimeField()
    explained_at = models.DateTimeField(null=True)
    explanation = models.CharField(max_length=500, blank=True, default="")
    listed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["account", "found_at"], name="doubt_person"),
            models.Index(fields=["area_path", "listed_at"], name="doubt_area_listed"),
            models.Index(fields=["list_from"], name="doubt_to_list", condition=Q(listed_at__isnull=True)),
        ]
        constraints = [models.CheckConstraint(condition=Q(score__gte=1, score__lte=100), name="doubt_score_in_bounds")]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.score}"


class SampleDraw(ScopedModel):
    """One draw for a street and a week: the seed, what was drawn from (packed JSON), by whom; never changed, never twice."""

    week_from = models.DateField()
    seed = models.CharField(max_length=64)
    count = models.PositiveSmallIntegerField()
    doubted_count = models.PositiveIntegerField()
    others_count = models.PositiveIntegerField()
    candidates = models.BinaryField()
    candidates_sha256 = models.CharField(max_length=64)
    by_account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=150)
    drawn_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area_path", "week_from"], name="one_draw_a_street_and_week")]

    def __str__(self) -> str:
        return f"{self.area_path} {self.week_from}"


class SampleItem(ScopedModel):
    """One visit drawn, and what the re-inspection found. The re-inspector is never the visitor."""

    draw = models.ForeignKey(SampleDraw, on_delete=models.PROTECT, related_name="items")
    visit = models.OneToOneField("patrol.Visit", on_delete=models.PROTECT, related_name="sample")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    visitor = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    why = models.CharField(max_length=10)
    result = models.CharField(max_length=10, blank=True, default="")
    differences = models.JSONField(default=list)
    note = models.CharField(max_length=500, blank=True, default="")
    done_at = models.DateTimeField(null=True)
    done_on = models.DateField(null=True)
    by_account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=150, blank=True, default="")

    class Meta:
        indexes = [
            models.Index(fields=["area_path", "done_on"], name="sample_area_done"),
            models.Index(fields=["draw", "result"], name="sample_draw_result"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(why__in=list(DRAWN_BECAUSE)), name="sample_why_known"),
            models.CheckConstraint(condition=Q(result__in=["", *RESULTS]), name="sample_result_known"),
            models.CheckConstraint(
                condition=Q(result="", done_on__isnull=True)
                | (~Q(result="") & Q(done_on__isnull=False, by_account__isnull=False)),
                name="sample_done_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(by_account__isnull=True) | Q(visitor__isnull=True) | ~Q(by_account=models.F("visitor")),
                name="sample_not_by_its_visitor",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.result}"
