"""Words of what the rules of money refuse."""

from app.language import lazy
from app.schemas.types.base import Words

WORDS: dict[str, Words] = {
    "money_refusal": Words(
        lazy("This sum cannot be worked out."), lazy("Check the prices and the hours.")
    ),
    "negative_time": Words(lazy("Time cannot be negative."), lazy("Check the minutes.")),
    "negative_amount": Words(lazy("A sum cannot be negative."), lazy("Check the sum.")),
    "no_rate_yet": Words(
        lazy("No fee table is in force on that day."),
        lazy("Finance adds the fee table and its first day."),
    ),
    "no_rate_for_work": Words(
        lazy("The fee table has no price for this work."),
        lazy("Finance adds the price, 0 € too if the work is unpaid."),
    ),
    "two_rates_for_work": Words(
        lazy("The fee table has two prices for the same work."), lazy("Leave only one.")
    ),
    "terms_contradict": Words(
        lazy("The terms of the price do not go together."),
        lazy("Check what belongs to this kind of price."),
    ),
    "thing_needs_pay_code": Words(
        lazy("What is given has the same pay code as what is paid as money."),
        lazy("Use a pay code that payroll taxes and does not pay."),
    ),
    "money_needs_pay_code": Words(
        lazy("What is paid as money has the same pay code as what is given."),
        lazy("Use a pay code that payroll pays."),
    ),
    "not_agreed_yet": Words(
        lazy("The fee of this assignment has not been agreed."),
        lazy("Write down the agreed sum on the assignment."),
    ),
    "outside_agreed_range": Words(
        lazy("The agreed sum is outside the range of the price."),
        lazy("Agree on a sum within the range."),
    ),
    "example_differs": Words(
        lazy("A worked example comes to another sum than what is written."),
        lazy("Mend the price or the example."),
    ),
    "no_figure_yet": Words(
        lazy("No national figure is known for that day."), lazy("Check the day.")
    ),
    "unconfirmed_figure": Words(
        lazy("The national figure of that year has not been confirmed."),
        lazy("It is paid when the figure is known."),
    ),
    "paid_before_cut_off": Words(
        lazy("The pay day is before the cut-off."), lazy("Check the days.")
    ),
    "pays_too_far_ahead": Words(
        lazy("The pay day is more than a year ahead."), lazy("Check the year.")
    ),
    "no_pay_day_yet": Words(
        lazy("The pay calendar does not reach that far."), lazy("Finance adds the pay days.")
    ),
    "no_such_pay_month": Words(
        lazy("The pay calendar has no such month."), lazy("Finance adds the pay day of the month.")
    ),
    "no_lines": Words(
        lazy("A statement needs at least one line."), lazy("Choose something to pay.")
    ),
    "entry_twice": Words(lazy("The same entry would be paid twice."), lazy("Check the entries.")),
    "credit_of_credit": Words(lazy("A credit is not credited."), lazy("Make a new statement.")),
    "distance_unknown": Words(
        lazy("The distance is not known."), lazy("Travel is paid by the kilometres driven.")
    ),
    "way_unknown": Words(
        lazy("How far people come is not known yet: travel comes on top."),
        lazy("Tell the municipality of the place."),
    ),
    "time_unknown": Words(
        lazy("The length of the work is not known."), lazy("The fee follows the hours done.")
    ),
    "other_pays": Words(
        lazy("Another organisation pays this."), lazy("Ask the payer about the fee and the day.")
    ),
    "document_too_heavy": Words(
        lazy("This document is too long to print."),
        lazy("Shorten its texts, or divide it into several documents."),
    ),
    "cut_off_ahead": Words(
        lazy("The cut-off of this payroll period is still ahead."),
        lazy("Run the period on the day of the cut-off or after it."),
    ),
    "run_goes_on": Words(
        lazy("A payroll run is going on just now."),
        lazy("It takes a moment. Try again when it is done."),
    ),
    "nothing_to_hand_over": Words(
        lazy("The run has nothing to hand over."), lazy("Look at what was held and why.")
    ),
    "not_handed_over": Words(
        lazy("The statements have not been handed over to payroll."), lazy("Hand them over first.")
    ),
    "paid_in_future": Words(
        lazy("The day of payment is still ahead."), lazy("Confirm the payment when it is done.")
    ),
    "decision_answered": Words(
        lazy("Somebody has already answered about this decision."),
        lazy("Look at the page again."),
    ),
    "paid_by_old_prices": Words(
        lazy("%(count)s rows on statements have been priced by what this table would replace."),
        lazy(
            "Let the table begin on %(day)s or later. What has been paid wrongly is put right"
            " under Prices, beside the price: “Found wrong?”."
        ),
    ),
    "without_new_price": Words(
        lazy("%(count)s approved rows would be left without a price."),
        lazy("Add the price of their work, 0 € too if the work is unpaid."),
    ),
    "prices_used": Words(
        lazy("Work has been approved by these prices."),
        lazy(
            "Write a new table for the days to come. A price found wrong is put right under"
            " Prices, beside the price."
        ),
    ),
    "pay_code_is_set": Words(
        lazy("The price already has a pay code."), lazy("A new fee table may bring another.")
    ),
}
