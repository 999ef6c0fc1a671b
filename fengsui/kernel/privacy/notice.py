"""The privacy notice: what is kept of whom, why and how long, out of the very table the daily job works by.

Its version carries a digest of that table: when a line changes, everyone is told anew.
"""

import hashlib
import json
from typing import Any
from uuid import UUID

from django.conf import settings

from fengsui.kernel import audit
from fengsui.kernel.actor import Actor
from fengsui.kernel.models import Account, NoticeReading
from fengsui.kernel.privacy.kinds import every
from fengsui.kernel.privacy.retention import show_kind
from fengsui.kernel.service import service

TEXT_VERSION = "1"
TITLE = "个人信息处理告知"
# Each line is a fact about this product; the laws named are those the operator works under.
SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("谁在处理", ("{contact}。本系统装在本单位自己的服务器上，数据不上传到别处，也不接第三方统计。",)),
    ("为什么可以处理", (
        "履行消防安全法定职责所必需（个人信息保护法第十三条第一款第三项），不以您的同意为前提，但必须让您知道；"
        "只在职责范围内、按最少够用处理（第五条、第六条、第三十四条、第三十五条）。",
    )),
    ("敏感个人信息", (
        "工作人员的上岗轨迹是敏感个人信息：本人按“上岗”才记录，22:00 自动停，到期删除；"
        "别人查看要写明原因，本人看得到谁看过、为什么。",
        "入户走访只记门和结果，不记住户姓名。系统不收集身份证号码，不做人脸识别。",
    )),
    ("怎么保护", (
        "电话加密存放，页面打码；看全号要写原因并留下审计记录。手机里的数据用本人的解锁码加密。",
        "按岗位和辖区授权，三员分立；每次写入、查看敏感数据和导出都留审计，审计记录只增不改。",
        "不向社会公开个人信息；门牌、告知书的公开网页不显示任何人的姓名和电话。",
    )),
    ("您的权利", (
        "可以查阅、复制、更正自己的信息，可以要求删除不再需要的信息（第四十四条至第四十七条）。向本单位提出，"
        "由防委会办公室登记办理并书面答复；依法必须保存的会说明是哪些、为什么。",
    )),
)  # fmt: skip


def _contact() -> str:
    return settings.PRIVACY_CONTACT or "使用本系统的消防安全管理单位；联系方式请向所在街道消防安全服务中心查询"


def _table() -> list[dict[str, Any]]:
    return [show_kind(kind) for kind in every()]


def version() -> str:
    """Return the version in force: the text's number and a digest of what it says."""
    said = [TEXT_VERSION, SECTIONS, _contact(), _table()]
    digest = hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
    return f"{TEXT_VERSION}-{digest[:8]}"


def notice() -> dict[str, Any]:
    """Return the notice in force: version, title, sections, the table."""
    sections = [{"title": title, "paragraphs": [line.format(contact=_contact()) for line in lines]} for title, lines in SECTIONS]
    return {"version": version(), "title": TITLE, "sections": sections, "table": _table()}


def must_read(account: Account) -> bool:
    """Tell whether an account has yet to read the version in force; people of a simulation are nobody to be told."""
    if account.is_simulated:
        return False
    return not NoticeReading.objects.filter(account=account, version=version()).exists()


@service("privacy.read_notice", returns_json=True)
def read_notice(*, actor: Actor, operation_id: UUID | None = None, seen: str) -> str:
    """Keep that the person has read a version; once is enough. Returns the version."""
    _, fresh = NoticeReading.objects.get_or_create(account_id=actor.person_id, version=seen[:30])
    if fresh:
        audit.record(actor=actor, verb="privacy.read_notice", changes={"version": [None, seen[:30]]}, area_path="")
    return seen[:30]
