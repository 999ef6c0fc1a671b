"""What `fengsui import places FILE` does: the whole import in one go, doubtful rows left for the wizard."""

from pathlib import Path

from fengsui.kernel import settings_store, transaction
from fengsui.kernel.actor import Actor
from fengsui.kernel.errors import InvalidInput
from fengsui.places.importing import services
from fengsui.places.importing.models import VERDICTS, ImportBatch
from fengsui.places.importing.writing.applying import apply
from fengsui.places.importing.writing.previewing import preview
from fengsui.places.importing.writing.steady import steady


def import_places(
    file: Path, sheet: str | None = None, area: str | None = None, *, actor: Actor, dry_run: bool = False
) -> dict[str, int]:
    """Import a ledger and return {new, changed, same, doubtful, conflict, rejected}: rows by verdict.

    New and changed rows are written unless `dry_run`; doubtful and conflicting ones wait in the wizard under the batch.
    `area` is the path the rows belong to, the installation's district by default. Raises what upload raises.
    """
    path = area or settings_store.get(settings_store.DISTRICT)
    if not path:
        raise InvalidInput(
            "area_missing",
            zh="还没有区划。请先运行 fengsui import areas，或用 --area 指定区域。",
            en="There are no areas yet: run `fengsui import areas` first, or name one with --area.",
        )
    batch = services.upload(actor=actor, path=file, file_name=file.name, area_path=str(path), sheet=sheet or "")
    if "name" not in batch.mapping.values():
        raise InvalidInput(
            "mapping_wrong",
            zh="认不出哪一列是场所名称。请在网页的导入向导中指出，之后同样表头会自动识别。",
            en="Which column holds the name cannot be told; say so in the wizard, and it is remembered.",
        )
    with steady():
        counts = preview(actor, batch, _quiet)
    if not dry_run:
        with transaction.write():
            ImportBatch.objects.filter(pk=batch.pk).update(state="applying")
        with steady():
            apply(actor, batch, _quiet)
    return {code: counts.get(code, 0) for code in VERDICTS}


def _quiet(done: int, total: int) -> None:
    """Take no note of progress: the command answers once, at the end."""
