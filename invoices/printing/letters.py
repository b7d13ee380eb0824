"""Letters the printing font has; what it lacks is written out, so that no empty box is printed."""

import unicodedata
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from fontTools.ttLib import TTFont

# A dependency of ours: it is there, and its files with it.
_WHEEL = Path(find_spec("font_source_sans_pro").origin).parent / "files"  # type: ignore[union-attr, arg-type]
FONT_FILES = (
    (_WHEEL / "SourceSansPro-Regular.ttf", 400),
    (_WHEEL / "SourceSansPro-Semibold.ttf", 600),
)
LAYOUT = frozenset("\n\t\u00ad\u200b")
INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Mn", "Me"}


def printable(text: str) -> str:
    """The same text in letters of the font.

    A letter it lacks becomes its plain form (ﬁ → fi, full-width １ → 1) or its name in
    brackets (an emoji → [thumbs up sign]). Marks that are not seen, and marks that
    turn the direction of reading, are left out.
    """
    composed = unicodedata.normalize("NFC", text)
    known = _letters()
    missing = set(composed) - known
    return composed.translate({ord(letter): _written_out(letter, known) for letter in missing})


def _written_out(letter: str, known: frozenset[str]) -> str:
    if unicodedata.category(letter) in INVISIBLE:
        return ""
    plain = unicodedata.normalize("NFKC", letter)
    if set(plain) <= known and not set(plain) & set("<>&\"'"):
        return plain
    name = unicodedata.name(letter, f"U+{ord(letter):04X}")
    return f"[{name.lower()}]"


@cache
def _letters() -> frozenset[str]:
    """What every weight of the font can print."""
    visible = frozenset.intersection(*(_letters_of(path) for path, _ in FONT_FILES))
    return LAYOUT | {
        letter for letter in visible if unicodedata.category(letter) not in {"Cc", "Cf"}
    }


def _letters_of(path: Path) -> frozenset[str]:
    with TTFont(path, lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap()))
