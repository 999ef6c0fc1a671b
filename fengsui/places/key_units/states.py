"""Key-unit status as a table: statuses, verbs, who, and the consequence in words; API, buttons and docs follow it.

A brigade of county level or above names key units and the emergency authority files them with the government of its
level (Fire Protection Law, article 17). A unit declares itself, and one that no longer meets the criteria comes off.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class KeyUnitStatus:
    """One status: words, and whether the place counts as a key unit while it has it."""

    code: str
    zh: str
    en: str
    listed: bool = False


@dataclass(frozen=True)
class KeyUnitVerb:
    """One row of the table. `needs` names what the form must give: reason, document (the paper's name or number)."""

    code: str
    zh: str
    en: str
    from_statuses: tuple[str, ...]
    to_status: str
    permission: str
    consequence_zh: str
    consequence_en: str
    needs: tuple[str, ...] = ()


STATUSES: dict[str, KeyUnitStatus] = {
    status.code: status
    for status in (
        KeyUnitStatus("none", "非重点单位", "not a key unit"),
        KeyUnitStatus("declared", "已申报", "declared"),
        KeyUnitStatus("verified", "已核实", "verified"),
        KeyUnitStatus("listed", "已认定", "listed", listed=True),
        KeyUnitStatus("filed", "已备案", "filed", listed=True),
        KeyUnitStatus("delisted", "已退出", "delisted"),
    )
}
LISTED: tuple[str, ...] = tuple(code for code, status in STATUSES.items() if status.listed)
KINDS = ("place", "building")

VERBS: dict[str, KeyUnitVerb] = {
    verb.code: verb
    for verb in (
        KeyUnitVerb(
            "declare", "登记申报", "record a declaration", ("none", "delisted"), "declared", "places.key_declare",
            "进入核实；认定之前不按重点单位统计。", "It waits to be verified; it does not count yet.", ("document",),
        ),
        KeyUnitVerb(
            "verify", "核实", "verify", ("declared",), "verified", "places.key_verify",
            "现场情况与界定标准已核对，等待大队认定。", "The facts were checked against the criteria; the brigade decides next.",
            ("reason",),
        ),
        KeyUnitVerb(
            "decline", "不予认定", "decline", ("declared", "verified"), "none", "places.key_verify",
            "退回非重点单位，申报材料和理由留档。", "It is no key unit; the papers stay on record.", ("reason",),
        ),
        KeyUnitVerb(
            "list", "认定", "list", ("verified",), "listed", "places.key_list",
            "自生效日起计入重点单位，报本级人民政府备案。", "It counts as a key unit from that day; filing follows.",
            ("document",),
        ),
        KeyUnitVerb(
            "file", "登记备案", "record the filing", ("listed",), "filed", "places.key_list",
            "记录已由应急管理部门报本级人民政府备案。", "Records that it was filed with the government.", ("document",),
        ),
        KeyUnitVerb(
            "delist", "退出", "delist", ("listed", "filed"), "delisted", "places.key_list",
            "自生效日起不再计入重点单位，以前各日的数字不变。", "It counts no more; earlier days keep their numbers.",
            ("document", "reason"),
        ),
    )
}  # fmt: skip


def verbs_from(status: str, permissions: set[str]) -> list[KeyUnitVerb]:
    """Return the verbs open from a status to a person who holds these permissions on the place."""
    return [verb for verb in VERBS.values() if status in verb.from_statuses and verb.permission in permissions]
