"""Each act of two people is compared by itself: an answer with its question, a taking back with
what it takes back.

So what one person with two users once answered herself can still be taken back by another.
"""

from alembic import op

revision = "0096"
down_revision = "0095"

# Who asked, and who answers: of the first act, and of the one that takes it back.
ACTS = {
    "bank_batches": (("created_by", "approved_by"), ("exported_by", "voided_by")),
    "fee_tables": (("proposed_by", "confirmed_by"), ("withdrawal_asked_by", "withdrawn_by")),
    "hand_payments": (("asked_by", "given_by"), ("given_by", "withdrawn_by")),
    "travel_decisions": (("proposed_by", "confirmed_by"), ("withdrawal_asked_by", "withdrawn_by")),
}


def upgrade() -> None:
    for table, (first, back) in ACTS.items():
        op.execute(f"drop trigger answered_by_another on {table}")
        _refuse("answered_by_another", table, first)
        _refuse("taken_back_by_another", table, back)


def downgrade() -> None:
    for table, acts in ACTS.items():
        op.execute(f"drop trigger taken_back_by_another on {table}")
        op.execute(f"drop trigger answered_by_another on {table}")
        _refuse("answered_by_another", table, *acts)


def _refuse(trigger: str, table: str, *acts: tuple[str, str]) -> None:
    columns = dict.fromkeys(column for act in acts for column in act)
    own = " or ".join(f"is_one_person(new.{asked}, new.{answers})" for asked, answers in acts)
    op.execute(
        f"create trigger {trigger} before insert or update of {', '.join(columns)}"
        f" on {table} for each row when ({own}) execute function answered_by_another()"
    )
