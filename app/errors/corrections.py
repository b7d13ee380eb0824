"""Words of what is refused when an issued statement is put right."""

from app.language import lazy
from app.schemas.types.base import Words

WORDS: dict[str, Words] = {
    "already_put_right": Words(
        lazy("This statement has already been cancelled or corrected."),
        lazy("Look at the document that followed it."),
    ),
    "nothing_stands": Words(
        lazy("There is nothing here to put right: a cancelling document is final."),
        lazy("Look at the statement that is in force."),
    ),
    "no_such_cost_centre": Words(
        lazy("There is no cost centre of that code."), lazy("Choose one of the cost centres.")
    ),
    "another_correction_waits": Words(
        lazy("Another correction of the same waits for its decision."),
        lazy("Decide about it first."),
    ),
    "not_overpaid": Words(
        lazy("This document takes no money back."), lazy("Check the number of the statement.")
    ),
    "pays_in_past": Words(
        lazy("The pay day has passed already."), lazy("Choose today or a coming day.")
    ),
    "nothing_to_issue": Words(
        lazy("Nothing of this person's can be paid now."),
        lazy("Look at what waits for approval and at what is held."),
    ),
    "no_such_line": Words(
        lazy("The statement has no such line to correct."),
        lazy("Check the line and what its quantity counts."),
    ),
    "nothing_done": Words(
        lazy("Nothing has been approved of those days."), lazy("Choose other days.")
    ),
    "price_not_in_force": Words(
        lazy("This price is not in force: its table waits for another person, or was withdrawn."),
        lazy("Write the table anew, or look at the prices in force."),
    ),
    "correction_unpaid": Words(
        lazy("A correction of one of these statements is still on its way."),
        lazy("Have it paid, or decide about it, and try again."),
    ),
    "nothing_changes": Words(
        lazy("The lines would stay as they are."), lazy("Write what they should have been.")
    ),
}
