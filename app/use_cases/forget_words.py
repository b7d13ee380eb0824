"""What was written to people and of contacts with them is forgotten two years later."""

from datetime import date

from app.database import transaction
from app.storage import contact_notes, messages
from scheduling.retention import KEPT_WORDS
from scheduling.wall_clock import midnight


def forget_words(day: date) -> None:
    """The daily job. That somebody was told, and the time of a contact, stay and are counted."""
    with transaction():
        messages.forget_words(midnight(day - KEPT_WORDS))
        contact_notes.forget_words(day - KEPT_WORDS)
