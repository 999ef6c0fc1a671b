"""PDF by Typst: a template of the package, plain data in, the bytes of an A4 paper with its fonts inside out."""

import json
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal
from uuid import UUID

import typst

from fengsui.kernel import clock
from fengsui.kernel.documents.fonts import fonts
from fengsui.kernel.documents.marks import is_simulated

PICTURE_PPI = 192.0
PACKAGE = Path(__file__).resolve().parents[2]


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return f"{clock.local(value):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, UUID | Path):
        return str(value)
    if isinstance(value, set | frozenset | tuple):
        return list(value)
    raise TypeError(f"a paper's data cannot hold {type(value).__name__}")


def template_path(template: str) -> Path:
    """Return the file of a template such as 'fengsui/figures/templates/day_ledger.typ'.

    Raises FileNotFoundError when the package has no such file, ValueError for a path that leaves the package.
    """
    path = (PACKAGE.parent / template).resolve() if template.startswith("fengsui/") else (PACKAGE / template).resolve()
    if not path.is_relative_to(PACKAGE) or path.suffix != ".typ":
        raise ValueError(f"a template is a .typ file of the package, got {template}")
    if not path.exists():
        raise FileNotFoundError(path)
    return path


def render_pdf(template: str, data: dict[str, Any], *, watermark: str = "", simulated: bool | None = None) -> bytes:
    """Set a template with data and return the PDF, fonts embedded, tagged for screen readers. See render."""
    return render(template, data, watermark=watermark, simulated=simulated)


def render(
    template: str, data: dict[str, Any], *, as_kind: Literal["pdf", "png", "svg"] = "pdf", watermark: str = "",
    simulated: bool | None = None,
) -> bytes:  # fmt: skip
    """Set a template with data and return it as a PDF, or as a picture of its one page (PNG at 192 dots an inch, SVG).

    The template finds the data as `json(bytes(sys.inputs.data))` and starts with `#show: paper.with(d)` of
    /kernel/documents/page.typ and may ask `d.medium`; dates, times (in district time) and UUIDs become text. `watermark`
    is the line of marks.mark_of; `simulated` None asks the installation. Raises Unavailable (`no_cjk_font`) without a
    Chinese font.
    """
    chosen = fonts()
    content = {
        "medium": as_kind,
        "watermark": watermark,
        **data,
        "simulated": is_simulated(simulated),
        "fonts": {
            "body": chosen.body,
            "heading": chosen.heading,
            "title": chosen.title,
            "has_bold": chosen.has_bold,
        },
    }
    made = typst.compile(
        str(template_path(template)),
        root=str(PACKAGE),
        format=as_kind,
        ppi=PICTURE_PPI,
        font_paths=chosen.loaded,
        sys_inputs={"data": json.dumps(content, default=_plain, ensure_ascii=False)},
        timestamp=clock.now().replace(microsecond=0),
    )
    if not isinstance(made, bytes):
        raise TypeError(f"typst returned {type(made).__name__}, expected the bytes of one {as_kind}")
    return made
