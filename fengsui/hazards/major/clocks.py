"""The clocks of a 重大火灾隐患 in working days, with the words that say how each came about. Pure."""

from dataclasses import dataclass
from datetime import date

from fengsui.kernel.working_days import Calendar, add_working_days

# 消防监督检查规定（公安部令第120号）: a written proposal within seven working days, the notice served within three.
PROPOSAL_WORKING_DAYS = 7
NOTICE_WORKING_DAYS = 3


@dataclass(frozen=True)
class Clock:
    """A day by which something is to be done, whether it rests on unannounced holidays, and how it was computed."""

    due_on: date
    provisional: bool
    computed: str


def proposal_clock(suspected_on: date, calendar: Calendar) -> Clock:
    """Return by when the brigade is to have studied a suspicion and written its proposal."""
    return _clock(suspected_on, "提出疑似日", PROPOSAL_WORKING_DAYS, "集体研究、提出书面意见", calendar)


def notice_clock(decided_on: date, calendar: Calendar) -> Clock:
    """Return by when the notice is to be served after the decision."""
    return _clock(decided_on, "集体判定日", NOTICE_WORKING_DAYS, "送达整改通知书", calendar)


def _clock(start: date, start_words: str, days: int, deed: str, calendar: Calendar) -> Clock:
    due = add_working_days(start, days, calendar)
    words = f"自 {start.isoformat()}（{start_words}）起 {days} 个工作日内{deed}（公安部令第120号）：{due.words()}"
    return Clock(due.date, due.provisional, words)
