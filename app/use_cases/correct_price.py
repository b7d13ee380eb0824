"""A price, an agreed sum or a travel decision was wrong: it is mended, and all that followed."""

import json
from dataclasses import replace
from datetime import date

from app.access import Actor
from app.database import Refusal, transaction
from app.language import amount
from app.readings.repriced import Wrong, waits, wrong_by_price, wrong_by_sum, wrong_by_travel
from app.storage import assignments, changes, corrections, fee_tables, tables
from app.storage.changes import Subject
from app.storage.corrections import Correction
from app.storage.fee_tables import Rate
from app.storage.travel_terms import TravelDecision
from app.use_cases import agree_fee, ask_correction, confirm_prices, issue_document
from app.use_cases.reissue_statements import put_all_right
from invoices.pricing.terms_data import write_example, write_terms
from invoices.refusals.corrections import NothingChanges


class CorrectionUnpaid(Refusal):
    """One of the statements is itself a correction whose payment is still on its way."""

    code = "correction_unpaid"


def correct_price(*, by: Actor, correction_id: int, pay_on: date | None = None) -> Correction:
    """Mend the price, the agreed sum or the travel decision that somebody else found wrong, and
    all that followed.

    What was not paid is credited and issued anew; what was paid is corrected; what is on no
    statement yet gets its right price. Done already: nothing happens.
    Raises Missing, FourEyes, PriceNotInForce, NothingChanges, CorrectionUnpaid, TermsContradict,
    ExampleDiffers, OutsideAgreedRange, PaysInPast, PaysTooFarAhead.
    """
    with transaction():
        issuing = issue_document.begin(by)
        correction = ask_correction.waiting_for(by, correction_id)
        if correction is None:
            return corrections.get(correction_id)
        fee_tables.lock_all()
        wrong = _mend(correction, by)
        if any(map(waits, wrong.statements)):
            raise CorrectionUnpaid
        put_all_right(wrong, issuing, correction.reason, pay_on)
        ask_correction.close(correction, by)
    return correction


def _mend(correction: Correction, by: Actor) -> Wrong:
    if correction.rate_id is not None:
        return _mend_rate(correction, by)
    if correction.assignment_id is not None:
        return _mend_sum(correction, by)
    return _mend_travel(correction, by)


def _mend_rate(correction: Correction, by: Actor) -> Wrong:
    """The first day of the price stays; its origin, if it had one, no longer tells of it."""
    rate = tables.get(Rate, correction.rate_id or 0, lock=True)
    ask_correction.refuse_not_in_force(rate)
    right = ask_correction.right_price(correction)
    was, then = rate.values(), ask_correction.tried(rate, right)
    examples = [write_example(each) for each in right.examples_of(rate)]
    if then == replace(was, origin=None) and examples == rate.examples:
        raise NothingChanges
    wrong = wrong_by_price(rate.id, right)
    said = f"{rate.code} {was.cents} → {then.cents}: {correction.reason}"
    if then.terms != was.terms:
        said = (
            f"{said} ({json.dumps(write_terms(was.terms))} → {json.dumps(write_terms(then.terms))})"
        )
    rate.cents, rate.origin, rate.terms = then.cents, None, write_terms(then.terms)
    rate.examples = examples
    changes.note(Subject.RATE, rate.fee_table_id, "price_mended", by=by, reason=said)
    tables.store()
    return wrong


def _mend_sum(correction: Correction, by: Actor) -> Wrong:
    assignment = assignments.get(correction.assignment_id or 0, lock=True)
    cents = correction.cents or 0
    if assignment.agreed_cents == cents:
        raise NothingChanges
    agree_fee.refuse_outside(assignment, cents)
    wrong = wrong_by_sum(assignment.id, cents)
    said = f"{amount(assignment.agreed_cents or 0)} → {amount(cents)}: {correction.reason}"
    assignment.agreed_cents = cents
    changes.note(Subject.ASSIGNMENT, assignment.id, "fee_mended", by=by, reason=said)
    tables.store()
    return wrong


def _mend_travel(correction: Correction, by: Actor) -> Wrong:
    """The decision is replaced from its own first day: one proposed it, another confirms."""
    decision = tables.get(TravelDecision, correction.travel_decision_id or 0, lock=True)
    if not decision.stands:
        raise fee_tables.PriceNotInForce
    sums = correction.travel or {}
    wrong = wrong_by_travel(decision.id, sums)
    confirm_prices.replace_travel(
        decision,
        sums,
        asked_at=correction.asked_at,
        asked_by=correction.asked_by,
        by=by,
        reason=correction.reason,
    )
    return wrong
