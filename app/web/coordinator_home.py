"""What the coordinator sees first: today and tomorrow, and what waits."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import url_for

from app.language import gettext, moment, ngettext
from app.now import now, today
from app.storage import agenda, disputes, expiring, unsigned
from app.storage.assignments import Assignment
from app.storage.disputes import Dispute
from app.storage.messages import MessageState
from app.storage.occasions import Occasion
from app.storage.outcomes import Outcome, was_asked_on
from app.storage.requests import ExpertRequest
from app.use_cases import agree_fee
from scheduling.lifecycle import EntryState
from scheduling.reminders import answer_due_on, may_close_without_answer
from scheduling.wall_clock import day_of, midnight

DAYS_SHOWN = 2
OLD = timedelta(days=7)


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """One row: what, since when, and the one act. `posts` when the act is done by the button."""

    title: str
    about: str
    since: datetime
    url: str
    label: str
    posts: str = ""
    begins: datetime | None = None

    def day(self) -> date:
        return day_of(self.since)

    def is_old(self) -> bool:
        return now() - self.since > OLD

    def is_near(self) -> bool:
        """The meeting may come before an answer that is given in the usual time."""
        return self.begins is not None and today() <= day_of(self.begins) <= answer_due_on(today())


def today_and_tomorrow() -> list[tuple[Occasion, list[Assignment]]]:
    start = midnight(today())
    return agenda.coming(start, midnight(today() + timedelta(days=DAYS_SHOWN)))


def waiting() -> list[Waiting]:
    """Near meetings first, then the oldest; one act a row."""
    rows = [
        *(_new(*found) for found in agenda.unread(midnight(today()))),
        *(_answered(*found) for found in agenda.answered_by_units()),
        *(_without_invitation(*found) for found in agenda.without_invitations(midnight(today()))),
        *map(_not_agreed, agree_fee.still_open()),
        *map(_disputed, disputes.unanswered()),
        *_counted(),
    ]
    return sorted(rows, key=_turn)


def outcomes() -> list[Waiting]:
    """Units that have not told what changed; apart, so that they hide nothing that is urgent."""
    return [
        _outcome(request, outcome)
        for request, outcome in agenda.outcomes_to_ask(today())
        if may_close_without_answer(outcome.chases) or not was_asked_on(outcome, today())
    ]


def _turn(row: Waiting) -> tuple[bool, datetime]:
    return (False, row.begins) if row.begins and row.is_near() else (True, row.since)


def _not_agreed(assignment: Assignment) -> Waiting:
    return Waiting(
        title=gettext("Agree on the fee: %(title)s", title=assignment.request.title),
        about=assignment.expert.name,
        since=assignment.accepted_at,
        url=url_for("assignments.show", assignment_id=assignment.id),
        label=gettext("Write down the sum"),
    )


def _disputed(dispute: Dispute) -> Waiting:
    return Waiting(
        title=gettext("Says that her statement is not right"),
        about=f"{dispute.statement.payee_name}, {dispute.statement.printed_number}",
        since=dispute.said_at,
        url=url_for("disputes.show", statement_id=dispute.statement_id),
        label=gettext("Give the answer"),
    )


def _new(request: ExpertRequest, begins: datetime | None) -> Waiting:
    return Waiting(
        title=gettext("New request: %(title)s", title=request.title),
        about=_where_and_when(request, begins),
        since=request.sent_at or request.created_at,
        begins=begins,
        url=_page(request),
        label=gettext("Read it"),
    )


def _answered(request: ExpertRequest, at: datetime) -> Waiting:
    return Waiting(
        title=gettext("The unit writes: %(title)s", title=request.title),
        about=request.unit.name,
        since=at,
        url=_page(request),
        label=gettext("Read and answer"),
    )


def _without_invitation(request: ExpertRequest, begins: datetime | None) -> Waiting:
    return Waiting(
        title=gettext("Nobody is invited: %(title)s", title=request.title),
        about=_where_and_when(request, begins),
        since=request.sent_at or request.created_at,
        begins=begins,
        url=url_for("candidates.ranked", request_id=request.id),
        label=gettext("Invite"),
    )


def _outcome(request: ExpertRequest, outcome: Outcome) -> Waiting:
    enough = may_close_without_answer(outcome.chases)
    step = "close_silent" if enough else "chase"
    return Waiting(
        title=gettext("What changed? %(title)s", title=request.title),
        about=ngettext(
            "%(unit)s, asked %(num)s time",
            "%(unit)s, asked %(num)s times",
            outcome.chases,
            unit=request.unit.name,
        ),
        since=midnight(outcome.due_on),
        url=_page(request),
        label=gettext("Close without an answer") if enough else gettext("Ask now"),
        posts=url_for("requests.go_on", request_id=request.id, step=step),
    )


def _counted() -> list[Waiting]:
    """Work of other pages as one row each."""
    many_to_check, checked_since = agenda.assignments_in(EntryState.CONFIRMED)
    many_held, held_since = agenda.assignments_in(EntryState.HELD)
    letters, printed_since = agenda.messages_in(MessageState.TO_PRINT)
    ending = len(expiring.soon(today(), today() + expiring.AHEAD))
    signing = unsigned.everybody()
    found = (
        (
            many_to_check,
            checked_since,
            ngettext("%(num)s assignment to check", "%(num)s assignments to check", many_to_check),
            url_for("hours.to_check"),
            gettext("Check"),
        ),
        (
            many_held,
            held_since,
            ngettext(
                "%(num)s assignment payroll cannot pay",
                "%(num)s assignments payroll cannot pay",
                many_held,
            ),
            url_for("held_hours.show"),
            gettext("See why"),
        ),
        (
            letters,
            printed_since,
            ngettext("%(num)s letter to print", "%(num)s letters to print", letters),
            url_for("messages.to_print"),
            gettext("Print"),
        ),
        (
            ending,
            None,
            ngettext(
                "%(num)s agreement, training, check or pause ends soon",
                "%(num)s agreements, trainings, checks or pauses end soon",
                ending,
            ),
            url_for("expiring.soon"),
            gettext("Look"),
        ),
        (
            len(signing),
            None,
            ngettext(
                "%(num)s person has not signed the new agreement",
                "%(num)s persons have not signed the new agreement",
                len(signing),
            ),
            url_for("unsigned.everybody"),
            gettext("See who"),
        ),
    )
    return [
        Waiting(title=title, about="", since=since or now(), url=url, label=label)
        for many, since, title, url, label in found
        if many
    ]


def _where_and_when(request: ExpertRequest, begins: datetime | None) -> str:
    return f"{request.unit.name}, {moment(begins)}" if begins else request.unit.name


def _page(request: ExpertRequest) -> str:
    return url_for("requests.show", request_id=request.id)
