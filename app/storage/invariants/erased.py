"""What must always hold of people who have been erased: rule, table, and what breaks it in SQL."""

from app.storage.invariants.invariant import Invariant

EMPTY = ("expert_themes", "boundaries", "own_units", "times_away", "income_ceilings")
MORE = ("trainings", "record_checks", "contact_notes")
LEFT = " or ".join(
    f"exists (select from {table} where {table}.organisation_id = experts.organisation_id"
    f" and expert_id = experts.id)"
    for table in (*EMPTY, *MORE)
)

QUESTIONS = (
    Invariant(
        "of an erased person the registry knows nothing but that there was one",
        "experts",
        "select organisation_id, id from experts where erased_at is not null and (num_nonnulls("
        "   email, phone, street, postal_code, city, municipality_code, support_contact,"
        "   support_needs, own_group, age_band, guardian_name, guardian_phone, guardian_email) > 0"
        "   or first_name <> '–' or last_name <> id::text"
        "   or cardinality(support_ticks || role_kinds || levels) > 0"
        f"  or {LEFT} or exists (select from messages where expert_id = experts.id"
        "     and messages.organisation_id = experts.organisation_id"
        "     and (body <> '' or subject <> '' or address is not null))"
        "  or exists (select from hour_entries where expert_id = experts.id"
        "     and hour_entries.organisation_id = experts.organisation_id and note is not null))",
    ),
    Invariant(
        "nobody is erased before everything has stopped for good",
        "experts",
        "select organisation_id, id from experts"
        " where coalesce(profile_erased_at, erased_at) is not null"
        "   and (stopped_at is null or stop_reason = 'illness')",
    ),
    Invariant(
        "no step of a person who may be erased names her",
        "changes",
        "select organisation_id, id from changes where role = 'expert' and actor_name <> ''",
    ),
)
