"""Taking a rescue file in: read and shown first, then imported as a job, as often as wanted."""

import hashlib
import os
import tempfile
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from fengsui.kernel import audit, clock, grants, jobs, rescue_key
from fengsui.kernel.actor import Actor
from fengsui.kernel.errors import Conflict, InvalidInput, NotFound, TooLarge, Unavailable
from fengsui.kernel.models import Account, Job
from fengsui.kernel.permissions import role_carries
from fengsui.kernel.scope import find, require_anywhere
from fengsui.kernel.service import service
from fengsui.org.models import Member
from fengsui.patrol.rescue.models import RescueImport
from fengsui.patrol.rescue.reader import Header, read_header

JOB = "patrol.rescue"
KEPT = timedelta(days=30)
WHAT = ("救援文件", "rescue file")


def folder() -> Path:
    """Return the folder rescue files lie in, made on first use for the owner alone."""
    path = Path(settings.DATA_DIR) / "rescue"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def path_of(row: RescueImport) -> Path:
    """Return where a rescue file's bytes lie (or lay, until thirty days after they came)."""
    return folder() / f"{row.pk}.fsrescue"


def take_in(*, actor: Actor, operation_id: UUID | None = None, file_name: str, chunks: Iterable[bytes]) -> RescueImport:
    """Keep an uploaded rescue file and return what it is; nothing of it is imported yet.

    The bytes go to disk piece by piece. Raises Forbidden, TooLarge, Unavailable (disk), InvalidInput for a file that
    is none, is broken at its head or was locked for another installation, NotFound for a person outside the scope.
    """
    require_anywhere(actor, "patrol.rescue")
    temporary, sha256, size = _receive(chunks)
    try:
        with temporary.open("rb") as handle:
            header = read_header(handle, size)
        account, areas = _sender(actor, header)
        rescue_key.open_escrow(rescue_key.read_escrow(header.escrow), account_id=account.pk)
        row = _register(
            actor=actor, operation_id=operation_id, file_name=file_name, sha256=sha256, size=size, account_id=account.pk,
            area_path=areas[0], values=_values(header),
        )  # fmt: skip
        if not path_of(row).exists():
            os.replace(temporary, path_of(row))
    finally:
        temporary.unlink(missing_ok=True)
    return row


def _receive(chunks: Iterable[bytes]) -> tuple[Path, str, int]:
    digest, size = hashlib.sha256(), 0
    try:
        # mkstemp gives owner-only rights; the file is moved, so it must lie on the same disk.
        number, name = tempfile.mkstemp(dir=folder(), prefix="incoming-")
        try:
            with os.fdopen(number, "wb") as handle:
                for chunk in chunks:
                    size += len(chunk)
                    if size > settings.RESCUE_MAX_BYTES:
                        raise too_large()
                    digest.update(chunk)
                    handle.write(chunk)
                handle.flush()
                os.fsync(handle.fileno())
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise Unavailable(
            "store_unavailable",
            zh="服务器暂时存不下文件（磁盘已满或不可写）。救援文件仍在您手上，请腾出空间后再试。",
            en="The server cannot store the file (disk full or read-only); free some space and try again.",
        ) from error
    return Path(name), digest.hexdigest(), size


def too_large() -> TooLarge:
    """Return the error for a rescue file over the limit."""
    megabytes = settings.RESCUE_MAX_BYTES // 1024**2
    return TooLarge(
        "rescue_too_large",
        zh=f"救援文件超过 {megabytes} MB，没有接收。请联系系统管理员调高 FENGSUI_RESCUE_MAX_MB 后再试。",
        en=f"The rescue file exceeds {megabytes} MB; have FENGSUI_RESCUE_MAX_MB raised and try again.",
    )


def _sender(actor: Actor, header: Header) -> tuple[Account, list[str]]:
    """Return the account a file speaks for and its areas, all of them within the importer's scope."""
    account = Account.objects.filter(pk=header.account_id).first()
    areas: list[str] = []
    if account is not None:
        areas = sorted({g.area_path for g in grants.values_for(account.pk) if role_carries(g.role, "patrol.sync")})
        # Someone whose grants have ended still belongs where they served.
        areas = areas or list(Member.objects.filter(account=account).values_list("area_path", flat=True))
    if account is None or not areas or not all(actor.may("patrol.rescue", area_path=area) for area in areas):
        raise NotFound(
            "rescue_person_outside",
            zh="这份救援文件所属的人员不在您的数据范围内，没有接收。请交给其所在街道的服务中心主任或镇街巡查员导入。",
            en="The person this file belongs to is outside your scope; hand it to the centre of their street.",
        )
    return account, areas


def _values(header: Header) -> dict[str, Any]:
    moments = [made for part in header.parts if (made := _moment(part.at)) is not None]
    return {
        "device_name": header.device_name,
        "app_version": header.app_version,
        "exported_at": header.exported_at.isoformat(),
        "clock_offset_ms": header.clock_offset_ms,
        "operation_count": sum(part.type == "operation" for part in header.parts),
        "photo_count": sum(part.type == "file" for part in header.parts),
        "damaged_count": sum(bool(part.problem) for part in header.parts),
        "oldest_at": min(moments).isoformat() if moments else None,
    }


def _moment(text: str) -> datetime | None:
    try:
        made = datetime.fromisoformat(text)
    except ValueError:
        return None
    return made if made.tzinfo is not None and 2000 < made.year < 9000 else None


@service("rescue.upload")
def _register(
    *, actor: Actor, operation_id: UUID | None, file_name: str, sha256: str, size: int, account_id: UUID, area_path: str,
    values: dict[str, Any],
) -> RescueImport:  # fmt: skip
    account = Account.objects.get(pk=account_id)
    oldest = values["oldest_at"]
    row = RescueImport(
        **{
            **values,
            "exported_at": datetime.fromisoformat(values["exported_at"]),
            "oldest_at": datetime.fromisoformat(oldest) if oldest else None,
        },
        file_name=file_name.replace("\0", "")[-200:] or "救援文件", sha256=sha256, size=size, account=account,
        account_name=account.display_name, area_path=area_path, by_account_id=actor.account_id, by_name=actor.name[:150],
    )  # fmt: skip
    row.save(force_insert=True)
    shown = {"sha256": [None, sha256], "records": [None, row.operation_count], "photos": [None, row.photo_count]}
    audit.record(actor=actor, verb="rescue.upload", subject=row, changes=shown)
    return row


@service("rescue.import")
def start_import(*, actor: Actor, operation_id: UUID | None = None, rescue_id: UUID) -> RescueImport:
    """Queue the import of a rescue file; doing it again is safe and takes in what did not come in before.

    Raises Forbidden, NotFound, Conflict while it runs, InvalidInput when the bytes are no longer kept.
    """
    row = find(RescueImport.objects.select_for_update(of=("self",)), actor, "patrol.rescue", rescue_id, what=WHAT)
    over = Job.objects.filter(pk=row.job_id, state__in=(Job.State.FAILED, Job.State.DONE)).exists() if row.job_id else True
    if row.state == "importing" and not over:
        raise Conflict("rescue_running", zh="正在导入，请等它完成。", en="It is being imported; wait for it to finish.")
    if not path_of(row).exists():
        raise InvalidInput(
            "rescue_file_gone",
            zh="服务器上已没有这份文件的内容（只保留三十天）。请重新上传同一个文件，重复导入不会产生重复记录。",
            en="The file's bytes are kept for thirty days only; upload the same file again, nothing is doubled.",
        )
    before = row.state
    row.state, row.run, row.problem, row.counts, row.finished_at = "importing", row.run + 1, {}, {}, None
    title = f"导入救援文件：{row.account_name} {row.device_name}"[:120]
    row.job_id = jobs.queue(JOB, {"rescue_id": str(row.pk)}, actor=actor, title_zh=title, area_path=row.area_path).pk
    row.save()
    audit.record(
        actor=actor, verb="rescue.import", subject=row, changes={"state": [before, row.state], "run": [row.run - 1, row.run]}
    )
    return row


def _old() -> list[Path]:
    limit = clock.now() - KEPT
    kept = {f"{pk}.fsrescue" for pk in RescueImport.objects.filter(created_at__gte=limit).values_list("pk", flat=True)}
    kept |= {f"{pk}.fsrescue" for pk in RescueImport.objects.filter(state="importing").values_list("pk", flat=True)}
    # An upload under way has no row yet; a day is longer than any upload.
    aged = clock.now().timestamp() - 86_400
    return [path for path in folder().iterdir() if path.name not in kept and path.stat().st_mtime < aged]


def old_files() -> int:
    """Count what drop_old_files would delete."""
    return len(_old())


def drop_old_files() -> int:
    """Delete the bytes of files taken in more than thirty days ago, and what an interrupted upload left; return how many."""
    gone = _old()
    for path in gone:
        path.unlink(missing_ok=True)
    return len(gone)
