"""Reads a receipt as it was sent: its kind by its bytes, made small, and nothing hidden kept."""

import struct
from dataclasses import dataclass
from io import BytesIO

import pikepdf
from PIL import ExifTags, Image, UnidentifiedImageError

from app.database import Refusal
from invoices.travel.receipts import IMAGE, PDF

MOST_BYTES = 5_000_000
MOST_PAGES = 5
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 2_000  # pixels: the small print of a till receipt can still be read
QUALITY = 80
FORMATS = ("JPEG", "PNG", "WEBP")
# What pictures raise that are damaged, or made to be.
UNREADABLE = (UnidentifiedImageError, OSError, SyntaxError, ValueError, TypeError, struct.error)
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
OF_DOCUMENT, OF_PAGE = ("/OpenAction", "/AA", "/Names", "/AcroForm"), ("/AA", "/Annots")


class ReceiptTooLarge(Refusal):
    code = "receipt_too_large"


class ReceiptUnreadable(Refusal):
    """Neither a picture nor a PDF that opens without a password."""

    code = "receipt_unreadable"


class ReceiptTooLong(Refusal):
    """A PDF of many pages is not a receipt."""

    code = "receipt_too_long"


@dataclass(frozen=True)
class ReceiptFile:
    media_type: str
    content: bytes
    pages: int


def read_receipt(content: bytes) -> ReceiptFile:
    """A picture becomes a JPEG without its place and camera; a PDF loses what runs by itself.

    Raises ReceiptTooLarge, ReceiptUnreadable, ReceiptTooLong.
    """
    if len(content) > MOST_BYTES:
        raise ReceiptTooLarge
    return _pdf(content) if content.startswith(b"%PDF-") else _picture(content)


def _picture(content: bytes) -> ReceiptFile:
    try:
        with Image.open(BytesIO(content), formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise ReceiptTooLarge
            picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            turn = TURNS.get(_orientation(picture))
            seen = picture.convert("RGB")
    except UNREADABLE as error:
        raise ReceiptUnreadable from error
    except Image.DecompressionBombError as error:
        raise ReceiptTooLarge from error
    upright = seen if turn is None else seen.transpose(turn)
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    upright.info.clear()
    small = BytesIO()
    upright.save(small, "JPEG", quality=QUALITY)
    return ReceiptFile(IMAGE, small.getvalue(), 1)


def _orientation(picture: Image.Image) -> int | None:
    """As the camera tells it. What else it tells is not read: much of it is badly written."""
    try:
        told = picture.getexif().get(ExifTags.Base.Orientation)
    except UNREADABLE:
        return None
    return told if isinstance(told, int) else None


def _pdf(content: bytes) -> ReceiptFile:
    try:
        with pikepdf.open(BytesIO(content)) as document:
            pages = len(document.pages)
            if pages > MOST_PAGES:
                raise ReceiptTooLong
            _calm(document)
            clean = BytesIO()
            document.save(clean)
    except (pikepdf.PdfError, RuntimeError, ValueError) as error:
        raise ReceiptUnreadable from error
    if not pages:
        raise ReceiptUnreadable
    return ReceiptFile(PDF, clean.getvalue(), pages)


def _calm(document: pikepdf.Pdf) -> None:
    """Nothing is left that runs, is filled in or hangs along."""
    places = [(document.Root, OF_DOCUMENT), *((page.obj, OF_PAGE) for page in document.pages)]
    for place, names in places:
        for name in names:
            if name in place:
                del place[name]
