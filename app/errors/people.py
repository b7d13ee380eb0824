"""Words of what is refused about people, units and users."""

from app.language import lazy
from app.schemas.types.base import Words

WORDS: dict[str, Words] = {
    "resumes_after_illness_only": Words(
        lazy("Only an illness is taken back."),
        lazy("After a withdrawal, ask for a new consent and make a new profile."),
    ),
    "person_erased": Words(
        lazy("This person has been erased."),
        lazy("What accounting asks for stands on the statements."),
    ),
    "unit_is_closed": Words(lazy("The unit is closed."), lazy("Open the unit again first.")),
    "records_not_checked": Words(
        lazy("An association does not check the criminal record of its own people."),
        lazy("Nothing needs to be done."),
    ),
    "own_role": Words(
        lazy("You cannot end a role of your own or move its last day."),
        lazy("Ask another administrator to do it."),
    ),
    "email_taken": Words(
        lazy("The e-mail address signs in somebody else."),
        lazy("Check the address or ask the person for another one."),
    ),
    "no_email": Words(
        lazy("Signing in needs an e-mail address."), lazy("Add it to the contact details first.")
    ),
}
