"""Perceptual print of a picture: 64 bits that stay the same when it is scaled, stamped or saved again. Pure but for Pillow.

Difference hash: the picture in grey, 9×8 cells, each bit telling whether a cell is darker than its right neighbour.
Two prints count as the same picture when at most 3 of the 64 bits differ. Cut into four bands of 16 bits, two such
prints share at least one whole band (3 differences cannot touch 4 bands), so an index on each band finds all of them
and no others need be looked at. A wider net (8 bands of 8 bits for 7 differences) would have only 256 different values
a band, which reads nearly everything, and takes two doors of one corridor for one. Plain scenes (a grey door in a light
wall) are alike from left to right even so; a second hash of 64 bits from top to bottom has to agree as well, in all but 5.
"""

import io
import math
import warnings
from dataclasses import dataclass
from typing import IO

from PIL import Image, ImageOps

WIDTH, HEIGHT = 9, 8
NEAR_BITS = 3
NEAR_DOWN = 5
BANDS, BAND_BITS = 4, 16
# The phone's stamp (web/patrol/src/capture/picture.ts): three lines of 1.4 letter heights and one of margin; a letter is a
# fiftieth of the longer side, at least 16 px.
STAMP_LINES = 3
# Below this many grey levels between neighbouring cells, the bits are noise of the sensor: a wall, a dark cellar.
SMALLEST_CONTRAST = 4
LEAST_EDGES = 12
SMALLEST_SIDE_PX = 64
# EXIF: from this orientation on, width and height change places.
ORIENTATION, LYING = 0x0112, 5


@dataclass(frozen=True)
class Print:
    """64 bits from left to right, 64 from top to bottom; `flat` pictures are like too many others and are never matched."""

    bits: int
    down: int
    flat: bool


def stamp_height(width: int, height: int) -> int:
    """Return how many pixels the phone's stamp may cover at the bottom of a picture of that size."""
    size = max(16, round(max(width, height) / 50))
    return round(size * 1.4) * STAMP_LINES + size


def print_of(source: IO[bytes] | bytes) -> Print:
    """Return the print of a picture. Raises ValueError for what is none, or is too small to tell anything."""
    handle = io.BytesIO(source) if isinstance(source, bytes) else source
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(handle, formats=["JPEG", "PNG", "WEBP"]) as picture:
                width, height = picture.size
                if picture.getexif().get(ORIENTATION, 1) >= LYING:
                    width, height = height, width
                # A JPEG decoder halves the picture on the way in, which is faster and enough for 72 cells.
                picture.draft("L", (512, 512))
                grey = ImageOps.exif_transpose(picture).convert("L")
    except (OSError, SyntaxError, Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise ValueError(f"not a readable picture: {error}") from error
    if min(width, height) < SMALLEST_SIDE_PX:
        raise ValueError("too small to tell anything")
    stamped = min(1 / 3, stamp_height(width, height) / height)
    return _hash(grey.crop((0, 0, grey.width, max(1, math.floor(grey.height * (1 - stamped))))))


def _hash(grey: Image.Image) -> Print:
    bits, edges = _differences(grey, (WIDTH, HEIGHT), 1)
    down, _ = _differences(grey, (HEIGHT, WIDTH), HEIGHT)
    return Print(bits, down, edges < LEAST_EDGES)


def _differences(grey: Image.Image, size: tuple[int, int], step: int) -> tuple[int, int]:
    """Return 64 bits, whether each cell is darker than the one `step` cells on, and how many of the steps are clear ones."""
    cells = grey.resize(size, Image.Resampling.BOX).tobytes()
    width = size[0]
    bits, edges = 0, 0
    for at in range(len(cells)):
        if (step == 1 and at % width == width - 1) or at + step >= len(cells):
            continue
        bits = bits << 1 | (cells[at] < cells[at + step])
        edges += abs(cells[at] - cells[at + step]) >= SMALLEST_CONTRAST
    return bits, edges


def bands(bits: int) -> tuple[int, int, int, int]:
    """Return a print as four bands of 16 bits, the highest first."""
    mask = (1 << BAND_BITS) - 1
    return (bits >> 48 & mask, bits >> 32 & mask, bits >> 16 & mask, bits & mask)


def whole(first: int, second: int, third: int, fourth: int) -> int:
    """Return the print of four bands."""
    return first << 48 | second << 32 | third << 16 | fourth


def differing(one: int, other: int) -> int:
    """Return how many of the 64 bits differ."""
    return (one ^ other).bit_count()


def alike(one: Print, other: Print) -> bool:
    """Tell whether two prints are of (nearly) the same picture; flat ones never are."""
    near = differing(one.bits, other.bits) <= NEAR_BITS and differing(one.down, other.down) <= NEAR_DOWN
    return near and not one.flat and not other.flat
