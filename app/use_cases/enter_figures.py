"""A year's national figures with four eyes: one proposes with the source, another confirms."""

from collections.abc import Collection, Mapping
from datetime import date

from app.access import Actor
from app.database import Missing, Refusal, transaction
from app.now import now
from app.storage import changes, figures, tables, users
from app.storage.changes import Subject
from app.storage.figures import EnteredFigure, FigureIsUsed
from app.storage.tables import FourEyes
from invoices.parameters import find_on


class FigureAnswered(Refusal):
    """Somebody has confirmed or refused it already."""

    code = "figure_answered"


class NothingProposed(Refusal):
    code = "nothing_proposed"


def propose(
    *, by: Actor, family: str, first_day: date, source: str, values: Mapping[str, int]
) -> list[EnteredFigure]:
    """Figures of one decision, each in its own unit; none is in force before its confirmation.

    They hold to the end of the year they begin in.
    Raises NothingProposed, FigureIsUsed, FigureWaits.
    """
    if not values:
        raise NothingProposed
    with transaction():
        for name in values:
            _refuse_used(family, name, first_day)
        proposed = [
            EnteredFigure(
                family=family,
                name=name,
                first_day=first_day,
                value=value,
                source=source,
                proposed_at=now(),
                proposed_by=by.user_id,
                proposer_name=by.name,
            )
            for name, value in values.items()
        ]
        return [_noted(each, "proposed", by) for each in tables.add_all(proposed)]


def confirm(*, by: Actor, figure_ids: Collection[int]) -> list[EnteredFigure]:
    """From now on the rules read them. Raises Missing, FigureAnswered, FourEyes, FigureIsUsed."""
    with transaction():
        proposed = _waiting(figure_ids)
        if {each.proposed_by for each in proposed} & users.of_same_person(by.user_id):
            raise FourEyes
        for each in proposed:
            _refuse_used(each.family, each.name, each.first_day)
            each.confirmed_at, each.confirmed_by = now(), by.user_id
            _noted(each, "confirmed", by)
    return proposed


def refuse(*, by: Actor, figure_ids: Collection[int]) -> list[EnteredFigure]:
    """Also by who proposed them. Raises Missing, FigureAnswered."""
    with transaction():
        proposed = _waiting(figure_ids)
        for each in proposed:
            each.refused_at, each.refused_by = now(), by.user_id
            _noted(each, "refused", by)
    return proposed


def _refuse_used(family: str, name: str, first_day: date) -> None:
    """What nothing has been counted by may still be put right; the rest is only superseded."""
    if family == figures.INCOME_TYPES:
        return
    if find_on(name, first_day, figures.in_force()) and figures.is_used(family, first_day):
        raise FigureIsUsed


def _waiting(figure_ids: Collection[int]) -> list[EnteredFigure]:
    found = figures.by_ids(figure_ids)
    if missing := set(figure_ids) - {each.id for each in found}:
        raise Missing(EnteredFigure.__name__, min(missing))
    if not found:
        raise NothingProposed
    if any(each.confirmed_at or each.refused_at for each in found):
        raise FigureAnswered
    return found


def _noted(figure: EnteredFigure, became: str, by: Actor) -> EnteredFigure:
    told = f"{figure.name} {figure.first_day}: {figure.value}"
    changes.note(Subject.FIGURE, figure.id, became, by=by, reason=told)
    return figure
