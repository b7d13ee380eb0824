"""A printed page as the eye meets it: where its ink is and where its words stand.

Told by poppler, which knows nothing of the library that prints.
"""

import subprocess
from dataclasses import dataclass
from io import BytesIO
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree

from PIL import Image

POINTS_PER_MM = 72 / 25.4
DOTS_PER_INCH = 72  # so that a dot is a point
WHITE = 250
# As document.css sets the page; the foot of it holds the footer, so only its edge is kept free.
SIDE_MM, TOP_MM, FOOT_MM, EDGE_MM = 20, 18, 8, 8
ROUNDING = 0.5  # points
# Boxes of words are as high as their font, which a tight heading lets touch by a hair.
TOUCHING = 0.25

XHTML = "{http://www.w3.org/1999/xhtml}"


@dataclass(frozen=True)
class Word:
    """Points from the top left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Page:
    width: float
    height: float
    words: list[Word]
    picture: Image.Image  # grey


def pages_of(pdf: bytes) -> list[Page]:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "paper.pdf"
        file.write_bytes(pdf)
        read = ElementTree.fromstring(_told("pdftotext", "-bbox", file, "-"))
        _told("pdftoppm", "-r", str(DOTS_PER_INCH), "-gray", "-png", file, file.with_suffix(""))
        pictures = [BytesIO(each.read_bytes()) for each in sorted(Path(folder).glob("*.png"))]
    found = list(read.iter(f"{XHTML}page"))
    return [_page(*each) for each in zip(found, pictures, strict=True)]


def faults(pdf: bytes) -> list[str]:
    """What somebody who looks at it would point at; empty: nothing."""
    found = []
    for number, page in enumerate(pages_of(pdf), 1):
        found += [f"page {number}: ink at the {side} edge" for side in _inked_edges(page)]
        found += [f"page {number}: {word.text} is out of the margins" for word in _outside(page)]
        found += [f"page {number}: {a.text} over {b.text}" for a, b in _overlapping(page)]
    return found


def _page(told: ElementTree.Element, picture: BytesIO) -> Page:
    words = [
        Word(
            each.text or "",
            *(float(each.attrib[side]) for side in ("xMin", "yMin", "xMax", "yMax")),
        )
        for each in told.iter(f"{XHTML}word")
    ]
    width, height = float(told.attrib["width"]), float(told.attrib["height"])
    return Page(width, height, words, Image.open(picture).convert("L"))


def _inked_edges(page: Page) -> list[str]:
    """Cut text is ink that reaches the edge of the sheet."""
    wide, high = page.picture.size
    strip = round(EDGE_MM * POINTS_PER_MM)
    edges = {
        "left": (0, 0, strip, high),
        "right": (wide - strip, 0, wide, high),
        "top": (0, 0, wide, strip),
        "bottom": (0, high - strip, wide, high),
    }
    return [side for side, box in edges.items() if page.picture.crop(box).getextrema()[0] < WHITE]


def _outside(page: Page) -> list[Word]:
    side, top, foot = (mm * POINTS_PER_MM - ROUNDING for mm in (SIDE_MM, TOP_MM, FOOT_MM))
    return [
        word
        for word in page.words
        if word.left < side
        or word.right > page.width - side
        or word.top < top
        or word.bottom > page.height - foot
    ]


def _overlapping(page: Page) -> list[tuple[Word, Word]]:
    return [pair for pair in combinations(page.words, 2) if _overlap(*pair)]


def _overlap(one: Word, other: Word) -> bool:
    across = min(one.right, other.right) - max(one.left, other.left)
    down = min(one.bottom, other.bottom) - max(one.top, other.top)
    lower = min(one.bottom - one.top, other.bottom - other.top)
    return across > ROUNDING and down > TOUCHING * lower


def _told(*command: object) -> bytes:
    return subprocess.run([str(each) for each in command], check=True, capture_output=True).stdout
