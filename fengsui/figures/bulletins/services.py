"""Writes to bulletins: drafted once a period, checked by one, issued by another with a number, never changed after."""

from datetime import date
from uuid import UUID

from fengsui.figures.bulletins import fields, gathering, people, templates, wording
from fengsui.figures.bulletins.kinds import KINDS, period_words, register_of
from fengsui.figures.bulletins.models import Bulletin
from fengsui.figures.bulletins.states import STATES, VERBS
from fengsui.figures.freeze.services import freeze
from fengsui.kernel import audit, clock, jobs, numbering
from fengsui.kernel.actor import Actor, on_behalf
from fengsui.kernel.errors import Conflict, InvalidInput
from fengsui.kernel.figure import Period
from fengsui.kernel.scope import find, require
from fengsui.kernel.service import service

FACTS_JOB, FILES_JOB = "figures.bulletin_facts", "figures.bulletin_files"
VIEW = "bulletins.view"


def _taken(row: Bulletin) -> Conflict:
    return Conflict(
        "bulletin_exists",
        zh=f"{period_words(Period(row.from_date, row.to_date))}的{KINDS[row.kind].zh}已经有了（{STATES[row.state][0]}），"
        "请直接打开它；要重新起草，先作废它。",
        en="There is a bulletin of this kind for this period; open it, or void it first.",
    )


@service("bulletin.draft")
def draft_bulletin(*, actor: Actor, operation_id: UUID | None = None, kind: str, area_path: str, day: date) -> Bulletin:
    """Draft the bulletin of the period a day lies in, from the wording in force; its figures are counted by a job.

    Raises NotFound or Forbidden outside the actor's scope, InvalidInput for a period that has not begun, Conflict when the
    period has one.
    """
    require(actor, "bulletins.write", area_path=area_path)
    period = KINDS[kind].period(day)
    if period.start > clock.local_date():
        raise InvalidInput("period_in_future", zh="这个期间还没有开始，不能起草。", en="The period has not begun.")
    if earlier := Bulletin.objects.filter(kind=kind, area_path=area_path, from_date=period.start).exclude(state="voided").first():
        raise _taken(earlier)
    words = templates.in_force(kind, area_path)
    row = Bulletin(
        kind=kind, area_path=area_path, from_date=period.start, to_date=period.end, title=words.title, body=words.body,
        short=words.short, template_version=words.version, drafted_by_id=actor.account_id, drafted_by_name=actor.name[:150],
    )  # fmt: skip
    row.save(force_insert=True)
    audit.record(
        actor=actor, verb="bulletin.draft", subject=row, changes={"kind": [None, kind], "from": [None, str(period.start)]}
    )
    _count(actor, row)
    return row


def _count(actor: Actor, row: Bulletin) -> None:
    title = f"{KINDS[row.kind].zh}取数（{period_words(Period(row.from_date, row.to_date))}）"
    jobs.queue(FACTS_JOB, {"bulletin_id": str(row.pk)}, actor=actor, title_zh=title, area_path=row.area_path)


def _held(actor: Actor, bulletin_id: UUID, verb: str, row_version: int) -> Bulletin:
    """Return a bulletin locked for a verb. Raises Conflict when its state or its version does not allow it."""
    step = VERBS[verb]
    row = find(Bulletin.objects.select_for_update(of=("self",)), actor, VIEW, bulletin_id, what=("通报", "bulletin"))
    require(actor, step.permission, area_path=row.area_path, line=row.line)
    if row.state not in step.before:
        raise Conflict(
            "bulletin_state",
            zh=f"通报现在是“{STATES[row.state][0]}”，不能{step.zh}。请刷新页面。",
            en=f"The bulletin is {STATES[row.state][1]}; it cannot be {step.en}ed.",
        )
    if row.row_version != row_version:
        raise Conflict("row_changed", zh="通报刚被别人改过，请刷新后再操作。", en="Somebody changed the bulletin; reload.")
    return row


def _moved(actor: Actor, row: Bulletin, verb: str, reason: str = "", **changes: object) -> Bulletin:
    before, row.state = row.state, VERBS[verb].after
    row.row_version += 1
    row.save()
    told = {key: [None, value] for key, value in changes.items()}
    audit.record(actor=actor, verb=f"bulletin.{verb}", subject=row, changes={"state": [before, row.state], **told}, reason=reason)
    return row


def _reason(reason: str) -> str:
    said = reason.strip()[:500]
    if len(said) < 2:
        raise InvalidInput("reason_required", zh="请写明原因。", en="A reason is needed.")
    return said


@service("bulletin.save")
def save_bulletin(
    *, actor: Actor, operation_id: UUID | None = None, bulletin_id: UUID, row_version: int, title: str, body: str, short: str
) -> Bulletin:
    """Keep the words of a draft. Raises InvalidInput naming every unknown field, table or chart."""
    row = _held(actor, bulletin_id, "save", row_version)
    wording.check(
        {"title": title, "body": body, "short": short}, fields=fields.field_table(), tables=fields.TABLES, charts=fields.CHARTS
    )
    row.title, row.body, row.short = title.strip(), body, short
    return _moved(actor, row, "save")


@service("bulletin.refresh")
def refresh_bulletin(*, actor: Actor, operation_id: UUID | None = None, bulletin_id: UUID, row_version: int) -> Bulletin:
    """Count a draft's figures again from the records as they are now."""
    row = _held(actor, bulletin_id, "refresh", row_version)
    row.facts = {}
    _count(actor, row)
    return _moved(actor, row, "refresh")


@service("bulletin.facts")
def put_facts(*, actor: Actor, bulletin_id: UUID, facts: dict[str, object]) -> Bulletin:
    """Keep the figures a job has counted, and tell those who sign; a bulletin no longer a draft keeps what it has."""
    row = Bulletin.objects.select_for_update(of=("self",)).get(pk=bulletin_id)
    if row.state != "draft":
        return row
    row.facts = facts
    row.save(update_fields=["facts"])
    audit.record(
        actor=actor, verb="bulletin.facts", subject=row, changes={"facts": [None, gathering.facts_sha256(facts)]},
    )  # fmt: skip
    people.tell(actor, row, "bulletins.write", "drafted", f"{KINDS[row.kind].zh}草稿已生成，请核对")
    return row


@service("bulletin.check")
def check_bulletin(*, actor: Actor, operation_id: UUID | None = None, bulletin_id: UUID, row_version: int) -> Bulletin:
    """Say that words and figures are right; both are fixed from here, the figures by a frozen report (锁数) the paper names.

    Raises Conflict while the figures are being counted, and when the records give others than the draft says.
    """
    row = _held(actor, bulletin_id, "check", row_version)
    if not row.facts:
        raise Conflict("bulletin_counting", zh="数字还在计算，请等任务中心完成后再核对。", en="The figures are being counted.")
    if row.to_date > clock.local_date():
        raise Conflict("period_running", zh="期间还没有结束，数字还会变，请到期末再核对。", en="The period is still running.")
    row.facts_sha256 = gathering.facts_sha256(row.facts)
    row.checked_at, row.checked_by_id, row.checked_by_name = clock.now(), actor.account_id, actor.name[:150]
    people.tell(actor, row, "bulletins.issue", f"checked:{row.row_version}", f"{KINDS[row.kind].zh}已核对，请印发")
    row.lock_number = _locked(actor, row)
    return _moved(actor, row, "check", facts=row.facts_sha256, lock=row.lock_number)


def _locked(actor: Actor, row: Bulletin) -> str:
    """Freeze the figures of a draft as they are now and return the lock's number; they must be the ones it says."""
    period, area_path = Period(row.from_date, row.to_date), row.area_path
    said = {one["id"]: one for one in row.facts["figures"]}
    compared = gathering.compared_with(row.facts)
    report = freeze(
        actor=on_behalf(actor), title=f"{KINDS[row.kind].zh}（{period_words(period)}）", start=period.start, end=period.end,
        area_path=area_path, figure_ids=list(said), note=f"核对通报时锁定；通报数字校验值 {row.facts_sha256}", bulletin=row,
        also_said={span: {key: one[part] for key, one in said.items()} for part, span in compared.items()},
    )  # fmt: skip
    # scope: numbers of the report just made
    moved = [
        f"{one.name} {said[one.figure_id]['value']}→{one.value}"
        for one in report.figures.order_by("position")
        if one.value != said[one.figure_id]["value"]
    ]
    if moved:
        raise Conflict(
            "figures_moved",
            zh=f"取数以后记录又有变化：{'、'.join(moved)}。请先“重新取数”，看过新的数再核对。",
            en="Records changed since the figures were counted; count them again, then check.",
        )
    return report.number


@service("bulletin.return")
def return_bulletin(
    *, actor: Actor, operation_id: UUID | None = None, bulletin_id: UUID, row_version: int, reason: str
) -> Bulletin:
    """Send a checked bulletin back to be drafted again, with a reason."""
    row, said = _held(actor, bulletin_id, "return", row_version), _reason(reason)
    row.facts_sha256, row.lock_number, row.return_reason = "", "", said
    row.checked_at, row.checked_by_id, row.checked_by_name = None, None, ""
    return _moved(actor, row, "return", said)


@service("bulletin.issue")
def issue_bulletin(*, actor: Actor, operation_id: UUID | None = None, bulletin_id: UUID, row_version: int) -> Bulletin:
    """Issue a checked bulletin: the next number of its area's register for the year; a job makes and keeps its papers.

    Raises Conflict when the one who checked it would issue it too.
    """
    row = _held(actor, bulletin_id, "issue", row_version)
    if actor.account_id is not None and row.checked_by_id == actor.account_id:
        raise Conflict(
            "same_person", zh="核对和印发要由两个人完成，请另一位有印发权限的同事印发。", en="Another person must issue it."
        )
    row.issued_at, row.issued_by_id, row.issued_by_name = clock.now(), actor.account_id, actor.name[:150]
    row.issue_year = clock.local_date(row.issued_at).year
    row.number = numbering.next_number(kind=register_of(row.kind), area_path=row.area_path, year=row.issue_year)
    row.issue_number = int(row.number.rsplit("-", 1)[-1])
    title = f"{KINDS[row.kind].zh}第{row.issue_number}期成文"
    jobs.queue(FILES_JOB, {"bulletin_id": str(row.pk)}, actor=actor, title_zh=title, area_path=row.area_path)
    return _moved(actor, row, "issue", number=row.number)


@service("bulletin.files")
def put_files(*, actor: Actor, bulletin_id: UUID, files: dict[str, dict[str, object]]) -> Bulletin:
    """Keep where the papers of an issued bulletin lie; once there they are never made again."""
    row = Bulletin.objects.select_for_update(of=("self",)).get(pk=bulletin_id)
    if not row.files:
        row.files = files
        row.save(update_fields=["files"])
        hashes = {ending: [None, kept["sha256"]] for ending, kept in files.items()}
        audit.record(actor=actor, verb="bulletin.files", subject=row, changes=hashes)
    return row


@service("bulletin.void")
def void_bulletin(
    *, actor: Actor, operation_id: UUID | None = None, bulletin_id: UUID, row_version: int, reason: str
) -> Bulletin:
    """Void a bulletin with a reason; its number stays used and its papers stay kept."""
    row, said = _held(actor, bulletin_id, "void", row_version), _reason(reason)
    row.voided_at, row.void_reason = clock.now(), said
    return _moved(actor, row, "void", said)
