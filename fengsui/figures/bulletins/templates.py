"""The office's own wording: versions kept one after the other, the nearest area's in force, the default to come back to."""

from dataclasses import dataclass
from uuid import UUID

from fengsui.figures.bulletins import fields, wording
from fengsui.figures.bulletins.defaults import DEFAULTS
from fengsui.figures.bulletins.models import BulletinTemplate
from fengsui.kernel import audit
from fengsui.kernel.actor import Actor
from fengsui.kernel.errors import Conflict
from fengsui.kernel.scope import require
from fengsui.kernel.service import service


@dataclass(frozen=True)
class InForce:
    """The wording in force for an area: the three texts, whose they are, which version (0: never changed)."""

    title: str
    body: str
    short: str
    version: int
    area_path: str
    is_default: bool


def in_force(kind: str, area_path: str) -> InForce:
    """Return the wording an area writes a kind with: its own latest version, else the one above it, else the default."""
    above = ["/".join(area_path.split("/")[: n + 1]) for n in range(area_path.count("/") + 1)]
    rows = BulletinTemplate.objects.filter(kind=kind, area_path__in=above).order_by("version")
    latest = {row.area_path: row for row in rows}
    if latest:
        row = latest[max(latest, key=len)]
        return InForce(row.title, row.body, row.short, row.version, row.area_path, row.is_default)
    words = DEFAULTS[kind]
    return InForce(words.title, words.body, words.short, 0, area_path, True)


def versions_of(kind: str, area_path: str) -> list[BulletinTemplate]:
    """Return the versions an area made of a kind, newest first."""
    return list(BulletinTemplate.objects.filter(kind=kind, area_path=area_path).order_by("-version"))


@service("bulletin.template")
def save_template(
    *, actor: Actor, operation_id: UUID | None = None, kind: str, area_path: str, from_version: int, title: str, body: str,
    short: str, to_default: bool = False,
) -> BulletinTemplate:  # fmt: skip
    """Keep a new version of an area's wording, or with `to_default` a version that is the shipped one again.

    `from_version` is the one it was edited from. Bulletins drafted before keep their words. Raises InvalidInput naming every
    unknown field, Conflict when somebody else made a version in between.
    """
    require(actor, "bulletins.settings", area_path=area_path)
    before = in_force(kind, area_path)
    own = before.version if before.area_path == area_path else 0
    if from_version != before.version:
        raise Conflict("row_changed", zh="模板刚被别人改过，请刷新后再改。", en="Somebody changed the template; reload.")
    if to_default:
        title, body, short = DEFAULTS[kind]
    wording.check(
        {"title": title, "body": body, "short": short}, fields=fields.field_table(), tables=fields.TABLES, charts=fields.CHARTS
    )
    row = BulletinTemplate(
        area_path=area_path, kind=kind, version=own + 1, title=title.strip(), body=body, short=short, is_default=to_default,
        by_account_id=actor.account_id, by_name=actor.name[:150],
    )  # fmt: skip
    row.save(force_insert=True)
    audit.record(
        actor=actor, verb="bulletin.template", subject=row, area_path=area_path,
        changes={"kind": [None, kind], "version": [own, row.version], "default": [before.is_default, to_default]},
    )  # fmt: skip
    return row
