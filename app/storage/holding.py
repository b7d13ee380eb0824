"""What a run holds and lets go: the rule of held rows as SQL, over all rows at once."""

from datetime import datetime

from app.access import Actor
from app.database import current_organisation
from app.storage.run_tables import ENTRIES, ask
from invoices.statements.held import SECOND_APPROVAL_ABOVE_CENTS, HeldReason
from scheduling.lifecycle import EntryState

BY_FINANCE = f"(held_by_finance or held_because is not distinct from '{HeldReason.BY_FINANCE}')"
# Over columns named as the fields of `invoices.statements.held.Row`.
CONDITIONS = {
    HeldReason.BY_FINANCE: BY_FINANCE,
    HeldReason.STOPPED: "stopped",
    HeldReason.NO_PAYROLL_NUMBER: "coalesce(person_number, '') = '' and not paid_by_bank",
    HeldReason.FINANCE_LACKS_DATA: "not finance_has_data and not paid_by_bank",
    HeldReason.NO_PAYOUT_DATA: "paid_by_bank and not has_payout_data",
    HeldReason.NO_PAY_CODE: "coalesce(pay_code, '') = ''",
    HeldReason.NO_COST_CENTRE: "coalesce(cost_centre, '') = ''",
    HeldReason.NOT_PRICED: "amount_cents is null",
    HeldReason.SECOND_APPROVAL: (
        f"amount_cents > greatest({SECOND_APPROVAL_ABOVE_CENTS}, second_approved_cents)"
    ),
    HeldReason.LATER_CHOSEN: "later_chosen",
}
FIRST_REASON = " ".join(
    [
        f"case when amount_cents = 0 and not (stopped or {BY_FINANCE}) then null",
        *(f"when {CONDITIONS[reason]} then '{reason}'" for reason in HeldReason),
        "end",
    ]
)
"""The first of `reasons_to_hold`; null when payroll can pay."""


def hold_and_release(*, by: Actor, moment: datetime) -> None:
    """Entries become what the run found of them; each step is written into their history."""
    values = {
        "mine": current_organisation(),
        "role": by.role.value,
        "user_id": by.user_id,
        "name": by.name,
        "at": moment,
        "approved": EntryState.APPROVED.value,
        "held": EntryState.HELD.value,
    }
    for is_work, entries, _, subject in ENTRIES:
        ask(
            f"""insert into changes
            (organisation_id, subject, subject_id, became, role, user_id, actor_name, reason, at)
            select :mine, '{subject}', entry_id,
              case when reason is null then :approved else :held end,
              :role, cast(:user_id as bigint), :name, reason, cast(:at as timestamptz)
            from run_held where is_work = {is_work} and held_because is distinct from reason
            order by reason nulls first, entry_id""",
            **values,
        )
        ask(
            f"""update {entries} as entry set version = entry.version + 1,
              state = case when reason is null then :approved else :held end,
              held_because = reason
            from run_held where entry.organisation_id = :mine and entry.id = entry_id
              and is_work = {is_work} and run_held.held_because is distinct from reason""",
            **{name: values[name] for name in ("mine", "approved", "held")},
        )
