"""Two administrators end each other's role at the same moment: the house is not locked out."""

from functools import partial

from app.access import Role
from app.database import acting_in
from app.storage import users
from app.use_cases.edit_users import end_role
from tests import build
from tests.faults.killed import at_once

ROUNDS = 3


def test_of_two_who_end_each_others_role_at_once_one_stays(house):
    for _ in range(ROUNDS):
        with acting_in(build.an_organisation().id):
            one, other = build.an_actor(Role.ADMIN), build.an_actor(Role.ADMIN)
            first, second = (users.memberships_of(each.user_id)[0].id for each in (one, other))

            told = at_once(partial(end_role, second, by=one), partial(end_role, first, by=other))

            assert sorted(told) == ["done", "stale"]
            assert len(users.with_role(one.organisation_id, Role.ADMIN)) == 1
