"""What must always hold of seats, bookings, offers and of whom they are for."""

from app.storage.invariants.invariant import Invariant

LIVE = "('planned', 'confirmed', 'done')"
OPEN = "('sent', 'seen', 'asks_first')"

QUESTIONS = (
    Invariant(
        "an association stores no check of the criminal record",
        "record_checks",
        "select organisation_id, record_checks.id from record_checks"
        " join organisations on organisations.id = organisation_id where kind = 'ngo'",
    ),
    Invariant(
        "nobody is booked twice for the same time",
        "bookings",
        "select one.organisation_id, one.id from bookings as one join bookings as other"
        " on one.person_id = other.person_id and one.id < other.id and one.during && other.during"
        " where not one.is_overridden and not other.is_overridden",
    ),
    Invariant(
        "every promised seat with clock times is booked, and nothing else is",
        "assignments",
        "select assignments.organisation_id, assignments.id from assignments"
        " join occasions on occasions.organisation_id = assignments.organisation_id"
        "   and occasions.id = assignments.occasion_id"
        " left join bookings on bookings.organisation_id = assignments.organisation_id"
        "   and bookings.assignment_id = assignments.id"
        f" where (assignments.state in {LIVE} and occasions.starts_at is not null)"
        "   <> (bookings.id is not null)"
        "   or not (bookings.during @> tstzrange(occasions.starts_at, occasions.ends_at))",
    ),
    Invariant(
        "seats given are counted, and never more than there are",
        "occasions",
        "select organisation_id, id from occasions where accepted_count > seats"
        " or accepted_count <> (select count(*) from assignments"
        "   where assignments.organisation_id = occasions.organisation_id"
        f"  and assignments.occasion_id = occasions.id and assignments.state in {LIVE})",
    ),
    Invariant(
        "an expert has at most one open offer for an occasion, and none for a seat she holds",
        "offers",
        "select offers.organisation_id, min(offers.id) from offers left join assignments"
        " on assignments.organisation_id = offers.organisation_id"
        "   and assignments.occasion_id = offers.occasion_id"
        f"  and assignments.expert_id = offers.expert_id and assignments.state in {LIVE}"
        f" where offers.state in {OPEN}"
        " group by offers.organisation_id, offers.occasion_id, offers.expert_id"
        " having count(*) > 1 or count(assignments.id) > 0",
    ),
    Invariant(
        "an accepted offer has its assignment",
        "offers",
        "select offers.organisation_id, offers.id from offers where state = 'accepted'"
        " and not exists (select from assignments"
        "   where assignments.organisation_id = offers.organisation_id"
        "   and assignments.offer_id = offers.id)",
    ),
    Invariant(
        "where seats are shared, nobody is still to answer afterwards",
        "offers",
        "select offers.organisation_id, offers.id from offers"
        " join offer_rounds as sending on sending.organisation_id = offers.organisation_id"
        "   and sending.id = offers.round_id"
        " where sending.decided_at is not null and offers.said_yes_at is null"
        "   and offers.state in ('sent', 'seen')",
    ),
    Invariant(
        "a full occasion and a cancelled request have no open offers",
        "offers",
        "select offers.organisation_id, offers.id from offers"
        " join occasions on occasions.organisation_id = offers.organisation_id"
        "   and occasions.id = offers.occasion_id"
        " join expert_requests as asked on asked.organisation_id = offers.organisation_id"
        "   and asked.id = offers.request_id"
        f" where offers.state in {OPEN}"
        "   and (accepted_count >= occasions.seats or asked.state = 'cancelled')",
    ),
    Invariant(
        "activities of one expert do not overlap, nor count more than time went by",
        "hour_entries",
        "select one.organisation_id, one.id from hour_entries as one"
        " left join hour_entries as other on other.organisation_id = one.organisation_id"
        "   and other.expert_id = one.expert_id and other.id > one.id"
        "   and tstzrange(one.starts_at, one.ends_at) && tstzrange(other.starts_at, other.ends_at)"
        "   and other.starts_at is not null"
        " where one.starts_at is not null and (other.id is not null"
        "   or one.minutes * interval '1 minute' > one.ends_at - one.starts_at)",
    ),
    Invariant(
        "somebody paused has no open offers of the pause",
        "experts",
        "select distinct experts.organisation_id, experts.id from experts join offers"
        " on offers.organisation_id = experts.organisation_id and offers.expert_id = experts.id"
        f" where offers.state in {OPEN} and paused_until > (now() at time zone"
        " 'Europe/Helsinki')::date",
    ),
    Invariant(
        "for somebody stopped nothing is open, promised or on its way",
        "experts",
        "select distinct experts.organisation_id, experts.id from experts"
        " left join offers on offers.organisation_id = experts.organisation_id"
        f"  and offers.expert_id = experts.id and offers.state in {OPEN}"
        " left join messages on messages.organisation_id = experts.organisation_id"
        "   and messages.expert_id = experts.id"
        "   and (messages.sent_at > stopped_at or messages.state in"
        "     ('queued', 'to_print', 'to_ring'))"
        " left join assignments on assignments.organisation_id = experts.organisation_id"
        "   and assignments.expert_id = experts.id"
        "   and assignments.state in ('planned', 'confirmed')"
        " where stopped_at is not null"
        "   and num_nonnulls(offers.id, messages.id, assignments.id) > 0",
    ),
)
