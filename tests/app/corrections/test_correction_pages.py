"""Statements put right on pages: asked by one, decided by another, told to the person."""

from datetime import date

from app.access import Role
from app.storage import corrections, fee_tables, statements
from app.storage.statements import StatementKind
from app.use_cases import ask_correction
from app.use_cases.correct_price import correct_price
from app.use_cases.entry_steps import Ref
from app.use_cases.hand_over_statements import hand_over, mark_paid
from app.use_cases.hold_hours import hold
from invoices.pricing.fee_table import Work
from invoices.statements.held import HeldReason
from tests import build
from tests.app import story_of_corrections as story
from tests.app.page_story import words_of
from tests.app.story_of_corrections import everything_holds
from tests.sign_in import caller

KEPT_BACK = "Talous selvittää 1 riviä"
NOT_PAID_YET = "Tätä oikaisua ei ole vielä maksettu."


def waiting(statement):
    return corrections.find_waiting(statement_id=statement.id)


def test_a_statement_is_cancelled_by_two_people_on_pages(finance, entry, asks, decides):
    [statement] = story.issued(finance[0])
    page = f"/corrections/of/{statement.id}"

    assert "Pyydä kumoamista" in asks.get(page).text
    assert asks.post(f"{page}/credit", data={"reason": "Väärä tunti."}).status_code == 303
    mine, theirs = asks.get(page).text, decides.get(page).text
    assert "Kumoa erittely" not in mine
    assert "Kumoa erittely" in theirs
    assert "Väärä tunti." in decides.get("/corrections/").text
    assert decides.post(f"/corrections/{waiting(statement).id}/do").status_code == 303

    after = decides.get(page).text
    assert "Taas vapaina" in after
    assert statements.all_issued()[1].kind == StatementKind.CREDIT
    credit = statements.all_issued()[1]
    assert "Kumoaa erittelyn" in decides.get(f"/statements/{credit.id}").text


def test_what_is_free_again_is_returned_on_the_same_page(finance, entry, decides):
    [statement] = story.issued(finance[0])
    story.credited(*finance, statement)

    answer = decides.post(
        f"/corrections/of/{statement.id}/return",
        data={"chosen": f"hours-{entry.id}-{entry.version}", "reason": "Kolme tuntia."},
    )

    assert answer.status_code == 303
    assert "Taas vapaina" not in decides.get(f"/corrections/of/{statement.id}").text


def test_what_finance_keeps_back_of_it_is_told_and_not_offered(finance, entry, decides):
    [statement] = story.issued(finance[0])
    story.credited(*finance, statement)
    page = f"/corrections/of/{statement.id}"
    before = decides.get(page).text
    assert ("Palauta korjattavaksi" in before, KEPT_BACK in before) == (True, False)

    hold(by=finance[0], ref=Ref(entry.entry_kind, entry.id), reason=HeldReason.BY_FINANCE)

    after = decides.get(page).text
    assert ("Palauta korjattavaksi" in after, KEPT_BACK in after) == (False, True)


def test_a_correcting_statement_says_when_it_can_be_put_right(finance, entry, decides):
    [statement] = story.paid(finance[0])
    document = story.corrected(*finance, statement)
    page = f"/corrections/of/{document.id}"
    unpaid = decides.get(page).text
    assert ("Pyydä oikaisua" in unpaid, NOT_PAID_YET in unpaid) == (False, True)

    hand_over(by=finance[0], run_id=document.run_id)
    mark_paid(by=finance[0], run_id=document.run_id, paid_on=date(2026, 11, 24))

    paid = decides.get(page).text
    assert ("Pyydä oikaisua" in paid, NOT_PAID_YET in paid) == (True, False)


def test_a_paid_statement_is_corrected_line_by_line_on_pages(finance, entry, asks, decides):
    [statement] = story.paid(finance[0])
    page = f"/corrections/of/{statement.id}"
    form = {
        "lines-0-position": "1",
        "lines-0-minutes": "3:00",
        "lines-0-price_cents": "40,00",
        "reason": "Tunti puuttui.",
    }

    assert 'value="2:00"' in asks.get(page).text
    assert asks.post(f"{page}/correct", data=form).status_code == 303
    assert "40,00\xa0€ maksetaan lisää" in decides.get(page).text
    wish = waiting(statement)
    assert decides.post(f"/corrections/{wish.id}/do", data={"pay_on": ""}).status_code == 303

    document = statements.get(corrections.get(wish.id).document_id)
    assert document.total_cents == 4000
    words = words_of(decides.get(f"/statements/{document.id}.pdf").data)
    assert f"oikaisee erittelyn {statement.printed_number}" in words
    assert "120,00" in words
    everything_holds()


def test_a_form_filled_in_wrong_is_shown_again(finance, entry, asks):
    [statement] = story.paid(finance[0])

    answer = asks.post(
        f"/corrections/of/{statement.id}/correct",
        data={"lines-0-position": "1", "lines-0-minutes": "kolme", "lines-0-price_cents": "40"},
    )

    assert answer.status_code == 422
    assert 'value="kolme"' in answer.text


def test_a_decision_about_money_paid_too_much_is_written_on_a_page(finance, entry, decides):
    [statement] = story.paid(finance[0])
    document = story.corrected(*finance, statement, quantity=60)
    page = f"/corrections/of/{document.id}"

    undecided = decides.get(page).text
    assert ("40,00\xa0€ maksettiin liikaa" in undecided, NOT_PAID_YET in undecided) == (True, False)
    said = {"decision": "deducted", "note": "Sovittu 24.11."}
    assert decides.post(f"{page}/overpaid", data=said).status_code == 303

    assert "Sovittu 24.11." in decides.get(page).text
    assert document.printed_number not in decides.get("/corrections/").text


def test_a_wish_is_declined_on_its_page(finance, entry, asks, decides):
    [statement] = story.issued(finance[0])
    asks.post(f"/corrections/of/{statement.id}/credit", data={"reason": "Väärin."})

    answer = decides.post(
        f"/corrections/{waiting(statement).id}/decline", data={"reason": "Oikein on."}
    )

    assert answer.status_code == 303
    assert "Oikein on." in decides.get(f"/corrections/of/{statement.id}").text


def test_a_wish_that_a_price_put_right_has_overtaken_is_left_as_it_is(
    finance, entry, asks, decides
):
    [statement] = story.paid(finance[0])
    by, other = finance
    wish = story.asked(by, statement)
    [rate] = [one for one in fee_tables.all_tables()[0].rates if one.work == Work.ACTIVITY]
    price = ask_correction.ask_price(by=by, rate_id=rate.id, cents=5000, reason="§ 12.")
    correct_price(by=other, correction_id=price.id)
    page = f"/corrections/of/{statement.id}"

    assert "Erittely on muuttunut" in decides.get("/corrections/").text
    assert ">Oikaise<" not in decides.get(page).text
    decides.post(f"/corrections/{wish.id}/decline", data={"reason": "Hinta oikaistiin."})
    assert waiting(statement) is None
    assert "Hinta oikaistiin." in decides.get(page).text


def test_where_money_is_booked_is_put_right_without_a_word_of_a_difference(finance, entry, decides):
    [statement] = story.paid(finance[0])
    wish = story.asked(finance[0], statement, quantity=120, cost_centre=build.a_cost_centre().code)

    answer = decides.post(f"/corrections/{wish.id}/do", follow_redirects=True)

    assert "Oikaistu. Summa ei muutu" in answer.text


def test_one_person_gets_a_statement_of_her_own(finance, expert, entry, decides):
    answer = decides.post(f"/corrections/single/{expert.id}", data={"pay_on": ""})

    assert answer.status_code == 303
    [issued] = statements.all_issued()
    assert f"/statement-runs/{issued.run_id}" in answer.location
    assert "Yksi henkilö" in decides.get(answer.location).text


def test_nobody_is_promised_money_more_than_a_year_ahead(app, finance, expert, entry, decides):
    by_page = decides.post(f"/corrections/single/{expert.id}", data={"pay_on": "30.11.2100"})
    by_program = caller(app, Role.FINANCE).post(
        "/api/v1/statements",
        json={"expert_id": expert.id, "pay_on": "2100-11-30"},
        headers={"Idempotency-Key": "1"},
    )

    assert by_page.status_code == 409
    assert "Maksupäivä on yli vuoden päässä." in by_page.text
    assert (by_program.status_code, by_program.json["code"]) == (409, "pays_too_far_ahead")
    assert statements.all_issued() == []
