"""The notice as a paper to keep: A4, numbered, with what to do by when, and the code that leads to its page."""

from typing import Any
from uuid import UUID

from fengsui.hazards.notices import codes, queries, serving_rules
from fengsui.hazards.notices.models import Notice
from fengsui.kernel import audit, clock, documents, transaction
from fengsui.kernel.actor import Actor

TEMPLATE = "fengsui/hazards/templates/notice.typ"
PRINT = "hazards.print_notice"
# Entries of service on the paper; it says how many more there are.
SHOWN = 4


def notice_address(base_url: str, code: str) -> str:
    """Return the address a notice's QR code opens; `base_url` is the installation's own, such as https://host/."""
    return f"{base_url.rstrip('/')}/n/{code}"


def notice_pdf(*, actor: Actor, notice_id: UUID, base_url: str) -> tuple[bytes, Notice]:
    """Return the office's copy of a notice, with the names on it, and its row; printing is audited.

    Raises Forbidden without hazards.print_notice, NotFound.
    """
    row = queries.find(actor=actor, notice_id=notice_id, permission=PRINT)
    content = _render(row, base_url, named=True, watermark=documents.mark_of(actor, row.place_number))
    with transaction.write():
        audit.record(actor=actor, verb="notice.print", subject=row)
    return content, row


def public_pdf(row: Notice, *, base_url: str) -> bytes:
    """Return the copy for whoever holds the code: posts instead of the names of persons."""
    return _render(row, base_url, named=False, watermark=f"网上副本，不含个人姓名 · {clock.local(clock.now()):%Y-%m-%d %H:%M}")


def _render(row: Notice, base_url: str, *, named: bool, watermark: str) -> bytes:
    address, words = notice_address(base_url, row.short_code), queries.words_of(row)
    data = {
        "title": words.heading,
        "lead": words.lead,
        "limit_head": words.limit_head,
        "closing": words.closing,
        "header": f"{row.issuer}　{row.number}",
        "number": row.number,
        "issuer": row.issuer,
        "place": row.place_name,
        "place_address": row.place_address,
        "place_number": row.place_number,
        "issued": f"{clock.local(row.issued_at):%Y-%m-%d %H:%M}",
        "day": f"{row.local_date:%Y年%-m月%-d日}",
        "by": f"{row.by_name}（{row.by_role}）" if named else row.by_role,
        "service": serving_rules.STATES[row.service_state][0],
        "servings": _servings(row, named),
        "to_sign": named and row.service_state == "unserved" and row.voided_at is None,
        "lines": [_line(row, line) for line in row.lines],
        "unverified": any(not basis["verified"] for line in row.lines for basis in line["basis"]),
        "standing": [{**line, "due_words": line["due_on"] or "—"} for line in row.standing],
        "pack": row.rulepack_version,
        "code": codes.spaced(row.short_code),
        "address": address.removeprefix("https://").removeprefix("http://"),
        "qr": documents.qr_svg(address, error="m", border=2),
        "void": "" if row.voided_at is None else "本告知书已撤回" + (f"：{row.void_reason}" if named else "，以下内容不再适用。"),
    }
    return documents.render_pdf(TEMPLATE, data, watermark=watermark)


def _line(row: Notice, line: dict[str, Any]) -> dict[str, Any]:
    counted = ""
    if line["bad_count"] is not None and line["checked_count"] is not None:
        counted = f"{line['counted'] or '数量'}：查 {line['checked_count']}，坏 {line['bad_count']}"
    return {
        "goal": line["goal"],
        # Notices made before cases were named by what is wrong have no such name.
        "detail": "；".join(part for part in (line.get("title", ""), counted, line["description"]) if part),
        "limit": queries.limit_of(row, line),
        "fixed": line["fixed_on_site"],
        "number": line["number"],
        "basis": "、".join(basis["text"] + ("" if basis["verified"] else "〔待核〕") for basis in line["basis"]),
    }


def _servings(row: Notice, named: bool) -> list[str]:
    """Return the entries that stand, the last few of them, as the paper says them."""
    entries = list(row.servings.filter(cancels__isnull=True, cancelled_by__isnull=True).order_by("sequence"))
    shown = [f"{clock.local(one.at):%Y-%m-%d %H:%M} {serving_rules.entry_words(one, named=named)}" for one in entries[-SHOWN:]]
    return [*([f"另有更早的 {len(entries) - SHOWN} 条"] if len(entries) > SHOWN else []), *shown]
