"""Reads a printed document back: the words and the sums that stand in it."""

import re
import unicodedata
from io import BytesIO

from pypdf import PdfReader

MINUS = str.maketrans({"\u2212": "-", "\u2011": "-"})
# Thousands are set apart by a space that does not break; the euro sign may fall to the next line.
ROW_SUM = re.compile(r"-?\d{1,3}(?:[\u00a0\u202f]\d{3})*,\d\d\s*€\s*$", re.MULTILINE)


def text_of(pdf: bytes) -> str:
    """All pages in reading order; nothing where the bytes cannot be read."""
    try:
        return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    except Exception:  # whatever is wrong with the bytes, they say nothing
        return ""


def row_sums(text: str) -> list[str]:
    """The sums in euros that end a line, from top to bottom, without spaces."""
    return ["".join(found.split()) for found in ROW_SUM.findall(text.translate(MINUS))]


def says(text: str, words: str) -> bool:
    """Whether the words stand there, wherever the lines of the paper break."""
    return _letters(words) in _letters(text)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text)))
