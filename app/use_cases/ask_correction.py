"""Somebody asks that a statement or a price be put right; another person decides about it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from app.access import Actor
from app.database import transaction
from app.now import now
from app.readings.repriced import RightPrice, wrong_by_travel
from app.storage import (
    assignments,
    changes,
    corrections,
    fee_tables,
    payable,
    statements,
    tables,
    units,
    users,
)
from app.storage.corrections import AnotherWaits, Correction, CorrectionState, NoSuchCostCentre
from app.storage.fee_tables import FeeTable, PriceNotInForce, Rate
from app.storage.statements import NothingStands, Statement
from app.storage.tables import FourEyes
from app.storage.travel_terms import TravelDecision
from app.use_cases import agree_fee
from invoices.pricing import fee_table
from invoices.pricing.terms import Terms
from invoices.pricing.terms_data import read_example, read_terms, write_example, write_terms
from invoices.pricing.worked_examples import Example, try_examples
from invoices.refusals.corrections import NothingChanges
from invoices.statements.correction import Mend, mend_lines, refuse_other_kind_of_pay
from invoices.statements.statement import Line, StatementKind
from scheduling.lifecycle import StatementState
from scheduling.refusals import ReasonNeeded, WrongStep


def ask_credit(*, by: Actor, statement_id: int, reason: str) -> Correction:
    """Before payment: cancel the whole statement. The same asked by the same person: nothing.

    Raises Missing, ReasonNeeded, WrongStep, NothingStands, AnotherWaits, RunGoesOn.
    """
    with transaction():
        statement = statements.get(statement_id, lock=True)
        refuse_credit(statement)
        return _ask(by, reason, statement_id=statement_id)


def ask_correction(
    *, by: Actor, statement_id: int, reason: str, mends: Iterable[Mend]
) -> Correction:
    """After payment: what lines should have been. The same asked by the same person: nothing.

    Raises Missing, ReasonNeeded, WrongStep, NoSuchLine, NothingChanges, NoSuchCostCentre,
    ThingNeedsPayCode, MoneyNeedsPayCode, AnotherWaits, RunGoesOn.
    """
    with transaction():
        statement = statements.get(statement_id, lock=True)
        refuse_correction(statement)
        wanted = list(mends)
        _refuse_unknown_centres(wanted)
        mended([line.values() for line in statement.lines if line.is_live], wanted)
        return _ask(by, reason, statement_id=statement_id, lines=[asdict(one) for one in wanted])


def ask_price(
    *,
    by: Actor,
    rate_id: int,
    cents: int,
    reason: str,
    terms: Terms | None = None,
    examples: Sequence[Example] | None = None,
) -> Correction:
    """The right price, for all statements that used the wrong one; None: terms, examples stay.

    Raises Missing, ReasonNeeded, AnotherWaits, PriceNotInForce, TermsContradict, ExampleDiffers,
    RunGoesOn.
    """
    right = RightPrice(cents, terms, None if examples is None else tuple(examples))
    with transaction():
        refuse_not_in_force(tables.get(Rate, rate_id))
        tried(tables.get(Rate, rate_id, lock=True), right)
        return _ask(
            by,
            reason,
            rate_id=rate_id,
            cents=cents,
            terms=None if terms is None else write_terms(terms),
            examples=None if examples is None else [write_example(each) for each in examples],
        )


def ask_sum(*, by: Actor, assignment_id: int, cents: int, reason: str) -> Correction:
    """The sum that was agreed for the assignment, for what has been approved by a wrong one.

    Raises Missing, ReasonNeeded, AnotherWaits, NotARange, OutsideAgreedRange, RunGoesOn.
    """
    with transaction():
        assignment = assignments.get(assignment_id, lock=True)
        agree_fee.refuse_outside(assignment, cents)
        return _ask(by, reason, assignment_id=assignment_id, cents=cents)


def ask_travel(
    *, by: Actor, decision_id: int, sums: Mapping[str, int | None], reason: str
) -> Correction:
    """The right sums of what was decided on travel, for all that was paid by wrong ones.

    Raises Missing, ReasonNeeded, AnotherWaits, NothingChanges, NegativeAmount, RunGoesOn.
    """
    with transaction():
        decision = tables.get(TravelDecision, decision_id, lock=True)
        if not decision.stands:
            raise PriceNotInForce
        if all(getattr(decision, name) == cents for name, cents in sums.items()):
            raise NothingChanges
        wrong_by_travel(decision_id, sums)
        return _ask(by, reason, travel_decision_id=decision_id, travel=dict(sums))


def right_price(correction: Correction) -> RightPrice:
    """What was asked of a price."""
    examples = correction.examples
    return RightPrice(
        cents=correction.cents or 0,
        terms=None if correction.terms is None else read_terms(correction.terms),
        examples=None if examples is None else tuple(map(read_example, examples)),
    )


def tried(rate: Rate, right: RightPrice) -> fee_table.Rate:
    """The price as it should be, tried anew with its worked examples.

    Raises TermsContradict, ExampleDiffers.
    """
    price = right.of(rate.values())
    try_examples(price, right.examples_of(rate))
    return price


def refuse_not_in_force(rate: Rate) -> None:
    """What waits for another person stays as she looks at it. Raises PriceNotInForce."""
    if not tables.get(FeeTable, rate.fee_table_id, lock=True).stands:
        raise PriceNotInForce


def decline(*, by: Actor, correction_id: int, reason: str) -> Correction:
    """It stays as it is, and why. Who asked may take it back. Raises Missing, ReasonNeeded."""
    if not reason.strip():
        raise ReasonNeeded
    with transaction():
        correction = corrections.get(correction_id, lock=True)
        if correction.state == CorrectionState.WAITING:
            is_own = correction.asked_by in users.of_same_person(by.user_id)
            correction.state = CorrectionState.DECLINED
            correction.declined_because = reason.strip()
            correction.decided_at = now()
            correction.decided_by = None if is_own else by.user_id
            _note(correction, "correction_declined", by, reason.strip())
    return correction


def mended(lines: Sequence[Line], mends: Sequence[Mend]) -> list[Line]:
    """Raises NoSuchLine, NothingChanges, ThingNeedsPayCode, MoneyNeedsPayCode."""
    right = mend_lines(lines, mends)
    refuse_other_kind_of_pay(
        lines,
        mends,
        of_things=fee_tables.pay_codes(of_things=True),
        of_money=fee_tables.pay_codes(of_things=False),
    )
    return right


def find_to_decide(by: Actor, statement_id: int, mends: Iterable[Mend] = ()) -> Correction | None:
    """What another person asked of the statement and this one may decide now.

    mends  what this one sends along, if anything. Raises AnotherWaits when it is something else.
    """
    found = corrections.find_waiting(statement_id=statement_id)
    if found is None or not corrections.may_decide(by, found):
        return None
    if (said := [asdict(one) for one in mends]) and said != found.lines:
        raise AnotherWaits
    return found


def waiting_for(by: Actor, correction_id: int) -> Correction | None:
    """Locked, for whoever decides; None when it has been decided. Raises Missing, FourEyes."""
    correction = corrections.get(correction_id, lock=True)
    if correction.state != CorrectionState.WAITING:
        return None
    if correction.asked_by in users.of_same_person(by.user_id):
        raise FourEyes
    return correction


def close(correction: Correction, by: Actor, document_id: int | None = None) -> None:
    """It was done."""
    correction.state, correction.document_id = CorrectionState.DONE, document_id
    correction.decided_by, correction.decided_at = by.user_id, now()


def refuse_credit(statement: Statement) -> None:
    """Raises NothingStands, WrongStep."""
    if statement.kind != StatementKind.STATEMENT:
        raise NothingStands
    if statement.state not in corrections.UNPAID:
        raise WrongStep(statement.state, StatementState.CREDITED)


def refuse_correction(statement: Statement) -> None:
    """Raises NothingStands, WrongStep."""
    if statement.kind == StatementKind.CREDIT:
        raise NothingStands
    if statement.state != StatementState.PAID:
        raise WrongStep(statement.state, StatementState.CORRECTED)


def _refuse_unknown_centres(mends: Iterable[Mend]) -> None:
    known = {each.code for each in (*units.all_cost_centres(), *units.closed_cost_centres())}
    if any(each.cost_centre is not None and each.cost_centre not in known for each in mends):
        raise NoSuchCostCentre


def _ask(by: Actor, reason: str, **about: Any) -> Correction:
    if not reason.strip():
        raise ReasonNeeded
    found = corrections.find_waiting(
        **{name: value for name, value in about.items() if name in corrections.OF}
    )
    if found is not None:
        same = all(getattr(found, name) == value for name, value in about.items())
        if same and found.asked_by in users.of_same_person(by.user_id):
            return found
        raise AnotherWaits
    payable.stay_out_of_runs()  # nor is what it is about destroyed meanwhile
    kept = tables.add(
        Correction(reason=reason.strip(), asked_by=by.user_id, asked_at=now(), **about)
    )
    _note(kept, "correction_asked", by, kept.reason)
    return kept


def _note(correction: Correction, became: str, by: Actor, reason: str) -> None:
    subject, subject_id = corrections.subject_of(correction)
    changes.note(subject, subject_id, became, by=by, reason=reason)
