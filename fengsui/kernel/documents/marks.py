"""The line that every paper and spreadsheet carries: who made it, when, over which data, and whether they are simulated."""

from fengsui.kernel import clock, settings_store
from fengsui.kernel.actor import Actor

SIMULATED = "模拟数据"


def mark_of(actor: Actor, scope_words: str = "") -> str:
    """Return the watermark line of an export: who, when (district time), over which area in words."""
    parts = [f"制表 {actor.name}", f"{clock.local(clock.now()):%Y-%m-%d %H:%M}"]
    if scope_words:
        parts.append(f"范围 {scope_words}")
    return " · ".join(parts)


def is_simulated(simulated: bool | None) -> bool:
    """Return the given word, or what the installation says of itself when none is given."""
    return settings_store.is_demo() if simulated is None else simulated
