"""What was written, told and chosen is forgotten two years later, and so is who has left."""

import secrets
from datetime import date, datetime

from app.database import transaction
from app.storage import contact_notes, erasing, forgetting, messages
from scheduling.retention import KEPT_WORDS, accounting_kept_from
from scheduling.wall_clock import midnight


def forget_words(day: date) -> None:
    """The daily job. That somebody was told, and the time of a contact, stay and are counted."""
    with transaction():
        messages.forget_words(midnight(day - KEPT_WORDS))
        contact_notes.forget_words(day - KEPT_WORDS)


def forget_matters(day: date) -> None:
    """The daily job. What was asked, what came of it and every step stay, without the words;

    after ten years without the names of who took them, too.
    """
    before = midnight(day - KEPT_WORDS)
    while _some_requests(before):
        pass
    with transaction():
        forgetting.forget_plans(day - KEPT_WORDS)
        past = midnight(accounting_kept_from(day))
        forgetting.forget_reasons(before, of_money_before=past)
        forgetting.forget_names(past)


def forget_staff(day: date) -> None:
    """The daily job. Who has had no role for two years signs in no more; her steps stay.

    The name of who took steps of money stays as long as they do.
    """
    with transaction():
        left = forgetting.left_before(midnight(day - KEPT_WORDS))
        named = forgetting.decided_since({user.id for user in left}, accounting_kept_from(day))
        for user in left:
            if not (user.id in named and erasing.is_forgotten(user)):
                erasing.forget_user(user, secrets.token_hex(16), keeps_name=user.id in named)


def _some_requests(before: datetime) -> int:
    with transaction():
        return forgetting.forget_requests(before)
