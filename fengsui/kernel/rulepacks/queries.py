"""Reading rule packs: the one in force for an area on a day, and any version a record was made with."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from fengsui.kernel.errors import InvalidInput, Unavailable
from fengsui.kernel.rulepacks import engine
from fengsui.kernel.rulepacks.schema import PackContent

if TYPE_CHECKING:
    from fengsui.kernel.models import RulePack


_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Published:
    """A pack as rules are read from it: its version and its content."""

    version: str
    content: PackContent


# Published packs as parsed by this process: hash and version → content.
_kept: dict[tuple[str, str], PackContent] = {}
KEPT_AT_MOST = 64


def content_of(row: "RulePack") -> PackContent:
    """Return the typed content of a pack row; published ones are parsed once a process, from the row's own content."""
    if row.state in (row.State.DRAFT, row.State.TESTED):
        return engine.read(row.content)
    found = _kept.get((row.sha256, row.version))
    if found is None:
        if len(_kept) >= KEPT_AT_MOST:
            _kept.clear()
        found = _kept[row.sha256, row.version] = engine.read(row.content)
    return found


def intact(row: "RulePack") -> bool:
    """Tell whether a pack's content still has the hash it was registered with."""
    from fengsui.kernel.rulepacks.services import content_sha256

    return content_sha256(row.content) == row.sha256


def regions_of(area_path: str) -> list[str]:
    """Return the region prefixes of an area, most specific first: 150402, 1504, 15, and the nation ''."""
    code = area_path.split("/", 1)[0]
    return [code[:length] for length in range(len(code), 0, -1) if length % 2 == 0] + [""]


def published(area_path: str, on: date) -> Published:
    """Return the pack in force for an area on a day: the most specific region, then the latest start.

    Raises Unavailable when none is published (an installation that was not set up).
    """
    from fengsui.kernel.models import RulePack

    wanted = regions_of(area_path)
    rows = RulePack.objects.filter(
        region__in=wanted,
        state__in=[RulePack.State.PUBLISHED, RulePack.State.RETIRED],
        effective_from__lte=on,
    ).defer("content")
    fitting = [row for row in rows if row.effective_to is None or row.effective_to >= on]
    if not fitting:
        # Records older than the first pack are read by the first pack there is.
        fitting = list(
            RulePack.objects.filter(region__in=wanted, state=RulePack.State.PUBLISHED).order_by("effective_from").defer("content")
        )[:1]
    if not fitting:
        raise Unavailable(
            "rulepack_none",
            zh="还没有已发布的规则包，请系统管理员运行 fengsui check 或发布规则包。",
            en="No rule pack is published yet.",
        )
    best = max(fitting, key=lambda row: (len(row.region), row.effective_from, row.published_at or _NEVER, row.version))
    return Published(best.version, content_of(best))


def by_version(version: str) -> Published:
    """Return the pack of a version. Raises InvalidInput `rulepack_unknown` when there is none (drafts do not count)."""
    from fengsui.kernel.models import RulePack

    row = RulePack.objects.exclude(state__in=_drafts()).filter(version=version).defer("content").first()
    if row is None:
        raise InvalidInput(
            "rulepack_unknown",
            zh=f"没有版本为“{version}”的规则包，请先更新工作包。",
            en=f"No rule pack has the version “{version}”; update the work pack first.",
        )
    return Published(row.version, content_of(row))


def in_use() -> list[Published]:
    """Return every pack that records were or are made with (all but drafts), in one query."""
    from fengsui.kernel.models import RulePack

    rows = RulePack.objects.exclude(state__in=_drafts()).defer("content").order_by("version")
    return [Published(row.version, content_of(row)) for row in rows]


def _drafts() -> list[str]:
    from fengsui.kernel.models import RulePack

    return [RulePack.State.DRAFT, RulePack.State.TESTED]
