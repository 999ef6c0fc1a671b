"""The figures of outreach: trainings held, people who came, places that took part."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import F, Q, QuerySet

from fengsui.kernel.cells.declared import Daily, DailySource, Watch
from fengsui.kernel.figure import Figure, Period, RowColumn, by_id, declare
from fengsui.outreach.models import SUBJECTS, TrainingPlace, TrainingSession
from fengsui.places.figures import PLACE_COLUMNS, labels_of, place_row
from fengsui.places.models import Place

COLUMNS = (
    RowColumn("number", "编号", "number", width=20),
    RowColumn("held_on", "日期", "day", "date", 12),
    RowColumn("title", "培训", "training", width=30),
    RowColumn("subject_label", "内容", "subject", width=14),
    RowColumn("attended_count", "到场（人次）", "attended", "integer", 12),
    RowColumn("teacher", "讲师", "teacher", width=16),
    RowColumn("by_name", "登记人", "by", width=14),
)
HELD = Q(voided_on__isnull=True)
HELD_PLACE = Q(session__voided_on__isnull=True)
SESSION_FACTS = DailySource(
    "outreach.session",
    TrainingSession.objects.all,
    "held_on",
    (Watch(TrainingSession, ("held_on", "area_path", "line", "voided_on", "attended_count")),),
)
CAME_FACTS = DailySource(
    "outreach.came",
    TrainingPlace.objects.all,
    "session__held_on",
    (
        Watch(
            TrainingPlace, ("session_id", "place_id"),
            marks="SELECT s.held_on AS day, s.area_path AS area_path "
            "FROM outreach_trainingsession s WHERE s.id = {row}.session_id",
        ),
        Watch(
            TrainingSession, ("held_on", "area_path", "line", "voided_on"),
            marks="SELECT {row}.held_on AS day, {row}.area_path AS area_path",
        ),
    ),
    area="session__area_path",
    line="session__line",
)  # fmt: skip


def _held(period: Period) -> QuerySet[TrainingSession]:
    return TrainingSession.objects.filter(HELD, held_on__gte=period.start, held_on__lte=period.end)


def _came(period: Period) -> QuerySet[TrainingPlace]:
    came = TrainingPlace.objects.filter(HELD_PLACE, session__held_on__gte=period.start, session__held_on__lte=period.end)
    return came.annotate(held_on=F("session__held_on"), area_path=F("session__area_path"), line=F("session__line"))


def _show(rows: Sequence[TrainingSession]) -> list[dict[str, Any]]:
    return [
        {
            "id": str(row.pk),
            "number": row.number,
            "held_on": row.held_on,
            "title": row.title,
            "subject_label": SUBJECTS[row.subject][0],
            "attended_count": row.attended_count,
            "teacher": row.teacher,
            "by_name": row.by_name,
            "area_path": row.area_path,
        }
        for row in rows
    ]


def _show_places(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    places = by_id(list(Place.objects.filter(pk__in=[row["place_id"] for row in rows])))
    labels = labels_of(list(places.values()))
    return [{**place_row(places[row["place_id"]], labels), "times": row["times"], "last_on": row["last_on"]} for row in rows]


def _figure(figure_id: str, facts: Callable[[Period], QuerySet[Any]], **words: Any) -> Figure:
    return declare(
        Figure(
            id=figure_id,
            facts=facts,
            period_rule="flow",
            counted_on="举办日期",
            exclusions="作废的培训记录",
            version=1,
            permission="outreach.view",
            **words,
        )
    )


TRAININGS = _figure(
    "outreach.trainings",
    _held,
    zh="宣传培训",
    en="Trainings held",
    unit="session",
    definition="期间内举办并登记的消防宣传培训场数。",
    definition_en="Fire safety trainings held and recorded within the period.",
    deduplication="一次一场",
    order=("-held_on", "number"),
    columns=COLUMNS,
    show=_show,
    subject="outreach.trainingsession",
    day_field="held_on",
    cells=Daily(SESSION_FACTS, HELD),
)
ATTENDED = _figure(
    "outreach.attended",
    _held,
    zh="受益人次",
    en="Attendances",
    unit="attendance",
    definition="期间内各场培训现场清点到场人数之和；是人次，不是人数，无法去重。",
    definition_en="The people counted on the spot at each training of the period, added up; attendances, not people.",
    deduplication="不去重，同一人参加几场计几人次",
    order=("-held_on", "number"),
    columns=COLUMNS,
    show=_show,
    subject="outreach.trainingsession",
    day_field="held_on",
    amount="attended_count",
    cells=Daily(SESSION_FACTS, HELD, amount="attended_count"),
)
PLACES_TRAINED = _figure(
    "outreach.places_trained",
    _came,
    zh="参训场所",
    en="Places trained",
    unit="place",
    definition="期间内至少派人参加过一场培训的场所数。",
    definition_en="Places that took part in at least one training of the period.",
    deduplication="同一场所期间内多次参加只计一家",
    order=("-last_on", "-times", "place_id"),
    columns=(
        *PLACE_COLUMNS,
        RowColumn("times", "参加场次", "trainings", "integer", 10),
        RowColumn("last_on", "最近一次", "last", "date", 12),
    ),
    show=_show_places,
    subject="places.place",
    distinct="place_id",
    day_field="held_on",
    scope_rule="按培训所在区域归口；只算本人数据范围内的培训",
    cells=Daily(CAME_FACTS, HELD_PLACE, distinct="place_id", kind="place"),
)
