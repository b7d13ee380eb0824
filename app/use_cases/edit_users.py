"""Who may sign in, as what, and what the organisation says of itself."""

import secrets
from datetime import date, datetime, timedelta
from typing import Any

from app.access import Actor, Role
from app.database import Missing, Refusal, Stale, transaction
from app.gateways import identity, mail, queue
from app.now import now
from app.storage import changes, experts, organisations, tables, users
from app.storage.changes import Subject
from app.storage.organisations import Organisation
from app.storage.users import AccessToken, Membership, Person, User

INVITED = (Role.COORDINATOR, Role.APPROVER, Role.FINANCE, Role.ADMIN, Role.AUDITOR)


class OwnRole(Refusal):
    """Nobody ends a role of her own or moves its last day: the house would lock itself out, and
    what another person gave for a time would last for ever."""

    code = "own_role"


class EmailTaken(Refusal):
    """The address signs in somebody else."""

    code = "email_taken"


class NoEmail(Refusal):
    """Signing in needs an e-mail address."""

    code = "no_email"


def invite(
    *,
    by: Actor,
    email: str,
    name: str,
    role: Role,
    language: str,
    last_day: date | None = None,
) -> User:
    """Somebody who has an address here already gets one more role, and keeps her own name.

    Whoever holds the role already holds it from now on until the end of `last_day`.
    Raises OwnRole, Stale.
    """
    with transaction():
        _refuse_ended(by)
        user = users.find_by_email(email) or _new_user(email, name, language)
        held = users.find_membership(user.id, by.organisation_id, role)
        before = (held.is_in_force, held.last_day) if held else (False, None)
        if before == (True, last_day):
            return user
        if user.id == by.user_id and before[0]:
            raise OwnRole
        _give_role(user, by.organisation_id, role, last_day)
        until = f"{role} {last_day}" if last_day else role
        changes.note(Subject.USER, user.id, "role_given", by=by, reason=until)
        if not before[0]:
            _welcome(user, by, role, last_day)
    return user


def invite_expert(expert_id: int, *, by: Actor) -> User:
    """The person of the registry may sign in with her own e-mail. Raises Missing, NoEmail,
    EmailTaken."""
    with transaction():
        expert = experts.get(expert_id, lock=True)
        if not expert.email:
            raise NoEmail
        if expert.stopped_at is not None:
            raise Missing("Expert", expert_id)
        user = users.find_by_email(expert.email)
        if user is None:
            user = _new_user(expert.email, expert.name, expert.language, expert.person_id)
        if user.person_id != expert.person_id:
            raise EmailTaken
        if _give_role(user, by.organisation_id, Role.EXPERT):
            changes.note(Subject.EXPERT, expert.id, "sign_in_given", by=by)
            _welcome(user, by, Role.EXPERT)
    return user


def end_role(membership_id: int, *, by: Actor) -> None:
    """The tokens of the role end with it. Raises Missing, OwnRole, Stale."""
    with transaction():
        _refuse_ended(by)
        membership = users.get_membership(membership_id, by.organisation_id)
        if membership.user_id == by.user_id:
            raise OwnRole
        if membership.ended_at is None:
            membership.ended_at = now()
            _revoke_tokens(membership)
            changes.note(
                Subject.USER, membership.user_id, "role_ended", by=by, reason=membership.role
            )


def _refuse_ended(by: Actor) -> None:
    """Of two who end each other's role at once the first one stays. Raises Stale."""
    if by.user_id not in {each.user_id for each in users.lock_role(by.organisation_id, by.role)}:
        raise Stale


def choose_language(*, by: Actor, language: str) -> None:
    with transaction():
        users.get(by.user_id or 0).language = language


def change_organisation(*, by: Actor, **values: Any) -> Organisation:
    """Raises AlreadyThere."""
    with transaction():
        organisation = organisations.get(by.organisation_id)
        before = _to_be_signed(organisation)
        for name, value in values.items():
            setattr(organisation, name, value)
        if (version := _to_be_signed(organisation)) is not None and version != before:
            queue.later("tell_of_agreement")
    return organisation


def _to_be_signed(organisation: Organisation) -> str | None:
    """The version of the agreement; None where one signature is enough for all of them."""
    return organisation.agreement_version if organisation.agreement_signed_anew else None


def create_organisation(values: dict[str, Any]) -> Organisation:
    """Raises AlreadyThere."""
    with transaction():
        return tables.add(Organisation(**values))


def create_admin(
    email: str, organisation_id: int, *, name: str, password: str | None = None
) -> User:
    """The first one, made where the service runs; a password only for a new user.

    Raises AlreadyThere.
    """
    with transaction():
        user = users.find_by_email(email)
        if user is None:
            user = _new_user(email, name, "fi")
            user.password = identity.stored_password(password) if password else None
        _give_role(user, organisation_id, Role.ADMIN)
    return user


def create_token(
    user_id: int, organisation_id: int, *, role: Role, token_hash: str, days: int
) -> AccessToken:
    """Raises Missing when the user does not hold the role."""
    with transaction():
        held = {(one.organisation_id, one.role) for one in users.memberships_of(user_id)}
        if (organisation_id, role) not in held:
            raise Missing("Membership", user_id)
        moment: datetime = now()
        return tables.add(
            AccessToken(
                token_hash=token_hash,
                organisation_id=organisation_id,
                user_id=user_id,
                role=role,
                created_at=moment,
                expires_at=moment + timedelta(days=days),
            )
        )


def _new_user(email: str, name: str, language: str, person_id: int | None = None) -> User:
    return tables.add(
        User(
            person_id=person_id or tables.add(Person()).id,
            email=email.strip().lower(),
            name=name,
            language=language,
            fs_uniquifier=secrets.token_hex(16),
            us_totp_secrets=identity.email_secret(),
        )
    )


def _give_role(user: User, organisation_id: int, role: Role, last_day: date | None = None) -> bool:
    """Whether it is a new one; an ended one is held again."""
    membership = users.find_membership(user.id, organisation_id, role)
    if membership is None:
        tables.add(
            Membership(
                user_id=user.id, organisation_id=organisation_id, role=role, last_day=last_day
            )
        )
        return True
    was_ended = not membership.is_in_force
    if was_ended:
        _revoke_tokens(membership)  # those of before do not come back with it
    membership.ended_at, membership.last_day = None, last_day
    return was_ended


def _revoke_tokens(membership: Membership) -> None:
    for token in users.tokens_of(membership):
        token.revoked_at = now()


def _welcome(user: User, by: Actor, role: Role, last_day: date | None = None) -> None:
    organisation = organisations.get(by.organisation_id)
    mail.tell_user(
        user,
        "role_given",
        event=f"role_given:{user.id}:{role}:{now():%Y%m%d%H%M}",
        organisation=organisation.name_in(user.language),
        sign_in_url=identity.sign_in_url(),
        last_day=last_day,
    )
