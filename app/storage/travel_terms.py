"""What the organisation has decided to pay of travel, by first day."""

from collections.abc import Mapping
from dataclasses import asdict

from sqlalchemy import CheckConstraint, ColumnElement, Index, select
from sqlalchemy.orm import Mapped, mapped_column

from app.database import AlreadyThere, Base, current_organisation, db, refused_by
from app.storage import decisions
from app.storage.decisions import STANDS, Decision
from invoices.travel import travel_terms

refused_by("one_travel_decision_from_a_day", AlreadyThere)
refused_by("one_proposal_of_a_travel_decision", AlreadyThere)


class TravelDecision(Decision, Base):
    """Holds from its first day until the next one's. Where a sum is missing, the maximum."""

    __tablename__ = "travel_decisions"
    __table_args__ = (
        *decisions.by_two(),
        decisions.once("one_proposal_of_a_travel_decision"),
        Index(
            "one_travel_decision_from_a_day",
            "organisation_id",
            "valid_from",
            unique=True,
            postgresql_where=STANDS,
        ),
        CheckConstraint(
            "least(kilometre_cents, full_cents, partial_cents, meal_cents, own_word_cents) >= 0",
            name="sums_not_negative",
        ),
    )

    kilometre_cents: Mapped[int | None]
    pays_per_diems: Mapped[bool] = mapped_column(default=False)
    full_cents: Mapped[int | None]
    partial_cents: Mapped[int | None]
    pays_meals: Mapped[bool] = mapped_column(default=False)
    meal_cents: Mapped[int | None]
    own_word_cents: Mapped[int | None]

    def values(self) -> travel_terms.TravelTerms:
        """What the rules of money read."""
        return travel_terms.TravelTerms(
            valid_from=self.valid_from,
            decision_number=self.decision_number,
            kilometre_cents=self.kilometre_cents,
            pays_per_diems=self.pays_per_diems,
            full_cents=self.full_cents,
            partial_cents=self.partial_cents,
            pays_meals=self.pays_meals,
            meal_cents=self.meal_cents,
            own_word_cents=self.own_word_cents,
        )


def all_decisions() -> list[TravelDecision]:
    """Confirmed by two and not withdrawn, oldest first."""
    return _those(decisions.standing(TravelDecision))


def waiting() -> list[TravelDecision]:
    """For another person to confirm, by first day."""
    return _those(decisions.waiting(TravelDecision))


def decided() -> list[travel_terms.TravelTerms]:
    """All of them as the rules of money read them, oldest first."""
    return [decision.values() for decision in all_decisions()]


SUMS = ("kilometre_cents", "full_cents", "partial_cents", "meal_cents", "own_word_cents")


def with_right_sums(
    decision_id: int, sums: Mapping[str, int | None]
) -> list[travel_terms.TravelTerms]:
    """All of them, one as it should have been. Raises NegativeAmount."""
    return [
        travel_terms.TravelTerms(**asdict(each.values()) | dict(sums))
        if each.id == decision_id
        else each.values()
        for each in all_decisions()
    ]


def _those(of: ColumnElement[bool]) -> list[TravelDecision]:
    mine = select(TravelDecision).where(TravelDecision.organisation_id == current_organisation())
    return list(db.session.scalars(mine.where(of).order_by(TravelDecision.valid_from)))
