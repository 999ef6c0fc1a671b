"""QR codes as SVG text, for papers and screens alike."""

import io

import segno


def qr_svg(text: str, *, error: str = "m", border: int = 2, scale: int = 4) -> str:
    """Return a QR code as an SVG text of its own size.

    `error` is the correction level (l, m, q, h: 7, 15, 25, 30 %), `border` the quiet zone in modules, `scale` pixels a
    module. Raises ValueError (segno.DataOverflowError) for more than a QR code can hold.
    """
    out = io.BytesIO()
    segno.make(text, error=error, micro=False).save(
        out, kind="svg", scale=scale, border=border, xmldecl=False, svgns=True, nl=False, omitsize=False
    )
    return out.getvalue().decode()
