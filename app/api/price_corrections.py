"""Prices, agreed sums and travel decisions found wrong, put right with all that followed."""

from app.access import Permission, actor, needs
from app.api.once import once_with_key
from app.api.resource import Resource
from app.database import Missing
from app.readings.repriced import Wrong, wrong_by_price, wrong_by_sum, wrong_by_travel
from app.readings.what_moves import moves
from app.schemas.corrections import (
    DecideSchema,
    DeclineSchema,
    PriceCall,
    SumSchema,
    TravelSchema,
)
from app.schemas.pages import PageSchema
from app.schemas.shown import corrections as shown
from app.storage import corrections, pages
from app.storage.corrections import Correction, CorrectionState
from app.use_cases import ask_correction
from app.use_cases.correct_price import correct_price

api = Resource("price-corrections", __name__, description="Prices put right")


@api.get("")
@needs(Permission.RUN_STATEMENTS)
@api.arguments(PageSchema, location="query")
@api.response(200, shown.PriceCorrectionPage)
def list_wishes(wanted):
    """Those that wait for another person, done and declined ones too."""
    return pages.page(Correction, Correction.statement_id.is_(None), **wanted)


@api.get("/<id:correction_id>")
@needs(Permission.RUN_STATEMENTS)
@api.response(200, shown.PriceCorrectionShown)
def show(correction_id):
    return _of_a_price(correction_id)


@api.get("/<id:correction_id>/moves")
@needs(Permission.RUN_STATEMENTS)
@api.response(200, shown.MovesShown)
def show_moves(correction_id):
    """What it would move, statement by statement; nothing when it does not wait any more."""
    wish = _of_a_price(correction_id)
    waits = wish.state == CorrectionState.WAITING
    return {"rows": moves(_wrong(wish)) if waits else []}


@api.post("/of-price/<id:rate_id>")
@needs(Permission.EDIT_RATES)
@once_with_key
@api.arguments(PriceCall)
@api.response(201, shown.PriceCorrectionShown)
def ask_price(values, rate_id):
    """Another person decides."""
    return ask_correction.ask_price(by=actor(), rate_id=rate_id, **values)


@api.post("/of-sum/<id:assignment_id>")
@needs(Permission.RUN_STATEMENTS)
@once_with_key
@api.arguments(SumSchema)
@api.response(201, shown.PriceCorrectionShown)
def ask_sum(values, assignment_id):
    """What was agreed for an assignment. Another person decides."""
    return ask_correction.ask_sum(by=actor(), assignment_id=assignment_id, **values)


@api.post("/of-travel/<id:decision_id>")
@needs(Permission.EDIT_RATES)
@once_with_key
@api.arguments(TravelSchema)
@api.response(201, shown.PriceCorrectionShown)
def ask_travel(values, decision_id):
    """All the right sums of the decision. Another person decides."""
    why = values.pop("reason")
    return ask_correction.ask_travel(by=actor(), decision_id=decision_id, sums=values, reason=why)


@api.post("/<id:correction_id>/do")
@needs(Permission.RUN_STATEMENTS)
@once_with_key
@api.arguments(DecideSchema)
@api.response(200, shown.PriceCorrectionShown)
def do(values, correction_id):
    """By another person than who asked: everything that followed is put right, or nothing."""
    wish = _of_a_price(correction_id)
    return correct_price(by=actor(), correction_id=wish.id, **values)


@api.post("/<id:correction_id>/decline")
@needs(Permission.RUN_STATEMENTS)
@once_with_key
@api.arguments(DeclineSchema)
@api.response(200, shown.PriceCorrectionShown)
def decline(values, correction_id):
    """It stays as it is. Who asked may take it back."""
    wish = _of_a_price(correction_id)
    return ask_correction.decline(by=actor(), correction_id=wish.id, **values)


def _wrong(wish: Correction) -> Wrong:
    if wish.rate_id is not None:
        return wrong_by_price(wish.rate_id, ask_correction.right_price(wish))
    if wish.assignment_id is not None:
        return wrong_by_sum(wish.assignment_id, wish.cents or 0)
    return wrong_by_travel(wish.travel_decision_id or 0, wish.travel or {})


def _of_a_price(correction_id: int) -> Correction:
    """Raises Missing, also for what was asked of a statement."""
    wish = corrections.get(correction_id)
    if wish.statement_id is not None:
        raise Missing(Correction.__name__, correction_id)
    return wish
