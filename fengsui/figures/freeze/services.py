"""Writes to frozen reports: freeze the figures of a period, say why two reports disagree. A frozen report is never changed."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet

from fengsui.figures import kept, queries
from fengsui.figures.bulletins.models import Bulletin
from fengsui.figures.freeze.models import Disagreement, FrozenFigure, FrozenReport
from fengsui.figures.freeze.rows import digest_of, packed, rows_of
from fengsui.kernel import audit, clock, numbering, outbox, rulepacks, seals
from fengsui.kernel.actor import Actor
from fengsui.kernel.errors import Conflict, FieldError, InvalidInput
from fengsui.kernel.figure import Figure, Period, unit_label
from fengsui.kernel.ids import new_id
from fengsui.kernel.scope import find, require
from fengsui.kernel.service import service
from fengsui.org.models import Area


@service("frozen_report.freeze")
def freeze(
    *,
    actor: Actor,
    operation_id: UUID | None = None,
    id: UUID | None = None,
    title: str,
    start: date,
    end: date,
    area_path: str,
    figure_ids: Sequence[str],
    note: str = "",
    bulletin: Bulletin | None = None,
    also_said: Mapping[Period, Mapping[str, int]] | None = None,
) -> FrozenReport:
    """Freeze figures of an area and a period that is over: values, rows' hashes, definitions, rule packs, signed and numbered.

    The numbers are those of the whole area. Reports of the same area and period with another value for the same figure
    raise a flag each; so do reports of an earlier period whose figures the paper says otherwise (`also_said`, what it
    compares itself with). `bulletin` is the paper it is frozen for. Raises Forbidden or NotFound outside the scope,
    InvalidInput for a period that is not over, no title or no figures.
    """
    require(actor, "figures.freeze", area_path=area_path)
    period = queries.period_of(start, end)
    errors = []
    if len(title.strip()) < 2:
        errors.append(FieldError("title", "请写标题", "give a title", "required"))
    if end > clock.local_date():
        errors.append(FieldError("end", "期间还没有到，不能锁数", "the period has not come", "too_late"))
    if not figure_ids:
        errors.append(FieldError("figure_ids", "请至少选一个指标", "choose at least one figure", "required"))
    if errors:
        raise InvalidInput("report_incomplete", zh="锁数报告没有填全，请改正。", en="The report is incomplete.", fields=errors)
    figures = queries.figures_for(actor, list(dict.fromkeys(figure_ids)))
    for figure in figures:
        require(actor, figure.permission, area_path=area_path)
    pack = rulepacks.published(area_path, period.end)
    report = FrozenReport(
        id=id or new_id(),
        number=numbering.next_number(kind="frozen_report", area_path=area_path, year=clock.local_date().year),
        title=title.strip(),
        from_date=period.start,
        to_date=period.end,
        area_path=area_path,
        area_name=Area.objects.get(path=area_path).name,
        rulepack_versions={pack.content.code: pack.version},
        note=note.strip(),
        bulletin=bulletin,
        by_account_id=actor.account_id,
        by_name=actor.name,
        frozen_at=clock.now(),
    )
    rows = [_frozen(report, place, figure, actor, period) for place, figure in enumerate(figures)]
    report.digest = digest(report, rows)
    report.signature = seals.sign(report.digest)
    report.save(force_insert=True)
    FrozenFigure.objects.bulk_create(rows)
    audit.record(
        actor=actor, verb="frozen_report.freeze", subject=report,
        changes={"digest": [None, report.digest], "figures": [None, {row.figure_id: row.value for row in rows}]},
    )  # fmt: skip
    outbox.emit(kind="FiguresFrozen", subject=report, actor=actor, permission="figures.view")
    told = {period: {row.figure_id: row.value for row in rows}, **(also_said or {})}
    for said_of, numbers in told.items():
        _flag_disagreements(actor, report, said_of, numbers)
    return report


def _frozen(report: FrozenReport, place: int, figure: Figure, actor: Actor, period: Period) -> FrozenFigure:
    rows = rows_of(figure, actor=actor, period=period, area_path=report.area_path)
    value = kept.values([figure], actor=actor, period=period, area_path=report.area_path)[figure.id]
    return FrozenFigure(
        report=report,
        position=place,
        figure_id=figure.id,
        name=figure.zh,
        unit=unit_label(figure.unit),
        version=figure.version,
        definition=figure.definition,
        value=value,
        row_count=rows.count,
        rows_sha256=rows.sha256,
        rows=packed(rows.kept),
    )


def digest(report: FrozenReport, figures: Sequence[FrozenFigure]) -> str:
    """Return the hash of a report and its figures, from the columns as they are stored."""
    head = [
        report.number, report.title, report.from_date, report.to_date, report.area_path, report.area_name,
        sorted(report.rulepack_versions.items()), report.note, report.by_name, report.frozen_at.isoformat(),
    ]  # fmt: skip
    told: list[list[Any]] = [
        [row.position, row.figure_id, row.name, row.unit, row.version, row.definition, row.value, row.row_count, row.rows_sha256]
        for row in sorted(figures, key=lambda row: row.position)
    ]
    return digest_of(head, told)


def standing(report: FrozenReport) -> QuerySet[FrozenFigure]:
    """Return the numbers of the other reports that hold: those of a bulletin only while it names them as its lock."""
    holds = Q(report__bulletin__isnull=True) | Q(report__bulletin__lock_number=F("report__number"))
    # scope: reports of the area the new one was allowed in
    others = FrozenFigure.objects.filter(holds, report__area_path=report.area_path).exclude(report=report)
    if report.bulletin_id is not None:
        others = others.exclude(report__bulletin=report.bulletin_id)
    return others.select_related("report")


def _flag_disagreements(actor: Actor, report: FrozenReport, period: Period, numbers: Mapping[str, int]) -> None:
    """Raise a flag for every figure that another report gives another value for the period than this one does."""
    others = standing(report).filter(
        figure_id__in=numbers, report__from_date=period.start, report__to_date=period.end
    )  # fmt: skip
    for other in others.order_by("report__frozen_at", "position"):
        value = numbers[other.figure_id]
        if other.value == value:
            continue
        flag = Disagreement.objects.create(
            figure_id=other.figure_id, figure_name=other.name, earlier=other.report, later=report, earlier_value=other.value,
            later_value=value, area_path=report.area_path, raised_at=clock.now(),
        )  # fmt: skip
        audit.record(
            actor=actor, verb="frozen_report.disagree", subject=flag,
            changes={
                "figure": [None, other.figure_id], "value": [other.value, value],
                "report": [other.report.number, report.number],
            },
        )  # fmt: skip
        outbox.emit(kind="FrozenReportsDisagree", subject=flag, actor=actor, permission="figures.view")


@service("frozen_report.explain")
def explain_disagreement(
    *, actor: Actor, operation_id: UUID | None = None, disagreement_id: UUID, explanation: str
) -> Disagreement:
    """Say why two reports give two values; the flag comes down, both reports stay. Raises Conflict when it is down already."""
    row = find(Disagreement.objects.select_for_update(), actor, "figures.freeze", disagreement_id, what=("不一致提示", "flag"))
    if row.explained_at is not None:
        raise Conflict("already_explained", zh="已有人说明过原因。", en="Somebody has explained it already.")
    words = explanation.strip()
    if len(words) < 4:
        raise InvalidInput(
            "explanation_needed", zh="请写明两份报告为什么不同。", en="Say why the two reports differ.",
            fields=[FieldError("explanation", "请写明原因", "give the reason", "required")],
        )  # fmt: skip
    row.explained_at, row.explained_by_name, row.explanation = clock.now(), actor.name, words[:500]
    row.save(update_fields=["explained_at", "explained_by_name", "explanation"])
    audit.record(actor=actor, verb="frozen_report.explain", subject=row, reason=words, changes={"explanation": [None, words]})
    return row
