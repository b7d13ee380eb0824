"""What was said and put right after the money had moved: a dispute, corrections, invoices."""

from datetime import date, datetime, timedelta

from app.access import Actor, Role
from app.commands.demo.register import House
from app.now import at, now
from app.storage import disputes, entry_lists, statements
from app.storage.assignments import Assignment
from app.storage.statements import Statement
from app.use_cases import ask_correction, correct_statement, dispute_statement, note_invoices
from invoices.pricing.fee_table import Work
from invoices.statements.correction import Mend
from invoices.statements.statement import StatementKind
from scheduling.kinds import OnBehalf
from scheduling.lifecycle import StatementState
from scheduling.wall_clock import to_moment

HALF_AN_HOUR = 30
LATEST = timedelta(minutes=5)


def add_second_thoughts(house: House, other_in_finance: Actor) -> None:
    """Her own statement is put right; another waits for an answer, and a third for a decision."""
    paid = [
        each
        for each in reversed(statements.all_issued())
        if each.state is StatementState.PAID and each.kind is StatementKind.STATEMENT
    ]
    hers = [each for each in paid if each.expert_id == house.experts[0].id]
    if hers:
        _put_right(house, hers[0], other_in_finance)
    of_others = [each for each in paid if each not in hers]
    for statement in of_others[:1]:
        _say_by_phone(house, statement)
    for statement in of_others[1:2]:
        with _days_after(statement, 4, "10:00"):
            _ask(house, statement, "Tuntilomakkeessa oli puoli tuntia enemmän.")


def add_invoices(house: House) -> None:
    """Of two who send an invoice, one has sent it."""
    waiting = _invoiced_work()
    for seat in waiting[:1]:
        entries = entry_lists.of_assignment(seat.id)
        day = max(entry.day for entry in entries) + timedelta(days=9)
        with at(_latest(day, "10:30")):
            note_invoices.note_received(
                by=house.actors[Role.FINANCE],
                assignment_id=seat.id,
                number="2026-114",
                invoiced_on=day,
                cents=sum(entry.price_cents or 0 for entry in entries),
                prepayment_checked_on=day,
                yel_checked_on=day,
            )


def _invoiced_work() -> list[Assignment]:
    """Oldest first."""
    seats = {entry.assignment_id: entry.assignment for entry in entry_lists.invoiced()}
    return [seat for _, seat in sorted(seats.items())]


def _put_right(house: House, statement: Statement, other: Actor) -> None:
    """She says it, the coordinator answers, one in finance asks and the other decides."""
    herself = Actor(
        role=Role.EXPERT,
        organisation_id=house.organisation.id,
        expert_id=statement.expert_id,
    )
    with _days_after(statement, 1, "18:20"):
        dispute_statement.dispute(
            by=herself,
            statement_id=statement.id,
            said="Valmistelin puoli tuntia kauemmin kuin tässä on.",
        )
    with _days_after(statement, 3, "09:10"):
        dispute_statement.answer(
            by=house.actors[Role.COORDINATOR],
            dispute_id=disputes.of_statement(statement.id)[0].id,
            answer=disputes.Answer.PUT_RIGHT,
            because="Olet oikeassa: lomakkeessasi oli puoli tuntia enemmän. Kiitos, että kerroit.",
        )
    with _days_after(statement, 3, "09:20"):
        correction = _ask(house, statement, "Valmistelusta puuttui puoli tuntia.")
    with _days_after(statement, 4, "08:40"):
        correct_statement.correct_statement(by=other, correction_id=correction.id)


def _ask(house: House, statement: Statement, reason: str):
    """Half an hour more of preparation."""
    line = next(each for each in statement.lines if each.kind == Work.PREPARATION)
    mend = Mend(
        position=line.position,
        measure="minutes",
        quantity=line.quantity + HALF_AN_HOUR,
        price_cents=line.unit_cents,
    )
    return ask_correction.ask_correction(
        by=house.actors[Role.FINANCE], statement_id=statement.id, reason=reason, mends=[mend]
    )


def _say_by_phone(house: House, statement: Statement) -> None:
    with _days_after(statement, 2, "14:15"):
        dispute_statement.dispute(
            by=house.actors[Role.COORDINATOR],
            statement_id=statement.id,
            said="Bussilippu puuttuu. Hän lähetti kuitin kirjeessä.",
            how=OnBehalf.PHONE,
            said_at=now(),
        )


def _days_after(statement: Statement, days: int, clock: str):
    return at(_latest((statement.paid_on or statement.pay_on) + timedelta(days=days), clock))


def _latest(day: date, clock: str) -> datetime:
    """That moment, or just now when it is still ahead."""
    return min(to_moment(day, clock), now() - LATEST)
