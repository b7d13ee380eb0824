"""What a person chooses for her papers."""

from typing import Any

from marshmallow import ValidationError, post_load

from app.gateways.own_papers import CertificateWord
from app.now import today
from app.schemas import Schema
from app.schemas.expert_facts import ENDS_FIRST
from app.schemas.types import Choice, Day, Flag, Language, Text, Whole, reason
from app.storage.fairness import Period


class YearSchema(Schema):
    """Left out: the latest year with a payment."""

    year = Whole(minimum=2000, maximum=2999, load_default=None, allow_none=True)
    language = Language(load_default=None, allow_none=True)


class LetterSchema(Schema):
    """Both days belong to the period; what is left out makes it the 12 months until today."""

    first = Day(load_default=None, allow_none=True)
    last = Day(load_default=None, allow_none=True)
    language = Language(load_default=None, allow_none=True)

    @post_load
    def whole(self, values: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
        last = values["last"] or today()
        first = values["first"] or Period.until(last).first
        if last < first:
            raise ValidationError({"last": [reason("ends_first", ENDS_FIRST)]})
        return values | {"first": first, "last": last}


class CertificateSchema(LetterSchema):
    word = Choice(CertificateWord, load_default=CertificateWord.EXPERT_BY_EXPERIENCE)
    own_words = Text(max_length=80, load_default="")
    with_hours = Flag(load_default=False)
    with_kinds = Flag(load_default=False)
