"""What kinds of personal data columns hold: why, on what basis, who sees them, how long."""

from typing import Any

# Why no night job takes it away: two people do, when it is past its time (`destroy_accounting`).
ACCOUNTING = "accounting material is destroyed by the organisation's own decision, not by a job"


def _kind(
    purpose: str,
    basis: str,
    roles: str,
    retention: str,
    *,
    emptied_by: str = "",
    stays: str = "",
    encryption: str = "disk",
) -> Any:
    """emptied_by: jobs of scheduling.timetable; stays: why no job does it."""
    return {
        "personal": {
            "purpose": purpose,
            "basis": basis,
            "roles": roles.split(),
            "retention": retention,
            "encryption": encryption,
            "emptied_by": emptied_by.split(),
            "stays": stays,
        }
    }


CONTACT = _kind(
    "reaching the expert",
    "consent",
    "coordinator expert",
    "until consent ends, then erased",
    emptied_by="erase_profiles",
)
NAME = _kind(
    "knowing who comes and who is paid",
    "consent; bookkeeping",
    "coordinator expert requester finance",
    "profile until consent ends, statements by bookkeeping law",
    emptied_by="erase_profiles forget_matters",
    stays=ACCOUNTING,
)
LIVED = _kind(
    "matching by what the person offers to talk about",
    "explicit consent (GDPR art. 9)",
    "coordinator expert",
    "until consent ends, then erased",
    emptied_by="erase_profiles",
)
PAY = _kind(
    "paying the fee through payroll",
    "legal obligation",
    "coordinator finance expert",
    "ten years after the financial year",
    stays=ACCOUNTING,
)
BESIDE_HOURS = _kind(
    "what the unit and the approver should know of the hours",
    "public task",
    "coordinator approver requester expert",
    "until consent ends and everything is paid, then erased",
    emptied_by="erase_profiles",
)
RECEIPT = _kind(
    "proof of a cost",
    "legal obligation",
    "coordinator approver finance expert",
    "60 days after payment, 90 days when never sent, then erased",
    emptied_by="expire_receipts",
)
SUPPORT = _kind(
    "supporting the expert",
    "explicit consent (GDPR art. 9)",
    "coordinator expert",
    "until consent ends, then erased; words of a contact at most two years",
    emptied_by="erase_profiles forget_words",
)
GUARDIAN = _kind(
    "asking a minor's guardian",
    "consent",
    "coordinator",
    "until the expert is of age or leaves",
    emptied_by="erase_profiles",
)
BOUNDARY = _kind(
    "never proposing what the person keeps out of",
    "explicit consent (GDPR art. 9)",
    "coordinator expert",
    "until consent ends, then erased",
    emptied_by="erase_profiles",
)
VOLUNTEERED = _kind(
    "different perspectives in a team, only if the person wants to tell",
    "explicit consent (GDPR art. 9)",
    "coordinator expert",
    "until consent ends, then erased",
    emptied_by="erase_profiles",
)
CHECKED = _kind(
    "knowing that an extract was seen before work with children",
    "public task",
    "coordinator expert",
    "until the work with children ends",
    emptied_by="erase_profiles",
)
HERS_ALONE = _kind(
    "warning the person before her own ceiling of income is passed",
    "consent",
    "expert",
    "until she takes it away or consent ends",
    emptied_by="erase_profiles",
)
STAFF = _kind(
    "knowing who acts",
    "public task",
    "coordinator admin",
    "two years after leaving; the name of who decided of money as long as accounting",
    emptied_by="forget_staff",
)
MESSAGE = _kind(
    "proof of what was told", "public task", "coordinator", "two years", emptied_by="forget_words"
)
DECIDER = _kind(
    "knowing who did and decided what of work and money",
    "legal obligation",
    "coordinator finance auditor admin",
    "ten years after the financial year",
    stays=ACCOUNTING,
)
STEPPED = _kind(
    "knowing who took each step",
    "legal obligation",
    "coordinator finance auditor admin",
    "ten years; of a step of money, as long as accounting; of who destroyed it, for good",
    emptied_by="forget_matters",
    stays=ACCOUNTING,
)
REACHED = _kind(
    "reaching a unit or the payer",
    "public task",
    "coordinator finance",
    "until another is written in its place",
    stays="a unit is reached by whoever it has named last; earlier ones are not kept",
)
TOLD = _kind(
    "what was asked, answered and thanked, and by whom",
    "public task",
    "coordinator requester expert",
    "two years",
    emptied_by="forget_matters",
)
CHOSEN = _kind(
    "why the fair order was left",
    "public task",
    "coordinator",
    "two years",
    emptied_by="forget_matters",
)
IMPORTED = _kind(
    "a registry that waits to be read in",
    "public task",
    "coordinator",
    "until it is read in, at most a week",
    emptied_by="forget_uploads",
)
ANSWER = _kind(
    "the same answer to a call made twice",
    "public task",
    "coordinator",
    "30 days",
    emptied_by="forget_answers",
)
SECRET = _kind(
    "knowing who signs in",
    "public task",
    "admin",
    "two years after leaving",
    emptied_by="forget_staff",
    encryption="column",  # hashed or enciphered by the sign-in library
)
IDENTITY = _kind(
    "paying the fee and telling the tax authority whom it was paid to",
    "legal obligation",
    "finance expert",
    "ten years after the financial year",
    emptied_by="forget_payouts",
    stays=ACCOUNTING,
    encryption="column",  # AES-GCM by keys outside the database; the index is a keyed digest
)
TAX = _kind(
    "withholding what the tax card says",
    "legal obligation",
    "finance expert",
    "ten years after the financial year",
    emptied_by="forget_payouts",
    stays=ACCOUNTING,
)
