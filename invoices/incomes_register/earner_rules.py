"""Rules of the one who was paid: who it is, and under which insurance.

Source: Tax Administration, Incomes Register unit: schema descriptions, codes and checks of earnings
payment reports, 2022.
"""

from datetime import date

from invoices.incomes_register.line_rules import is_insured
from invoices.incomes_register.report import Earner, IdType, Payer, PensionAct, Report
from invoices.refusals import incomes_register as facts
from invoices.tax.income_types import Confirmed, Insurance, income_type_on

ABROAD = (IdType.TAX_ABROAD, IdType.PERSONAL_ABROAD, IdType.OTHER)
KEVA = 20
OF_KEVA = 1  # the type of a registration or an ending that is in Keva's words
CLASS_OF_PROFESSION, TITLE_OF_KEVA = 1, 2
NO_DUTY = 1  # no insurance is due at all
NO_DUTY_OF_ENTREPRENEUR = {3, 4, 5}  # pension, accident, unemployment
NO_HEALTH_DUTY = 2
ENTREPRENEUR_WITHOUT_YEL = 14


def check_earner(report: Report, payer: Payer, pay_on: date, confirmed: Confirmed) -> None:
    """Raises EarnerUnknown, CapitalsNeeded, StreetOrBox, PensionDataMissing, PolicyOfAnother,
    KevaDataMissing, EntrepreneurExceptionsMissing, ProfessionMissing.
    """
    _check_identity(report)
    _check_pension(report, payer)
    _check_entrepreneur(report)
    insured = {
        insurance
        for line in report.lines
        for insurance in Insurance
        if is_insured(line, insurance, income_type_on(line.income_type, pay_on, confirmed))
    }
    if Insurance.PENSION in insured and not _arranged(report.earner):
        raise facts.PensionDataMissing(report=report.report_id)
    professions = {profession.type for profession in report.earner.professions}
    if Insurance.ACCIDENT in insured and CLASS_OF_PROFESSION not in professions:
        raise facts.ProfessionMissing(report=report.report_id)


def _check_identity(report: Report) -> None:
    earner = report.earner
    if not earner.has_finnish_id and not _is_described(earner):
        raise facts.EarnerUnknown(report=report.report_id)
    address = earner.address
    countries = [one.country for one in earner.ids] + ([address.country] if address else [])
    if any(code != code.upper() for code in [one.code for one in earner.ids] + countries):
        raise facts.CapitalsNeeded(report=report.report_id)
    if address and bool(address.street) == bool(address.po_box):
        raise facts.StreetOrBox(report=report.report_id)


def _is_described(earner: Earner) -> bool:
    """Name, day of birth and gender, and an address or an id of another country."""
    person = earner.last_name and earner.first_name and earner.born and earner.gender
    abroad = any(one.type in ABROAD and one.country for one in earner.ids)
    return bool(person and (abroad or (earner.address and earner.address.country)))


def _check_pension(report: Report, payer: Payer) -> None:
    pension = report.earner.pension
    if not pension or pension.act != PensionAct.EMPLOYEE:
        return
    if pension.provider is None or not pension.policy:
        raise facts.PensionDataMissing(report=report.report_id)
    if not pension.policy.startswith(f"{pension.provider}-"):
        raise facts.PolicyOfAnother(report=report.report_id)
    if pension.provider == KEVA and not _keva_knows_enough(report.earner, payer):
        raise facts.KevaDataMissing(report=report.report_id)


def _keva_knows_enough(earner: Earner, payer: Payer) -> bool:
    titles = [one for one in earner.professions if one.type == TITLE_OF_KEVA]
    grounds = [one for one in earner.registrations if one.type == OF_KEVA]
    work = earner.work
    if not (payer.sub_org and titles and grounds and work):
        return False
    return work.ends_on is None or bool(work.ending and work.ending.type == OF_KEVA)


def _check_entrepreneur(report: Report) -> None:
    earner, exceptions = report.earner, set(report.earner.exceptions)
    pension = earner.pension
    if pension and pension.act != PensionAct.EMPLOYEE:
        ours = pension.provider is not None or pension.policy
        if ours or not exceptions >= NO_DUTY_OF_ENTREPRENEUR:
            raise facts.EntrepreneurExceptionsMissing(report=report.report_id)
    if ENTREPRENEUR_WITHOUT_YEL in earner.types:
        every = NO_DUTY_OF_ENTREPRENEUR | {NO_HEALTH_DUTY}
        if NO_DUTY not in exceptions and not exceptions >= every:
            raise facts.EntrepreneurExceptionsMissing(report=report.report_id)


def _arranged(earner: Earner) -> bool:
    return bool(earner.pension and earner.pension.act == PensionAct.EMPLOYEE)
