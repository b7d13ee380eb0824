"""Words of what withholding, travel rules and the Incomes Register refuse."""

from app.language import lazy
from app.schemas.types.base import Words

WORDS: dict[str, Words] = {
    "unknown_income_type": Words(
        lazy("The Incomes Register has no such income type on the day of payment."),
        lazy("Check the income type and the day."),
    ),
    "unconfirmed_income_type": Words(
        lazy("The insurance rules of this income type have not been confirmed for that year."),
        lazy("Finance checks the year's code list and confirms the income type."),
    ),
    "no_income_type": Words(
        lazy("The rules name no income type for this payment."),
        lazy("Finance chooses the income type and writes the reason."),
    ),
    "income_type_paid": Words(
        lazy("Something of this assignment has been paid by its income type."),
        lazy("Put the statement right first; what is corrected can be decided anew."),
    ),
    "reason_missing": Words(
        lazy("The reason is missing."),
        lazy("Write why it is done differently here."),
    ),
    "not_a_payment": Words(
        lazy("This code is not of a payment."),
        lazy("Choose the income type of the payment."),
    ),
    "for_others_only": Words(
        lazy("This income type is not for experts by experience of this payer."),
        lazy("Choose another income type."),
    ),
    "tax_free_for_wages_only": Words(
        lazy("Travel paid with trade income is taxable."),
        lazy("Use the income type 353, or let travel be in the invoice."),
    ),
    "trade_income_is_no_wage": Words(
        lazy("The income type does not fit the contract. Wages are not trade income."),
        lazy("Check the contract and the income type."),
    ),
    "insurance_is_fixed": Words(
        lazy("The insurance of this income type cannot be changed."),
        lazy("Choose an income type that fits."),
    ),
    "non_resident_by_hand": Words(
        lazy("Tax at source is worked out by payroll."),
        lazy("Give the payment to payroll."),
    ),
    "tax_card_of_another_year": Words(
        lazy("The tax card is not of the year of payment."),
        lazy("Enter the new tax card, or remove the old one."),
    ),
    "tax_card_contradicts": Words(
        lazy("The figures of the tax card do not make sense."),
        lazy("Check the percentages and the limit."),
    ),
    "deductions_above_pay": Words(
        lazy("The deductions are more than the pay."),
        lazy("Payroll decides what is deducted now."),
    ),
    "age_by_hand": Words(
        lazy("It has not been confirmed whether pay at this age is still insured."),
        lazy("Ask payroll."),
    ),
    "trip_backwards": Words(
        lazy("The trip ends before it begins."),
        lazy("Check the times."),
    ),
    "too_many_meals": Words(
        lazy("Meal money is paid for one or two meals a day."),
        lazy("Check the number of meals."),
    ),
    "mixed_methods": Words(
        lazy("Income types of the two reporting methods are on one report."),
        lazy("Use the itemised income types."),
    ),
    "report_twice": Words(
        lazy("The same report would be sent twice in one delivery."),
        lazy("Send the new one first and the replacement after the receipt."),
    ),
    "replaces_nothing": Words(
        lazy("The replacement does not say which report it replaces."),
        lazy("Add the reference of the earlier report."),
    ),
    "new_is_not_known_yet": Words(
        lazy("A new report cannot have the register's reference yet."),
        lazy("Make it a replacement, or remove the reference."),
    ),
    "payment_date_out_of_range": Words(
        lazy("The register takes payments at most 45 days ahead."),
        lazy("Check the day of payment."),
    ),
    "period_backwards": Words(
        lazy("The period ends before it begins."),
        lazy("Check the days."),
    ),
    "negative_income": Words(
        lazy("Only deductions may be negative."),
        lazy("Replace the whole report instead."),
    ),
    "negative_tax_with_recovery": Words(
        lazy("Withheld tax is not negative beside a recovery."),
        lazy("Tell the tax in the data of the recovery."),
    ),
    "no_unjust_allowance": Words(
        lazy("Allowances and deductions are not recovered in this way."),
        lazy("Replace the report of the original payment."),
    ),
    "recovery_incomplete": Words(
        lazy("The recovery lacks its day or its original period."),
        lazy("Add the day, not after the payment, and the period."),
    ),
    "allowance_code_missing": Words(
        lazy("The daily allowance does not say of which kind it is."),
        lazy("Choose meal money, partial or full per diem."),
    ),
    "allowance_code_misplaced": Words(
        lazy("Only daily allowances have a kind of allowance."),
        lazy("Remove the kind of allowance."),
    ),
    "kilometres_misplaced": Words(
        lazy("Kilometres belong to tax-exempt kilometre allowances only."),
        lazy("Remove the kilometres, or check them."),
    ),
    "meal_allowance_twice": Words(
        lazy("Meal money is told in two ways on one report."),
        lazy("Leave only one of the two."),
    ),
    "insurance_twice": Words(
        lazy("All insurance and one insurance are told together."),
        lazy("Leave either all or the single ones."),
    ),
    "pension_data_missing": Words(
        lazy("The pay is pension insured, but the pension arrangement is missing."),
        lazy("Add the provider and the number of the arrangement."),
    ),
    "keva_data_missing": Words(
        lazy("Data that Keva needs is missing."),
        lazy("Add the sub-organisation, title, registration and period of the work."),
    ),
    "policy_of_another": Words(
        lazy("The pension arrangement is of another provider."),
        lazy("Check the number of the pension arrangement."),
    ),
    "entrepreneur_exceptions_missing": Words(
        lazy("The data of an entrepreneur's own insurance is incomplete."),
        lazy("Tell that no insurance of ours is due, and no pension arrangement of ours."),
    ),
    "profession_missing": Words(
        lazy("The pay is accident insured, but the profession is missing."),
        lazy("Add the class of the profession."),
    ),
    "earner_unknown": Words(
        lazy("The report does not tell well enough who was paid."),
        lazy("Add the identity code, or name, day of birth, gender and address."),
    ),
    "capitals_needed": Words(
        lazy("The register reads codes in capitals only."),
        lazy("Write the code in capitals."),
    ),
    "street_or_box": Words(
        lazy("The address needs a street or a PO box, but not both."),
        lazy("Check the address."),
    ),
    "deduction_above_income": Words(
        lazy("The deduction before tax is more than the pay."),
        lazy("Check the sum."),
    ),
    "nothing_to_report": Words(
        lazy("There is nothing to report."),
        lazy("Choose payments that have been made."),
    ),
    "text_too_long": Words(
        lazy("A text is longer than the register takes."),
        lazy("Shorten the text."),
    ),
    "register_id_malformed": Words(
        lazy("The register's reference is not written right."),
        lazy("Copy all 32 characters of it."),
    ),
    "receipt_missing": Words(
        lazy("Without a receipt the organisation does not pay this much."),
        lazy("Add the receipt, or claim less."),
    ),
    "explanation_missing": Words(
        lazy("A cost without a receipt needs an explanation."),
        lazy("Write what was bought, where and why there is no receipt."),
    ),
    "invalidates_nothing": Words(
        lazy("The invalidation does not say which report it takes back."),
        lazy("Add the reference of the report."),
    ),
}
