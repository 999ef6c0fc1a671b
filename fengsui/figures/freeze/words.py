"""Keeping the definitions that figures had: written after each migration, so that an old report can be read by its own words."""

from typing import Any

from fengsui.figures.freeze.models import FigureDefinition
from fengsui.kernel.figure import Figure, every, unit_label


def words_of(figure: Figure) -> dict[str, str]:
    """Return the parts of a definition."""
    return {
        "name": figure.zh,
        "unit": unit_label(figure.unit),
        "definition": figure.definition,
        "counted_on": figure.counted_on,
        "deduplication": figure.deduplication,
        "exclusions": figure.exclusions,
        "scope_rule": figure.scope_rule,
    }


def keep_definitions(plan: Any = None, **_: Any) -> None:
    """Write the definitions of versions that this installation has not had before."""
    if plan is None:
        return
    had = set(FigureDefinition.objects.values_list("figure_id", "version"))
    FigureDefinition.objects.bulk_create(
        FigureDefinition(figure_id=figure.id, version=figure.version, words=words_of(figure))
        for figure in every()
        if (figure.id, figure.version) not in had
    )
