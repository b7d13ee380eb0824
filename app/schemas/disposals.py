"""What is told of accounting material to destroy."""

from app.schemas import Schema
from app.schemas.types import Text, Whole


class DisposalSchema(Schema):
    to_year = Whole(required=True, minimum=2000, maximum=2999)
    decision = Text(required=True, max_length=300)
