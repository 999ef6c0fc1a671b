"""What patrol keeps of people: tracks, doubts about visits, prints of photos, files of broken phones, visits."""

from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet

from fengsui.kernel.privacy import DataKind, declare
from fengsui.kernel.privacy.holdings import MOST_ROWS, Held, Holder, Subject, hold
from fengsui.kernel.privacy.own_holdings import accounts_of
from fengsui.kernel.privacy.own_kinds import OWN_RULE
from fengsui.kernel.scope import under
from fengsui.patrol.models import Visit
from fengsui.patrol.quality.models import PhotoPrint, VisitDoubt
from fengsui.patrol.quality.services import DOUBTS_KEPT, PRINTS_KEPT, forget_doubts, forget_prints
from fengsui.patrol.rescue import services as rescue
from fengsui.patrol.tracks import rules
from fengsui.patrol.tracks import services as tracks
from fengsui.patrol.tracks.models import TrackPiece

INSPECTORS = "网格员、巡查员"


def _old_pieces(before: datetime) -> int:
    return TrackPiece.objects.filter(local_date__lte=tracks.oldest_kept()).count()


declare(
    DataKind(
        code="patrol.tracks",
        zh="上岗轨迹：位置和时间（敏感个人信息）",
        en="tracks",
        whose=INSPECTORS,
        why="本人回看，有原因时核对到场",
        since="记录之日；从短，只能再缩短",
        basis=OWN_RULE,
        is_verified=False,
        action="erase",
        days=lambda: min(settings.TRACK_DAYS, rules.RETENTION_DAYS),
        count=_old_pieces,
        carry_out=lambda before: tracks.forget()["pieces"],
    )
)
declare(
    DataKind(
        code="patrol.doubts",
        zh="巡查质量疑点和本人说明",
        en="doubts about visits",
        whose=INSPECTORS,
        why="抽查巡查质量",
        since="提出之日",
        basis=OWN_RULE,
        is_verified=False,
        action="erase",
        days=lambda: DOUBTS_KEPT.days,
        count=lambda before: VisitDoubt.objects.filter(found_at__lt=before).count(),
        carry_out=lambda before: forget_doubts(),
    )
)
declare(
    DataKind(
        code="patrol.photo_prints",
        zh="现场照片的指纹（不能还原成照片）",
        en="prints of photos",
        whose=INSPECTORS,
        why="发现重复使用的照片",
        since="生成之日",
        basis=OWN_RULE,
        is_verified=False,
        action="erase",
        days=lambda: PRINTS_KEPT.days,
        count=lambda before: PhotoPrint.objects.filter(made_at__lt=before).count(),
        carry_out=lambda before: forget_prints(),
    )
)
declare(
    DataKind(
        code="patrol.rescue_files",
        zh="从坏手机导出的救援文件（加密）",
        en="rescue files",
        whose=INSPECTORS,
        why="补收没送达的巡查记录",
        since="导入之日",
        basis=OWN_RULE,
        is_verified=False,
        action="erase",
        days=lambda: rescue.KEPT.days,
        count=lambda before: rescue.old_files(),
        carry_out=lambda before: rescue.drop_old_files(),
    )
)
declare(
    DataKind(
        code="patrol.visits",
        zh="巡查记录：谁、何时、到过哪家，场所签字人姓名和签字",
        en="visits",
        whose="工作人员、场所签字人",
        why="证明检查过、查过什么",
        since="按消防档案保存",
        basis="消防档案保存期限待核",
        is_verified=False,
        action="keep",
    )
)


def _pieces(subject: Subject) -> QuerySet[TrackPiece]:
    rows = TrackPiece.objects.filter(spell__account__in=accounts_of(subject).values("pk"))
    return rows.filter(under(subject.area_path, "spell__area_path"))


def _gather(subject: Subject) -> list[Held]:
    visits = Visit.objects.filter(by_account__in=accounts_of(subject).values("pk")).filter(under(subject.area_path))
    rows = [
        {"编号": row.number, "场所": row.place.name, "日期": str(row.local_date), "结果": row.outcome_label}
        for row in visits.select_related("place").order_by("-local_date", "-number")[:MOST_ROWS]
    ]
    days = _pieces(subject).order_by("local_date").values_list("local_date", flat=True).distinct()
    pieces = _pieces(subject).count()
    return [
        Held("巡查记录", visits.count(), rows, 0, "证明检查过、查过什么，随消防档案保存"),
        Held("上岗轨迹", pieces, [{"日期": str(day)} for day in days], pieces),
    ]


hold(Holder("patrol.people", _gather, lambda subject: _pieces(subject).delete()[0]))
