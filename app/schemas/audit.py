"""What an auditor asks for: how many lines of which month, and the word of the lot."""

from app.schemas import Schema
from app.schemas.types import Count, Month, Text

MOST = 100


class SampleSchema(Schema):
    month = Month(required=True)
    most = Count(load_default=10)
    word = Text(max_length=40, load_default="1")
    lang = Text(max_length=2)
