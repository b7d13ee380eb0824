"""What must hold of credits and corrections: rule, table, and the rows that break it, in SQL."""

from app.storage.invariants.invariant import Invariant

LINES_OF_BOTH = """statements as document
 join statements as original on original.organisation_id = document.organisation_id
   and original.id = document.refers_to_id"""

QUESTIONS = (
    Invariant(
        "what is credited or corrected has exactly one document that says so",
        "statements",
        "select original.organisation_id, original.id from statements as original"
        " left join statements as document on document.organisation_id = original.organisation_id"
        "   and document.refers_to_id = original.id"
        " where original.kind <> 'credit'"
        " group by original.organisation_id, original.id, original.state"
        " having count(document.id) <> (original.state in ('credited', 'corrected'))::int"
        "   or (original.state = 'credited') <> coalesce(bool_or(document.kind = 'credit'), false)",
    ),
    Invariant(
        "a credit is not credited, and moves no money",
        "statements",
        f"select document.organisation_id, document.id from {LINES_OF_BOTH}"
        " where original.kind = 'credit' or document.kind = 'credit' and"
        "   (document.state <> 'credited' or document.batch_id is not null"
        "   or original.kind <> 'statement' or original.state <> 'credited'"
        "   or document.total_cents <> -original.total_cents"
        "   or document.fee_cents <> -original.fee_cents)",
    ),
    Invariant(
        "a document takes back every line that stood, exactly and once",
        "statements",
        "select document.organisation_id, document.id"
        f" from {LINES_OF_BOTH}"
        " join statement_lines as line on line.organisation_id = original.organisation_id"
        "   and line.statement_id = original.id and line.mirrors_id is null"
        " left join statement_lines as mirror"
        "   on mirror.organisation_id = document.organisation_id"
        "   and mirror.statement_id = document.id and mirror.mirrors_id = line.id"
        "   and mirror.quantity = -line.quantity and mirror.amount_cents = -line.amount_cents"
        "   and (mirror.kind, mirror.day, mirror.unit, mirror.unit_cents, mirror.is_taxable,"
        "     mirror.pay_code) = (line.kind, line.day, line.unit, line.unit_cents,"
        "     line.is_taxable, line.pay_code)"
        "   and mirror.hour_entry_id is not distinct from line.hour_entry_id"
        "   and mirror.expense_entry_id is not distinct from line.expense_entry_id"
        "   and mirror.cost_centre is not distinct from line.cost_centre"
        " where mirror.id is null",
    ),
    Invariant(
        "only a document that refers to another takes lines back, and a credit does nothing else",
        "statement_lines",
        "select line.organisation_id, line.id from statement_lines as line"
        " join statements as document on document.organisation_id = line.organisation_id"
        "   and document.id = line.statement_id"
        " left join statement_lines as taken on taken.organisation_id = line.organisation_id"
        "   and taken.id = line.mirrors_id"
        " where taken.statement_id is distinct from document.refers_to_id"
        "     and line.mirrors_id is not null"
        "   or document.kind = 'credit' and line.mirrors_id is null",
    ),
    Invariant(
        "what a person has been billed is what her live lines come to",
        "experts",
        "select billed.organisation_id, billed.expert_id from"
        " (select organisation_id, expert_id, sum(total_cents) as cents from statements"
        "   group by 1, 2) as billed"
        " left join (select statements.organisation_id, expert_id, sum(amount_cents) as cents"
        "   from statement_lines as line"
        "   join statements on statements.organisation_id = line.organisation_id"
        "     and statements.id = line.statement_id"
        "   where is_live group by 1, 2) as live"
        "   on live.organisation_id = billed.organisation_id"
        "   and live.expert_id = billed.expert_id"
        " where billed.cents <> coalesce(live.cents, 0)",
    ),
    Invariant(
        "an entry that a credit set free is on one statement again at most, and waits otherwise",
        "statement_lines",
        "select line.organisation_id, line.id from statement_lines as line"
        " join hour_entries as entry on entry.organisation_id = line.organisation_id"
        "   and entry.id = line.hour_entry_id"
        " where line.is_live and entry.state not in ('approved', 'held')"
        " union all"
        " select line.organisation_id, line.id from statement_lines as line"
        " join expense_entries as entry on entry.organisation_id = line.organisation_id"
        "   and entry.id = line.expense_entry_id"
        " where line.is_live and entry.state not in ('approved', 'held')",
    ),
    Invariant(
        "money paid too much is in no file, and is settled only by a decision",
        "statements",
        "select document.organisation_id, document.id from statements as document"
        " left join corrections on corrections.organisation_id = document.organisation_id"
        "   and corrections.document_id = document.id"
        " where document.kind = 'correction' and document.total_cents < 0"
        "   and not exists (select from net_pays"  # it pays what came back from the bank
        "     where organisation_id = document.organisation_id and statement_id = document.id)"
        "   and (document.batch_id is not null"
        "   or (document.state <> 'issued') <> (corrections.overpaid_decision is not null))",
    ),
    Invariant(
        "who asks that a statement be put right does not decide about it",
        "corrections",
        "select organisation_id, id from corrections where is_one_person(asked_by, decided_by)"
        " or state = 'done' and decided_by is null",
    ),
)
