"""Text a bank takes: identifiers of the safest signs, names and messages in Latin letters."""

import re
import unicodedata

from invoices.refusals.payment import TextBankRefuses, UnsafeId

# Source: European Payments Council, EPC217-08, the Latin signs every bank must take.
_SAFE = re.compile(r"[A-Za-z0-9/?:().,'+ -]")
_SAFE_ID = re.compile(r"(?!/)(?!.*//)[A-Za-z0-9/?:().,'+-]{1,35}(?<!/)")
_PUNCTUATION = {"Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Sc", "Zs"}
# Letters that are more than a plain one with a mark, and signs with a near relation.
_PLAIN = str.maketrans(
    {
        **{"ß": "ss", "Æ": "AE", "æ": "ae", "Œ": "OE", "œ": "oe", "Þ": "TH", "þ": "th"},
        **{"Ø": "O", "ø": "o", "Ł": "L", "ł": "l", "Đ": "D", "đ": "d", "Ð": "D", "ð": "d"},
        **{"Ŋ": "N", "ŋ": "n", "Ŧ": "T", "ŧ": "t", "Ʒ": "Z", "ʒ": "z", "ı": "i", "&": "+"},
        **dict.fromkeys('‘’“”´`"', "'"),
        **dict.fromkeys("‐‑‒–—_", "-"),
        ";": ",",
    }
)


def safe_id(written: str) -> str:
    """An identifier that comes back from any bank as it was. Raises UnsafeId."""
    if not _SAFE_ID.fullmatch(written):
        raise UnsafeId
    return written


def bank_text(written: str, *, number: str, transliterate: bool) -> str:
    """On one line with single spaces; accents stay unless the bank needs them `transliterate`d.

    number  what the refusal names, such as the number of a statement
    Raises TextBankRefuses: nothing to read, letters that are not Latin, or signs nobody sees.
    """
    composed = unicodedata.normalize("NFC", written)
    if not all(map(_is_taken, composed)):
        raise TextBankRefuses(number)
    text = " ".join((_transliterated(composed) if transliterate else composed).split())
    if not any(map(str.isalnum, text)):
        raise TextBankRefuses(number)
    return text


def _is_taken(sign: str) -> bool:
    if sign.isascii():
        return sign.isprintable()
    category = unicodedata.category(sign)
    is_latin = category.startswith("L") and unicodedata.name(sign, "").startswith("LATIN")
    return is_latin or category in _PUNCTUATION


def _transliterated(text: str) -> str:
    """Letters without their marks, other signs as a full stop."""
    apart = unicodedata.normalize("NFKD", text.translate(_PLAIN))
    unmarked = (sign for sign in apart if not unicodedata.combining(sign))
    return "".join(sign if _SAFE.fullmatch(sign) else "." for sign in unmarked)
