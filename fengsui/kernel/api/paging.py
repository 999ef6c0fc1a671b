"""Lists in pages: page number and size in, rows with the total out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet
from ninja import Schema
from pydantic import Field

Item = TypeVar("Item")
Row = TypeVar("Row", bound=Model)


class PageQuery(Schema):
    """Which page of a list: number from 1, size up to 200."""

    page: int = Field(1, ge=1, le=100_000)
    page_size: int = Field(50, ge=1, le=200)


class Page(Schema, Generic[Item]):
    """One page of a list and how many rows match in all."""

    items: list[Item]
    total: int
    page: int
    page_size: int


@dataclass(frozen=True)
class Paged(Generic[Item]):
    """What a query returns for a list: the rows of the page, and the total."""

    items: Sequence[Item]
    total: int
    page: int
    page_size: int


def page_of(rows: QuerySet[Row], page: int, page_size: int, show: Callable[[Row], Any] | None = None) -> Paged[Any]:
    """Cut one page out of an ordered queryset in two queries; `show` turns each row into what the API answers."""
    total = rows.count()
    start = (page - 1) * page_size
    items = list(rows[start : start + page_size])
    return Paged([show(row) for row in items] if show else items, total, page, page_size)
