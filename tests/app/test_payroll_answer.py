"""Payroll's answer is looked at first, read in once, and told to everybody it concerns."""

import io
from datetime import date

import pytest

from app.access import Role
from app.database import acting_in
from app.readings import my_pay
from app.storage import messages, payment_batches, payroll_answers, statements
from app.storage.messages import MessageState
from app.use_cases import hand_over_statements
from app.use_cases.run_statements import run_statements
from scheduling.lifecycle import StatementState
from tests import build, build_engines, build_money
from tests.sign_in import signed_in


@pytest.fixture
def run(app):
    build.a_fee_table()
    build.a_pay_day("2026-11-30", "2026-11-15")
    for number in ("00041", "00042", "00043"):
        build_money.approved_hours(build.an_expert(payroll_number=number))
    finance = build.an_actor(Role.FINANCE)
    run = run_statements(by=finance, month="2026-11")
    hand_over_statements.hand_over(by=finance, run_id=run.id)
    return run


@pytest.fixture
def finance(app, run):
    return signed_in(app, Role.FINANCE)


def test_paid_and_held_are_read_in_after_a_look(finance, run):
    first, second, third = statements.of_run(run.id)
    text = _file(
        f"{first.printed_number};;maksettu;20.11.2026;80,00;",
        f";{second.payroll_number};maksettu;20.11.2026;;",
        f"{third.printed_number};;odottaa;;;Verokortti puuttuu",
    )

    look = finance.get(_upload(finance, text).location + "?lang=en")
    assert "2 statements" in look.text
    assert "Verokortti puuttuu" in look.text
    assert _states(run) == ["handed_over"] * 3

    place = _upload(finance, text).location
    done = finance.post(f"{place}/read-in")
    assert done.status_code == 303
    assert _states(run) == ["paid", "paid", "handed_over"]
    assert payment_batches.find_of_run(run.id).paid_at is None
    assert payroll_answers.open_stops([third.id])[third.id].reason == "Verokortti puuttuu"
    assert _told(run) == ["held", "statement_paid", "statement_paid"]
    assert [cents for _, cents in my_pay.pay_of(third.expert_id).waiting] == [8000]
    assert "Verokortti puuttuu" in finance.get(f"/statement-runs/{run.id}").text


def test_the_same_file_twice_changes_nothing(finance, run):
    first = statements.of_run(run.id)[0]
    text = _file(f"{first.printed_number};;maksettu;20.11.2026;;")
    place = _upload(finance, text).location
    finance.post(f"{place}/read-in")
    before = _told(run)

    finance.post(f"{place}/read-in")
    again = _upload(finance, text)

    assert again.location == place
    assert _told(run) == before
    assert "1" in finance.get(place).text


def test_another_file_that_says_the_same_changes_nothing_either(finance, run):
    first, *_, last = statements.of_run(run.id)
    rows = (
        f"{first.printed_number};;maksettu;20.11.2026;;",
        f"{last.printed_number};;odottaa;;;Verokortti puuttuu",
    )
    _read(finance, _file(*rows))
    before = _told(run)

    _read(finance, _file(*reversed(rows)))

    assert _told(run) == before


def test_what_waited_is_paid_by_the_next_answer_and_the_run_is_then_paid(finance, run):
    numbers = [one.printed_number for one in statements.of_run(run.id)]
    _read(finance, _file(f"{numbers[0]};;odottaa;;;Tili puuttuu"))

    finance.post(f"/statement-runs/{run.id}/paid", data={"paid_on": "19.11.2026"})
    assert _states(run) == ["handed_over", "paid", "paid"]
    assert payment_batches.find_of_run(run.id).paid_at is None

    _read(finance, _file(f"{numbers[0]};;maksettu;21.11.2026;;"))
    assert _states(run) == ["paid"] * 3
    assert payment_batches.find_of_run(run.id).paid_at is not None
    assert statements.of_run(run.id)[0].paid_on == date(2026, 11, 21)
    assert payroll_answers.open_stops([one.id for one in statements.of_run(run.id)]) == {}


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("2026-999999;;maksettu;20.11.2026;;", "no statement of this number"),
        ("2026-99999999999999999999;;maksettu;20.11.2026;;", "no statement of this number"),
        ("eräs;;maksettu;20.11.2026;;", "no statement of this number"),
        (";99999;maksettu;20.11.2026;;", "No statement of this person"),
        (";;maksettu;20.11.2026;;", "names no statement"),
        ("{0};;ehkä;20.11.2026;;", "cannot be told"),
        ("{0};;maksettu;;;", "day of payment is missing"),
        ("{0};;maksettu;20.11.2099;;", "still ahead"),
        ("{0};;maksettu;1.11.2026;;", "before the cut-off"),
        ("{0};;maksettu;20.11.2026;79,99;", "not that of the statement"),
        ("{0};;odottaa;;;", "needs a reason"),
        ("{0};;odottaa;;;Hetu 010190-900R puuttuu", "identity code"),
        ("{0};;maksettu;20.11.2026;;\n;00041;maksettu;20.11.2026;;", "earlier row"),
    ],
)
def test_a_wrong_row_stores_nothing_and_says_why(finance, run, row, words):
    first = statements.of_run(run.id)[0].printed_number

    answer = _upload(finance, _file(row.format(first)), lang="en")

    assert answer.status_code == 422
    assert words in answer.text
    assert "010190" not in answer.text
    assert _states(run) == ["handed_over"] * 3


def test_what_cannot_be_seen_is_left_out_of_a_reason_and_a_file_name(finance, run):
    first = statements.of_run(run.id)[0]
    text = _file(f"{first.printed_number};;odottaa;;;Vero\x1bkortti\u202e \u200bpuuttuu")

    answer = _upload(finance, text, name="vas\x00taus\u202e.csv")
    assert answer.status_code == 303, answer.text
    finance.post(f"{answer.location}/read-in")

    assert payroll_answers.open_stops([first.id])[first.id].reason == "Verokortti puuttuu"
    assert payroll_answers.all_answers()[0].file_name == "vastaus.csv"


def test_a_code_in_pieces_is_a_code_all_the_same(finance, run):
    first = statements.of_run(run.id)[0].printed_number

    answer = _upload(finance, _file(f"{first};;odottaa;;;Hetu 0101\u200b90-900R puuttuu"))

    assert answer.status_code == 422


def test_what_is_paid_already_is_not_paid_on_another_day(finance, run):
    first = statements.of_run(run.id)[0].printed_number
    _read(finance, _file(f"{first};;maksettu;20.11.2026;;"))

    assert _upload(finance, _file(f"{first};;maksettu;21.11.2026;;")).status_code == 422


def test_a_file_without_its_columns_is_refused(finance):
    answer = finance.post(
        "/payroll-answers/", data={"file": (io.BytesIO(b"Nimi;Summa\nAino;1\n"), "x.csv")}
    )

    assert answer.status_code == 422


def test_another_organisation_finds_no_answer(app, finance, run):
    first = statements.of_run(run.id)[0].printed_number
    place = _upload(finance, _file(f"{first};;maksettu;20.11.2026;;")).location

    with acting_in(build.an_organisation().id):
        stranger = signed_in(app, Role.FINANCE)
        assert stranger.get(place).status_code == 404
        assert stranger.post(f"{place}/read-in").status_code == 404


def _file(*rows: str) -> bytes:
    return "\n".join(("Erittely;Henkilönumero;Tila;Maksupäivä;Summa;Syy", *rows)).encode()


def _upload(client, content: bytes, lang: str = "fi", name: str = "vastaus.csv"):
    data = {"file": (io.BytesIO(content), name)}
    return client.post(f"/payroll-answers/?lang={lang}", data=data)


def _read(client, content: bytes) -> None:
    answer = _upload(client, content)
    assert answer.status_code == 303, answer.text
    assert client.post(f"{answer.location}/read-in").status_code == 303


def _states(run) -> list[str]:
    return [str(StatementState(one.state)) for one in statements.of_run(run.id)]


def _told(run) -> list[str]:
    told = (message for state in MessageState for message in messages.in_state(state))
    events = [message.event.partition(":")[0] for message in told]
    return sorted(
        event.replace("held_by_payroll", "held")
        for event in events
        if event in ("statement_paid", "held_by_payroll")
    )


def test_what_the_bank_pays_is_not_with_payroll(app):
    one, other = build_engines.engines_on()
    build.a_fee_table()
    build.a_pay_day("2026-11-30", "2026-11-15")
    [statement] = build_engines.owed(one, other, 60)
    build_engines.taken_to_bank(one, other)

    answer = _upload(
        signed_in(app, Role.FINANCE), _file(f"{statement.printed_number};;maksettu;20.11.2026;;")
    )

    assert answer.status_code == 422
    assert statements.get(statement.id).state == StatementState.HANDED_OVER
