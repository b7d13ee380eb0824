"""What lines are for the tax and the insurer: by decision, by the organisation's list, by rules."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.database import current_organisation
from app.readings.payment_kinds import kind_of
from app.storage import (
    figures,
    income_decisions,
    line_kinds,
    net_pays,
    organisations,
    own_income_types,
    payouts,
)
from app.storage.income_decisions import IncomeDecision
from app.storage.line_kinds import LineKind
from app.storage.organisations import OrganisationKind
from app.storage.statements import Statement
from invoices.refusals import MoneyRefusal
from invoices.tax.classification import (
    RULES,
    Classification,
    Contract,
    Override,
    classify,
    contract_after,
)
from invoices.tax.income_types import INCOME_TYPES, Confirmed
from invoices.tax.own_types import OwnType, own_type_on, with_own_type


@dataclass(frozen=True)
class House:
    """What the organisation has decided for all: its own list, and which flags are sure."""

    own: Sequence[OwnType]
    checked: Confirmed
    non_profit: bool

    def with_sure_flags(self, year: int) -> "House":
        """Where payroll knows what is insured, only the type itself is asked."""
        return replace(self, checked=[(code, year) for code in INCOME_TYPES])


@dataclass(frozen=True)
class Known:
    """By line, and by assignment."""

    house: House
    kinds: Mapping[int, LineKind]
    decisions: Mapping[int, IncomeDecision]

    def of(self, line_id: int, contract: Contract, pay_on: date) -> Classification:
        """Raises what `classify` raises."""
        kind = self.kinds[line_id]
        decision = self.decisions.get(kind.assignment_id)
        override = decision.values() if decision else None
        return classification_of(kind, contract, pay_on, override=override, house=self.house)


def house() -> House:
    return House(own_income_types.in_order(), figures.checked_income_types(), is_non_profit())


def is_non_profit() -> bool:
    return organisations.get(current_organisation()).kind == OrganisationKind.NGO


def know(statement_ids: Collection[int]) -> Known:
    kinds = line_kinds.of_statements(statement_ids)
    decisions = income_decisions.in_force({each.assignment_id for each in kinds.values()})
    return Known(house(), kinds, decisions)


def classification_of(
    line: LineKind,
    contract: Contract,
    pay_on: date,
    *,
    override: Override | None = None,
    house: House = House((), (), False),
) -> Classification:
    """What a line is: by finance's decision, if there is one, else by the organisation's list.

    Either holds for the work, and for what the rules name no income type for: what goes above
    the maximum or has no receipt is pay like the fee, unless the list says what it is.
    Raises what `classify` raises.
    """
    kind = kind_of(line)
    of_fee = with_own_type(override, own_type_on(house.own, str(line.request), pay_on), contract)
    holds = contract_after(contract, of_fee)
    is_fee = line.expense is None and not line.is_given
    is_open = kind not in RULES[holds]
    own = own_type_on(house.own, str(kind), pay_on) if is_open and not is_fee else None
    decided = with_own_type(None, own, Contract.FEE) or of_fee
    return classify(
        kind,
        holds,
        pay_on,
        override=decided if is_fee or is_open else None,
        non_profit=house.non_profit,
        confirmed=house.checked,
    )


def codes_of(statements: Iterable[Statement]) -> dict[tuple[str, int], str]:
    """Income type by number of the statement and position of the line, as payroll is told it.

    What the bank has paid stays as it was counted. What neither rules nor decisions name is left
    out, and so is what is not reported. Insurance is payroll's to know.
    """
    found = list(statements)
    known = know([each.id for each in found])
    contracts = payouts.identities_of({each.expert_id for each in found})
    nets = net_pays.by_statement([each.id for each in found])
    told: dict[tuple[str, int], str] = {}
    for each in found:
        counted = nets.get(each.id)
        kept = {one["position"]: one["income_type"] for one in counted.lines} if counted else {}
        identity = contracts.get(each.expert_id)
        contract = identity.contract if identity else Contract.FEE
        for line in each.lines:
            if line.position in kept:
                code = kept[line.position]
            else:
                code = _code(known, line.id, contract, each.pay_on)
            if code is not None:
                told[each.printed_number, line.position] = str(code)
    return told


def _code(known: Known, line_id: int, contract: Contract, pay_on: date) -> int | None:
    sure = replace(known, house=known.house.with_sure_flags(pay_on.year))
    try:
        return sure.of(line_id, contract, pay_on).income_type
    except MoneyRefusal:
        return None
