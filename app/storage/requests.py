"""What units ask for: the request, its themes and the thread between unit and coordinator."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, delete, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from app.database import Base, current_organisation, db
from app.storage import personal, tables
from app.storage.experts import Theme
from app.storage.tables import OfOrganisation, Versioned, belongs_to
from app.storage.units import CostCentre, Unit
from invoices.payers import Payer
from scheduling.kinds import Level, OnBehalf, RequestKind, Stage
from scheduling.lifecycle import BEFORE_DONE, RequestState


class Timing(StrEnum):
    OCCASIONS = "occasions"
    OPEN_ENDED = "open_ended"  # more occasions are agreed as the work goes on
    TASK = "task"  # no clock time: done by a day


class RequestTheme(OfOrganisation, Base):
    __tablename__ = "request_themes"
    __table_args__ = (
        belongs_to("expert_requests", "request_id"),
        belongs_to("themes", "theme_id"),
        UniqueConstraint("organisation_id", "request_id", "theme_id"),
    )

    request_id: Mapped[int]
    theme_id: Mapped[int]

    theme: Mapped[Theme] = relationship(viewonly=True, lazy="joined")


class RequestMessage(OfOrganisation, Base):
    """One turn of the thread in which the coordinator asks back and the unit answers."""

    __tablename__ = "request_messages"
    __table_args__ = (
        belongs_to("expert_requests", "request_id"),
        Index(None, "organisation_id", "request_id"),
    )

    request_id: Mapped[int]
    from_unit: Mapped[bool]
    author: Mapped[str] = mapped_column(info=personal.TOLD)
    text: Mapped[str] = mapped_column(info=personal.TOLD)
    sent_at: Mapped[datetime]


class ExpertRequest(OfOrganisation, Versioned, Base):
    __tablename__ = "expert_requests"
    __table_args__ = (
        belongs_to("units", "unit_id"),
        belongs_to("cost_centres", "cost_centre_id"),
        belongs_to("expert_requests", "continues_id"),
        CheckConstraint("seats between 1 and 100", name="seats_sensible"),
        CheckConstraint("continues_id < id", name="continues_something_earlier"),
        CheckConstraint("fluency in ('basic', 'good', 'native')", name="fluency_is_known"),
        CheckConstraint("side_costs_cents between 0 and 10000000", name="side_costs_sensible"),
        CheckConstraint("not is_remote or municipality_code is null", name="remote_has_no_place"),
        UniqueConstraint("organisation_id", "once"),
        Index(None, "organisation_id", "state"),
        Index(None, "organisation_id", "unit_id"),
    )

    unit_id: Mapped[int]
    kind: Mapped[RequestKind]
    state: Mapped[RequestState] = mapped_column(default=RequestState.DRAFT)
    title: Mapped[str]
    description: Mapped[str | None] = mapped_column(info=personal.TOLD)
    purpose: Mapped[str | None] = mapped_column(info=personal.TOLD)
    what_can_change: Mapped[str | None] = mapped_column(info=personal.TOLD)
    who_decides: Mapped[str | None] = mapped_column(info=personal.TOLD)
    stage: Mapped[Stage | None]
    decided_on: Mapped[date | None]  # when the decision it feeds is to be made
    language: Mapped[str] = mapped_column(default="fi")
    fluency: Mapped[str] = mapped_column(default="good")  # how well it has to be spoken
    level: Mapped[Level | None]  # of participation; None: as its kind has
    with_minors: Mapped[bool] = mapped_column(default=False)
    needs_training: Mapped[bool] = mapped_column(default=False)
    continues_id: Mapped[int | None]  # an earlier request that this one goes on from
    is_remote: Mapped[bool] = mapped_column(default=False)
    place: Mapped[str | None]
    route: Mapped[str | None]
    municipality_code: Mapped[str | None]
    timing: Mapped[Timing] = mapped_column(default=Timing.OCCASIONS)
    seats: Mapped[int] = mapped_column(default=1)
    preparation: Mapped[str | None] = mapped_column(info=personal.TOLD)
    preparation_minutes: Mapped[int] = mapped_column(default=0)
    asked_by_name: Mapped[str | None] = mapped_column(info=personal.NAME)
    asked_by_name_because: Mapped[str | None] = mapped_column(info=personal.CHOSEN)
    cost_centre_id: Mapped[int | None]
    project_code: Mapped[str | None]
    payer: Mapped[Payer] = mapped_column(default=Payer.WE_PAY)
    side_costs_cents: Mapped[int | None]  # a room, tickets bought by us, a companion
    side_costs_note: Mapped[str | None] = mapped_column(info=personal.TOLD)
    contact_name: Mapped[str] = mapped_column(info=personal.TOLD)
    contact_phone: Mapped[str | None] = mapped_column(info=personal.TOLD)
    contact_email: Mapped[str | None] = mapped_column(info=personal.TOLD)
    responsible_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    deputy_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    on_behalf_how: Mapped[OnBehalf | None]  # how the unit told it to the coordinator
    once: Mapped[str | None]  # of the form it came by, so that a second click stores nothing
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]

    unit: Mapped[Unit] = relationship(viewonly=True, lazy="joined", innerjoin=True)
    cost_centre: Mapped[CostCentre | None] = relationship(viewonly=True)
    themes: Mapped[list[RequestTheme]] = relationship(viewonly=True, order_by=RequestTheme.id)
    messages: Mapped[list[RequestMessage]] = relationship(viewonly=True, order_by=RequestMessage.id)


def get(request_id: int, *, lock: bool = False) -> ExpertRequest:
    """Raises Missing."""
    return tables.get(ExpertRequest, request_id, lock=lock)


def find_sent(once: str) -> ExpertRequest | None:
    """What the same form made already."""
    question = select(ExpertRequest).where(
        ExpertRequest.organisation_id == current_organisation(), ExpertRequest.once == once
    )
    return db.session.scalar(question)


def set_themes(request_id: int, theme_ids: Iterable[int]) -> None:
    """Raises Missing for a theme that is not on the organisation's list."""
    themes = [tables.get(Theme, theme_id).id for theme_id in theme_ids]
    db.session.execute(
        delete(RequestTheme).where(
            RequestTheme.organisation_id == current_organisation(),
            RequestTheme.request_id == request_id,
        )
    )
    for theme_id in themes:
        db.session.add(RequestTheme(request_id=request_id, theme_id=theme_id))


def in_states(*states: RequestState) -> list[ExpertRequest]:
    """Oldest first."""
    waiting = select(ExpertRequest).where(
        ExpertRequest.organisation_id == current_organisation(), ExpertRequest.state.in_(states)
    )
    return list(db.session.scalars(waiting.order_by(ExpertRequest.created_at, ExpertRequest.id)))


def before_done(centres: Collection[int] | None = None) -> list[ExpertRequest]:
    """Those whose work is still to come, oldest first.

    centres  ids of the cost centres that are looked at; None: all
    """
    mine = ExpertRequest.organisation_id == current_organisation()
    ahead = select(ExpertRequest).where(mine, ExpertRequest.state.in_(BEFORE_DONE))
    if centres is not None:
        ahead = ahead.where(ExpertRequest.cost_centre_id.in_(centres))
    ahead = ahead.options(joinedload(ExpertRequest.cost_centre))
    return list(db.session.scalars(ahead.order_by(ExpertRequest.created_at, ExpertRequest.id)))


def last_of_unit(unit_id: int) -> ExpertRequest | None:
    newest = select(ExpertRequest).where(
        ExpertRequest.organisation_id == current_organisation(), ExpertRequest.unit_id == unit_id
    )
    return db.session.scalar(newest.order_by(ExpertRequest.id.desc()).limit(1))


def of_unit(unit_id: int) -> list[ExpertRequest]:
    """Newest first."""
    theirs = select(ExpertRequest).where(
        ExpertRequest.organisation_id == current_organisation(), ExpertRequest.unit_id == unit_id
    )
    return list(db.session.scalars(theirs.order_by(ExpertRequest.id.desc())))
