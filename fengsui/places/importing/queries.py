"""Reads of imports: batches in scope, their rows by verdict."""

from typing import Any
from uuid import UUID

from django.db.models import Q

from fengsui.kernel.actor import Actor
from fengsui.kernel.api import Paged, page_of
from fengsui.kernel.scope import find, require_anywhere, visible
from fengsui.org.models import Area
from fengsui.places.importing.engine.fields import FIELDS
from fengsui.places.importing.engine.points import SYSTEMS
from fengsui.places.importing.models import DECISIONS, OUTCOMES, STATES, VERDICTS, ImportBatch, ImportRow
from fengsui.places.importing.result import status_words

PERMISSION = "places.import"


def the_batch(actor: Actor, batch_id: UUID) -> ImportBatch:
    """Return a batch in scope. Raises Forbidden, NotFound."""
    return find(ImportBatch.objects.all(), actor, PERMISSION, batch_id, what=("导入批次", "import"))  # scope: find narrows


def batches(actor: Actor, *, page: int = 1, page_size: int = 50) -> Paged[dict[str, Any]]:
    """Return the imports in scope, newest first."""
    require_anywhere(actor, PERMISSION)
    rows = visible(ImportBatch.objects.all(), actor, PERMISSION).defer("columns", "sheets").order_by("-created_at", "-id")
    return page_of(rows, page, page_size, show_short)


def show_short(batch: ImportBatch) -> dict[str, Any]:
    """Return a batch as lists show it."""
    return {
        "id": batch.pk,
        "file_name": batch.file_name,
        "area_path": batch.area_path,
        "sheet": batch.sheet,
        "state": batch.state,
        "state_label": STATES[batch.state][0],
        "state_label_en": STATES[batch.state][1],
        "counts": batch.counts,
        "job_id": batch.job_id,
        "by_name": batch.by_name,
        "created_at": batch.created_at,
        "applied_at": batch.applied_at,
        "undone_at": batch.undone_at,
        "problem": batch.problem,
    }


def detail(actor: Actor, batch_id: UUID) -> dict[str, Any]:
    """Return one batch: file, sheets, columns with guess and samples, mapping, counts, what may be done next."""
    batch = the_batch(actor, batch_id)
    rows = ImportRow.objects.filter(batch=batch)
    waits = Q(verdict="doubtful", decision="") | Q(verdict="conflict", undecided__gt=0)
    undecided = rows.filter(waits, outcome="").count() if batch.counts else 0
    area = Area.objects.filter(path=batch.area_path).only("name").first()
    return {
        **show_short(batch),
        "area_name": area.name if area else batch.area_path,
        "kind": batch.kind,
        "remarks": batch.remarks,
        "sheets": batch.sheets,
        "header_row": batch.header_row,
        "header_height": batch.header_height,
        "columns": [{**column, "field": batch.mapping.get(str(column["column"]), "")} for column in batch.columns],
        "mapping": batch.mapping,
        "mapping_remembered": batch.mapping_remembered,
        "system_choice": batch.system_choice,
        "system": batch.system,
        "system_words": batch.system_words,
        "undecided": undecided,
        "next_steps": next_steps(batch),
    }


def next_steps(batch: ImportBatch) -> list[str]:
    """Return the steps open on a batch: map, preview, decide, apply, undo."""
    return {
        "uploaded": ["map", "preview"],
        "mapped": ["map", "preview"],
        "failed": ["map", "preview"],
        "previewed": ["map", "preview", "decide", "apply"],
        "applied": ["decide", "apply", "undo"],
    }.get(batch.state, [])


def rows_of(
    actor: Actor, batch_id: UUID, *, verdict: str = "", decision: str = "", outcome: str = "", problems: bool = False,
    search: str = "", page: int = 1, page_size: int = 50,
) -> Paged[dict[str, Any]]:  # fmt: skip
    """Return the rows of a batch in the order of the sheet. `decision` 'none' means undecided; `problems` only marked rows."""
    batch = the_batch(actor, batch_id)
    rows = ImportRow.objects.filter(batch=batch)
    if verdict:
        rows = rows.filter(verdict=verdict)
    if decision:
        rows = rows.filter(decision="" if decision == "none" else decision)
    if outcome:
        rows = rows.filter(outcome=outcome)
    if problems:
        rows = rows.exclude(problems=[])
    if search:
        rows = rows.filter(Q(name__contains=search) | (Q(number=int(search)) if search.isdecimal() and len(search) < 9 else Q()))
    return page_of(rows.order_by("number"), page, page_size, show_row)


def show_row(row: ImportRow) -> dict[str, Any]:
    """Return a row as the preview shows it: no cipher, phones masked."""
    given = {key: value for key, value in row.given.items() if key != "people"}
    given["people"] = [{key: person[key] for key in ("name", "role", "phone")} for person in row.given.get("people", ())]
    return {
        "number": row.number,
        "name": row.name,
        "values": row.values,
        "given": given,
        "notes": row.notes,
        "problems": row.problems,
        "verdict": row.verdict,
        "verdict_label": VERDICTS[row.verdict][0],
        "matches": row.matches,
        "changes": [
            {"field": key, "label": field_words(key), "old": pair[0], "new": pair[1]} for key, pair in row.changes.items()
        ],
        "conflicts": [{"field": key, "label": field_words(key), **told} for key, told in row.conflicts.items()],
        "decision": row.decision,
        "decision_label": DECISIONS[row.decision][0],
        "place_id": row.place_id,
        "outcome": row.outcome,
        "outcome_label": OUTCOMES[row.outcome][0],
        "outcome_words": row.outcome_words,
        "status": status_words(row),
    }


def field_words(key: str) -> str:
    """Return the words of a changed field: inputs.area_m2 → 建筑面积."""
    own = {"people": "联系人", "point": "坐标", "area_path": "区域", "class_declared": "申报类别"}
    code = key.removeprefix("inputs.")
    return own.get(key) or (FIELDS[code].zh if code in FIELDS else key)


def codes() -> dict[str, Any]:
    """Return every enumeration of the wizard with its words: fields, states, verdicts, decisions, outcomes, systems."""

    def options(table: dict[str, tuple[str, str]]) -> list[dict[str, str]]:
        return [{"code": code, "label": zh, "label_en": en} for code, (zh, en) in table.items()]

    return {
        "fields": [
            {"code": one.code, "label": one.zh, "label_en": one.en, "group": one.group, "many": one.many}
            for one in FIELDS.values()
        ],
        "states": options(STATES),
        "verdicts": options(VERDICTS),
        "decisions": options(DECISIONS),
        "outcomes": options(OUTCOMES),
        "systems": options(SYSTEMS),
    }
