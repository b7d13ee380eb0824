"""What must always hold of payments a bank makes for us: rule, table, and what breaks it in SQL."""

from app.storage.invariants.invariant import Invariant

LIVE = "('planned', 'approved', 'exported', 'confirmed')"
SENT = "('exported', 'confirmed', 'bounced')"

QUESTIONS = (
    Invariant(
        "a statement has at most one live payment",
        "payments",
        "select organisation_id, min(id) from payments"
        f" where state in {LIVE} group by organisation_id, statement_id having count(*) > 1",
    ),
    Invariant(
        "a payment is the net that was counted for its statement, and above zero",
        "payments",
        "select payments.organisation_id, payments.id from payments"
        " left join net_pays on net_pays.organisation_id = payments.organisation_id"
        "   and net_pays.id = net_pay_id and net_pays.statement_id = payments.statement_id"
        " where net_cents is distinct from cents or cents <= 0",
    ),
    Invariant(
        "gross less what was deducted is net, and gross is the statement's and what came back",
        "net_pays",
        "select net_pays.organisation_id, net_pays.id from net_pays"
        " join statements on statements.organisation_id = net_pays.organisation_id"
        "   and statements.id = net_pays.statement_id"
        " left join net_pays as back on back.organisation_id = net_pays.organisation_id"
        "   and back.id = net_pays.replaces_id"
        " cross join lateral (select statements.total_cents"
        "   + coalesce(back.taxable_cents + back.tax_free_cents, 0) as cents) as gross"
        " where net_pays.taxable_cents + net_pays.tax_free_cents <> gross.cents"
        "   or net_pays.net_cents <> gross.cents"
        "     - net_pays.given_cents - net_pays.withheld_cents - net_pays.pension_cents"
        "     - net_pays.unemployment_cents",
    ),
    Invariant(
        "what another document pays anew has come back and is never paid again by itself",
        "net_pays",
        "select anew.organisation_id, anew.id from net_pays as anew"
        " join net_pays as back on back.organisation_id = anew.organisation_id"
        "   and back.id = anew.replaces_id"
        " join statements on statements.organisation_id = anew.organisation_id"
        "   and statements.id = anew.statement_id"
        " left join payments on payments.organisation_id = anew.organisation_id"
        "   and payments.net_pay_id = back.id"
        " group by anew.organisation_id, anew.id, back.statement_id, refers_to_id"
        " having refers_to_id is distinct from back.statement_id"
        f"   or coalesce(bool_or(payments.state in {LIVE}), false)"
        "   or not coalesce(bool_or(payments.state = 'bounced'), false)",
    ),
    Invariant(
        "no more is withheld than the taxable fee, and nothing counted is below zero",
        "net_pays",
        "select organisation_id, id from net_pays where withheld_cents > taxable_cents or least("
        "   withheld_cents, pension_cents, unemployment_cents, net_cents, tax_free_cents) < 0",
    ),
    Invariant(
        "nothing was taken to the bank while its pay was held",
        "payments",
        "select payments.organisation_id, payments.id from payments"
        " join bank_batches as batch on batch.organisation_id = payments.organisation_id"
        "   and batch.id = payments.batch_id"
        " join statements on statements.organisation_id = payments.organisation_id"
        "   and statements.id = statement_id"
        " join pay_holds as hold on hold.organisation_id = payments.organisation_id"
        "   and hold.expert_id = statements.expert_id"
        " where held_at < exported_at and coalesce(released_at, 'infinity') > exported_at",
    ),
    Invariant(
        "what is on its way to the bank is of a standing statement that payroll was not given",
        "payments",
        "select payments.organisation_id, payments.id from payments"
        " join statements on statements.organisation_id = payments.organisation_id"
        "   and statements.id = statement_id"
        f" where payments.state in {LIVE}"
        "   and (statements.state = 'credited' or statements.batch_id is not null)",
    ),
    Invariant(
        "a statement whose payment the bank was given has left the house",
        "payments",
        "select payments.organisation_id, payments.id from payments"
        " join statements on statements.organisation_id = payments.organisation_id"
        "   and statements.id = statement_id"
        " where (payments.state = 'exported' and statements.state = 'issued')"
        "   or (payments.state = 'confirmed' and statements.state not in ('paid', 'corrected'))",
    ),
    Invariant(
        "a batch is the sum of its payments, and they stand where it stands",
        "bank_batches",
        "select batch.organisation_id, batch.id from bank_batches as batch"
        " left join payments as item on item.organisation_id = batch.organisation_id"
        "   and item.batch_id = batch.id"
        " group by batch.organisation_id, batch.id"
        " having count(item.id) <> batch.payments or sum(item.cents) is distinct from batch.cents"
        "   or bool_or(case batch.state when 'created' then item.state <> 'planned'"
        "     when 'approved' then item.state <> 'approved'"
        f"    when 'exported' then item.state not in {SENT}"
        "     when 'confirmed' then item.state not in ('confirmed', 'bounced')"
        "     else item.state not in ('voided', 'bounced') end)",
    ),
    Invariant(
        "the file of a batch is there before it leaves, and so is the sum of its bytes",
        "bank_batches",
        "select organisation_id, id from bank_batches"
        " where (state not in ('created', 'voided') and (file is null or sha256 is null))"
        "   or (file is null) <> (sha256 is null)",
    ),
    Invariant(
        "four eyes: who makes a batch, takes it out or asks for an account does not end it",
        "bank_batches",
        "select organisation_id, id from bank_batches"
        " where is_one_person(approved_by, created_by)"
        "   or (exported_at is not null and state = 'voided'"
        "     and (is_one_person(voided_by, exported_by) is not false"
        "       or coalesce(void_reason, '') = ''))"
        " union all select organisation_id, id from payout_accounts"
        "   where is_one_person(confirmed_by, asked_by)"
        " union all select organisation_id, id from paying_accounts"
        "   where is_one_person(confirmed_by, asked_by)",
    ),
    Invariant(
        "what payroll was given by hand the bank does not pay, and two people gave it",
        "hand_payments",
        "select hand.organisation_id, hand.id from hand_payments as hand"
        " where withdrawn_at is null and (is_one_person(given_by, asked_by)"
        "   or exists (select from payments"
        "   where payments.organisation_id = hand.organisation_id"
        f"  and payments.statement_id = hand.statement_id and payments.state in {LIVE}))",
    ),
    Invariant(
        "a changed account waits three days before anything is paid to it",
        "payout_accounts",
        "select account.organisation_id, account.id from payout_accounts as account"
        " where holds_until < asked_at + interval '72 hours' and exists ("
        "   select from payout_accounts as earlier"
        "   where earlier.organisation_id = account.organisation_id"
        "   and earlier.expert_id = account.expert_id and earlier.id <> account.id"
        "   and earlier.confirmed_at < greatest(account.asked_at, account.confirmed_at))",
    ),
    Invariant(
        "the same word of a bank is applied once",
        "bank_feedback",
        "select organisation_id, min(id) from bank_feedback"
        " group by organisation_id, sha256 having count(*) > 1",
    ),
)
GUARDS = frozenset(
    {(table, "keep_money_record") for table in ("engine_switches", "paying_accounts")}
    | {(table, "keep_money_record") for table in ("payout_accounts", "tax_cards", "net_pays")}
    | {(table, "keep_money_record") for table in ("bank_batches", "payments", "bank_feedback")}
    | {(f"{of}_files", "keep_money_record") for of in ("batch", "hand")}
    | {(table, "keep_money_record") for table in ("hand_payments", "mended_years")}
    | {("hand_payments", "give_only_what_is_unpaid"), ("payments", "leave_what_payroll_was_given")}
    | {("statements", "credit_nothing_given_to_payroll")}
    | {(table, "take_only_allowed_steps") for table in ("bank_batches", "payments")}
    | {(table, "sum_payments") for table in ("bank_batches", "payments")}
    | {("payments", "pay_only_what_is_payable"), ("statements", "keep_to_one_way_of_payment")}
)
