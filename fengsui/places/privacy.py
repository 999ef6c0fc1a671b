"""What the ledger keeps of people: who is to be reached at a place, now and formerly."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from fengsui.kernel.privacy import DataKind, declare
from fengsui.kernel.privacy.holdings import MOST_ROWS, Held, Holder, Subject, hold
from fengsui.kernel.privacy.kinds import NOBODY
from fengsui.kernel.privacy.own_kinds import OWN_RULE
from fengsui.kernel.scope import under
from fengsui.places.kinds import CONTACT_ROLES
from fengsui.places.models import PlaceContact

RESPONSIBLE = "场所负责人、联系人"
_held_back: list[Callable[[], QuerySet[Any]]] = []


def hold_back(ids: Callable[[], QuerySet[Any]]) -> None:
    """Let another package name the contacts its records rest on; they are left as they are."""
    _held_back.append(ids)


def free(rows: QuerySet[PlaceContact]) -> QuerySet[PlaceContact]:
    """Return those removed contacts of a queryset that no case rests on and that still name somebody."""
    rows = rows.filter(removed_at__isnull=False).exclude(name=NOBODY, phone_hmac="")
    for ids in _held_back:
        rows = rows.exclude(pk__in=ids())
    return rows


def anonymise(rows: QuerySet[PlaceContact]) -> int:
    """Take name, phone and note off contacts; the row stays, so that the place's past reads as it was otherwise."""
    return rows.update(name=NOBODY, phone_cipher="", phone_hmac="", phone_last4="", phone_masked="", note="")


def _former(before: datetime) -> QuerySet[PlaceContact]:
    return free(PlaceContact.objects.filter(removed_at__lt=before))


declare(
    DataKind(
        code="places.contacts",
        zh="场所现任负责人、联系人：姓名、电话（加密）",
        en="contacts of places",
        whose=RESPONSIBLE,
        why="通知整改、核实隐患、火情联络",
        since="在任期间",
        basis="履行法定职责所必需：个人信息保护法第十三条第一款第三项",
        is_verified=True,
        action="keep",
    )
)
declare(
    DataKind(
        code="places.former_contacts",
        zh="场所原负责人、联系人：姓名、电话（加密）",
        en="former contacts of places",
        whose=RESPONSIBLE,
        why="查当时由谁负责；隐患案卷指到的不动",
        since="不再是联系人之日",
        basis=OWN_RULE,
        is_verified=False,
        action="anonymise",
        days=lambda: 1095,
        count=lambda before: _former(before).count(),
        carry_out=lambda before: anonymise(_former(before)),
    )
)


def contacts_of(subject: Subject) -> QuerySet[PlaceContact]:
    """Return a person's rows at the places of an area, in office or not; found by the phone alone."""
    rows = PlaceContact.objects.filter(under(subject.area_path, "place__area_path"), phone_hmac=subject.phone_hmac)
    return rows if subject.phone_hmac else rows.none()


def _gather(subject: Subject) -> list[Held]:
    rows = [
        {"场所": row.place.name, "姓名": row.name, "角色": CONTACT_ROLES[row.role][0], "电话": row.phone_masked,
         "已不是联系人": "是" if row.removed_at else ""}
        for row in contacts_of(subject).select_related("place").order_by("place__number", "id")[:MOST_ROWS]
    ]  # fmt: skip
    why = "现任联系人为通知整改、火情联络所必需，换人后才能去掉；隐患案卷指到的随案卷保存"
    return [Held("场所联系人", contacts_of(subject).count(), rows, free(contacts_of(subject)).count(), why)]


hold(Holder("places.contacts", _gather, lambda subject: anonymise(free(contacts_of(subject)))))
