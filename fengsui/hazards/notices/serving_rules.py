"""How a notice reaches the one it is for, what each way must leave behind, and what its entries amount to. Pure.

That a witness and a photo stand in for a refused signature, and for a paper posted at a closed door, is the usual practice
of service (留置送达, 张贴); the clauses have not been read in their primary text (待核).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Way:
    """A way of service: its words, the state it brings about, what an entry must name, and the role of its photos."""

    code: str
    zh: str
    en: str
    state: str
    needs: tuple[str, ...] = ()
    photo_role: str = ""


WAYS: dict[str, Way] = {
    way.code: way
    for way in (
        Way("in_person", "当面送达", "handed over in person", "served", ("receiver_name", "receiver_role"), "receipt"),
        Way("page", "扫码送达", "opened by its code", "served"),
        Way("posted", "张贴送达", "posted at the place", "served", ("witness_name", "photos"), "posted"),
        Way("refused", "拒签", "refused to sign", "refused", ("witness_name", "photos"), "refusal"),
        Way("absent", "未送成", "nobody to hand it to", "unserved", ("note",), "scene"),
        Way("taken_back", "更正", "entry taken back", "unserved"),
    )
}
# What people record; the opening of the page and the correction are entries of their own.
RECORDED = ("in_person", "posted", "refused", "absent")
STATES: dict[str, tuple[str, str]] = {
    "unserved": ("未送达", "not served"),
    "refused": ("拒签（有见证）", "refused, with a witness"),
    "served": ("已送达", "served"),
    "signed": ("已签收", "signed for"),
}
_RANK = list(STATES)
WANTED = {
    "receiver_name": ("请填写接收人姓名", "name who received it"),
    "receiver_role": ("请填写接收人身份（如店长、值班员）", "say what the receiver is there"),
    "witness_name": ("请填写见证人姓名", "name the witness"),
    "photos": ("请附照片", "a photo is needed"),
    "note": ("请写明情况", "say what happened"),
}


@dataclass(frozen=True)
class Standing:
    """What the entries of a notice amount to: its state, the way that brought it about, and when it was first served."""

    state: str = "unserved"
    way: str = ""
    served_at: datetime | None = None


def state_of(way: str, signed: bool) -> str:
    """Return the state one entry alone brings about."""
    return "signed" if way == "in_person" and signed else WAYS[way].state


def standing(entries: Iterable[tuple[str, bool, datetime]]) -> Standing:
    """Return what entries amount to, given as (way, signed, moment); those taken back are left out by the caller.

    The furthest state stands: a signature outweighs an opened page, and either a refusal.
    """
    counted = sorted(
        ((at, way, state_of(way, signed)) for way, signed, at in entries if state_of(way, signed) != "unserved"),
        key=lambda one: one[0],
    )
    if not counted:
        return Standing()
    best = max((state for _, _, state in counted), key=_RANK.index)
    return Standing(best, next(way for _, way, state in counted if state == best), counted[0][0])


def lacking(way: str, given: dict[str, Any]) -> list[str]:
    """Return the names of what an entry still needs; a signature stands in for nothing but its photo."""
    needs = [*WAYS[way].needs, *(["photos"] if given.get("signed") and way == "in_person" else [])]
    return [name for name in needs if not (len(given["photos"]) if name == "photos" else str(given[name]).strip())]


def _person(name: str, role: str) -> str:
    return f"{name}（{role}）" if name and role else name or role


def entry_words(entry: Any, *, named: bool) -> str:
    """Return one entry as the paper says it; without `named` nothing in it tells of a person."""
    parts = [WAYS[entry.way].zh]
    if entry.way == "in_person":
        if named and (receiver := _person(entry.receiver_name, entry.receiver_role)):
            parts.append(f"接收人 {receiver}")
        parts.append("已签字" if entry.signed else "未签字")
    if entry.way in ("posted", "refused"):
        parts.append(f"见证人 {_person(entry.witness_name, entry.witness_role)}，有照片" if named else "有见证人和照片")
    if named and entry.way not in ("page", "in_person") and entry.note:
        parts.append(entry.note)
    if named and entry.way != "page":
        parts.append(f"送达人 {entry.by_name}")
    return "，".join(parts)
