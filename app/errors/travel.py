"""Words of what the rules of trips refuse."""

from app.language import lazy
from app.schemas.types.base import Words

WORDS: dict[str, Words] = {
    "trip_too_long": Words(
        lazy("A trip is at most %(most_days)s days."), lazy("Check the days, or tell two trips.")
    ),
    "allowances_not_paid": Words(
        lazy("This organisation does not pay daily allowances or meals."),
        lazy("Take the row away. Kilometres and tickets are paid as usual."),
    ),
    "nothing_payable": Words(
        lazy("No daily allowance or meal is paid for this trip."),
        lazy("Take the tick away, or mend what is wrong."),
    ),
    "costs_approved_since": Words(
        lazy("Costs of that day or a later one have been approved already."),
        lazy("Choose a later first day."),
    ),
    "receipt_too_large": Words(
        lazy("The receipt's file is too large."),
        lazy("Take a smaller picture; 5 MB is the most."),
    ),
    "receipt_unreadable": Words(
        lazy("The receipt cannot be read."),
        lazy("Send a picture (JPEG, PNG, WebP) or a PDF without a password."),
    ),
    "receipt_too_long": Words(
        lazy("The PDF has too many pages for a receipt."), lazy("Send at most 5 pages.")
    ),
    "trip_twice": Words(
        lazy("Another claim covers the same time."),
        lazy("Tell the trip once, from leaving home to coming back."),
    ),
}
