"""The organ that signs an area's bulletins."""

from fengsui.kernel import settings_store

KEY = "bulletins.settings"


def organ_of(area_path: str, area_name: str) -> str:
    """Return the organ named on an area's papers: as set by the office, else its fire committee's office."""
    kept = (settings_store.get(KEY, {}) or {}).get(area_path, {})
    return str(kept.get("organ") or f"{area_name}消防安全委员会办公室")
