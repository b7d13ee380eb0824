"""The expert accepts the organisation's agreement text as it now stands."""

from app.access import Actor
from app.database import Missing, transaction
from app.now import today
from app.storage import changes, organisations, tables
from app.storage.changes import Subject
from app.storage.experts import Agreement
from app.storage.organisations import Organisation
from app.use_cases.edit_expert import own


def accept_agreement(*, by: Actor) -> None:
    """The version in force; a second time changes nothing. Raises Missing."""
    if by.expert_id is None:
        raise Missing(Agreement.__name__)
    with transaction():
        expert = own(by.expert_id, by)
        mine = organisations.get(by.organisation_id)
        if not mine.agreement_text or is_signed(expert.agreements, mine):
            return
        tables.add(
            Agreement(expert_id=expert.id, text_version=mine.agreement_version, signed_on=today())
        )
        changes.note(Subject.EXPERT, expert.id, "agreement_added", by=by)


def is_signed(agreements: list[Agreement], organisation: Organisation) -> bool:
    """Whether the newest signature is under the text in force, and still valid."""
    newest = max(agreements, key=lambda each: (each.signed_on, each.id), default=None)
    return (
        newest is not None
        and newest.text_version == organisation.agreement_version
        and (newest.valid_until is None or newest.valid_until >= today())
    )
