"""What has to be in place before an engine is turned on. Reads only."""

from dataclasses import dataclass

from app.access import Role
from app.database import current_organisation
from app.now import today
from app.storage import engines, figures, payouts, register_payers, users
from app.storage.engines import Engine
from invoices.parameters import find_on

WITHHOLDING_FIGURE = "no_tax_card_rate"  # what no payment is counted without


@dataclass(frozen=True)
class Need:
    """is_there None: a matter of each person, so many of so many."""

    code: str
    is_there: bool | None
    have: int = 0
    of: int = 0


def needs_of(engine: Engine) -> list[Need]:
    """In the order they are put in place."""
    running = engines.switched_on()
    before = [Need(str(each), each in running) for each in engines.NEEDS[engine]]
    return (
        before
        + {
            Engine.WITHHOLDING: _withholding,
            Engine.PAYMENT_FILE: _payment_file,
            Engine.INCOMES_REGISTER: _incomes_register,
        }[engine]()
    )


def _withholding() -> list[Need]:
    figure = find_on(WITHHOLDING_FIGURE, today(), figures.in_force())
    return [
        Need("figures", figure is not None),
        Need("identities", None, payouts.count_identities(), payouts.count_people()),
    ]


def _payment_file() -> list[Need]:
    finance = users.with_role(current_organisation(), Role.FINANCE)
    return [
        Need("two_of_finance", len(finance) > 1),
        Need("accounts", None, len(payouts.people_with_payout()), payouts.count_people()),
    ]


def _incomes_register() -> list[Need]:
    return [Need("register_payer", register_payers.find() is not None)]
