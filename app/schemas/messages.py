"""Which letters are printed, or have been."""

from app.schemas import Schema
from app.schemas.types import Id, Many

AT_ONCE = 100  # letters in one PDF: seconds to print, an address of two kilobytes


class LettersSchema(Schema):
    message_ids = Many(Id(), load_default=list, most=AT_ONCE)
