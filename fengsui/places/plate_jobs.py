"""Plates of a whole street or district: made by the worker, a PDF for each community in one ZIP, found in the job centre."""

import hashlib
import io
import zipfile
from itertools import groupby
from pathlib import Path
from typing import Any
from uuid import UUID

from fengsui.kernel import evidence, jobs, transaction
from fengsui.kernel.actor import Actor
from fengsui.kernel.errors import TooLarge, not_found
from fengsui.kernel.evidence.kinds import FileKind
from fengsui.kernel.evidence.store import keep
from fengsui.kernel.jobs import JobHandle, job
from fengsui.kernel.models import Job, StoredFile
from fengsui.kernel.scope import require_anywhere
from fengsui.kernel.service import service
from fengsui.org.models import Area
from fengsui.places import plates
from fengsui.places.filters import PlaceFilters
from fengsui.places.models import Place

PRINT = "places.print_plates"
MOST_IN_JOB = 20_000
COMMUNITY_DEPTH = 3
SIZE_LIMIT = 400 * 1024 * 1024


@service("place.queue_plates")
def queue_plates(*, actor: Actor, operation_id: UUID | None = None, filters: PlaceFilters, size: str, base_url: str) -> Job:
    """Queue the plates of every place that matches. Raises Forbidden, InvalidInput (size, nothing matches), TooLarge."""
    plates.layout_of(size)
    count = plates.printable(actor=actor, filters=filters).count()
    if not count:
        raise plates.nothing_to_print()
    if count > MOST_IN_JOB:
        raise TooLarge(
            "plates_too_many",
            zh=f"共 {count} 块，一次最多 {MOST_IN_JOB} 块。请按街道分次生成。",
            en=f"{count} plates; at most {MOST_IN_JOB} in one job. Make them street by street.",
            extra={"limit": MOST_IN_JOB},
        )
    wanted = filters.model_dump(mode="json", exclude_defaults=True)
    payload = {"filters": wanted, "size": size, "base_url": base_url}
    return jobs.queue(PRINT, payload, actor=actor, title_zh=f"生成场所二维码牌 {count} 块", area_path=filters.area)


@job(PRINT, cancellable=True)
def print_plates(handle: JobHandle) -> dict[str, Any]:
    """Set the plates community by community into one ZIP and keep it; run again, it starts over."""
    filters = PlaceFilters(**handle.payload["filters"])
    layout = plates.layout_of(handle.payload["size"])
    rows = list(plates.printable(actor=handle.actor, filters=filters).order_by("area_path", "number"))
    names = _names(rows)
    out = io.BytesIO()
    done = files = 0
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as bundle:
        for path, members in groupby(rows, key=_community):
            stack = list(members)
            for part, start in enumerate(range(0, len(stack), plates.MOST_PLATES), start=1):
                some = stack[start : start + plates.MOST_PLATES]
                more = f"-{part}" if len(stack) > plates.MOST_PLATES else ""
                bundle.writestr(
                    f"{names[path]}{more}-{len(some)}块.pdf", plates.set_plates(some, layout, handle.payload["base_url"])
                )
                files, done = files + 1, done + len(some)
                handle.progress(done, len(rows))
    content = out.getvalue()
    digest = hashlib.sha256(content).hexdigest()
    keep(actor=handle.actor, sha256=digest, chunks=[content], size_limit=SIZE_LIMIT, look=_is_zip)
    with transaction.write():
        plates.record_print(handle.actor, filters, layout.code, done)
    return {"plates": done, "files": files, "file": {"sha256": digest, "name": f"场所二维码牌-{done}块.zip"}}


def bundle_of(*, actor: Actor, job_id: UUID) -> tuple[bytes, str]:
    """Return the ZIP of one's own finished job and its name. Raises Forbidden, NotFound."""
    require_anywhere(actor, "places.plates")
    row = Job.objects.filter(pk=job_id, kind=PRINT, account_id=actor.account_id, state=Job.State.DONE).first()
    stored = StoredFile.objects.filter(sha256=row.result["file"]["sha256"]).first() if row else None
    if row is None or stored is None:
        raise not_found("打印任务", "print job")
    with evidence.open_file(stored) as handle:
        return handle.read(), row.result["file"]["name"]


def _community(place: Place) -> str:
    return "/".join(place.area_path.split("/")[:COMMUNITY_DEPTH])


def _names(rows: list[Place]) -> dict[str, str]:
    """Return community path → street and community as a file is named (one query)."""
    paths = {_community(row) for row in rows}
    parts = {path for whole in paths for path in (whole, whole.rpartition("/")[0])}
    words = dict(Area.objects.filter(path__in=parts).values_list("path", "name"))
    named = {path: (words.get(path.rpartition("/")[0], ""), words.get(path, path.replace("/", "_"))) for path in paths}
    return {path: "-".join(word for word in both if word) for path, both in named.items()}


def _is_zip(path: Path) -> FileKind:
    return FileKind("application/zip")
