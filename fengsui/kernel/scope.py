"""Scope: which rows a person may see or change, decided in one place for lists, details, exports and events."""

from typing import Any, TypeVar

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, Func, Q, QuerySet
from django.db.models.functions import Left
from django.db.models.lookups import Exact, GreaterThanOrEqual, LessThan
from django.db.models.sql.compiler import SQLCompiler

from fengsui.kernel.actor import Actor
from fengsui.kernel.errors import Forbidden, not_found
from fengsui.kernel.ids import new_id
from fengsui.kernel.permissions import known, role_label

Row = TypeVar("Row", bound=models.Model)


class AreaPathField(models.CharField):  # type: ignore[type-arg]
    """An area path such as 150402/006/002/07, compared byte by byte so that a range scan finds a subtree."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 60)
        super().__init__(*args, **kwargs)

    def db_parameters(self, connection: BaseDatabaseWrapper) -> dict[str, Any]:
        """Use the C collation on PostgreSQL; SQLite compares bytes by itself."""
        parameters = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters


# National statistical codes: 6 digits of the district, a stroke, 3 of the street.
STREET_WIDTH = 10
# Strokes in the path of a grid (district/street/community/grid): no area lies below one.
GRID_DEPTH = 3


class LongLedger(models.Model):
    """A table of millions of rows told day by day: its street stands in a column of its own, for indexes by street and day."""

    street_path = models.GeneratedField(
        expression=Left("area_path", STREET_WIDTH), output_field=AreaPathField(max_length=STREET_WIDTH), db_persist=True
    )

    class Meta:
        abstract = True


class _Walked(Func):
    """A column that SQLite's planner is not to look up by its index: the rows are walked by day, and most are in the area."""

    template = "%(expressions)s"
    arity = 1

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any) -> Any:
        return self.as_sql(compiler, connection, template="+%(expressions)s", **extra)


class ScopedModel(models.Model):
    """A row that belongs to an area and, where it matters, to a line (条线)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    area_path = AreaPathField(db_index=True)
    line = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        abstract = True


def under(path: str, field: str = "area_path") -> Q:
    """Return the filter for a path and all below it, as a range that an ordinary index serves; a grid has nothing below it."""
    if path.count("/") == GRID_DEPTH:
        return Q(**{field: path})
    # '0' is the character after '/', so [path, path0) holds path and everything that starts with path/: one range that
    # a covering index answers alone. The second half leaves out the rest of it (path followed by a space, dot, dash …).
    within = Q(**{f"{field}__gte": path, f"{field}__lt": f"{path}0"})
    return within & (Q(**{field: path}) | Q(**{f"{field}__gte": f"{path}/"}))


def passed_under(path: str) -> Q:
    """Return the filter for a path and all below it for rows read in the order of another index: no index is asked for it."""
    column: Func = _Walked(F("area_path"), output_field=AreaPathField())
    if path.count("/") == GRID_DEPTH:
        return Q(Exact(column, path))
    return Q(Exact(column, path)) | Q(GreaterThanOrEqual(column, f"{path}/")) & Q(LessThan(column, f"{path}0"))


def walked_under(path: str) -> Q:
    """Return the filter for a path and all below it in a LongLedger of which the day narrows the rows more than the area.

    A whole district is walked by day; a street, and what lies below it, by the index by street and day.
    """
    if len(path) < STREET_WIDTH:
        return passed_under(path)
    street = Q(street_path=path[:STREET_WIDTH])
    # A street's own column says all of it: a second condition would let PostgreSQL read its rows in no order and sort them.
    return street if len(path) == STREET_WIDTH else street & passed_under(path)


def deeper(path: str, within: str) -> str | None:
    """Return the part of an area that lies within another: the deeper of the two paths, None where neither holds the other."""
    if not within or path == within or path.startswith(f"{within}/"):
        return path
    return within if within.startswith(f"{path}/") else None


def scope_filter(
    actor: Actor,
    permission: str,
    *,
    area_field: str = "area_path",
    line_field: str | None = "line",
    walked: bool = False,
    passed: bool = False,
    within: str = "",
) -> Q | None:
    """Return the filter of an actor for a permission; None means every row; an impossible filter means none.

    `within` keeps what lies in an area besides: one range for both, as SQLite reads an index for one range of a column only.
    """
    known(permission)

    def inside(path: str) -> Q:
        if passed:
            return passed_under(path)
        return walked_under(path) if walked else under(path, area_field)

    if actor.is_system:
        return inside(within) if within else None
    wanted = Q(pk__in=[])
    for grant in actor.grants_for(permission):
        path = deeper(grant.area_path, within)
        if path is None:
            continue
        piece = inside(path)
        if grant.line and line_field:
            piece &= Q(**{line_field: grant.line})
        elif grant.line:
            continue
        wanted |= piece
    return wanted


def visible(
    queryset: QuerySet[Row],
    actor: Actor,
    permission: str,
    *,
    area_field: str = "area_path",
    line_field: str | None = "line",
    walked: bool = False,
    passed: bool = False,
    within: str = "",
) -> QuerySet[Row]:
    """Return the rows of a queryset that an actor may reach with a permission; none without a grant.

    `area_field` and `line_field` name the columns (a relation path is fine); `line_field=None` for rows without
    lines, which grants limited to a line then do not reach. `walked` is for a LongLedger read by day (walked_under),
    `passed` for rows read in the order of an index that knows no area (passed_under). `within` keeps what lies in an area.
    """
    wanted = scope_filter(
        actor, permission, area_field=area_field, line_field=line_field, walked=walked, passed=passed, within=within
    )
    return queryset if wanted is None else queryset.filter(wanted)


def find(
    rows: QuerySet[Row], actor: Actor, permission: str, row_id: object, *, what: tuple[str, str] = ("记录", "record")
) -> Row:
    """Return the row of an id that an actor may reach with a permission.

    Raises Forbidden when no grant carries the permission at all, NotFound when there is no such row in scope.
    """
    require_anywhere(actor, permission)
    row = visible(rows, actor, permission).filter(pk=row_id).first()
    if row is None:
        raise not_found(*what)
    return row


def require(actor: Actor, permission: str, *, area_path: str, line: str = "") -> None:
    """Let an action on a row of that area and line pass, or raise.

    Raises Forbidden when no grant carries the permission at all, NotFound when the row lies outside the scope:
    whether a foreign row exists is nobody's business.
    """
    if actor.may(permission, area_path=area_path, line=line):
        return
    if not actor.has(permission):
        raise forbidden(permission)
    raise not_found()


def require_anywhere(actor: Actor, permission: str) -> None:
    """Let an action that has no row (a list, a form) pass when any grant carries the permission, or raise Forbidden."""
    if not actor.has(permission):
        raise forbidden(permission)


def forbidden(permission: str) -> Forbidden:
    """Return the error that names the missing permission and the roles that carry it."""
    wanted = known(permission)
    roles = "、".join(role_label(role) for role in sorted(wanted.roles))
    return Forbidden(
        "permission_missing",
        zh=f"您没有“{wanted.zh}”的权限。有此权限的角色：{roles}。如工作需要，请联系安全管理员授权。",
        en=f"You lack the permission “{wanted.en}”. Ask the security administrator for a grant.",
        extra={"permission": permission},
    )


def explain(actor: Actor, permission: str, *, area_path: str, line: str = "") -> str:
    """Say in Chinese why an actor may, or may not, reach a row of that area and line with a permission."""
    wanted = known(permission)
    if actor.is_system:
        return f"系统任务“{actor.name}”可{wanted.zh}。"
    carrying = actor.grants_for(permission)
    for grant in carrying:
        if grant.covers(area_path, line):
            limit = f"、条线“{grant.line}”" if grant.line else ""
            return (
                f"您在区域 {grant.area_path}{limit} 的角色是{role_label(grant.role)}，该角色可{wanted.zh}，本条在 {area_path}。"
            )
    if carrying:
        places = "、".join(sorted({grant.area_path for grant in carrying}))
        return f"您可{wanted.zh}的区域是 {places}，本条在 {area_path}，不在其中。"
    return f"您的角色都不含“{wanted.zh}”。"
