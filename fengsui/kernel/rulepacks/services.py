"""Writing rule packs: shipped ones are imported, drafts edited and tested, tested ones published; old ones stay."""

import hashlib
import json
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

import yaml

from fengsui.kernel import audit, clock, outbox, transaction
from fengsui.kernel.actor import Actor
from fengsui.kernel.errors import Conflict, FieldError, InvalidInput, not_found
from fengsui.kernel.models import RulePack
from fengsui.kernel.rulepacks import changes, engine, examining
from fengsui.kernel.rulepacks.schema import PackContent
from fengsui.kernel.scope import require_anywhere
from fengsui.kernel.service import service

DATA = Path(__file__).parent / "data"


def content_sha256(content: dict[str, Any]) -> str:
    """Return the hash that names a pack's content, independent of key order."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()


@lru_cache(maxsize=1)
def shipped() -> tuple[dict[str, Any], ...]:
    """Return the documents that come with the product, each whole, its base laid under it."""
    raw = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(DATA.glob("*.yaml"))]
    by_version = {row["version"]: row for row in raw}
    whole = []
    for row in raw:
        made = engine.lay_over(by_version[row["extends"]], row) if "extends" in row else dict(row)
        whole.append(json.loads(json.dumps(made, default=str, ensure_ascii=False)))
    return tuple(whole)


@lru_cache(maxsize=1)
def _shipped_read() -> tuple[tuple[dict[str, Any], PackContent, str], ...]:
    """Return each shipped document with what it says and its hash; read once a process."""
    return tuple((document, engine.read(document), content_sha256(document)) for document in shipped())


def import_shipped(*, actor: Actor) -> int:
    """Publish the shipped packs this installation does not have yet; return how many. Running it again changes nothing.

    A pack that comes in the place of a former version which began on the same day ends when that one was to end.
    """
    known = set(RulePack.objects.values_list("version", flat=True))
    fresh = [pack for pack in _shipped_read() if pack[0]["version"] not in known]
    for document, content, digest in fresh:
        with transaction.write():
            if RulePack.objects.filter(version=content.version).exists():
                continue
            begun = RulePack.objects.select_for_update().filter(
                code=content.code, region=content.region, effective_from=content.effective_from,
                state__in=[RulePack.State.PUBLISHED, RulePack.State.RETIRED],
            )  # fmt: skip
            former = begun.order_by("-published_at", "-version").first()
            row = RulePack.objects.create(
                code=content.code,
                version=content.version,
                title=content.title,
                region=content.region,
                state=former.state if former else RulePack.State.PUBLISHED,
                effective_from=content.effective_from,
                effective_to=former.effective_to if former else content.effective_to,
                content=document,
                sha256=digest,
                tested_at=clock.now(),
                published_at=clock.now(),
            )
            audit.record(actor=actor, verb="rulepack.import", subject=row, area_path="")
            if former is not None:
                changes = {"effective_to": [str(former.effective_to or ""), str(former.effective_from)]}
                former.effective_to = former.effective_from
                former.save(update_fields=["effective_to"])
                audit.record(actor=actor, verb="rulepack.replaced", subject=former, area_path="", changes=changes)
    return len(fresh)


def _get(pack_id: UUID) -> RulePack:
    row = RulePack.objects.select_for_update().filter(pk=pack_id).first()
    if row is None:
        raise not_found("规则包", "rule pack")
    return row


def _require_state(row: RulePack, *states: str) -> None:
    if row.state not in states:
        raise Conflict(
            "rulepack_state",
            zh=f"规则包 {row.version} 目前是“{row.get_state_display()}”，不能这样操作。已发布的版本不改，请另建草稿。",
            en=f"Rule pack {row.version} is {row.state}; a published version never changes, make a draft of it.",
        )


@service("rulepack.draft")
def create_draft(
    *, actor: Actor, operation_id: UUID | None = None, id: UUID, source_id: UUID, version: str, region: str = ""
) -> RulePack:
    """Make a draft from another pack under a new version, for its region or for one inside it (15 → 150402).

    Raises Conflict when the version exists, InvalidInput for a region outside the source's.
    """
    require_anywhere(actor, "rulepacks.edit")
    source = RulePack.objects.filter(pk=source_id).first()
    if source is None:
        raise not_found("规则包", "rule pack")
    if RulePack.objects.filter(version=version).exists():
        raise Conflict("version_taken", zh=f"版本号“{version}”已存在，请换一个。", en=f"The version “{version}” exists.")
    region = region or source.region
    if not region.startswith(source.region):
        raise InvalidInput(
            "region_outside",
            zh=f"“{source.title}”适用于 {source.region}，不能作为 {region} 的底本。",
            en=f"The pack is for {source.region}; it cannot be the base for {region}.",
            fields=[FieldError("region", "请填底本地区之内的区划代码。", "Give a region inside the source's.", "outside")],
        )
    start = max(clock.local_date() + timedelta(days=1), source.effective_from)
    content = {
        **source.content,
        "version": version,
        "region": region,
        "effective_from": start.isoformat(),
        "effective_to": None,
    }
    row = RulePack(
        id=id,
        code=source.code,
        version=version,
        title=source.title,
        region=region,
        state=RulePack.State.DRAFT,
        effective_from=start,
        content=content,
        sha256=content_sha256(content),
        created_by_id=actor.account_id,
    )
    row.save(force_insert=True)
    audit.record(actor=actor, verb="rulepack.draft", subject=row, changes={"source": [None, source.version]}, area_path="")
    return row


@service("rulepack.save")
def save_draft(
    *, actor: Actor, operation_id: UUID | None = None, pack_id: UUID, content: dict[str, Any], row_version: int
) -> RulePack:
    """Save a draft. Raises Conflict when somebody saved it meanwhile, InvalidInput when the content is no pack."""
    require_anywhere(actor, "rulepacks.edit")
    row = _get(pack_id)
    _require_state(row, RulePack.State.DRAFT, RulePack.State.TESTED)
    if row.row_version != row_version:
        raise Conflict(
            "row_changed",
            zh="这份草稿已被别人保存过，请先看差异再保存，您的内容还在页面上。",
            en="Somebody saved this draft meanwhile; compare before saving. Your text is still on the page.",
            extra={"row_version": row.row_version},
        )
    content = {**content, "version": row.version, "code": row.code, "region": row.region}
    try:
        typed = engine.read(content)
    except engine.WrongPack as wrong:
        raise InvalidInput(
            "rulepack_wrong",
            zh=f"规则包内容有误：{wrong.problems[0]}",
            en=f"The pack is wrong: {wrong.problems[0]}",
            fields=[FieldError("content", problem, problem) for problem in wrong.problems],
        ) from wrong
    made = changes.difference(engine.read(row.content), typed)
    row.content, row.sha256 = content, content_sha256(content)
    row.title, row.effective_from, row.effective_to = typed.title, typed.effective_from, typed.effective_to
    row.state, row.row_version = RulePack.State.DRAFT, row.row_version + 1
    row.save()
    shown = {change.what: [change.kind, {k: list(v) for k, v in change.fields.items()}] for change in made[:200]}
    audit.record(actor=actor, verb="rulepack.save", subject=row, changes=shown, area_path="")
    return row


@service("rulepack.discard", returns_json=True)
def discard_draft(*, actor: Actor, operation_id: UUID | None = None, pack_id: UUID) -> dict[str, Any]:
    """Throw a draft away; its version may be used again. Raises Conflict for one that was published."""
    require_anywhere(actor, "rulepacks.edit")
    row = _get(pack_id)
    _require_state(row, RulePack.State.DRAFT, RulePack.State.TESTED)
    audit.record(actor=actor, verb="rulepack.discard", subject=row, changes={"sha256": [row.sha256, None]}, area_path="")
    row.delete()
    return {"version": row.version}


@service("rulepack.test")
def examine_pack(*, actor: Actor, operation_id: UUID | None = None, pack_id: UUID) -> RulePack:
    """Examine a draft: its references and its own examples. Raises InvalidInput with every problem in words."""
    require_anywhere(actor, "rulepacks.edit")
    row = _get(pack_id)
    _require_state(row, RulePack.State.DRAFT, RulePack.State.TESTED)
    problems = examining.examine(engine.read(row.content))
    if problems:
        raise InvalidInput(
            "rulepack_fails",
            zh=f"没有通过测试：{problems[0]}",
            en="The pack fails its tests.",
            fields=[FieldError("content", problem, problem) for problem in problems],
        )
    row.state, row.tested_at, row.tested_by_id = RulePack.State.TESTED, clock.now(), actor.account_id
    row.save(update_fields=["state", "tested_at", "tested_by"])
    audit.record(actor=actor, verb="rulepack.test", subject=row, area_path="")
    return row


def _make_room(row: RulePack) -> date | None:
    """End the pack in force before a new one; return the day the new one itself must end, when a later one is published."""
    last_day = row.effective_from - timedelta(days=1)
    siblings = RulePack.objects.select_for_update().filter(code=row.code, region=row.region, state=RulePack.State.PUBLISHED)
    # One that would begin on the same day never comes into force: the new one is published later and wins that day.
    for former in siblings.filter(effective_from__lte=row.effective_from):
        if former.effective_to is None or former.effective_to > last_day:
            former.effective_to = max(last_day, former.effective_from)
            former.save(update_fields=["effective_to"])
    later = siblings.filter(effective_from__gt=row.effective_from).order_by("effective_from").first()
    ends = [day for day in (row.effective_to, later.effective_from - timedelta(days=1) if later else None) if day]
    return min(ends, default=None)


@service("rulepack.publish")
def publish_pack(*, actor: Actor, operation_id: UUID | None = None, pack_id: UUID) -> RulePack:
    """Publish a tested pack from its effective date on; the one before it stays in force until the day before.

    Raises Conflict when it was not tested, or when its effective date has passed: rules do not work backwards.
    """
    require_anywhere(actor, "rulepacks.publish")
    row = _get(pack_id)
    _require_state(row, RulePack.State.TESTED)
    if row.effective_from < clock.local_date():
        raise Conflict(
            "effective_past",
            zh="生效日期早于今天，规则不能溯及既往。请把生效日期改为今天或以后再发布。",
            en="The effective date has passed; rules do not work backwards.",
        )
    row.effective_to = _make_room(row)
    row.state, row.published_at, row.published_by_id = RulePack.State.PUBLISHED, clock.now(), actor.account_id
    row.save(update_fields=["state", "published_at", "published_by", "effective_to"])
    days = {"effective_from": [None, str(row.effective_from)], "effective_to": [None, str(row.effective_to or "")]}
    audit.record(actor=actor, verb="rulepack.publish", subject=row, changes=days, area_path="")
    outbox.emit(kind="RulePackPublished", subject=row, actor=actor, payload={"version": row.version}, area_path=row.region)
    return row


def _base_after(row: RulePack, last_day: date) -> bool:
    others = RulePack.objects.filter(region="", state=RulePack.State.PUBLISHED).exclude(pk=row.pk)
    fitting = others.filter(effective_from__lte=last_day + timedelta(days=1))
    return any(other.effective_to is None or other.effective_to > last_day for other in fitting)


@service("rulepack.retire")
def retire_pack(*, actor: Actor, operation_id: UUID | None = None, pack_id: UUID, last_day: date) -> RulePack:
    """Set the last day of a published pack; records made with it keep their text."""
    require_anywhere(actor, "rulepacks.publish")
    row = _get(pack_id)
    _require_state(row, RulePack.State.PUBLISHED)
    if last_day < max(clock.local_date(), row.effective_from):
        raise InvalidInput(
            "last_day_past",
            zh="停用日期不能早于今天，也不能早于生效日期：规则不能溯及既往。",
            en="The last day cannot be before today or before the effective date.",
            fields=[FieldError("last_day", "请选今天或以后的日期。", "Choose today or a later day.", "too_early")],
        )
    if not row.region and not _base_after(row, last_day):
        raise Conflict(
            "last_pack",
            zh="停用后就没有全国基础规则可用。请先发布一份接上的新版本。",
            en="No base pack would be in force after that day; publish the next one first.",
        )
    before, row.effective_to, row.state = row.effective_to, last_day, RulePack.State.RETIRED
    row.save(update_fields=["effective_to", "state"])
    audit.record(
        actor=actor, verb="rulepack.retire", subject=row, changes={"effective_to": [before, str(last_day)]}, area_path=""
    )
    return row
