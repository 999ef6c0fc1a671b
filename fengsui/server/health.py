"""What `fengsui check` looks at: database, disk, fonts, web pages, background work, phones, unverified rules."""

import shutil
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

LEAST_FREE_BYTES = 2 * 1024**3
DRILL_DAYS = 92
SAFE_HOSTS = {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True)
class Finding:
    """One thing looked at: good, warn or wrong, in both languages."""

    key: str
    level: Literal["good", "warn", "wrong"]
    zh: str
    en: str

    def as_dict(self) -> dict[str, str]:
        """Return the finding for --json."""
        return asdict(self)


def findings(url: str = "") -> list[Finding]:
    """Return everything that was looked at."""
    kept = [_database(), _disk(), _fonts(), _web(), _outbox(), _jobs(), _seals()]
    return [*kept, *_second_factor(), _drill(), *_phones(url), _rules()]


def _database() -> Finding:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA quick_check(1)")
            answer = cursor.fetchone()[0]
            if answer != "ok":
                return Finding("database", "wrong", f"数据库文件有损坏：{answer}。请从备份恢复。", f"Damaged database: {answer}")
            return Finding("database", "good", "SQLite 数据库完好（WAL，掉电不丢已确认数据）", "SQLite is sound (WAL, FULL)")
        cursor.execute("SHOW server_version")
        version = cursor.fetchone()[0]
    return Finding("database", "good", f"PostgreSQL {version} 可用", f"PostgreSQL {version} answers")


def _disk() -> Finding:
    free = shutil.disk_usage(settings.DATA_DIR).free
    words = f"{free / 1024**3:.1f} GB"
    if free < LEAST_FREE_BYTES:
        return Finding("disk", "wrong", f"磁盘只剩 {words}，照片可能存不下，请清理。", f"Only {words} free for evidence")
    return Finding("disk", "good", f"磁盘剩余 {words}", f"{words} free")


def _fonts() -> Finding:
    from fengsui.kernel.documents import render_pdf
    from fengsui.kernel.errors import DomainError

    try:
        render_pdf("fengsui/kernel/documents/probe.typ", {"text": "烽燧"})
    except DomainError as error:
        return Finding("fonts", "wrong", error.zh, error.en)
    return Finding("fonts", "good", "中文字体可用，PDF 能生成", "Chinese fonts found, PDF works")


def _web() -> Finding:
    missing = [app for app in ("console", "patrol") if not (Path(settings.WEB_ROOT) / app / "index.html").is_file()]
    if missing:
        return Finding("web", "wrong", f"网页未构建：{'、'.join(missing)}", f"Web pages not built: {', '.join(missing)}")
    return Finding("web", "good", "网页已就绪", "Web pages are in place")


def _outbox() -> Finding:
    from fengsui.kernel import outbox

    count = outbox.failing()
    if count:
        return Finding("outbox", "wrong", f"{count} 条事件多次处理失败，请查日志", f"{count} event deliveries keep failing")
    return Finding("outbox", "good", "事件处理正常", "Event deliveries are fine")


def _jobs() -> Finding:
    from datetime import timedelta

    from fengsui.kernel import clock
    from fengsui.kernel.models import Job

    old = Job.objects.filter(state=Job.State.QUEUED, created_at__lt=clock.now() - timedelta(minutes=5)).count()
    if old:
        return Finding("jobs", "wrong", f"{old} 个任务等了 5 分钟以上，后台进程可能没在运行", f"{old} jobs wait over 5 minutes")
    return Finding("jobs", "good", "没有积压的任务", "No jobs are waiting")


def _seals() -> Finding:
    from fengsui.kernel import seals
    from fengsui.kernel.audit_desk.queries import last_check

    check = last_check()
    if check is not None and check.faults:
        return Finding("seals", "wrong", f"审计封条链核验不通过：{check.faults[0]}", "The chain of audit seals is broken")
    return Finding("seals", "good", f"审计封条公钥 {seals.public_key_hex()}（请抄存）", f"Seal key {seals.public_key_hex()}")


def _drill() -> Finding:
    from fengsui.kernel import clock
    from fengsui.kernel.models import DrillRun

    last = DrillRun.objects.order_by("-started_at").first()
    if last is None:
        return Finding(
            "drill", "warn", "还没有做过恢复演练，请运行 fengsui drill", "No drill of the backup yet: run fengsui drill"
        )
    when = clock.local_date(last.ended_at)
    if not last.ok:
        return Finding("drill", "wrong", f"{when} 的恢复演练没有通过，请运行 fengsui drill", f"The drill of {when} failed")
    if (clock.local_date() - when).days > DRILL_DAYS:
        return Finding("drill", "warn", f"上次恢复演练是 {when}，请每季度做一次", f"The last drill was on {when}")
    return Finding("drill", "good", f"{when} 恢复演练通过", f"The drill of {when} passed")


def _second_factor() -> list[Finding]:
    from fengsui.kernel.models import Account, Grant
    from fengsui.kernel.permissions import SEPARATE_ROLES

    admins = Grant.objects.filter(role__in=SEPARATE_ROLES, revoked_at__isnull=True, account__is_active=True)
    without = Account.objects.filter(pk__in=admins.values("account_id"), second_factor__confirmed_at__isnull=True)
    if count := without.count():
        zh = f"{count} 个管理员账号没有开启两步验证；可设 FENGSUI_SECOND_FACTOR_MUST=admins 要求必须开启"
        return [Finding("second_factor", "warn", zh, f"{count} administrators sign in by password alone")]
    return []


def _phones(url: str) -> list[Finding]:
    if not url:
        return []
    parts = urlsplit(url)
    if parts.scheme == "https" or parts.hostname in SAFE_HOSTS:
        return [Finding("phones", "good", f"{url} 手机相机、定位、离线可用", f"{url} is a secure origin for phones")]
    return [
        Finding(
            "phones",
            "wrong",
            f"{url} 不是 HTTPS：手机上相机、定位、离线和校验都用不了。请用 fengsui serve --tls 或反向代理加证书。",
            f"{url} is not HTTPS: camera, location, offline and hashing will not work on phones. Use --tls or a proxy.",
        )
    ]


def _rules() -> Finding:
    from fengsui.kernel import clock, rulepacks, settings_store

    district = str(settings_store.get(settings_store.DISTRICT, "") or "150402")
    pack = rulepacks.published(district, clock.local_date())
    return Finding("rules", "good", f"现行规则包 {pack.version}，待核条款以“待核”标出", f"Rule pack in force: {pack.version}")
