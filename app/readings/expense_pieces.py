"""The pieces of a told cost, by what the organisation has decided; nothing is stored here."""

from collections.abc import Iterable, Sequence
from typing import Any

from app.storage.expense_entries import ExpenseEntry
from invoices.parameters import Figure
from invoices.travel.costs import DRIVES, TRIPS, price_expense
from invoices.travel.pieces import Piece, drive_pieces, first_day, trip_pieces
from invoices.travel.receipts import kind_by_proof
from invoices.travel.travel_terms import TravelTerms, terms_on
from invoices.travel.trip import Trip


def pieces_of(
    entry: ExpenseEntry, travel: Iterable[TravelTerms], figures: Sequence[Figure]
) -> Sequence[Piece]:
    """Raises MoneyRefusal."""
    choice = entry.assignment.fee_choice
    if entry.kind in DRIVES:
        return drive_pieces(
            entry.kilometre_tenths or 0,
            entry.day,
            terms_on(travel, entry.day),
            passengers=entry.passengers,
            fee_choice=choice,
            entered=figures,
        )
    if entry.kind in TRIPS:
        trip = trip_of(entry)
        terms = terms_on(travel, first_day(trip.starts_at))
        return trip_pieces(trip, tuple(entry.meals), terms, fee_choice=choice, entered=figures)
    kind = kind_by_proof(entry.kind, entry.proof)
    price = price_expense(kind, entry.claimed_cents, fee_choice=choice)
    return [Piece(kind, entry.day, price)]


def trip_of(claim: Any) -> Trip:
    """claim: a stored or a told one, which says when and how far. It began at home.

    Raises TripBackwards, TripTooLong, NegativeAmount.
    """
    return Trip(
        starts_at=claim.leaves_at,
        ends_at=claim.returns_at,
        from_start_tenths=claim.distance_tenths,
        from_home_tenths=claim.distance_tenths,
        from_work_tenths=claim.work_distance_tenths,
        free_meals=tuple(claim.free_meals),
    )
