"""What the page of a payment batch shows of its payments: a part at a time."""

from sqlalchemy import or_

from app.storage.pages import Page, page
from app.storage.payments import Payment

PAGE = 100


def part_of_batch(batch_id: int, *, person: str = "", after: int | None = None) -> Page:
    """As they stand in the file. person: every word of it is in the name or in the number."""
    named = [
        or_(
            Payment.name.icontains(word, autoescape=True),
            Payment.number.contains(word, autoescape=True),
        )
        for word in person.split()
    ]
    return page(Payment, Payment.batch_id == batch_id, *named, cursor=after, limit=PAGE)
