"""What an earnings payment report must not be: each rule of the Incomes Register a fact."""

from invoices.refusals import MoneyRefusal


class MixedMethods(MoneyRefusal):
    """Codes of reporting methods 1 and 2 on one report."""

    code = "mixed_methods"


class ReportTwice(MoneyRefusal):
    """A report is in one delivery once: never new and replaced together."""

    code = "report_twice"


class ReplacesNothing(MoneyRefusal):
    """A replacement names the report it replaces."""

    code = "replaces_nothing"


class NewIsNotKnownYet(MoneyRefusal):
    """A new report carries the register's own id or version."""

    code = "new_is_not_known_yet"


class PaymentDateOutOfRange(MoneyRefusal):
    """Before 2019, or more than 45 days ahead."""

    code = "payment_date_out_of_range"


class PeriodBackwards(MoneyRefusal):
    """A period ends before it begins."""

    code = "period_backwards"


class NegativeIncome(MoneyRefusal):
    """Only 402, 404, 412, 413 and 414 may be negative."""

    code = "negative_income"


class NegativeTaxWithRecovery(MoneyRefusal):
    code = "negative_tax_with_recovery"


class NoUnjustAllowance(MoneyRefusal):
    """Allowances and deductions are never unjust enrichment or recovered."""

    code = "no_unjust_allowance"


class RecoveryIncomplete(MoneyRefusal):
    """A recovery tells its day, not after the payment, and the original period."""

    code = "recovery_incomplete"


class AllowanceCodeMissing(MoneyRefusal):
    """331 tells which daily allowance it is."""

    code = "allowance_code_missing"


class AllowanceCodeMisplaced(MoneyRefusal):
    """Only 331 carries an allowance code."""

    code = "allowance_code_misplaced"


class KilometresMisplaced(MoneyRefusal):
    """Only 311 carries kilometres, 0 or more of them."""

    code = "kilometres_misplaced"


class MealAllowanceTwice(MoneyRefusal):
    """303 beside a 331 of meal money."""

    code = "meal_allowance_twice"


class InsuranceTwice(MoneyRefusal):
    """All social insurance together, and one of them again."""

    code = "insurance_twice"


class PensionDataMissing(MoneyRefusal):
    """A line is pension insured and the pension arrangement is not told."""

    code = "pension_data_missing"


class KevaDataMissing(MoneyRefusal):
    """Keva needs sub-organisation, title, registration, period and reason of ending."""

    code = "keva_data_missing"


class PolicyOfAnother(MoneyRefusal):
    """The number of the pension arrangement begins with another provider's code."""

    code = "policy_of_another"


class EntrepreneurExceptionsMissing(MoneyRefusal):
    """YEL or MYEL: exceptions 3, 4 and 5 and no pension arrangement of ours."""

    code = "entrepreneur_exceptions_missing"


class ProfessionMissing(MoneyRefusal):
    """A line is accident insured and the profession (TK10) is not told."""

    code = "profession_missing"


class EarnerUnknown(MoneyRefusal):
    """No id, and not everything that stands in for it."""

    code = "earner_unknown"


class CapitalsNeeded(MoneyRefusal):
    """Ids and country codes are written in capitals."""

    code = "capitals_needed"


class StreetOrBox(MoneyRefusal):
    """An address has a street or a PO box, exactly one of them."""

    code = "street_or_box"


class DeductionAboveIncome(MoneyRefusal):
    """419 is at most the pay it is deducted from."""

    code = "deduction_above_income"


class NothingToReport(MoneyRefusal):
    code = "nothing_to_report"


class TextTooLong(MoneyRefusal):
    """A text is longer than the register takes; `field` names it."""

    code = "text_too_long"


class InvalidatesNothing(MoneyRefusal):
    """An invalidation names each report it takes back."""

    code = "invalidates_nothing"


class RegisterIdMalformed(MoneyRefusal):
    """The register's own id of a report has 32 characters, 0-9 and a-f."""

    code = "register_id_malformed"


class CorrectedByHand(MoneyRefusal):
    """A correction went both ways, or changed an allowance: a person tells it in the register."""

    code = "corrected_by_hand"
