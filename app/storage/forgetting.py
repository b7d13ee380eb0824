"""Words of matters that ended long ago, and who has left: forgotten once their time has passed."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import (
    ColumnElement,
    and_,
    case,
    delete,
    exists,
    func,
    or_,
    select,
    text,
    union,
    update,
)
from sqlalchemy.orm import aliased

from app.database import current_organisation, db
from app.storage.assignments import Assignment
from app.storage.changes import Change, Subject
from app.storage.offers import OfferRound
from app.storage.outcomes import Outcome
from app.storage.plans import Plan, PlanPlace
from app.storage.requests import ExpertRequest, RequestMessage
from app.storage.users import Membership, User
from scheduling.lifecycle import ENDED
from scheduling.wall_clock import midnight

NOBODY = "–"
AT_ONCE = 2_000
OF_MONEY = (
    *(Subject.HOUR_ENTRY, Subject.EXPENSE_ENTRY, Subject.STATEMENT, Subject.STATEMENT_RUN),
    *(Subject.RATE, Subject.FIGURE, Subject.PAYMENT_BATCH, Subject.REGISTER_DELIVERY),
    *(Subject.HAND_PAYMENT, Subject.DISPOSAL),
)
# Of an assignment: what was agreed or invoiced before is told nowhere else. See `only_add`, too,
# and `is_accounted`: while a statement pays its hours.
STEPS_OF_MONEY = (
    *("fee_agreed", "fee_mended", "invoice_received", "invoice_sent"),
    *("invoice_mended", "invoice_withdrawn"),
)
NOT_ACCOUNTED = text("not is_accounted(changes)")
BRIEF = {
    **dict.fromkeys(("description", "purpose", "what_can_change", "who_decides", "preparation")),
    **dict.fromkeys(("asked_by_name", "asked_by_name_because", "side_costs_note")),
    **dict.fromkeys(("contact_phone", "contact_email")),
    "contact_name": NOBODY,
}


def forget_requests(before: datetime) -> int:
    """Of what ended and has not been touched since: words of the brief, of the thread, of the
    outcome, and why somebody was chosen. That it was asked and what came of it is counted on.

    How many were left to forget; so many at once.
    """
    mine = ExpertRequest.organisation_id == current_organisation()
    touched = exists().where(
        Change.organisation_id == ExpertRequest.organisation_id,
        Change.subject == Subject.REQUEST,
        Change.subject_id == ExpertRequest.id,
        Change.at >= before,
    )
    old = (mine, ExpertRequest.state.in_(ENDED), ExpertRequest.created_at < before, ~touched)
    told = (getattr(ExpertRequest, name).is_not(None) for name, to in BRIEF.items() if to is None)
    theirs = list(
        db.session.scalars(
            select(ExpertRequest.id)
            .where(*old, or_(ExpertRequest.contact_name != NOBODY, *told))
            .order_by(ExpertRequest.id)
            .limit(AT_ONCE)
        )
    )
    for table, values in (
        (RequestMessage, {"text": "", "author": NOBODY}),
        (OfferRound, {"chosen_ids": [], "turn_note": None}),
    ):
        rows = update(table).where(_of(table, theirs))
        db.session.execute(rows.values(values))
    seats = update(Assignment).where(_of(Assignment, theirs))
    had_one = case((Assignment.is_overridden, ""))  # an override has a reason
    db.session.execute(seats.values(thanks=None, turn_note=None, override_reason=had_one))
    outcomes = update(Outcome).where(_of(Outcome, theirs), Outcome.text.is_not(None))
    db.session.execute(outcomes.values(text="", told_by=None))
    briefs = update(ExpertRequest).where(mine, ExpertRequest.id.in_(theirs))
    db.session.execute(briefs.values(**BRIEF, version=ExpertRequest.version + 1))
    return len(theirs)


def forget_plans(before: date) -> None:
    """Whole plans of periods that ended before the day: nothing rests on them."""
    old = select(Plan.id).where(
        Plan.organisation_id == current_organisation(), Plan.last_on < before
    )
    for table, column in ((PlanPlace, PlanPlace.plan_id), (Plan, Plan.id)):
        mine = table.organisation_id == current_organisation()
        db.session.execute(delete(table).where(mine, column.in_(old)))


def forget_reasons(before: datetime, *, of_money_before: datetime) -> None:
    """Why steps were taken. What stands of money stays whole."""
    old = update(Change).where(
        Change.organisation_id == current_organisation(),
        Change.at < before,
        Change.reason.is_not(None),
        Change.subject.not_in(OF_MONEY),
        or_(Change.at < of_money_before, Change.became.not_in(STEPS_OF_MONEY)),
        NOT_ACCOUNTED,
    )
    db.session.execute(old.values(reason=None))


def forget_names(before: datetime) -> None:
    """Who took steps before the moment, but for those of money: the role of each stays."""
    old = update(Change).where(
        Change.organisation_id == current_organisation(),
        Change.at < before,
        Change.actor_name != "",
        Change.subject.not_in(OF_MONEY),
        NOT_ACCOUNTED,
    )
    db.session.execute(old.values(actor_name="", reason=None))


def left_before(moment: datetime) -> list[User]:
    """Whose last role, in any organisation, ended before the moment; one of them was here."""
    here, anywhere = aliased(Membership), aliased(Membership)
    day = moment.date()
    was_here = exists().where(
        here.user_id == User.id, here.organisation_id == current_organisation()
    )
    ended = or_(anywhere.ended_at < moment, anywhere.last_day < day)
    stays = exists().where(anywhere.user_id == User.id, ~func.coalesce(ended, False))
    known = or_(User.email.not_like("%@erased.invalid"), User.name != NOBODY)
    found = select(User).where(known, was_here, ~stays)
    return list(db.session.scalars(found.order_by(User.id)))


def decided_since(user_ids: Collection[int], since: date) -> set[int]:
    """Who of them took a step of money here, or held a role elsewhere, on the day or later."""
    elsewhere = select(Membership.user_id).where(
        Membership.user_id.in_(user_ids),
        Membership.organisation_id != current_organisation(),
        or_(Membership.ended_at >= midnight(since), Membership.last_day >= since),
    )
    here = select(Change.user_id).where(
        Change.organisation_id == current_organisation(),
        Change.user_id.in_(user_ids),
        or_(Change.subject.in_(OF_MONEY), Change.became.in_(STEPS_OF_MONEY)),
        Change.at >= midnight(since),
    )
    return {user_id for user_id in db.session.scalars(union(elsewhere, here)) if user_id}


def _of(
    table: type[RequestMessage | OfferRound | Assignment | Outcome], ids: list[int]
) -> ColumnElement[bool]:
    return and_(table.organisation_id == current_organisation(), table.request_id.in_(ids))
