"""How the one who was paid is written into a report."""

from lxml import etree

from invoices.incomes_register.markup import flag, group, leaf, node, truth
from invoices.incomes_register.report import Address, Coded, Earner, Identifier, Pension, Work

HOME_STATE = 1


def earner_node(earner: Earner) -> etree._Element:
    return node(
        "IncomeEarner",
        group("IncomeEarnerIds", map(_id, earner.ids)),
        group("IncomeEarnerBasic", _basic(earner)),
        node("Addresses", _address(earner.address)) if earner.address else None,
        _employment(earner.work) if earner.work else None,
        group("Professions", (_coded("Profession", one) for one in earner.professions)),
        group("EmploymentRegs", (_coded("EmploymentReg", one) for one in earner.registrations)),
        _pension(earner.pension) if earner.pension else None,
        group("InsuranceExceptions", (leaf("ExceptionCode", one) for one in earner.exceptions)),
        _other(earner.types),
    )


def _id(identifier: Identifier) -> etree._Element:
    return node(
        "Id",
        leaf("Type", identifier.type),
        leaf("Code", identifier.code, 30),
        leaf("CountryCode", identifier.country, 2),
    )


def _basic(earner: Earner) -> list[etree._Element | None]:
    """Day of birth and gender go out only for whoever has no Finnish id."""
    unknown = not earner.has_finnish_id
    return [
        flag("MissingId", unknown),
        leaf("CompanyName", earner.company_name, 200),
        leaf("LastName", earner.last_name, 200),
        leaf("FirstName", earner.first_name, 100),
        leaf("BirthDate", earner.born) if unknown else None,
        leaf("Gender", earner.gender) if unknown else None,
    ]


def _address(address: Address) -> etree._Element:
    return node(
        "TypedAddress",
        leaf("AddressType", HOME_STATE),
        leaf("Street", address.street, 100),
        leaf("POBox", address.po_box, 10),
        leaf("PostalCode", address.postal_code, 20),
        leaf("PostOffice", address.post_office, 200),
        leaf("CountryCode", address.country, 2),
    )


def _employment(work: Work) -> etree._Element:
    period = node("Period", leaf("StartDate", work.starts_on), leaf("EndDate", work.ends_on))
    ending = _coded("EmploymentEnding", work.ending) if work.ending else None
    return node(
        "Employment",
        truth("Employed", work.employed),
        node("EmploymentPeriods", period),
        group("EmploymentEndings", [ending]),
    )


def _coded(name: str, coded: Coded) -> etree._Element:
    return node(
        name,
        leaf("Type", coded.type),
        leaf("Code", coded.code, 20),
        leaf("Title", coded.title, 200),
    )


def _pension(pension: Pension) -> etree._Element:
    return node(
        "PensionInsurance",
        leaf("PensionActCode", pension.act),
        leaf("PensionProvIdCode", pension.provider),
        leaf("PensionPolicyNo", pension.policy, 11),
    )


def _other(types: tuple[int, ...]) -> etree._Element | None:
    known = group("IncomeEarnerTypes", (leaf("IncomeEarnerType", one) for one in types))
    return group("IncomeEarnerOther", [known])
