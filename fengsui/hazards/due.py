"""How a hazard's limit is computed, in working days, with the words that say how it came about. Pure."""

from dataclasses import dataclass
from datetime import date

from fengsui.kernel.working_days import Calendar, add_working_days, working_days_between

START_WORDS = {"found": "发现日", "review_failed": "复查不通过日", "returned": "退回整改日"}


@dataclass(frozen=True)
class Limit:
    """A computed limit: the last day, whether it rests on unannounced holidays, the words of the limit and of how."""

    due_on: date
    provisional: bool
    words: str
    computed: str


def limit_words(working_days: int) -> str:
    """Return the words of a limit of so many working days; 0 means the same day."""
    return "立即（当日）" if working_days == 0 else f"{working_days} 个工作日"


def compute(*, start: date, working_days: int, calendar: Calendar, why: str = "found") -> Limit:
    """Return the limit that lies `working_days` working days after `start`.

    `why` names what the start day is: found, review_failed or returned. The day after the start is day one
    (working limits of the rule pack; counting of days as in 消防监督检查规定).
    """
    due = add_working_days(start, working_days, calendar)
    head = f"自 {start.isoformat()}（{START_WORDS[why]}）起 {limit_words(working_days)}"
    return Limit(due.date, due.provisional, limit_words(working_days), f"{head}：{due.words()}")


def days_left_words(due_on: date, today: date, calendar: Calendar, *, provisional: bool = False) -> str:
    """Say how many working days are left until a limit, or by how many it is exceeded."""
    if due_on < today:
        late = working_days_between(due_on, today, calendar)
        text = f"已逾期 {late} 个工作日" if late else f"已逾期 {(today - due_on).days} 天"
    elif due_on == today:
        text = "今日到期"
    else:
        text = f"还剩 {working_days_between(today, due_on, calendar)} 个工作日"
    return f"{text}（待国务院公布）" if provisional else text
