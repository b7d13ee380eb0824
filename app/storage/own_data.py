"""Everything stored of one person, table by table, for the person to have."""

from datetime import date, datetime
from enum import Enum
from typing import Any

from sqlalchemy import Select, Table, or_, select

from app.database import Base, current_organisation, db
from app.storage.changes import Subject
from app.storage.experts import Expert

# How the rows of a person are found: a column, and whose id stands in it.
EXPERT, PERSON, USER = "expert_id", "person_id", "user_id"
HOLDS: dict[str, tuple[str, str]] = {
    "experts": ("id", EXPERT),
    "expert_themes": ("expert_id", EXPERT),
    "themes": ("id", "theme"),
    "trainings": ("expert_id", EXPERT),
    "agreements": ("expert_id", EXPERT),
    "consents": ("expert_id", EXPERT),
    "boundaries": ("expert_id", EXPERT),
    "own_units": ("expert_id", EXPERT),
    "times_away": ("expert_id", EXPERT),
    "record_checks": ("expert_id", EXPERT),
    "income_ceilings": ("expert_id", EXPERT),
    "contact_notes": ("expert_id", EXPERT),
    "offers": ("expert_id", EXPERT),
    "calls": ("expert_id", EXPERT),
    "plan_places": ("expert_id", EXPERT),
    "assignments": ("expert_id", EXPERT),
    "bookings": ("person_id", PERSON),
    "hour_entries": ("expert_id", EXPERT),
    "expense_entries": ("expert_id", EXPERT),
    "receipts": ("expert_id", EXPERT),
    "pay_holds": ("expert_id", EXPERT),
    "statements": ("expert_id", EXPERT),
    "statement_lines": ("statement_id", "statement"),
    "corrections": ("statement_id", "statement"),
    "disputes": ("expert_id", EXPERT),
    "net_pays": ("statement_id", "statement"),
    "payments": ("statement_id", "statement"),
    "hand_payments": ("statement_id", "statement"),
    "mended_years": ("statement_id", "statement"),
    "register_reports": ("statement_id", "statement"),
    "payroll_stops": ("statement_id", "statement"),
    "payout_identities": ("expert_id", EXPERT),
    "payout_accounts": ("expert_id", EXPERT),
    "tax_cards": ("expert_id", EXPERT),
    "pension_arrangements": ("expert_id", EXPERT),
    "income_decisions": ("assignment_id", "assignment"),
    "received_invoices": ("assignment_id", "assignment"),
    "sent_invoices": ("assignment_id", "assignment"),
    "messages": ("expert_id", EXPERT),
    "users": ("person_id", PERSON),
    "memberships": ("user_id", USER),
    "access_tokens": ("user_id", USER),
    "changes": ("subject_id", "change"),
    "openings": ("expert_id", EXPERT),
}
# Told to nobody: keys of the lock, and what the organisation's rows have in common.
SECRET = {
    "password",
    "fs_uniquifier",
    "us_totp_secrets",
    "us_phone_number",
    "token_hash",
    *("hetu", "hetu_index", "iban", "iban_index"),  # sealed; an account's `masked` is told
    "content",  # of a receipt: a file of its own, opened from its cost
    "organisation_id",
    "version",
    "sort_key",
    "runner_up_id",  # somebody else
    "barred_ids",
}


Row = dict[str, Any]


def of_expert(expert: Expert) -> dict[str, list[Row]]:
    """Table -> rows, oldest first."""
    return {name: _rows(Base.metadata.tables[name], expert) for name in HOLDS}


def as_json(tables: dict[str, list[Row]]) -> dict[str, list[Row]]:
    """The same as JSON knows it; days and moments in ISO form."""
    return {
        name: [{column: _plain(value) for column, value in row.items()} for row in rows]
        for name, rows in tables.items()
    }


def _rows(table: Table, expert: Expert) -> list[Row]:
    columns = [column for column in table.columns if column.name not in SECRET]
    question = _narrowed(select(*columns), table, expert).order_by(table.c.id)
    return [dict(row) for row in db.session.execute(question).mappings()]


def _narrowed(question: Select[Any], table: Table, expert: Expert) -> Select[Any]:
    if "organisation_id" in table.c:
        question = question.where(table.c.organisation_id == current_organisation())
    column, whose = HOLDS[table.name]
    return question.where(_is_of(table, column, whose, expert))


def _is_of(table: Table, column: str, whose: str, expert: Expert) -> Any:
    tables = Base.metadata.tables
    users = tables["users"]
    mine = select(users.c.id).where(users.c.person_id == expert.person_id)
    if whose == EXPERT:
        return table.c[column] == expert.id
    if whose == PERSON:
        return table.c[column] == expert.person_id
    if whose == USER:
        return table.c[column].in_(mine)
    if whose == "theme":
        told = tables["expert_themes"]
        theirs = select(told.c.theme_id).where(told.c.expert_id == expert.id)
        return table.c[column].in_(theirs)
    if whose == "statement":
        statements = tables["statements"]
        theirs = select(statements.c.id).where(statements.c.expert_id == expert.id)
        return table.c[column].in_(theirs)
    if whose == "assignment":
        seats = tables["assignments"]
        theirs = select(seats.c.id).where(seats.c.expert_id == expert.id)
        return table.c[column].in_(theirs)
    about = (table.c.subject == Subject.EXPERT) & (table.c.subject_id == expert.id)
    return or_(about, table.c.user_id.in_(mine))


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date | datetime):
        return value.isoformat()
    if hasattr(value, "lower") and hasattr(value, "upper") and not isinstance(value, str):
        return [_plain(value.lower), _plain(value.upper)]
    return value
