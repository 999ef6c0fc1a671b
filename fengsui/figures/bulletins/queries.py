"""Reading bulletins: the list, one with what it says and what may be done, its papers, the wording and its fields."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from fengsui.figures.bulletins import content, fields, gathering, templates, wording
from fengsui.figures.bulletins.docx import bulletin_docx
from fengsui.figures.bulletins.kinds import KINDS, period_words
from fengsui.figures.bulletins.models import Bulletin
from fengsui.figures.bulletins.paper import bulletin_pdf
from fengsui.figures.bulletins.plain import bulletin_text
from fengsui.figures.bulletins.states import STATES, VERBS
from fengsui.figures.freeze.queries import lock_of
from fengsui.figures.queries import area_names
from fengsui.kernel import audit, clock, evidence, settings_store, transaction
from fengsui.kernel.actor import Actor
from fengsui.kernel.api import Paged
from fengsui.kernel.errors import Conflict
from fengsui.kernel.figure import Period
from fengsui.kernel.models import StoredFile
from fengsui.kernel.scope import find, require, require_anywhere, under, visible

VIEW = "bulletins.view"
MAKERS = {"pdf": bulletin_pdf, "docx": bulletin_docx, "txt": bulletin_text}


def _rows(actor: Actor) -> QuerySet[Bulletin]:
    return visible(Bulletin.objects.all(), actor, VIEW)


def list_bulletins(
    *, actor: Actor, kind: str = "", state: str = "", area: str = "", page: int = 1, page_size: int = 50
) -> Paged[dict[str, Any]]:
    """Return one page of the bulletins in scope, the latest period first."""
    require_anywhere(actor, VIEW)
    rows = _rows(actor).defer("facts", "body", "short").order_by("-to_date", "kind", "-drafted_at", "id")
    chosen = {key: value for key, value in (("kind", kind), ("state", state)) if value}
    rows = rows.filter(**chosen)
    if area:
        rows = rows.filter(under(area))
    start = (page - 1) * page_size
    found = list(rows[start : start + page_size])
    names = area_names(row.area_path for row in found)
    return Paged([_head(row, names[row.area_path]) for row in found], rows.count(), page, page_size)


def _head(row: Bulletin, area_name: str) -> dict[str, Any]:
    return {
        "id": row.pk, "kind": row.kind, "kind_label": KINDS[row.kind].zh, "state": row.state, "state_label": STATES[row.state][0],
        "area_path": row.area_path, "area_name": area_name, "from_date": row.from_date, "to_date": row.to_date,
        "period": period_words(Period(row.from_date, row.to_date)), "number": row.number or "",
        "issue": f"{row.issue_year}年第{row.issue_number}期" if row.issue_number else "",
        "drafted_at": row.drafted_at, "drafted_by": row.drafted_by_name, "checked_by": row.checked_by_name,
        "issued_at": row.issued_at, "issued_by": row.issued_by_name, "void_reason": row.void_reason,
        "files": sorted(row.files), "row_version": row.row_version,
    }  # fmt: skip


def bulletin(*, actor: Actor, bulletin_id: UUID) -> dict[str, Any]:
    """Return a bulletin with its words, what it says once its figures are counted, and the steps open to the asker."""
    row = find(_rows(actor), actor, VIEW, bulletin_id, what=("通报", "bulletin"))
    return {
        **_head(row, area_names([row.area_path])[row.area_path]),
        "title": row.title,
        "body": row.body,
        "short": row.short,
        "template_version": row.template_version,
        "return_reason": row.return_reason,
        "facts_sha256": row.facts_sha256,
        "lock_number": row.lock_number,
        "lock": lock_of(actor=actor, number=row.lock_number),
        "counted": bool(row.facts),
        "content": content.content_of(row) if row.facts else None,
        "steps": _steps(actor, row),
    }


def _steps(actor: Actor, row: Bulletin) -> list[dict[str, Any]]:
    return [
        {
            "verb": verb.code, "label": verb.zh, "label_en": verb.en, "consequence": verb.consequence,
            "needs_reason": verb.needs_reason, "hindered": _hindered(actor, row, verb.code),
        }
        for verb in VERBS.values()
        if row.state in verb.before and actor.may(verb.permission, area_path=row.area_path, line=row.line)
    ]  # fmt: skip


def _hindered(actor: Actor, row: Bulletin, verb: str) -> str:
    """Return in words why a step that is open by state is not possible now, or ''."""
    if verb == "check" and not row.facts:
        return "数字还在计算"
    if verb == "check" and row.to_date > clock.local_date():
        return "期间还没有结束"
    if verb == "issue" and row.checked_by_id is not None and row.checked_by_id == actor.account_id:
        return "核对和印发要由两个人完成"
    return ""


def bulletin_file(*, actor: Actor, bulletin_id: UUID, ending: str) -> tuple[bytes, str]:
    """Return (content, file name) of a bulletin's paper: the kept one once issued, else a draft made now; audited.

    Raises Conflict while the figures are being counted or the papers being made.
    """
    row = find(_rows(actor), actor, VIEW, bulletin_id, what=("通报", "bulletin"))
    require(actor, "figures.export", area_path=row.area_path, line=row.line)
    if not row.facts:
        raise Conflict("bulletin_counting", zh="数字还在计算，请稍后再下载。", en="The figures are being counted.")
    if row.issued_at and not row.files:
        raise Conflict(
            "bulletin_papers",
            zh="文件正在生成，请稍后再下载；任务中心可以看到进度。",
            en="The papers are being made; try again soon.",
        )
    if row.files:
        # scope: reached through the bulletin found above
        stored = StoredFile.objects.get(pk=row.files[ending]["sha256"])
        with evidence.open_file(stored) as handle:
            made = handle.read()
    else:
        made = MAKERS[ending](row)
    with transaction.write():
        audit.record(actor=actor, verb="bulletin.download", subject=row, changes={"as": [None, ending]})
    name = row.number or f"草稿_{row.from_date}"
    return made, f"{KINDS[row.kind].zh}_{name}.{ending}"


def template(*, actor: Actor, kind: str, area_path: str) -> dict[str, Any]:
    """Return the wording in force for an area, its versions, and all that may be named in it."""
    require(actor, VIEW, area_path=area_path)
    words = templates.in_force(kind, area_path)
    return {
        "kind": kind,
        "area_path": area_path,
        "from_area": words.area_path,
        "version": words.version,
        "is_default": words.is_default,
        "title": words.title,
        "body": words.body,
        "short": words.short,
        "versions": [
            {"version": row.version, "by_name": row.by_name, "made_at": row.made_at, "is_default": row.is_default}
            for row in templates.versions_of(kind, area_path)
        ],
        "fields": [{"name": name, "words": words} for name, words in fields.field_table().items()],
        "tables": [{"name": name, "words": words} for name, words in fields.TABLES.items()],
        "charts": [{"name": name, "words": words} for name, words in fields.CHARTS.items()],
    }


def preview(*, actor: Actor, kind: str, area_path: str, title: str, body: str, short: str) -> dict[str, Any]:
    """Return what a wording would say of the last whole period, with real figures. Raises InvalidInput for unknown names."""
    require(actor, VIEW, area_path=area_path)
    words = {"title": title, "body": body, "short": short}
    wording.check(words, fields=fields.field_table(), tables=fields.TABLES, charts=fields.CHARTS)
    period = KINDS[kind].before(KINDS[kind].period(clock.local_date()))
    facts = gathering.gather(kind=kind, area_path=area_path, period=period)
    values = fields.values_of(facts, issue=None, on=clock.local_date())
    return {
        "period": period_words(period),
        "title": wording.fill(title, values),
        "blocks": content.blocks_for(body, facts, values),
        "text": content.text_for(short, values),
        "simulated": settings_store.is_demo(),
    }


def default_day(kind: str, day: date | None) -> date:
    """Return the day whose period is drafted when none is named: today for a day, else the last whole week or month."""
    if day is not None:
        return day
    today = clock.local_date()
    return today if kind == "daily" else KINDS[kind].before(KINDS[kind].period(today)).start
