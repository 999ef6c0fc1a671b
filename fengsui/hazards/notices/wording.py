"""Which words a notice may use, by the power of whoever issues it: a street tells and advises, and orders only where its
rule pack carries the delegation (行政处罚法 art. 24). Pure.

An order is also a decision of a person: without being asked for it no paper orders, however much power its issuer holds.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from fengsui.kernel.rulepacks import PackContent
from fengsui.kernel.working_days import Calendar, add_working_days

AT_ONCE, BY_DATE = "order_at_once", "order_by_date"
ORDERS = (AT_ONCE, BY_DATE)
# Working days from the inspection within which an order with a date is served.
SERVED_WITHIN = 3
# Post → issuer as rule packs name them. A grid worker helps at doors and issues orders for nobody.
ISSUERS = {"street_inspector": "street", "centre_director": "street", "supervisor": "brigade", "brigade_leader": "brigade"}


@dataclass(frozen=True)
class Wording:
    """The words of one kind of notice; `closing` says what kind of paper it is."""

    heading: str
    lead: str
    limit_head: str
    closing: str
    closing_en: str


ADVICE = Wording(
    heading="消防安全隐患告知书",
    lead="请对照“应做到”一栏，按建议期限改正。",
    limit_head="建议改正期限",
    closing="本告知书是消防安全提示和建议，不是法律文书，不设定义务，不代替有权机关依法作出的决定。",
    closing_en="This notice is advice on fire safety and no legal paper.",
)


def orders_of(content: PackContent, posts: Iterable[str]) -> list[str]:
    """Return the papers by which somebody in one of these posts may order under a rule pack, none for most."""
    levels = {ISSUERS[post] for post in posts if post in ISSUERS}
    return [paper for paper in ORDERS if any(content.may_issue(paper, level) for level in levels)]


def power_of(content: PackContent, post: str) -> dict[str, Any]:
    """Return the power under which a post orders, to be frozen on a notice: papers by name, delegation; {} for none."""
    papers = orders_of(content, [post])
    if not papers:
        return {}
    names = {row.code: row.zh for row in content.papers}
    issuer = ISSUERS[post]
    own = any(row.code in papers and issuer in row.issuers for row in content.papers)
    handed = None if own else content.delegation
    return {
        "papers": {paper: names[paper] for paper in papers},
        "document": handed.document if handed else "",
        "issued_on": handed.issued_on.isoformat() if handed else "",
    }


def paper_of(line: dict[str, Any]) -> str:
    """Return the paper that would order what a frozen line asks; '' for what was put right on the spot."""
    if line["fixed_on_site"]:
        return ""
    return AT_ONCE if not line["due_on"] or line["due_on"] == line["found_on"] else BY_DATE


def serve_by(lines: Iterable[dict[str, Any]], day: date, calendar: Calendar) -> date | None:
    """Return the day by which a notice of a day must be served: None where no line of it orders.

    An order to put right at once is handed over on the spot, one with a date within three working days of the inspection
    (消防监督检查规定, 公安部令第120号).
    """
    used = {line["ordered"] for line in lines if line.get("ordered")}
    if not used:
        return None
    return day if AT_ONCE in used else add_working_days(day, SERVED_WITHIN, calendar).date


def wording(power: dict[str, Any], lines: Iterable[dict[str, Any]]) -> Wording:
    """Return the words of a notice by its frozen power and lines; without a line that orders it advises."""
    used = {line["ordered"] for line in lines if line.get("ordered")}
    if not used:
        return ADVICE
    heading = power["papers"][used.pop()] if len(used) == 1 else "责令改正通知书"
    basis = f"依据{power['document']}（{power['issued_on']}）授予的权力" if power["document"] else "依据本机关的法定职权"
    return Wording(
        heading=heading,
        lead="现责令按“改正期限”一栏改正；写明“建议”的各项，请尽快改正。",
        limit_head="改正期限",
        closing=f"本通知书{basis}作出。对本通知书有异议的，可以依法申请行政复议或者提起行政诉讼；条文和时限以正式文本为准〔待核〕。",
        closing_en="This paper orders what it lists, by the power named in it; it may be appealed as the law provides.",
    )


def line_limit(line: dict[str, Any], limit: str, *, in_order: bool) -> str:
    """Return the limit of a line as its paper says it: an order where it orders, advice everywhere else."""
    if line.get("ordered"):
        return f"责令{'立即改正' if line['ordered'] == AT_ONCE else f'限期改正：{limit}'}"
    return f"建议：{limit}" if in_order and not line["fixed_on_site"] else limit
