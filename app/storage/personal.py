"""What kinds of personal data columns hold: why, on what basis, who sees them, how long."""

from typing import Any


def _kind(purpose: str, basis: str, roles: str, retention: str, encryption: str = "disk") -> Any:
    return {
        "personal": {
            "purpose": purpose,
            "basis": basis,
            "roles": roles.split(),
            "retention": retention,
            "encryption": encryption,
        }
    }


CONTACT = _kind(
    "reaching the expert", "consent", "coordinator expert", "until consent ends, then erased"
)
NAME = _kind(
    "knowing who comes and who is paid",
    "consent; bookkeeping",
    "coordinator expert requester finance",
    "profile until consent ends, statements by bookkeeping law",
)
LIVED = _kind(
    "matching by what the person offers to talk about",
    "explicit consent (GDPR art. 9)",
    "coordinator expert",
    "until consent ends, then erased",
)
PAY = _kind(
    "paying the fee through payroll",
    "legal obligation",
    "coordinator finance expert",
    "ten years after the financial year",
)
BESIDE_HOURS = _kind(
    "what the unit and the approver should know of the hours",
    "public task",
    "coordinator approver requester expert",
    "until consent ends and everything is paid, then erased",
)
RECEIPT = _kind(
    "proof of a cost",
    "legal obligation",
    "coordinator approver finance expert",
    "60 days after payment, 90 days when never sent, then erased",
)
SUPPORT = _kind(
    "supporting the expert",
    "explicit consent (GDPR art. 9)",
    "coordinator expert",
    "until consent ends, then erased; words of a contact at most two years",
)
GUARDIAN = _kind(
    "asking a minor's guardian", "consent", "coordinator", "until the expert is of age or leaves"
)
BOUNDARY = _kind(
    "never proposing what the person keeps out of",
    "explicit consent (GDPR art. 9)",
    "coordinator expert",
    "until consent ends, then erased",
)
VOLUNTEERED = _kind(
    "different perspectives in a team, only if the person wants to tell",
    "explicit consent (GDPR art. 9)",
    "coordinator expert",
    "until consent ends, then erased",
)
CHECKED = _kind(
    "knowing that an extract was seen before work with children",
    "public task",
    "coordinator expert",
    "until the work with children ends",
)
HERS_ALONE = _kind(
    "warning the person before her own ceiling of income is passed",
    "consent",
    "expert",
    "until she takes it away or consent ends",
)
STAFF = _kind("knowing who acts", "public task", "coordinator admin", "two years after leaving")
MESSAGE = _kind("proof of what was told", "public task", "coordinator", "two years")
TOLD = _kind(
    "what was asked, answered and thanked",
    "public task",
    "coordinator requester expert",
    "two years",
)
CHOSEN = _kind("why the fair order was left", "public task", "coordinator", "two years")
IMPORTED = _kind(
    "a registry that waits to be read in",
    "public task",
    "coordinator",
    "until it is read in, at most a week",
)
ANSWER = _kind("the same answer to a call made twice", "public task", "coordinator", "30 days")
SECRET = _kind(
    "knowing who signs in",
    "public task",
    "admin",
    "two years after leaving",
    encryption="column",  # hashed or enciphered by the sign-in library
)
IDENTITY = _kind(
    "paying the fee and telling the tax authority whom it was paid to",
    "legal obligation",
    "finance expert",
    "ten years after the financial year",
    encryption="column",  # AES-GCM by keys outside the database; the index is a keyed digest
)
TAX = _kind(
    "withholding what the tax card says",
    "legal obligation",
    "finance expert",
    "ten years after the financial year",
)
