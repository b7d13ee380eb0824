"""The papers of one assignment or invitation, filled in from what is stored."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from app.database import current_organisation
from app.gateways import documents, public_links
from app.gateways.needs import told_needs
from app.gateways.papers import LetterOccasion, OfferLetter, Sheet
from app.gateways.places import address_of, place_of, where_of
from app.language import duration, in_language
from app.now import now, today
from app.storage import fee_tables, occasions, offers, organisations, pay_days, requests, users
from app.storage.assignments import Assignment
from app.storage.experts import Expert
from app.storage.links import LinkKind
from app.storage.offers import Offer
from app.storage.requests import ExpertRequest
from invoices.pay_calendar import expected_pay_day
from invoices.payers import goes_on_a_statement, is_invoiced
from invoices.pricing.fee_table import Rate, Work
from invoices.pricing.price import FeeChoice
from invoices.refusals.pay_days import NoPayDayYet
from invoices.statements.document import Contact
from scheduling.reminders import SILENT_AFTER_DAYS
from scheduling.wall_clock import HELSINKI, day_of, to_moment


def sheet_pdf(assignment: Assignment) -> bytes:
    """One A4 in the expert's language."""
    expert = assignment.expert
    with in_language(expert.language):
        sheet = sheet_of(assignment)
    return documents.render("sheet", expert.language, {"sheet": sheet}, sheet.number, now())


def letter_pdf(sending: Sequence[Offer]) -> bytes:
    """An invitation on paper with its answer slip."""
    expert = sending[0].expert
    with in_language(expert.language):
        letter = letter_of(sending)
    return documents.render("letter", expert.language, {"letter": letter}, letter.number, now())


def sheet_of(assignment: Assignment) -> Sheet:
    """A task without a clock is due at the end of its day."""
    request, expert = requests.get(assignment.request_id), assignment.expert
    occasion = occasions.get(assignment.occasion_id)
    starts_at = occasion.starts_at or to_moment(occasion.day, "16:00")
    by_payroll = goes_on_a_statement(assignment.payer, assignment.payee)
    still_open = _open_rate(assignment)
    has_fee = assignment.fee_cents > 0 or still_open is not None
    gets_fee = by_payroll and assignment.fee_choice == FeeChoice.FULL and has_fee
    return Sheet(
        number=f"{assignment.id}",
        organisation=organisations.get(current_organisation()).name_in(expert.language),
        expert_name=expert.name,
        title=request.title,
        starts_at=starts_at,
        ends_at=occasion.ends_at,
        place=place_of(request),
        address=address_of(request),
        on_site=Contact(
            name=request.contact_name,
            phone=request.contact_phone or request.unit.contact_phone or "",
        ),
        coordinators=tuple(coordinators_of(request, expert)),
        route=request.route or "",
        leave_at=leave_at(assignment, occasion.starts_at),
        preparation=preparation_of(request),
        needs=tuple(told_needs(expert)),
        fee_cents=assignment.fee_cents if gets_fee else None,
        fee_most_cents=_most_of(assignment, still_open) if gets_fee else None,
        rate=_told_as_range(assignment, still_open) if gets_fee else None,
        role=assignment.role,
        travel_cents=assignment.travel_cents or None if by_payroll else None,
        is_invoiced=is_invoiced(assignment.payer, assignment.payee),
        pay_on=pay_day_of(assignment) if gets_fee else None,
        link=public_links.find_url(LinkKind.ASSIGNMENT, assignment.id) or "",
    )


def pay_day_of(assignment: Assignment) -> date | None:
    """As the invitation promised; by the calendar when a later day was chosen or nobody invited."""
    if assignment.offer_id and assignment.pay_from is None:
        return offers.get(assignment.offer_id).pay_on
    worked_on = occasions.get(assignment.occasion_id).day
    ready_on = worked_on + timedelta(days=SILENT_AFTER_DAYS)
    try:
        chosen = expected_pay_day(
            pay_days.calendar(), max(ready_on, assignment.pay_from or ready_on)
        )
    except NoPayDayYet:
        return None
    return chosen.pay_on


def letter_of(sending: Sequence[Offer]) -> OfferLetter:
    first, expert = sending[0], sending[0].expert
    request = requests.get(first.request_id)
    organisation = organisations.get(current_organisation())
    times = [occasions.get(each.occasion_id) for each in sending]
    return OfferLetter(
        number=f"{first.id}",
        organisation=organisation.name_in(expert.language),
        return_address=(organisation.name_in(expert.language),),
        recipient_name=expert.name,
        recipient_address=postal_lines(expert),
        letter_on=first.sent_at.astimezone(HELSINKI).date(),
        answer_by=day_of(first.expires_at) if first.expires_at else today(),
        title=request.title,
        unit=request.unit.name,
        what=request.description or request.title,
        occasions=tuple(
            LetterOccasion(
                starts_at=each.starts_at or to_moment(each.day, "16:00"),
                ends_at=each.ends_at,
                place=where_of(request),
            )
            for each in times
        ),
        coordinator=next(iter(coordinators_of(request, expert)), Contact(name="")),
        fee_cents=first.fee_cents or None,
        fee_most_cents=_more_than(first.fee_cents, first.fee_most_cents),
        travel_cents=first.travel_cents or None,
        preparation=preparation_of(request),
        pay_on=first.pay_on,
        gross_in_month_cents=first.gross_in_month_cents,
        decides_at=offers.get_round(first.round_id).decides_at,
        late=tuple(first.foreseen.get("late", ())),
    )


def _open_rate(assignment: Assignment) -> Rate | None:
    """The price that has not been agreed within its range."""
    if assignment.agreed_cents is not None:
        return None
    kind, day = assignment.request.kind, assignment.occasion.day
    rate = fee_tables.find_rate(Work.ACTIVITY, kind, day)
    return rate if rate and rate.terms.agreed else None


def _told_as_range(assignment: Assignment, rate: Rate | None) -> Rate | None:
    """By time, or before any sum is known: in the words of the price."""
    return rate if rate and (rate.is_by_time or not assignment.fee_cents) else None


def _most_of(assignment: Assignment, rate: Rate | None) -> int | None:
    """Of one sum; an hour's price times the time is told by its price."""
    if rate is None or rate.terms.agreed is None or rate.is_by_time:
        return None
    return assignment.fee_cents + rate.terms.agreed.to_cents - rate.terms.agreed.from_cents


def _more_than(fee_cents: int, most_cents: int | None) -> int | None:
    return most_cents if most_cents is not None and most_cents > fee_cents else None


def postal_lines(expert: Expert) -> tuple[str, ...]:
    """The lines below the name in the window of the envelope."""
    place = " ".join(filter(None, (expert.postal_code, expert.city)))
    return tuple(filter(None, (expert.street, place)))


def coordinators_of(request: ExpertRequest, expert: Expert) -> list[Contact]:
    """Whom to ring, first the request's own people, then the expert's; each once."""
    wanted = [request.responsible_id, request.deputy_id, expert.responsible_id, expert.deputy_id]
    people = [users.get(each) for each in dict.fromkeys(wanted) if each is not None]
    return [Contact(name=each.name, phone=each.phone or "", email=each.email) for each in people]


def preparation_of(request: ExpertRequest) -> str:
    """What to do before, and the time that is paid for it; empty when there is none."""
    time = duration(request.preparation_minutes) if request.preparation_minutes else ""
    words = request.preparation or ""
    return f"{words} ({time})" if words and time else words or time


def leave_at(assignment: Assignment, starts_at: datetime | None) -> datetime | None:
    """When to leave home; None when nobody has to go anywhere or the way is unknown."""
    if starts_at is None or not assignment.minutes_before:
        return None
    return starts_at - timedelta(minutes=assignment.minutes_before)
