"""When consent has ended the profile is erased; name and contact once nothing is left to pay."""

import secrets
from datetime import date

from app.access import Role, the_service
from app.database import acting_in, current_organisation, transaction
from app.now import now
from app.readings.pay_to_come import has_pay_to_come
from app.storage import changes, commitments, erasing, experts, users
from app.storage.changes import Subject
from app.storage.experts import Expert
from scheduling.retention import Stopped, person_is_due, profile_is_due
from scheduling.wall_clock import day_of


def erase_profiles(day: date) -> int:
    """The daily job: of how many people something was erased. A second time: of nobody.

    Statements stay with their snapshots as long as accounting asks, and so do the account, the
    identity code and the tax card that a payment rests on.
    """
    erased = 0
    for expert_id in erasing.to_look_at():
        with acting_in(current_organisation(), expert_id):  # her own ceiling is hers alone
            erased += _erase(expert_id, day)
    return erased


def _erase(expert_id: int, day: date) -> bool:
    with transaction():
        expert = experts.get(expert_id, lock=True)
        stopped = Stopped(
            reason=expert.stop_reason,
            on=day_of(expert.stopped_at) if expert.stopped_at else None,
            has_consent=bool(commitments.consents_in_force(expert_id)),
        )
        if person_is_due(stopped, day, pay_to_come=has_pay_to_come(expert_id)):
            _forget_person(expert)
        elif expert.profile_erased_at is None and profile_is_due(stopped, day):
            erasing.forget_profile(expert)
            expert.profile_erased_at = now()
            changes.note(Subject.EXPERT, expert_id, "profile_erased", by=the_service())
        else:
            return False
    return True


def _forget_person(expert: Expert) -> None:
    """With what has been written of the profile since, and the right to sign in."""
    erasing.forget_profile(expert)
    erasing.forget_person(expert)
    expert.profile_erased_at = expert.profile_erased_at or now()
    expert.erased_at = now()
    for user in erasing.users_of(expert):
        membership = users.find_membership(user.id, expert.organisation_id, Role.EXPERT)
        if membership is not None and membership.ended_at is None:
            membership.ended_at = now()
            for token in users.tokens_of(membership):
                token.revoked_at = now()
        if not users.memberships_of(user.id):
            erasing.forget_user(user, secrets.token_hex(16))
    changes.note(Subject.EXPERT, expert.id, "person_erased", by=the_service())
