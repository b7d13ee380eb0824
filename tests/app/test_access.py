"""The table of access.toml against what the service answers to each role, and to nobody."""

from app.access import Permission, Role, permission_of
from tests.app.access import NOBODY, TABLE, may
from tests.app.routes import NO_TOKEN, Call, calls, nowhere

ADDRESS_OF_SIGN_IN = "/login?next="
LIBRARY = {
    "static",
    "security.change_password",
    "security.login",
    "security.logout",
    "security.static",
    "security.us_setup",
    "security.us_setup_validate",
    "security.us_signin",
    "security.us_signin_send_code",
    "security.us_verify",
    "security.us_verify_link",
    "security.us_verify_send_code",
    "security.verify",
}


def wrong(mirror, call: Call, roles=(*Role, NOBODY)) -> list[str]:
    """What the service answers otherwise than the table says."""
    found = []
    token = {"token": NO_TOKEN} if call.has_token else {}
    address = call.address(**token, **nowhere(call))
    for role in roles:
        answers = _answers(mirror, call, address, role)
        for how, got in answers.items():
            expected = "allowed" if role in may(call.endpoint) else _refusal(call, role, address)
            if got != expected:
                found.append(f"{call} as {role} by {how}: {got}, not {expected}")
    return found


def _refusal(call: Call, role: str, address: str) -> str:
    if role != NOBODY:
        return "403"
    asked = call.method == "GET" and not address.startswith("/api/")
    return "to sign in" if asked else "401"


def _answers(mirror, call: Call, address: str, role: str) -> dict[str, str]:
    if role == NOBODY:
        callers = {"nothing": mirror.app.test_client()}
    else:
        callers = {"session": mirror.second.browsers[role]}
        if address.startswith("/api/"):
            callers["token"] = mirror.second.programs[role]
    return {how: _answer(caller, call, address) for how, caller in callers.items()}


def _answer(caller, call: Call, address: str) -> str:
    try:
        answer = caller.open(address, method=call.method)
    except Exception as error:  # broken, yet let in
        return f"allowed, and broken: {error!r:.200}"
    answer.close()
    if answer.status_code in (401, 403):
        return str(answer.status_code)
    if answer.status_code == 302 and answer.location.startswith(ADDRESS_OF_SIGN_IN):
        return "to sign in"
    return "allowed"


def test_the_table_has_a_row_for_each_view_and_for_nothing_else(mirror):
    views = set(mirror.app.view_functions)
    assert views - set(TABLE) - LIBRARY == set(), "tell in tests/app/access.toml who may"
    assert set(TABLE) - views == set(), "no such view any more"


def test_the_sign_in_library_has_only_the_views_that_are_known(mirror):
    views = {name for name in mirror.app.view_functions if name.startswith("security.")}
    assert views == LIBRARY - {"static"}


def test_everybody_may_what_the_table_says_and_nothing_else(mirror):
    found = [each for call in calls(mirror.app) for each in wrong(mirror, call)]
    assert not found, "\n".join(found)


def test_a_permission_that_is_taken_away_is_noticed(mirror, monkeypatch):
    """The table would be worth nothing if it did not see a view that forgot its guard."""
    unseen = []
    for call in calls(mirror.app):
        excluded = [role for role in Role if role not in may(call.endpoint)]
        if permission_of(mirror.app, call.endpoint) is Permission.PUBLIC or not excluded:
            continue
        view = mirror.app.view_functions[call.endpoint]
        with monkeypatch.context() as patch:
            patch.setattr(view, "permission", Permission.SIGN_IN)
            if not wrong(mirror, call, excluded[:1]):
                unseen.append(str(call))
    assert not unseen, "\n".join(unseen)
