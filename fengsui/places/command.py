"""What the command line asks of the ledger."""

from pathlib import Path

from fengsui.kernel.actor import Actor
from fengsui.places.export import write_to


def export_places(area: str, path: Path, *, actor: Actor) -> int:
    """Write the places of an area path ('' = every area) as XLSX with masked phones; return how many rows."""
    return write_to(path, actor=actor, area=area)
