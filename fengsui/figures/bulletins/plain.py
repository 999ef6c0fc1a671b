"""The text of a bulletin for a chat group: short, plain, without marks that a phone would show wrongly."""

from fengsui.figures.bulletins.content import content_of
from fengsui.figures.bulletins.models import Bulletin


def bulletin_text(row: Bulletin) -> bytes:
    """Return the text as UTF-8; a demo and a draft say so in their first line, the lock is the last."""
    content = content_of(row)
    marks = [words for said, words in ((content["simulated"], "模拟数据，不作依据"), (content["provisional"], "草稿")) if said]
    lines = [*(["【" + "；".join(marks) + "】"] if marks else []), content["text"], f"{content['organ']} {content['date_words']}"]
    if content["lock_number"]:
        lines.append(f"锁数 {content['lock_number']}")
    return ("\n".join(lines) + "\n").encode()
