"""Drawings of a phone's settings for the trust page: a frame, a title, rows, one of them to press; plain inline SVG."""

import html
from collections.abc import Sequence

WIDTH, ROW, TOP, FOOT = 180, 34, 62, 24
INK, LINE, GREY, BLUE, GREEN, PALE = "#1b1f24", "#c9cfd6", "#6b7480", "#1F5FBF", "#1A7F37", "#E8F0FB"


def _text(x: int, y: int, words: str, *, size: int = 12, colour: str = INK, weight: int = 400, anchor: str = "start") -> str:
    return (
        f'<text x="{x}" y="{y}" font-size="{size}" fill="{colour}" font-weight="{weight}" text-anchor="{anchor}">'
        f"{html.escape(words)}</text>"
    )


def _row(number: int, words: str, pressed: bool, switched: bool) -> str:
    y = TOP + number * ROW
    parts = []
    if pressed:
        parts.append(
            f'<rect x="12" y="{y + 2}" width="156" height="{ROW - 4}" rx="6" fill="{PALE}" stroke="{BLUE}" stroke-width="1.5"/>'
        )
    parts.append(_text(20, y + 22, words, weight=600 if pressed else 400, colour=BLUE if pressed else INK))
    if switched:
        parts.append(f'<rect x="132" y="{y + 9}" width="30" height="17" rx="8.5" fill="{GREEN}"/>')
        parts.append(f'<circle cx="153" cy="{y + 17.5}" r="6.5" fill="#fff"/>')
    else:
        parts.append(f'<path d="M156 {y + 12} l5 5.5 l-5 5.5" fill="none" stroke="{GREY}" stroke-width="1.5"/>')
    if pressed:
        # A finger's mark on the row, so that the picture is read without its colours.
        parts.append(f'<circle cx="118" cy="{y + 20}" r="9" fill="{BLUE}" fill-opacity=".25" stroke="{BLUE}"/>')
    return "".join(parts)


def phone_picture(title: str, rows: Sequence[str], *, press: int, switched: bool = False, number: int = 1) -> str:
    """Return an inline SVG, 180 units wide, of a settings screen with the row to press marked; its words are its description.

    `rows` are at most six; `press` is the index of the one to touch; `switched` draws a switch turned on in that row.
    """
    height = TOP + len(rows[:6]) * ROW + FOOT
    drawn = "".join(_row(n, words, n == press, switched and n == press) for n, words in enumerate(rows[:6]))
    said = html.escape(f"第 {number} 步：在“{title}”里按“{rows[press]}”", quote=True)
    return (
        f'<svg viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{said}" class="phone">'
        f'<rect x="2" y="2" width="{WIDTH - 4}" height="{height - 4}" rx="18" fill="#fff" stroke="{LINE}" stroke-width="3"/>'
        f'<rect x="70" y="10" width="40" height="5" rx="2.5" fill="{LINE}"/>'
        f"{_text(WIDTH // 2, 42, title, size=14, weight=600, anchor='middle')}"
        f'<line x1="10" y1="54" x2="{WIDTH - 10}" y2="54" stroke="{LINE}"/>{drawn}'
        f'<circle cx="24" cy="34" r="11" fill="{BLUE}"/>'
        f"{_text(24, 38, str(number), size=12, colour='#fff', weight=700, anchor='middle')}</svg>"
    )
