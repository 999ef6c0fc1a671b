"""Tables of the import: a batch, its rows, and mappings remembered by header."""

from typing import Any

from django.db import models

from fengsui.kernel import clock
from fengsui.kernel.ids import new_id
from fengsui.kernel.scope import ScopedModel

STATES: dict[str, tuple[str, str]] = {
    "uploaded": ("已上传，待核对列", "uploaded, columns to be checked"),
    "mapped": ("列已核对，待检查", "columns checked"),
    "previewing": ("正在检查", "being checked"),
    "previewed": ("已检查，待确认写入", "checked, to be confirmed"),
    "applying": ("正在写入", "being written"),
    "applied": ("已写入", "written"),
    "undoing": ("正在撤销", "being undone"),
    "undone": ("已撤销", "undone"),
    "failed": ("失败", "failed"),
}
VERDICTS: dict[str, tuple[str, str]] = {
    "new": ("新增", "new"),
    "changed": ("变更", "changed"),
    "same": ("相同", "same"),
    "doubtful": ("待人工判断", "doubtful"),
    "conflict": ("冲突待选", "conflicting"),
    "rejected": ("退回", "rejected"),
}
DECISIONS: dict[str, tuple[str, str]] = {
    "": ("未决定", "undecided"),
    "same": ("是同一家", "the same place"),
    "new": ("另建新档", "a new place"),
    "skip": ("跳过", "skip"),
}
OUTCOMES: dict[str, tuple[str, str]] = {
    "": ("未写入", "not written"),
    "created": ("已新增", "created"),
    "updated": ("已变更", "updated"),
    "unchanged": ("无变化", "unchanged"),
    "skipped": ("已跳过", "skipped"),
    "failed": ("未能写入", "could not be written"),
    "undone": ("已撤销", "undone"),
    "kept": ("撤销时保留", "kept when undone"),
}


class ImportBatch(ScopedModel):
    """One file imported into one area, from upload to undo. `area_path` is where its rows may go."""

    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    kind = models.CharField(max_length=10)
    remarks: "models.JSONField[list[dict[str, str]]]" = models.JSONField(default=list)
    sheets: "models.JSONField[list[dict[str, Any]]]" = models.JSONField(default=list)
    sheet = models.CharField(max_length=120, blank=True, default="")
    header_row = models.PositiveIntegerField(default=0)
    header_height = models.PositiveSmallIntegerField(default=1)
    fingerprint = models.CharField(max_length=32, blank=True, default="")
    columns: "models.JSONField[list[dict[str, Any]]]" = models.JSONField(default=list)
    mapping: "models.JSONField[dict[str, str]]" = models.JSONField(default=dict)
    mapping_remembered = models.BooleanField(default=False)
    system_choice = models.CharField(max_length=10, blank=True, default="")
    system = models.CharField(max_length=10, blank=True, default="")
    system_words = models.JSONField(default=dict)
    state = models.CharField(max_length=12, default="uploaded")
    counts: "models.JSONField[dict[str, int]]" = models.JSONField(default=dict)
    problem: "models.JSONField[dict[str, Any]]" = models.JSONField(default=dict)
    job_id = models.UUIDField(null=True)
    by_account_id = models.UUIDField(null=True)
    by_name = models.CharField(max_length=150, blank=True, default="")
    created_at = models.DateTimeField(default=clock.now)
    applied_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "places"
        indexes = [models.Index(fields=["created_at"], name="place_import_at")]
        constraints = [models.CheckConstraint(condition=models.Q(state__in=list(STATES)), name="place_import_state_known")]

    def __str__(self) -> str:
        return self.file_name


class ImportRow(models.Model):
    """One row of a batch: what stood there (phones masked), what was made of it, the verdict, and what was written.

    `conflicts` holds, for a ledger exported here, field → base, theirs, mine, who, when and the choice ('' = none yet);
    `undecided` counts those without one. `given` holds phones sealed; `applied` holds what undoing needs: for a changed
    place, field → [old, new].
    """

    id = models.BigAutoField(primary_key=True)
    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=120, blank=True, default="")
    values: "models.JSONField[list[str]]" = models.JSONField(default=list)
    given: "models.JSONField[dict[str, Any]]" = models.JSONField(default=dict)
    notes: "models.JSONField[list[dict[str, Any]]]" = models.JSONField(default=list)
    problems: "models.JSONField[list[dict[str, Any]]]" = models.JSONField(default=list)
    verdict = models.CharField(max_length=10)
    matches: "models.JSONField[list[dict[str, Any]]]" = models.JSONField(default=list)
    changes: "models.JSONField[dict[str, list[Any]]]" = models.JSONField(default=dict)
    conflicts: "models.JSONField[dict[str, dict[str, Any]]]" = models.JSONField(default=dict)
    undecided = models.PositiveSmallIntegerField(default=0)
    decision = models.CharField(max_length=6, blank=True, default="")
    place_id = models.UUIDField(null=True)
    place_version = models.PositiveIntegerField(default=0)
    outcome = models.CharField(max_length=10, blank=True, default="")
    outcome_words = models.JSONField(default=dict)
    applied: "models.JSONField[dict[str, Any]]" = models.JSONField(default=dict)

    class Meta:
        app_label = "places"
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="place_import_row_once"),
            models.CheckConstraint(condition=models.Q(verdict__in=list(VERDICTS)), name="place_import_verdict_known"),
            models.CheckConstraint(condition=models.Q(decision__in=list(DECISIONS)), name="place_import_decision_known"),
            models.CheckConstraint(condition=models.Q(outcome__in=list(OUTCOMES)), name="place_import_outcome_known"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class ImportMapping(models.Model):
    """A mapping somebody confirmed for a header, used again for the next file with the same header in that area."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    area_path = models.CharField(max_length=60)
    fingerprint = models.CharField(max_length=32)
    mapping: "models.JSONField[dict[str, str]]" = models.JSONField(default=dict)
    system_choice = models.CharField(max_length=10, blank=True, default="")
    by_name = models.CharField(max_length=150, blank=True, default="")
    used_at = models.DateTimeField(default=clock.now)

    class Meta:
        app_label = "places"
        constraints = [models.UniqueConstraint(fields=["area_path", "fingerprint"], name="place_import_mapping_once")]

    def __str__(self) -> str:
        return f"{self.area_path} {self.fingerprint[:8]}"
