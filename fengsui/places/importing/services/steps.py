"""The person's steps after the upload: mapping confirmed, preview, decisions, apply, undo."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from fengsui.kernel import audit, clock, jobs
from fengsui.kernel.actor import Actor
from fengsui.kernel.errors import Conflict, FieldError, InvalidInput
from fengsui.kernel.models import Job
from fengsui.kernel.scope import find, require
from fengsui.kernel.service import service
from fengsui.places.importing.engine.mapping import problems_of
from fengsui.places.importing.engine.points import SYSTEMS
from fengsui.places.importing.engine.reading import open_book
from fengsui.places.importing.files import opened
from fengsui.places.importing.models import DECISIONS, STATES, ImportBatch, ImportMapping, ImportRow
from fengsui.places.importing.services.uploading import laid_out, layout_values
from fengsui.places.importing.surroundings import area_book, words_of
from fengsui.places.importing.writing.undoing import touched_since

_BACK = {"previewing": "mapped", "applying": "previewed", "undoing": "applied"}
PREVIEW, APPLY, UNDO = "places.import.preview", "places.import.apply", "places.import.undo"


def locked(actor: Actor, batch_id: UUID) -> ImportBatch:
    """Return a batch in scope, locked for writing. Raises Forbidden, NotFound."""
    batch = find(ImportBatch.objects.select_for_update(), actor, "places.import", batch_id, what=("导入批次", "import"))
    require(actor, "places.import", area_path=batch.area_path)
    if batch.state in _BACK and batch.job_id and Job.objects.filter(pk=batch.job_id, state=Job.State.FAILED).exists():
        # Its worker gave up: the batch is where it was before, and the step may be taken again.
        batch.state = _BACK[batch.state]
    return batch


def in_state(batch: ImportBatch, *allowed: str) -> None:
    """Raise Conflict `import_state` unless the batch is in one of the states."""
    if batch.state not in allowed:
        raise Conflict(
            "import_state",
            zh=f"这次导入现在“{STATES[batch.state][0]}”，不能这样做。请刷新后再看可以做什么。",
            en=f"The import is {STATES[batch.state][1]}; reload to see what can be done.",
            extra={"state": batch.state},
        )


@service("import.map")
def set_mapping(
    *,
    actor: Actor,
    operation_id: UUID | None = None,
    batch_id: UUID,
    sheet: str = "",
    header_row: int | None = None,
    header_height: int = 1,
    mapping: Mapping[str, str] | None = None,
    system: str = "",
) -> ImportBatch:
    """Choose the sheet or header, confirm or correct the mapping, name the coordinate system ('' = guess).

    With `sheet` or `header_row` (from 1) and no `mapping`, columns are guessed anew. A confirmed mapping is remembered
    for this area and header. Raises InvalidInput beside each wrong column, Conflict `import_state`.
    """
    batch = locked(actor, batch_id)
    in_state(batch, "uploaded", "mapped", "previewed", "failed")
    if system and system not in SYSTEMS:
        raise InvalidInput("system_unknown", zh="坐标系只能选 WGS84、GCJ-02 或 BD-09。", en="Choose WGS84, GCJ-02 or BD-09.")
    other = (sheet and sheet != batch.sheet) or (header_row is not None and header_row != batch.header_row)
    if other or (header_row is not None and header_height != batch.header_height):
        with opened(batch) as source:
            words = words_of(area_book(batch.area_path.split("/", 1)[0]))
            found = laid_out(open_book(source), sheet or batch.sheet, words, header_row=header_row, header_height=header_height)
        for key, value in layout_values(found, batch.area_path).items():
            setattr(batch, key, value)
        batch.state = "uploaded"
    if mapping is not None:
        wanted = _checked(batch, mapping)
        changes = {"mapping": [batch.mapping, wanted]}
        batch.mapping, batch.system_choice, batch.state = wanted, system, "mapped"
        ImportMapping.objects.update_or_create(
            area_path=batch.area_path,
            fingerprint=batch.fingerprint,
            defaults={"mapping": wanted, "system_choice": system, "by_name": actor.name[:150], "used_at": clock.now()},
        )
        audit.record(actor=actor, verb="import.map", subject=batch, changes=changes)
    batch.problem = {}
    batch.save()
    return batch


def _checked(batch: ImportBatch, mapping: Mapping[str, str]) -> dict[str, str]:
    numbered: dict[int, str] = {}
    errors = []
    for column, code in mapping.items():
        if not column.isascii() or not column.isdigit() or int(column) >= len(batch.columns):
            errors.append(FieldError(f"mapping.{column}", "没有这一列", "no such column", "unknown"))
        elif code:
            numbered[int(column)] = code
    errors += [FieldError(f"mapping.{column}" if column >= 0 else "mapping", zh, en) for column, zh, en in problems_of(numbered)]
    if errors:
        raise InvalidInput(
            "mapping_wrong", zh=f"列的对应关系有误：{errors[0].zh}。", en=f"The mapping is wrong: {errors[0].en}.", fields=errors
        )
    return {str(column): code for column, code in sorted(numbered.items())}


def _queue(actor: Actor, batch: ImportBatch, kind: str, state: str, words: str) -> ImportBatch:
    batch.state, batch.problem = state, {}
    title = f"{words}：{batch.file_name}"[:120]
    batch.job_id = jobs.queue(kind, {"batch_id": str(batch.pk)}, actor=actor, title_zh=title, area_path=batch.area_path).pk
    batch.save()
    audit.record(actor=actor, verb=kind.replace("places.", ""), subject=batch)
    return batch


@service("import.preview")
def start_preview(*, actor: Actor, operation_id: UUID | None = None, batch_id: UUID) -> ImportBatch:
    """Queue the check of every row; nothing is written to the ledger. Raises Conflict, InvalidInput without a name column."""
    batch = locked(actor, batch_id)
    in_state(batch, "uploaded", "mapped", "previewed", "failed")
    _checked(batch, batch.mapping)
    return _queue(actor, batch, PREVIEW, "previewing", "检查台账")


@service("import.decide", returns_json=True)
def decide(
    *,
    actor: Actor,
    operation_id: UUID | None = None,
    batch_id: UUID,
    decision: str,
    numbers: Sequence[int] | None = None,
    place_id: UUID | None = None,
) -> dict[str, Any]:
    """Decide on doubtful rows: same, new, skip, or '' to take it back. `numbers` None means every doubtful row.

    `place_id` names which candidate a single row is the same as; the best one by default. Returns {decided}.
    """
    batch = locked(actor, batch_id)
    in_state(batch, "previewed", "applied")
    if decision not in DECISIONS:
        raise InvalidInput("decision_unknown", zh="只能选“是同一家”“另建新档”或“跳过”。", en="Choose same, new or skip.")
    rows = ImportRow.objects.filter(batch=batch, verdict="doubtful", outcome="")
    if numbers is not None:
        rows = rows.filter(number__in=list(numbers)[:5000])
    if place_id is not None:
        row = rows.first()
        candidates = {match["id"] for match in row.matches} if row else set()
        if rows.count() != 1 or row is None or str(place_id) not in candidates:
            raise InvalidInput("candidate_unknown", zh="请从这一行的候选档案中选择。", en="Choose one of this row's candidates.")
        row.matches = sorted(row.matches, key=lambda match: match["id"] != str(place_id))
        row.save(update_fields=["matches"])
    decided = rows.update(decision=decision)
    changes = {"decision": [None, decision], "rows": [None, decided]}
    audit.record(actor=actor, verb="import.decide", subject=batch, changes=changes)
    return {"decided": decided}


@service("import.choose", returns_json=True)
def choose(
    *,
    actor: Actor,
    operation_id: UUID | None = None,
    batch_id: UUID,
    take: str,
    numbers: Sequence[int] | None = None,
    field: str = "",
) -> dict[str, Any]:
    """Choose for conflicting cells: 'mine' (the sheet), 'theirs' (as the record stands), or '' to take it back.

    `numbers` None means every row, `field` '' every conflicting cell of a row. Returns {decided} rows.
    """
    batch = locked(actor, batch_id)
    in_state(batch, "previewed", "applied")
    if take not in ("mine", "theirs", ""):
        raise InvalidInput("choice_unknown", zh="只能选“用表格的”或“用系统的”。", en="Choose the sheet's or the record's.")
    rows = ImportRow.objects.filter(batch=batch, verdict="conflict", outcome="")
    if numbers is not None:
        rows = rows.filter(number__in=list(numbers)[:5000])
    decided = last = 0
    while chunk := list(rows.filter(number__gt=last).order_by("number").only("number", "conflicts", "undecided")[:500]):
        last = chunk[-1].number
        for row in chunk:
            touched = [one for key, one in row.conflicts.items() if field in ("", key)]
            for one in touched:
                one["take"] = take
            row.undecided = sum(not one["take"] for one in row.conflicts.values())
            decided += bool(touched)
        ImportRow.objects.bulk_update(chunk, ["conflicts", "undecided"], batch_size=100)
    audit.record(actor=actor, verb="import.choose", subject=batch, changes={"take": [None, take], "rows": [None, decided]})
    return {"decided": decided}


@service("import.apply")
def start_apply(*, actor: Actor, operation_id: UUID | None = None, batch_id: UUID) -> ImportBatch:
    """Queue the writing of new and changed rows and of the doubtful ones decided on. Decided later, they are applied again."""
    batch = locked(actor, batch_id)
    in_state(batch, "previewed", "applied")
    for permission in ("places.create", "places.edit"):
        require(actor, permission, area_path=batch.area_path)
    return _queue(actor, batch, APPLY, "applying", "写入台账")


@service("import.undo")
def start_undo(
    *, actor: Actor, operation_id: UUID | None = None, batch_id: UUID, reason: str, keep_touched: bool = False
) -> ImportBatch:
    """Queue the undoing of a whole import. Raises Conflict `import_touched` listing records touched since, unless
    `keep_touched` says to leave those as they are.
    """
    batch = locked(actor, batch_id)
    in_state(batch, "applied")
    if len(reason.strip()) < 2:
        raise InvalidInput(
            "reason_missing", zh="请写明为什么撤销。", en="Give the reason.",
            fields=[FieldError("reason", "请写明为什么撤销", "give the reason", "required")],
        )  # fmt: skip
    touched = touched_since(batch)
    if touched and not keep_touched:
        raise Conflict(
            "import_touched",
            zh=f"有 {len(touched)} 家场所导入后又被改过或查过，不能整批撤销。可选择保留这些，只撤销其余的。",
            en=f"{len(touched)} places were changed or visited since. You may keep those and undo the rest.",
            extra={"touched": touched[:200], "touched_count": len(touched)},
        )
    audit.record(actor=actor, verb="import.undo_reason", subject=batch, reason=reason)
    return _queue(actor, batch, UNDO, "undoing", "撤销导入")
