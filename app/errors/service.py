"""Words of what the service itself refuses."""

from app.language import lazy
from app.schemas.types.base import Words

WORDS: dict[str, Words] = {
    "refused": Words(
        lazy("This cannot be done."), lazy("Go back and look at the latest state of the matter.")
    ),
    "invalid": Words(
        lazy("Something in the form needs mending."), lazy("Correct the fields and send again.")
    ),
    "missing": Words(
        lazy("There is no such page or matter."),
        lazy("Check the address, or begin from the first page."),
    ),
    "not_allowed": Words(
        lazy("Your role does not allow this."), lazy("Ask the coordinator or change your role.")
    ),
    "without_role": Words(
        lazy("Your role has ended."), lazy("Ask the administrator if you still need it.")
    ),
    "not_signed_in": Words(lazy("Sign in first."), lazy("Sign in and try again.")),
    "stale": Words(
        lazy("Somebody changed this in between."),
        lazy("Open the page again, see what changed, and do your part anew."),
    ),
    "done_at_once": Words(
        lazy("Somebody else did the same at the same moment."),
        lazy("Nothing of yours was saved. Look at what changed and try again."),
    ),
    "already_there": Words(
        lazy("This has been saved already."), lazy("Look at the list before you add it again.")
    ),
    "seat_taken": Words(
        lazy("The last seat has been taken."),
        lazy("Thank you for answering; we will ask you again."),
    ),
    "already_asked": Words(
        lazy("This person has an open invitation to this occasion."),
        lazy("Wait for the answer or withdraw the invitation."),
    ),
    "already_has_seat": Words(
        lazy("This person already has a seat on this occasion."), lazy("Choose somebody else.")
    ),
    "double_booked": Words(
        lazy("Something else is promised for that time."),
        lazy("Choose another time or another person, or say why the overlap is right."),
    ),
    "expert_is_stopped": Words(
        lazy("Everything has been stopped for this person."),
        lazy("Nothing is sent or booked. Ask the responsible coordinator."),
    ),
    "finance_holds_it": Words(
        lazy("Finance is clearing this up."),
        lazy("Ask finance to let it go first, then do this."),
    ),
    "four_eyes": Words(
        lazy("The same person cannot do both steps."),
        lazy("Ask a colleague, and never your own pay."),
    ),
    "not_the_approver": Words(
        lazy("Only the approver of the cost centre, or the deputy, approves this."),
        lazy("See who approves for the cost centre."),
    ),
    "one_approval_is_enough": Words(
        lazy("This sum needs no second approval."),
        lazy("One approval is enough: it goes into the next payroll run."),
    ),
    "not_approved_twice": Words(
        lazy("A large sum has been approved by one person only."),
        lazy("Ask another approver or somebody in finance to approve it too."),
    ),
    "locked": Words(
        lazy("This has been approved and does not change any more."),
        lazy("Make a new entry for the correction."),
    ),
    "accounting_still_kept": Words(
        lazy("Accounting material of that year is not past its time."),
        lazy("Choose a year whose ten years have ended."),
    ),
    "disposal_proposed": Words(
        lazy("Another destruction waits for its answer."),
        lazy("Confirm it or take it back first."),
    ),
    "nothing_to_destroy": Words(
        lazy("Nothing of that year or before can be destroyed."),
        lazy("It is destroyed already, or something younger or open rests on it."),
    ),
    "frozen": Words(
        lazy("An issued statement does not change."),
        lazy("A correction is made with a new document."),
    ),
    "overlapping_hours": Words(
        lazy("Other work is already reported for that time."), lazy("Check the clock times.")
    ),
    "already_run": Words(
        lazy("This payroll period has been run."),
        lazy("Open the finished run, or wait for the next period."),
    ),
    "no_coordinator": Words(
        lazy("The organisation has no coordinator yet."), lazy("Add a coordinator first.")
    ),
    "not_sent_by_hand": Words(
        lazy("Only a letter or a call is marked done by a person."),
        lazy("E-mails are sent by the service itself."),
    ),
    "http_400": Words(
        lazy("The service did not understand this."),
        lazy("Go back, open the page again and send once more."),
    ),
    "http_404": Words(
        lazy("There is no such page or matter."),
        lazy("Check the address, or begin from the first page."),
    ),
    "http_405": Words(
        lazy("This address is not used this way."), lazy("Go back and use the buttons of the page.")
    ),
    "http_413": Words(lazy("This is too large."), lazy("Send a smaller file or a shorter text.")),
    "http_415": Words(
        lazy("This is in a form the service does not read."),
        lazy("Use the form of the page, or JSON in the API."),
    ),
    "http_429": Words(
        lazy("There have been too many tries."), lazy("Wait a minute and try again.")
    ),
    "http_500": Words(
        lazy("Something went wrong in the service."),
        lazy("Nothing was saved by halves. Try again in a moment."),
    ),
    "http_503": Words(
        lazy("The service cannot reach its data just now."),
        lazy("What was saved is safe. Try again in a moment."),
    ),
}
