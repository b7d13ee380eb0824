"""What one earnings payment report says: whom we paid, what, and for which time."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum


class Action(IntEnum):
    NEW = 1
    REPLACE = 2


class IdType(IntEnum):
    BUSINESS = 1
    PERSONAL = 2  # the Finnish personal identity code
    TAX_ABROAD = 5
    PERSONAL_ABROAD = 9
    OTHER = 99


class InsuranceCode(IntEnum):
    ALL = 1
    PENSION = 2
    HEALTH = 3
    UNEMPLOYMENT = 5
    ACCIDENT = 6


class PensionAct(IntEnum):
    EMPLOYEE = 1
    MYEL = 2  # farmers
    YEL = 3  # entrepreneurs


@dataclass(frozen=True, kw_only=True)
class Period:
    starts_on: date
    ends_on: date


@dataclass(frozen=True, kw_only=True)
class PayPeriod(Period):
    pay_on: date


@dataclass(frozen=True, kw_only=True)
class Recovery:
    """Pay taken back: on which day, and of which earlier payments."""

    day: date
    original: tuple[PayPeriod, ...]
    withheld_cents: int | None = None


@dataclass(frozen=True, kw_only=True)
class IncomeLine:
    """insurance: only what differs from the income type. allowances: codes of a 331."""

    income_type: int
    cents: int
    insurance: tuple[tuple[InsuranceCode, bool], ...] = ()
    earned: tuple[Period, ...] = ()
    allowances: tuple[int, ...] = ()
    kilometres: int | None = None
    unjust: bool = False
    recovery: Recovery | None = None


@dataclass(frozen=True, kw_only=True)
class Identifier:
    """An id already checked; `country` for those of other countries only."""

    type: IdType
    code: str
    country: str = ""


@dataclass(frozen=True, kw_only=True)
class Address:
    """A street or a PO box, exactly one of them."""

    postal_code: str
    post_office: str
    country: str
    street: str = ""
    po_box: str = ""


@dataclass(frozen=True, kw_only=True)
class Coded:
    """A code of one of the lists that `type` names: a profession, a registration, an ending."""

    type: int
    code: str
    title: str = ""


@dataclass(frozen=True, kw_only=True)
class Work:
    """When the work began and, if it has, ended; why it ended in the words of a code list."""

    starts_on: date
    ends_on: date | None = None
    ending: Coded | None = None
    employed: bool = False


@dataclass(frozen=True, kw_only=True)
class Pension:
    """provider and policy are left out when the payee's own YEL or MYEL covers the work."""

    act: PensionAct = PensionAct.EMPLOYEE
    provider: int | None = None
    policy: str = ""


@dataclass(frozen=True, kw_only=True)
class Earner:
    """Who was paid. born, gender and address only for whoever has no Finnish id."""

    last_name: str = ""
    first_name: str = ""
    company_name: str = ""
    ids: tuple[Identifier, ...] = ()
    born: date | None = None
    gender: int | None = None
    address: Address | None = None
    work: Work | None = None
    professions: tuple[Coded, ...] = ()
    registrations: tuple[Coded, ...] = ()
    pension: Pension | None = None
    exceptions: tuple[int, ...] = ()
    types: tuple[int, ...] = ()

    @property
    def has_finnish_id(self) -> bool:
        return any(one.type in (IdType.BUSINESS, IdType.PERSONAL) for one in self.ids)


@dataclass(frozen=True, kw_only=True)
class Report:
    """register_id and version: what the register gave for the report that is replaced."""

    report_id: str
    earner: Earner
    lines: tuple[IncomeLine, ...]
    action: Action = Action.NEW
    register_id: str = ""
    version: int | None = None


@dataclass(frozen=True, kw_only=True)
class Payer:
    """The organisation: its business id, Keva's code of its sub-organisation, 1 = public body.

    Others than public bodies tell no type.
    """

    business_id: str
    sub_org: str = ""
    types: tuple[int, ...] = (1,)


@dataclass(frozen=True, kw_only=True)
class Contact:
    name: str
    telephone: str
    email: str = ""


@dataclass(frozen=True, kw_only=True)
class Sending:
    """A delivery as such. `moment` is aware; sent by the payer unless a provider is named.

    The id is used again for the very same delivery only.
    """

    delivery_id: str
    moment: datetime
    production: bool
    sender_business_id: str = ""
    source: str = "Rinnalla"


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """Reports of one payer and one payment period."""

    sending: Sending
    payer: Payer
    contacts: tuple[Contact, ...]
    period: PayPeriod
    reports: tuple[Report, ...]
