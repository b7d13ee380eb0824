"""Another person confirms what one has decided to pay, or withdraws it; work is priced anew."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime, timedelta

from app.access import Actor
from app.database import AlreadyThere, Refusal, transaction
from app.language import short_day
from app.now import now
from app.readings import new_prices
from app.readings.new_prices import Effect
from app.storage import changes, expense_entries, fee_tables, putting_right, tables, users
from app.storage.changes import Subject
from app.storage.decisions import Decision
from app.storage.fee_tables import FeeTable
from app.storage.tables import FourEyes
from app.storage.travel_terms import TravelDecision
from app.use_cases import issue_document


class DecisionAnswered(Refusal):
    """Somebody has confirmed or withdrawn it already."""

    code = "decision_answered"


class PaidByOldPrices(Refusal):
    """Statements have been issued by the prices that would change.

    count  their rows; day  the first one that nothing has been issued of
    """

    code = "paid_by_old_prices"


class WithoutNewPrice(Refusal):
    """Approved work, so many rows of it, would have no price any more."""

    code = "without_new_price"


class PricesUsed(Refusal):
    """Approved work has its price by the decision."""

    code = "prices_used"


class CostsApprovedSince(Refusal):
    """Costs of that day or a later one have been approved by what held until now."""

    code = "costs_approved_since"


def confirm_table(*, by: Actor, table_id: int) -> FeeTable:
    """From now on work is priced by it; what is approved and on no statement, anew.

    Raises Missing, DecisionAnswered, FourEyes, AlreadyThere, PaidByOldPrices, WithoutNewPrice.
    """
    with transaction():
        issue_document.begin(by)  # nothing is issued meanwhile
        fee_tables.lock_all()
        table = tables.get(FeeTable, table_id, lock=True)
        _refuse_answered(table, by)
        effect = refuse_effect(table)
        if table.replaces_id is not None:
            _replace(tables.get(FeeTable, table.replaces_id, lock=True), table, by)
        _confirm(table, by)
        changes.note(Subject.RATE, table.id, "confirmed", by=by, reason=_told(effect))
        for entry, priced in effect.anew:
            putting_right.mend_price(entry, priced.price, priced.pay_code)
    return table


def withdraw_table(*, by: Actor, table_id: int) -> FeeTable:
    """One that waits at once; a confirmed one when another person has asked for it.

    Raises Missing, DecisionAnswered, FourEyes, PricesUsed.
    """
    with transaction():
        issue_document.begin(by)
        fee_tables.lock_all()
        table = tables.get(FeeTable, table_id, lock=True)
        if table.stands and new_prices.is_used(table):
            raise PricesUsed
        end(table, by)
    return table


def keep_table(*, by: Actor, table_id: int) -> FeeTable:
    """It is not withdrawn after all. Raises Missing, DecisionAnswered."""
    with transaction():
        table = tables.get(FeeTable, table_id, lock=True)
        _keep(table, by)
    return table


def confirm_travel(*, by: Actor, decision_id: int) -> TravelDecision:
    """Raises Missing, DecisionAnswered, FourEyes, AlreadyThere, CostsApprovedSince."""
    with transaction():
        decision = tables.get(TravelDecision, decision_id, lock=True)
        _refuse_answered(decision, by)
        refuse_costs_since(decision.valid_from)
        _confirm(decision, by)
        changes.note(Subject.RATE, decision.id, "travel_confirmed", by=by)
    return decision


def withdraw_travel(*, by: Actor, decision_id: int) -> TravelDecision:
    """As a fee table. Raises Missing, DecisionAnswered, FourEyes, CostsApprovedSince."""
    with transaction():
        decision = tables.get(TravelDecision, decision_id, lock=True)
        if decision.stands:
            refuse_costs_since(decision.valid_from)
        end(decision, by)
    return decision


def replace_travel(
    old: TravelDecision,
    sums: Mapping[str, int | None],
    *,
    asked_at: datetime,
    asked_by: int,
    by: Actor,
    reason: str,
) -> TravelDecision:
    """The same decision with the right sums, inside the transaction that prices its costs anew."""
    old.withdrawal_asked_by = asked_by
    _withdraw(old, by)
    terms = asdict(old.values()) | dict(sums)
    new = tables.add(
        TravelDecision(
            **terms,
            proposed_at=asked_at,
            proposed_by=asked_by,
            proposer_name=users.get(asked_by).name,
        )
    )
    tables.store()
    _confirm(new, by)
    changes.note(Subject.RATE, new.id, "travel_mended", by=by, reason=reason)
    return new


def keep_travel(*, by: Actor, decision_id: int) -> TravelDecision:
    """It is not withdrawn after all. Raises Missing, DecisionAnswered."""
    with transaction():
        decision = tables.get(TravelDecision, decision_id, lock=True)
        _keep(decision, by)
    return decision


def refuse_effect(table: FeeTable) -> Effect:
    """What may not be changed by it. Raises AlreadyThere, PaidByOldPrices, WithoutNewPrice."""
    others = (each for each in fee_tables.all_tables() if each.id != table.replaces_id)
    if any(each.valid_from == table.valid_from for each in others):
        raise AlreadyThere
    effect = new_prices.effect_of(table)
    if effect.issued:
        free_from = short_day(effect.last_issued_on + timedelta(days=1))
        raise PaidByOldPrices(count=len(effect.issued), day=free_from)
    if effect.without_price:
        raise WithoutNewPrice(count=len(effect.without_price))
    return effect


def refuse_costs_since(day: date) -> None:
    """Whatever is being approved is waited for. Raises CostsApprovedSince."""
    fee_tables.lock_all()
    if expense_entries.any_approved_since(day):
        raise CostsApprovedSince


def end(decision: Decision, by: Actor) -> None:
    """Withdraw it, or ask another person to. Raises DecisionAnswered, FourEyes."""
    if decision.withdrawn_at is not None:
        raise DecisionAnswered
    if decision.confirmed_at is None:
        _withdraw(decision, by)
    elif decision.withdrawal_asked_by is None:
        decision.withdrawal_asked_by = by.user_id
        changes.note(Subject.RATE, decision.id, "withdrawal_asked", by=by)
    elif decision.withdrawal_asked_by in users.of_same_person(by.user_id):
        raise FourEyes
    else:
        _withdraw(decision, by)


def _replace(old: FeeTable, new: FeeTable, by: Actor) -> None:
    """Who wrote the new one asked for it."""
    if old.stands:
        old.withdrawal_asked_by = new.proposed_by
        _withdraw(old, by)


def _withdraw(decision: Decision, by: Actor) -> None:
    decision.withdrawn_at, decision.withdrawn_by = now(), by.user_id
    changes.note(Subject.RATE, decision.id, "withdrawn", by=by)
    tables.store()


def _confirm(decision: Decision, by: Actor) -> None:
    decision.confirmed_at, decision.confirmed_by = now(), by.user_id
    tables.store()


def _keep(decision: Decision, by: Actor) -> None:
    if not decision.stands or decision.withdrawal_asked_by is None:
        raise DecisionAnswered
    decision.withdrawal_asked_by = None
    changes.note(Subject.RATE, decision.id, "kept", by=by)


def _refuse_answered(decision: Decision, by: Actor) -> None:
    if not decision.waits:
        raise DecisionAnswered
    if decision.proposed_by in users.of_same_person(by.user_id):
        raise FourEyes


def _told(effect: Effect) -> str | None:
    """How many rows were priced anew, and their cents."""
    if not effect.anew:
        return None
    return f"{len(effect.anew)}: {effect.old_cents} → {effect.new_cents}"
