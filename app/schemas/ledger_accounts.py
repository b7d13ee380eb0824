"""The ledger's accounts as a form writes them: one for each pay code and each kind of deduction."""

from typing import Any

from marshmallow import post_load

from app.schemas import Schema
from app.schemas.rates import LONGEST_CODE
from app.schemas.types import Choice, Many, Part, Text
from invoices.payroll_files.beside import AccountOf

LONGEST_ACCOUNT = 30
MOST_ACCOUNTS = 200


class AccountSchema(Schema):
    of = Choice(AccountOf, required=True)
    pay_code = Text(max_length=LONGEST_CODE)
    account = Text(max_length=LONGEST_ACCOUNT)


class AccountsSchema(Schema):
    accounts = Many(Part(AccountSchema), most=MOST_ACCOUNTS, load_default=list)

    @post_load
    def by_what(self, values: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
        rows = values["accounts"]
        return {
            "accounts": {
                (row["of"], row.get("pay_code") or ""): row.get("account") or "" for row in rows
            }
        }
