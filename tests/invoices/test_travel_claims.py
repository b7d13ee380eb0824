"""What a trip or a drive comes to by what the organisation has decided, piece by piece."""

from datetime import date, datetime

import pytest

from invoices.pricing.price import FeeChoice
from invoices.refusals import MoneyRefusal
from invoices.travel.pieces import drive_pieces, trip_pieces
from invoices.travel.travel_terms import TravelTerms, terms_on
from invoices.travel.trip import HELSINKI, Trip
from tests.invoices.build import cases, name_of


@pytest.mark.parametrize("case", cases("travel_claims"), ids=name_of)
def test_each_claim_is_cut_into_the_pieces_of_its_case(case):
    if "refused" in case:
        with pytest.raises(MoneyRefusal) as refusal:
            pieces_of(case)
        assert refusal.value.code == case["refused"]
        assert list(getattr(refusal.value, "why", [])) == case.get("why", [])
    else:
        found = [[piece.kind, str(piece.day), piece.price.cents] for piece in pieces_of(case)]
        assert found == case["pieces"]


@pytest.mark.parametrize("case", cases("travel_claims"), ids=name_of)
def test_the_steps_of_a_piece_add_up(case):
    if "refused" not in case:
        for piece in pieces_of(case):
            waived = sum(step.get("waived_cents", 0) for step in piece.price.breakdown)
            summed = sum(step["cents"] for step in piece.price.breakdown)
            assert summed - waived == piece.price.cents


@pytest.mark.parametrize("case", cases("own_kilometres"), ids=name_of)
def test_a_drive_at_an_own_price_is_split_at_the_national_maximum(case):
    terms = TravelTerms(valid_from=date(2020, 1, 1), kilometre_cents=case.get("kilometre_cents"))

    pieces = drive_pieces(
        case["tenths"],
        date.fromisoformat(case["day"]),
        terms,
        passengers=case.get("passengers", 0),
        fee_choice=FeeChoice(case.get("fee_choice", "full")),
    )

    assert [[piece.kind, piece.price.cents] for piece in pieces] == case["pieces"]


def test_a_decision_holds_from_its_first_day():
    old = TravelTerms(valid_from=date(2026, 1, 1), pays_meals=True)
    new = TravelTerms(valid_from=date(2026, 7, 1), pays_per_diems=True)

    assert not terms_on([old, new], date(2025, 12, 31)).pays_allowances
    assert terms_on([new, old], date(2026, 6, 30)) == old
    assert terms_on([old, new], date(2026, 7, 1)) == new


def pieces_of(case):
    tenths = case.get("kilometre_tenths", 400)
    trip = Trip(
        starts_at=at(case["from"]),
        ends_at=at(case["to"]),
        from_start_tenths=tenths,
        from_home_tenths=tenths,
        from_work_tenths=case.get("work_tenths"),
        free_meals=tuple(case.get("free_meals", ())),
    )
    terms = TravelTerms(valid_from=date(2020, 1, 1), **case["terms"])
    choice = FeeChoice(case.get("fee_choice", "full"))
    return trip_pieces(trip, tuple(case.get("meals", ())), terms, fee_choice=choice)


def at(clock):
    return datetime.fromisoformat(clock).replace(tzinfo=HELSINKI)
