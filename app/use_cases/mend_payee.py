"""Finance mends what payroll needs of a person, or keeps the pay back until it is clear."""

from app.access import Actor
from app.database import transaction
from app.gateways import mail, public_links
from app.now import now
from app.storage import changes, experts, pay_holds, payable, tables
from app.storage.changes import Subject
from app.storage.experts import Expert
from app.storage.pay_holds import PayHold
from app.use_cases import hold_hours
from invoices.statements.held import HeldReason


def mend_payee(
    *, by: Actor, expert_id: int, payroll_number: str | None, finance_has_it: bool
) -> Expert:
    """Payroll's person number, and whether payroll has account and tax card.

    Raises Missing, AlreadyThere when somebody else has the number.
    """
    with transaction():
        expert = experts.get(expert_id, lock=True)
        expert.payroll_number, expert.finance_has_it = payroll_number, finance_has_it
        changes.note(Subject.EXPERT, expert_id, "payroll_data", by=by)
    return expert


def keep_back(*, by: Actor, expert_id: int, reason: str) -> PayHold:
    """The next runs leave the person out, who is told why. Kept back already: nothing happens.

    Raises Missing, RunGoesOn.
    """
    with transaction():
        payable.stay_out_of_runs()
        expert = experts.get(expert_id, lock=True)
        if (hold := pay_holds.find_open(expert_id)) is not None:
            return hold
        hold = tables.add(
            PayHold(expert_id=expert_id, reason=reason, held_at=now(), held_by=by.user_id)
        )
        changes.note(Subject.EXPERT, expert_id, "pay_kept_back", by=by, reason=reason)
        mail.tell_expert(
            expert,
            "held",
            event=f"pay_kept_back:{hold.id}",
            reason=str(HeldReason.BY_FINANCE),
            pay_on=None,
            said=reason,
            link=public_links.own_statements(),
        )
    return hold


def let_go(*, by: Actor, expert_id: int) -> None:
    """The next run pays what waited, rows held by themselves too. Let go already: nothing happens.

    Raises Missing, RunGoesOn.
    """
    with transaction():
        payable.stay_out_of_runs()  # one that read of the hold would keep the rows for good
        experts.get(expert_id, lock=True)
        if (hold := pay_holds.find_open(expert_id)) is not None:
            hold.released_at, hold.released_by = now(), by.user_id
            changes.note(Subject.EXPERT, expert_id, "pay_let_go", by=by)
            for row in payable.of_person(expert_id):
                if row.entry.held_because == HeldReason.BY_FINANCE:
                    hold_hours.let_go(row.entry, by=by)
