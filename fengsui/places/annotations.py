"""Columns of the list that packages further right add to places, such as the count of open hazards: one query for all."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models.expressions import Combinable

Expression = Callable[[], Combinable]
Then = Callable[[date], Combinable]


@dataclass(frozen=True)
class Annotation:
    """A number a place carries in lists: its key, words, and the SQL expression (over OuterRef('pk')) that counts it.

    `then` gives the expression that counts what it was at the end of a past day.
    """

    key: str
    title_zh: str
    title_en: str
    expression: Expression
    then: Then | None = None


_annotations: dict[str, Annotation] = {}


def register(*, key: str, title: tuple[str, str], expression: Expression, then: Then | None = None) -> None:
    """Register a count, such as open_hazards: a Subquery or Coalesce of whole numbers. The same key replaces itself."""
    _annotations[key] = Annotation(key, title[0], title[1], expression, then)


def every() -> list[Annotation]:
    """Return what has been registered, in order of registration."""
    return list(_annotations.values())


def known(key: str) -> Annotation | None:
    """Return a registered annotation."""
    return _annotations.get(key)
