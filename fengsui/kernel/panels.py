"""Panels: parts of a page registered by packages further right, so that a place can show its hazards."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fengsui.kernel.actor import Actor

PanelQuery = Callable[[Actor, Any], list[dict[str, Any]]]


@dataclass(frozen=True)
class Panel:
    """One panel: its key, title in both languages, and the query (actor, subject row) → rows for the screen."""

    key: str
    title_zh: str
    title_en: str
    query: PanelQuery


_panels: dict[str, dict[str, Panel]] = {}


def register(subject: str, *, key: str, title: tuple[str, str], query: PanelQuery) -> None:
    """Register a panel for a kind of subject such as 'places.place'; the same key again replaces itself."""
    _panels.setdefault(subject, {})[key] = Panel(key, title[0], title[1], query)


def panels_of(subject: str) -> list[Panel]:
    """Return the panels of a kind of subject in order of registration."""
    return list(_panels.get(subject, {}).values())
