"""Enters who the organisation is to the Incomes Register; needed before anything is reported."""

from datetime import date

from app.access import Actor
from app.database import transaction
from app.now import now
from app.storage import tables
from app.storage.register_payers import RegisterPayer
from invoices.check_digits import read_business_id


def enter_register_payer(
    *,
    by: Actor,
    business_id: str,
    contact_name: str,
    contact_phone: str,
    contact_email: str | None,
    sub_org: str | None,
    is_public: bool,
    in_production: bool,
    first_day: date,
) -> RegisterPayer:
    """In force at once. Raises NotBusinessId, BusinessIdCheckDiffers."""
    read = read_business_id(business_id)
    with transaction():
        return tables.add(
            RegisterPayer(
                business_id=read,
                contact_name=contact_name,
                contact_phone=contact_phone,
                contact_email=contact_email,
                sub_org=sub_org,
                is_public=is_public,
                in_production=in_production,
                first_day=first_day,
                entered_at=now(),
                entered_by=by.user_id,
            )
        )
