"""An expert says that her statement is not right, is answered, and sees how far it has come."""

from datetime import timedelta

import pytest

from app.access import Actor, Role
from app.database import Missing, current_organisation, transaction
from app.gateways.identity import stored_password
from app.now import at, now, today
from app.storage import changes, disputes, messages, statements, users
from app.storage.changes import Subject
from app.storage.disputes import Answer
from app.storage.statements import AlreadyPutRight, NothingStands
from app.storage.tables import MovedOn
from app.use_cases.ask_correction import ask_credit, decline
from app.use_cases.dispute_statement import answer, dispute, told_by, told_of
from app.use_cases.hand_over_statements import hand_over, mark_paid
from app.use_cases.run_single import run_single
from app.use_cases.run_statements import run_statements
from invoices.refusals.corrections import NoSuchLine
from scheduling.kinds import OnBehalf
from scheduling.refusals import AnswerBeforeAsked, OwnEntry, ReasonNeeded
from tests import build, build_money
from tests.app import story_of_corrections as story
from tests.sign_in import PASSWORD, sign_in, signed_in


@pytest.fixture
def finance(app):
    build.a_pay_day("2026-11-30", "2026-11-15")
    return build.an_actor(Role.FINANCE)


@pytest.fixture
def expert(app):
    return build.an_expert()


@pytest.fixture
def herself(expert):
    return Actor(
        role=Role.EXPERT,
        organisation_id=current_organisation(),
        expert_id=expert.id,
        name=expert.name,
    )


@pytest.fixture
def rate(app):
    """Before anything is issued by it."""
    return story.in_force({"code": "hour", "cents": 4000})


@pytest.fixture
def issued(finance, expert):
    build_money.approved_hours(expert)
    run = run_statements(by=finance, month="2026-11")
    return statements.of_run(run.id)[0]


def said(herself, issued, **changes):
    usual = {"statement_id": issued.id, "said": "Tunteja oli kolme", "position": 1}
    return dispute(by=herself, **(usual | changes))


def test_she_says_it_and_a_second_click_changes_nothing(herself, issued):
    first, second = said(herself, issued), said(herself, issued)

    assert first.id == second.id
    assert [each.state for each in told_of(issued.id)] == ["open"]
    assert changes.of(Subject.STATEMENT, issued.id)[-1].became == "disputed"


def test_only_her_own_and_only_a_line_there_is(herself, issued):
    stranger = Actor(
        role=Role.EXPERT, organisation_id=current_organisation(), expert_id=build.an_expert().id
    )

    with pytest.raises(Missing):
        said(stranger, issued)
    with pytest.raises(NoSuchLine):
        said(herself, issued, position=9)
    with pytest.raises(ReasonNeeded):
        said(herself, issued, said="  ")


def test_a_coordinator_writes_it_down_and_says_how_it_was_told(issued):
    coordinator = build.an_actor()

    with pytest.raises(ReasonNeeded):
        said(coordinator, issued)
    kept = said(coordinator, issued, how=OnBehalf.PHONE, said_at=now() - timedelta(seconds=1))

    assert (kept.on_behalf_how, kept.entered_by) == (OnBehalf.PHONE, coordinator.user_id)


def test_she_is_told_the_answer_and_sees_it(herself, issued, finance, expert):
    kept = said(herself, issued)

    answer(by=finance, dispute_id=kept.id, answer=Answer.STAYS, because="Yksikkö vahvisti kaksi.")

    [told] = told_by(expert.id)
    assert (told.state, told.dispute.answered_because) == ("stays", "Yksikkö vahvisti kaksi.")
    assert (
        messages.find(f"dispute_answered:{kept.id}:stays:before", f"expert:{expert.id}") is not None
    )
    assert disputes.unanswered() == []


def cancelled(issued, finance):
    return story.credited(finance, build.an_actor(Role.FINANCE), issued)


def paid(issued, finance):
    hand_over(by=finance, run_id=issued.run_id)
    mark_paid(by=finance, run_id=issued.run_id, paid_on=today())


def paid_and_corrected(issued, finance):
    paid(issued, finance)
    return story.corrected(finance, build.an_actor(Role.FINANCE), issued)


@pytest.mark.parametrize(
    ("comes", "state"), [(cancelled, "cancelled"), (paid_and_corrected, "put_right")]
)
def test_it_is_put_right_when_the_document_has_come(herself, issued, finance, comes, state):
    kept = said(herself, issued)
    answer(by=finance, dispute_id=kept.id, answer=Answer.PUT_RIGHT, because="Tunnit korjataan.")
    assert [each.state for each in told_of(issued.id)] == ["to_be_put_right"]

    document = comes(issued, finance)

    [told] = told_of(issued.id)
    assert (told.state, told.document) == (state, document)
    assert disputes.promised() == []


@pytest.mark.parametrize(
    ("given", "state"), [(Answer.STAYS, "not_again"), (Answer.PUT_RIGHT, "put_right")]
)
def test_whether_a_price_mended_for_many_kept_a_promise_to_one_is_said_by_somebody(
    app, rate, herself, issued, finance, expert, given, state
):
    kept = said(herself, issued)
    answer(by=finance, dispute_id=kept.id, answer=Answer.PUT_RIGHT, because="Tunti lisätään.")
    paid(issued, finance)
    with at(now() + timedelta(days=1)):
        story.mend_price((finance, build.an_actor(Role.FINANCE)), rate)

        assert [each.state for each in told_of(issued.id)] == ["to_be_put_right"]
        assert disputes.promised() == [kept]
        payroll, page = signed_in(app, Role.FINANCE), f"/disputes/of/{issued.id}"
        assert 'value="put_right"' in payroll.get(page).text
        answer(by=finance, dispute_id=kept.id, answer=given, because="Katsottiin uudelleen.")
        assert 'value="put_right"' not in payroll.get(page).text
        answer(by=finance, dispute_id=kept.id, answer=given, because="Katsottiin uudelleen.")

    [told] = told_of(issued.id)
    assert told.state == state
    assert disputes.promised() == []
    event = f"dispute_answered:{kept.id}:{given}:{told.document.id}"
    assert messages.find(event, f"expert:{expert.id}") is not None


def test_what_is_still_wrong_after_a_correction_is_said_of_the_correction(
    app, herself, issued, finance
):
    spoke = now()
    with at(spoke + timedelta(days=3)):
        correction = paid_and_corrected(issued, finance)
        kept = said(build.an_actor(), correction, how=OnBehalf.PHONE, said_at=spoke)
    page, next_page = (f"/disputes/of/{each.id}" for each in (issued, correction))
    writes, payroll = signed_in(app), signed_in(app, Role.FINANCE)

    with pytest.raises(AlreadyPutRight):
        said(herself, issued)
    assert 'name="said"' not in writes.get(page).text
    assert next_page in writes.get(page).text
    assert next_page not in payroll.get(page).text  # who writes nothing down, but puts it right
    assert f"/corrections/of/{correction.id}" in payroll.get(page).text
    assert (kept.statement_id, kept.said_at) == (correction.id, spoke)


def test_what_was_cancelled_is_said_to_be_wrong_no_more(app, herself, issued, finance):
    cancelling = cancelled(issued, finance)
    writes = signed_in(app)

    for each, refusal in ((issued, AlreadyPutRight), (cancelling, NothingStands)):
        with pytest.raises(refusal):
            said(herself, each)
        page = writes.get(f"/disputes/of/{each.id}").text
        assert 'name="said"' not in page
        assert "Se, mikä maksetaan, tulee uudelle erittelylle." in page


@pytest.mark.parametrize(
    ("came", "given", "told", "state"),
    [
        (cancelled, Answer.STAYS, "Tätä erittelyä ei oikaista enää.", "not_again"),
        (cancelled, Answer.PUT_RIGHT, "Kumottu tositteella {}.", "cancelled"),
        (paid_and_corrected, Answer.STAYS, "Tätä erittelyä ei oikaista enää.", "not_again"),
        (paid_and_corrected, Answer.PUT_RIGHT, "Oikaistu erittelyllä {}.", "put_right"),
    ],
)
def test_an_answer_that_comes_after_the_document_speaks_of_it(
    herself, issued, finance, expert, came, given, told, state
):
    kept = said(herself, issued)
    document = came(issued, finance)

    answer(by=finance, dispute_id=kept.id, answer=given, because="Tunti lisättiin.")

    event = f"dispute_answered:{kept.id}:{given}:{document.id}"
    message = messages.find(event, f"expert:{expert.id}")
    assert told.format(document.printed_number) in message.body
    assert [each.state for each in told_of(issued.id)] == [state]


def test_what_she_said_before_a_statement_was_cancelled_is_written_down_of_the_new_one(
    herself, issued, finance, expert
):
    spoke = now()
    with at(spoke + timedelta(days=3)):
        cancelled(issued, finance)
        new = run_single(by=finance, expert_id=expert.id)
        kept = said(build.an_actor(), new, how=OnBehalf.PHONE, said_at=spoke)
        with pytest.raises(AnswerBeforeAsked):
            said(
                build.an_actor(),
                new,
                position=None,
                how=OnBehalf.PHONE,
                said_at=spoke - timedelta(days=2),
            )

    assert (kept.statement_id, kept.said_at) == (new.id, spoke)


def test_an_old_answer_keeps_its_words_when_a_correction_comes_after_all(herself, issued, finance):
    kept = said(herself, issued)
    answer(by=finance, dispute_id=kept.id, answer=Answer.STAYS, because="On oikein.")
    with at(now() + timedelta(days=3)):
        paid_and_corrected(issued, finance)

    assert [each.state for each in told_of(issued.id)] == ["stays"]


@pytest.mark.parametrize(
    ("come", "place"),
    [(None, "corrections"), (cancelled, "corrections"), (paid_and_corrected, "disputes")],
)
def test_who_answers_that_it_is_put_right_is_led_to_where_there_is_something_to_do(
    app, herself, issued, finance, come, place
):
    kept, payroll = said(herself, issued), signed_in(app, Role.FINANCE)
    if come is not None:
        come(issued, finance)

    sent = payroll.post(
        f"/disputes/{kept.id}/answer", data={"answer": "put_right", "because": "Korjataan."}
    )

    assert (sent.status_code, sent.location) == (303, f"/{place}/of/{issued.id}")


def test_two_who_answer_at_once_do_not_tell_her_two_things(herself, issued, finance):
    kept = said(herself, issued)
    first = {"dispute_id": kept.id, "answer": Answer.STAYS, "because": "Yksikkö vahvisti kaksi."}
    answer(by=finance, **first)
    other = build.an_actor(Role.FINANCE)

    with pytest.raises(MovedOn):
        answer(by=other, **(first | {"because": "Kolmas tunti on erittelyllä 2026-000002."}))
    answer(by=other, **first)

    [told] = told_of(issued.id)
    assert told.dispute.answered_because == "Yksikkö vahvisti kaksi."
    assert told.dispute.answered_by == finance.user_id


def test_what_was_promised_is_listed_until_somebody_asks_for_it(app, herself, issued, finance):
    kept = said(herself, issued)
    payroll, address = signed_in(app, Role.FINANCE), f"/disputes/of/{issued.id}"
    answer(by=finance, dispute_id=kept.id, answer=Answer.PUT_RIGHT, because="Tunnit korjataan.")
    assert address in payroll.get("/disputes/").text

    asked = ask_credit(by=finance, statement_id=issued.id, reason="Väärät tunnit")
    assert address not in payroll.get("/disputes/").text
    decline(by=build.an_actor(Role.FINANCE), correction_id=asked.id, reason="Väärä pyyntö.")
    assert address in payroll.get("/disputes/").text


def test_a_promise_that_is_not_under_way_may_still_become_that_it_stays(
    app, herself, issued, finance, expert
):
    kept = said(herself, issued)
    payroll, page = signed_in(app, Role.FINANCE), f"/disputes/of/{issued.id}"
    answer(by=finance, dispute_id=kept.id, answer=Answer.PUT_RIGHT, because="Tunnit korjataan.")
    assert "Oikaisua ei tarvitakaan" in payroll.get(page).text
    asked = ask_credit(by=finance, statement_id=issued.id, reason="Väärät tunnit")
    stays = {"dispute_id": kept.id, "answer": Answer.STAYS, "because": "Yksikkö vahvisti kaksi."}

    with pytest.raises(MovedOn):
        answer(by=finance, **stays)
    assert "Oikaisua ei tarvitakaan" not in payroll.get(page).text
    assert [each.state for each in told_of(issued.id)] == ["to_be_put_right"]
    decline(by=build.an_actor(Role.FINANCE), correction_id=asked.id, reason="Oikein on.")
    answer(by=finance, **stays)

    assert [each.state for each in told_of(issued.id)] == ["stays"]
    assert (
        messages.find(f"dispute_answered:{kept.id}:stays:before", f"expert:{expert.id}") is not None
    )
    assert disputes.promised() == []


def test_finance_reads_on_its_own_page_that_a_promise_waits(app, herself, issued, finance):
    payroll, words = signed_in(app, Role.FINANCE), "On luvattu oikaista 1 palkkioerittely,"
    assert words not in payroll.get("/inbox/").text

    kept = said(herself, issued)
    other = said(herself, issued, position=None)
    for each in (kept, other):
        answer(by=finance, dispute_id=each.id, answer=Answer.PUT_RIGHT, because="Korjataan.")

    assert words in payroll.get("/inbox/").text  # one statement, though of two things


def test_what_was_missing_stays_promised_until_somebody_says_how_it_came(
    herself, issued, finance, expert
):
    """A later statement may be of quite other work."""
    kept = said(herself, issued, position=None)
    answer(by=finance, dispute_id=kept.id, answer=Answer.PUT_RIGHT, because="Puuttuva lisätään.")
    build_money.approved_hours(expert, approved_at="2026-11-20 12:00+00", reported_at=now())
    build.a_pay_day("2026-12-15", "2026-11-21")
    with at(now() + timedelta(hours=1)):
        run_statements(by=finance, month="2026-12")
    assert disputes.promised() == [kept]

    came = "Puuttunut rivi tuli erittelylle 2026-000002."
    answer(by=finance, dispute_id=kept.id, answer=Answer.STAYS, because=came)

    assert disputes.promised() == []
    assert [each.dispute.answered_because for each in told_of(issued.id)] == [came]


def test_nobody_answers_herself(herself, issued, expert):
    kept = said(herself, issued)
    same = Actor(
        role=Role.COORDINATOR,
        organisation_id=current_organisation(),
        user_id=build.a_user().id,
        person_id=expert.person_id,
    )

    with pytest.raises(OwnEntry):
        answer(by=same, dispute_id=kept.id, answer=Answer.STAYS, because="On oikein.")


def test_from_her_page_to_the_inbox_and_back(app, issued, expert):
    user = build.a_user(Role.EXPERT, person_id=expert.person_id)
    with transaction():
        users.get(user.id).password = stored_password(PASSWORD)
    her, payroll = sign_in(app, user), signed_in(app, Role.FINANCE)
    page = f"/disputes/of/{issued.id}"
    assert page in her.get(f"/statements/{issued.id}").text

    empty = her.post(page, data={"position": "1", "said": ""})
    sent = her.post(page, data={"position": "1", "said": "Tunteja oli kolme"})

    assert (empty.status_code, sent.status_code) == (422, 303)
    assert "/disputes/" in payroll.get("/inbox/").text
    assert "Tunteja oli kolme" in payroll.get("/disputes/").text
    [kept] = disputes.of_statement(issued.id)
    address = f"/disputes/{kept.id}/answer"
    wrong = payroll.post(address, data={"answer": "stays", "because": ""})
    right = payroll.post(address, data={"answer": "stays", "because": "Kaksi vahvistettiin."})
    assert (wrong.status_code, right.status_code) == (422, 303)
    assert "Kaksi vahvistettiin." in her.get(page).text
    assert "oikaisua ei tehdä" in her.get("/statements/mine").text
