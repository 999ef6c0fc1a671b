"""What `fengsui report daily` and `fengsui report headline` print and write."""

import json
from datetime import date
from typing import Any, cast

from fengsui.figures import day_ledger as ledgers
from fengsui.figures import queries
from fengsui.figures.catalogue import values as catalogue
from fengsui.figures.schemas import DayLedgerOut
from fengsui.kernel.actor import Actor


def daily(*, actor: Actor, day: date, area: str = "") -> dict[str, Any]:
    """Return the day ledger as one JSON-able object, every list whole. Raises as day_ledger does."""
    ledger = ledgers.day_ledger(actor=actor, day=day, area_path=area)
    return cast(dict[str, Any], json.loads(DayLedgerOut.model_validate(ledger).model_dump_json()))


def daily_xlsx(*, actor: Actor, day: date, area: str = "") -> bytes:
    """Return the day ledger as a workbook."""
    return ledgers.day_ledger_xlsx(actor=actor, day=day, area_path=area)


def daily_pdf(*, actor: Actor, day: date, area: str = "") -> bytes:
    """Return the day ledger as PDF."""
    return ledgers.day_ledger_pdf(actor=actor, day=day, area_path=area)


def daily_text(*, actor: Actor, day: date, area: str = "") -> str:
    """Return the day ledger as lines for a terminal."""
    ledger = ledgers.day_ledger(actor=actor, day=day, area_path=area)
    lines = [f"{ledger['title']}　{ledger['date_words']}" + ("　（模拟数据）" if ledger["simulated"] else "")]
    lines += [f"  {note}" for note in ledger["notes"]]
    lines += [f"  {row['name']:　<8}{row['value']:>6} {row['unit']}" for row in ledger["figures"]]
    for key, title in (("overdue", "逾期未改"), ("found", "当日发现"), ("closed", "当日销案")):
        lines.append(f"{title}（{ledger[key]['total']} 处）")
        lines += [f"  {row['number']}　{row['place_name']}　{row['title']}" for row in ledger[key]["rows"]]
    lines.append(f"出动人员（{len(ledger['people'])} 人）")
    lines += [f"  {row['by_name']}　到场 {row['visits']}　进门检查 {row['inspected']}" for row in ledger["people"]]
    return "\n".join(lines)


def headline(*, actor: Actor, start: date, end: date, area: str = "") -> dict[str, Any]:
    """Return every figure of a period as one JSON-able object. Raises InvalidInput for a wrong period."""
    return catalogue.headline(actor=actor, period=queries.period_of(start, end), area_path=area)


def headline_text(*, actor: Actor, start: date, end: date, area: str = "") -> str:
    """Return every figure of a period as lines for a terminal."""
    told = headline(actor=actor, start=start, end=end, area=area)
    lines = [f"{told['from']} 至 {told['to']}　{told['area_path'] or '全部区域'}"]
    for row in told["figures"]:
        value = "—" if row["value"] is None else f"{row['value']}"
        lines.append(f"  {row['name']:　<14}{value:>9} {row['unit']}　{row['definition']}")
    return "\n".join(lines)
