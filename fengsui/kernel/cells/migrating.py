"""Cells and migrations: triggers go off before tables are made anew; after it they go on again and cells are counted."""

from typing import Any

from django.db.migrations import AddIndex, RemoveIndex

from fengsui.kernel.cells import rebuilding, triggers


def before(plan: Any = None, **_: Any) -> None:
    """Take the triggers off where something is to be migrated.

    A table that SQLite makes anew loses its triggers, and those of others that name it would stop its renaming.
    """
    if _changes(plan):
        triggers.remove()


def after(plan: Any = None, **_: Any) -> None:
    """Put the triggers on and count all cells where something was migrated; else those whose rules of counting have changed."""
    if plan is None:
        # The test framework empties a database and says so with the same signal.
        return
    if _changes(plan) or not triggers.complete():
        triggers.install()
        rebuilding.rebuild()
    elif (behind := rebuilding.outdated()) != set():
        rebuilding.rebuild(only=behind)


def _changes(plan: Any) -> bool:
    """Tell whether a plan does more than to add and remove indexes, which leaves tables and triggers as they are."""
    steps = [step for migration, _ in plan or () for step in migration.operations]
    return any(not isinstance(step, (AddIndex, RemoveIndex)) for step in steps)
