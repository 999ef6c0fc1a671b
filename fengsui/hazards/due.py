"""How a hazard's clocks are computed, in working days, with the words that say how each came about. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from fengsui.kernel.working_days import Calendar, add_working_days, working_days_between

START_WORDS = {
    "found": "发现日",
    "review_failed": "复查不通过日",
    "returned": "退回整改日",
    "reopened": "重新立案日",
    "brought_forward": "提前指定期限后",
}
# A reported fix is reviewed within three working days of the report or of the limit's end (公安部令第120号).
REVIEW_WORKING_DAYS = 3
# A complaint about blocked exits or facilities switched off is checked within 24 hours, others within three working
# days (公安部令第120号, read in secondary sources: 待核). The legal categories are those of the police form.
URGENT_COMPLAINTS = frozenset({4, 5})
URGENT_HOURS = 24
COMPLAINT_WORKING_DAYS = 3


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


def compute(
    *,
    start: date,
    working_days: int,
    calendar: Calendar,
    why: str = "found",
    extension_days: int = 0,
    pauses: Sequence[Sequence[str]] = (),
) -> Limit:
    """Return the limit that lies `working_days` working days after `start`, longer by what was granted and stood still.

    `why` names what the start day is (START_WORDS). The day after the start is day one (working limits of the rule
    pack; counting of days as in 消防监督检查规定). `pauses` are [from, to] dates in ISO: the working days after `from`
    up to and including `to` are not counted; they are counted anew with every change of the calendar.
    """
    stood = sum(paused_days(pause, calendar) for pause in pauses)
    due = add_working_days(start, working_days + extension_days + stood, calendar)
    head = f"自 {start.isoformat()}（{START_WORDS[why]}）起 {limit_words(working_days)}"
    if extension_days:
        head += f"，批准延期 {extension_days} 个工作日"
    if pauses:
        spells = "、".join(f"{begin[5:]} 至 {end[5:]}" for begin, end in pauses)
        head += f"，中止计时 {stood} 个工作日（{spells}）"
    words = limit_words(working_days) + (f"（已延期 {extension_days} 个）" if extension_days else "")
    return Limit(due.date, due.provisional, words, f"{head}：{due.words()}")


def paused_days(pause: Sequence[str], calendar: Calendar) -> int:
    """Return how many working days a spell [from, to] stood still; the day it began still counts."""
    return max(0, working_days_between(date.fromisoformat(pause[0]), date.fromisoformat(pause[1]), calendar))


def review_limit(reported_on: date, calendar: Calendar) -> Limit:
    """Return by when a fix reported on a day is to be reviewed: three working days."""
    due = add_working_days(reported_on, REVIEW_WORKING_DAYS, calendar)
    words = f"{REVIEW_WORKING_DAYS} 个工作日"
    return Limit(due.date, due.provisional, words, f"自 {reported_on.isoformat()}（整改上报日）起 {words}内复查：{due.words()}")


@dataclass(frozen=True)
class CheckLimit:
    """By what moment a complaint is to be checked, and how that was computed."""

    due_at: datetime
    computed: str


def complaint_limit(*, received_at: datetime, legal_category: int, calendar: Calendar) -> CheckLimit:
    """Return by when a complaint that came at a local moment is to be checked on site.

    `received_at` is aware, in the district's zone; the answer is in the same zone: 24 hours later, or the end of the third
    working day.
    """
    if legal_category in URGENT_COMPLAINTS:
        return CheckLimit(
            received_at + timedelta(hours=URGENT_HOURS), f"接到举报起 {URGENT_HOURS} 小时内到场核查（占堵通道或停用设施）"
        )
    due = add_working_days(received_at.date(), COMPLAINT_WORKING_DAYS, calendar)
    end = datetime.combine(due.date, time(23, 59, 59), tzinfo=received_at.tzinfo)
    return CheckLimit(end, f"接到举报起 {COMPLAINT_WORKING_DAYS} 个工作日内核查：{due.words()}")


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
