"""When a person's own word stands for a receipt."""

import pytest

from invoices.refusals import MoneyRefusal
from invoices.travel.receipts import proof_of
from tests.invoices.build import cases, name_of


@pytest.mark.parametrize("case", cases("receipts"), ids=name_of)
def test_what_proves_a_cost(case):
    facts = {
        "has_receipt": case.get("has_receipt", False),
        "explanation": case.get("explanation", ""),
        "limit_cents": case["limit_cents"],
    }
    if "refused" in case:
        with pytest.raises(MoneyRefusal) as refusal:
            proof_of(case["claimed_cents"], **facts)
        assert refusal.value.code == case["refused"]
    else:
        assert proof_of(case["claimed_cents"], **facts) == case["proof"]
