"""Links stop opening: those of somebody who is stopped at once, others when their work is done."""

from datetime import date, timedelta

from app.database import current_organisation, transaction
from app.now import now
from app.storage import ended_links, links

DAYS_TO_LOOK = timedelta(days=30)  # after the answer or the payment


def shut_links(_day: date) -> int:
    """The daily job: how many were shut. What is told later brings a new link."""
    long_ago = now() - DAYS_TO_LOOK
    with transaction():
        return sum(
            links.revoke(
                kind,
                over,
                organisation_id=current_organisation(),
                moment=now(),
                made_before=long_ago,
            )
            for kind, over in ended_links.over_by(long_ago).items()
        )
