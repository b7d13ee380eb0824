"""Putting right on pages and by API: asked by one, decided by another, told to the person."""

import io
from datetime import date

import pypdf
import pytest

from app.access import Role
from app.storage import corrections, fee_tables, statements, travel_terms
from app.storage.corrections import CorrectionState
from app.storage.statements import StatementKind
from app.use_cases import ask_correction
from app.use_cases.correct_price import correct_price
from invoices.pricing.fee_table import Work
from scheduling.lifecycle import StatementState
from tests import build, build_money
from tests.app import story_of_corrections as story
from tests.app.page_story import filled
from tests.app.story_of_corrections import everything_holds
from tests.sign_in import caller, signed_in


@pytest.fixture
def finance(app):
    return story.two_in_finance()


@pytest.fixture
def expert(finance):
    return build.an_expert()


@pytest.fixture
def entry(expert):
    return build_money.approved_hours(expert)


@pytest.fixture
def asks(app, finance):
    return signed_in(app, Role.FINANCE)


@pytest.fixture
def decides(app, finance):
    return signed_in(app, Role.FINANCE)


def words_of(pdf: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


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
    assert f"korjaa erittelyn {statement.printed_number}" in words
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

    assert "40,00\xa0€ maksettiin liikaa" in decides.get(page).text
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
    assert ">Korjaa<" not in decides.get(page).text
    decides.post(f"/corrections/{wish.id}/decline", data={"reason": "Hinta oikaistiin."})
    assert waiting(statement) is None
    assert "Hinta oikaistiin." in decides.get(page).text


def test_a_wrong_price_asked_in_error_is_left_as_it_is(finance, entry, asks, decides):
    story.paid(finance[0])
    [rate] = [one for one in fee_tables.all_tables()[0].rates if one.work == Work.ACTIVITY]
    page = f"/price-corrections/{rate.id}"
    asks.post(page, data={"cents": "50,00", "reason": "§ 12."})
    wish = corrections.find_waiting(rate_id=rate.id)

    assert f"/corrections/{wish.id}/decline" in asks.get(page).text
    assert "Toiminta: Oikea hinta on 50,00" in decides.get("/corrections/").text
    answer = decides.post(f"/corrections/{wish.id}/decline", data={"reason": "Oli oikein."})

    assert answer.status_code == 303
    assert corrections.find_waiting(rate_id=rate.id) is None


def test_a_table_to_come_that_has_the_wrong_price_too_is_told_of(finance, entry, asks):
    [rate] = [one for one in fee_tables.all_tables()[0].rates if one.work == Work.ACTIVITY]
    page = f"/price-corrections/{rate.id}"
    assert "Myöhemmässä" not in asks.get(page).text

    build.a_fee_table(
        {"code": rate.code, "work": rate.work, "cents": 4500}, valid_from="2027-01-01"
    )
    assert "Myöhemmässä" not in asks.get(page).text

    same = {"code": rate.code, "work": rate.work, "cents": rate.cents}
    later = build.a_fee_table(same, valid_from="2027-02-01")
    assert f'href="/rates/{later.id}"' in asks.get(page).text


def test_where_money_is_booked_is_put_right_without_a_word_of_a_difference(finance, entry, decides):
    [statement] = story.paid(finance[0])
    wish = story.asked(finance[0], statement, quantity=120, cost_centre=build.a_cost_centre().code)

    answer = decides.post(f"/corrections/{wish.id}/do", follow_redirects=True)

    assert "Korjattu. Summa ei muutu" in answer.text


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


def test_a_wrong_price_is_looked_at_asked_and_put_right(finance, expert, entry, asks, decides):
    story.paid(finance[0])
    [table] = fee_tables.all_tables()
    rate = next(rate for rate in table.rates if rate.work == Work.ACTIVITY)
    page = f"/price-corrections/{rate.id}"

    looked = asks.get(f"{page}?cents=50,00").text
    assert expert.name in looked
    assert "20,00" in looked
    assert asks.post(page, data={"cents": "50", "reason": "§ 12."}).status_code == 303
    seen = filled(decides.get(page).text)["seen"]
    assert decides.post(f"{page}/do", data={"seen": seen}).status_code == 303

    assert statements.all_issued()[-1].total_cents == 2000
    everything_holds()


def test_wrong_terms_are_looked_at_asked_and_put_right(finance, expert, entry, asks, decides):
    story.paid(finance[0])
    [table] = fee_tables.all_tables()
    rate = next(rate for rate in table.rates if rate.work == Work.ACTIVITY)
    page = f"/price-corrections/{rate.id}"
    typed = filled(asks.get(page).text) | {"right-terms-started_minutes": "3 h"}
    typed.pop("send")

    looked = asks.post(f"{page}/look", data=typed)
    before = fee_tables.get_rate(rate.id).terms
    assert (looked.status_code, before) == (200, {})
    assert "40,00" in looked.text
    assert asks.post(page, data=typed | {"reason": "§ 12."}).status_code == 303
    waits = decides.get(page).text
    assert decides.post(f"{page}/do", data={"seen": filled(waits)["seen"]}).status_code == 303

    assert fee_tables.get_rate(rate.id).terms == {"started_minutes": 180}
    assert statements.all_issued()[-1].total_cents == 4000
    everything_holds()


def test_an_example_that_fails_the_right_price_is_told_of(finance, entry, asks):
    [table] = fee_tables.all_tables()
    rate = next(rate for rate in table.rates if rate.work == Work.ACTIVITY)
    typed = filled(asks.get(f"/price-corrections/{rate.id}").text)
    typed.pop("send")
    typed |= {"cents": "50", "right-examples-0-minutes": "1:00", "right-examples-0-cents": "40"}

    answer = asks.post(f"/price-corrections/{rate.id}/look", data=typed)

    assert answer.status_code == 409
    assert "esimer" in answer.text


def test_a_price_is_decided_as_it_was_looked_at_and_no_other(finance, entry, asks, decides):
    story.paid(finance[0])
    [table] = fee_tables.all_tables()
    rate = next(rate for rate in table.rates if rate.work == Work.ACTIVITY)
    page = f"/price-corrections/{rate.id}"
    asks.post(page, data={"cents": "50", "reason": "§ 12."})
    seen = filled(decides.get(page).text)["seen"]
    asks.post(f"/corrections/{seen}/decline", data={"reason": "Väärin luettu."})
    asks.post(page, data={"cents": "500", "reason": "§ 12."})

    assert decides.post(f"{page}/do", data={"seen": seen}).status_code == 409

    assert fee_tables.get_rate(rate.id).cents == 4000


def test_who_decides_by_api_with_other_lines_decides_nothing(app, finance, entry):
    [statement] = story.paid(finance[0])
    one, other = caller(app, Role.FINANCE), caller(app, Role.FINANCE)
    place = f"/api/v1/statements/{statement.id}/correct"

    def call(who, minutes):
        line = {"position": 1, "minutes": minutes, "price_cents": 4000}
        body = {"reason": "Tunteja oli enemmän.", "lines": [line]}
        return who.post(place, json=body, headers={"Idempotency-Key": f"k{minutes}"})

    assert call(one, 600).status_code == 200
    answer = call(other, 180)

    assert (answer.status_code, answer.json["code"]) == (409, "another_correction_waits")
    assert statements.get(statement.id).state == StatementState.PAID
    assert call(other, 600).status_code == 200
    assert statements.get(statement.id).state == StatementState.CORRECTED


def test_the_person_sees_what_was_put_right_and_her_year(app, finance, expert, entry):
    [statement] = story.paid(finance[0])
    document = story.corrected(*finance, statement)
    herself = signed_in(app, Role.EXPERT, person_id=expert.person_id)

    assert (
        f"Oikaistu erittelyllä {document.printed_number}"
        in herself.get(f"/statements/{statement.id}").text
    )
    papers = herself.get("/papers/").text
    assert "Maksukuukauden mukaan" in papers
    assert "80,00" in papers
    assert herself.get(f"/corrections/of/{statement.id}").status_code == 403


@pytest.mark.parametrize("code", ["fi", "sv", "en"])
def test_her_papers_are_printed_in_the_language_she_chooses(app, finance, expert, entry, code):
    story.paid(finance[0])
    herself = signed_in(app, Role.EXPERT, person_id=expert.person_id)
    period = f"first=2026-01-01&last=2026-12-31&language={code}"

    year = words_of(herself.get(f"/papers/year.pdf?language={code}").data)
    letter = words_of(herself.get(f"/papers/letter.pdf?{period}").data)
    certificate = words_of(
        herself.get(f"/papers/certificate.pdf?{period}&own_words=Kehittäjä&with_hours=on").data
    )

    assert expert.name in year
    assert "80" in year
    assert ("23 Nov 2026" if code == "en" else "23.11.2026") in letter
    assert "Kehittäjä" in certificate
    assert ("3 Nov 2026" if code == "en" else "3.11.2026") in certificate


def test_nothing_is_certified_where_nothing_was_done(app, finance, expert):
    herself = signed_in(app, Role.EXPERT, person_id=expert.person_id)

    assert herself.get("/papers/certificate.pdf").status_code == 409


def test_a_program_asks_and_another_persons_program_does(app, finance, entry):
    [statement] = story.issued(finance[0])
    address = f"/api/v1/statements/{statement.id}/credit"
    asks, decides = caller(app, Role.COORDINATOR), caller(app, Role.FINANCE)

    wish = asks.post(address, json={"reason": "Väärä tunti."}, headers={"Idempotency-Key": "1"})
    again = asks.post(address, json={"reason": "Väärä tunti."}, headers={"Idempotency-Key": "2"})
    done = decides.post(address, headers={"Idempotency-Key": "3"})

    assert (wish.status_code, wish.json["state"]) == (200, "waiting")
    assert again.json["id"] == wish.json["id"]
    assert (done.json["state"], done.json["id"]) == ("done", wish.json["id"])
    assert statements.get(done.json["document_id"]).kind == StatementKind.CREDIT


def test_a_program_corrects_what_was_paid(app, finance, entry):
    [statement] = story.paid(finance[0])
    address = f"/api/v1/statements/{statement.id}/correct"
    asks, decides = caller(app, Role.FINANCE), caller(app, Role.FINANCE)
    lines = [{"position": 1, "minutes": 180, "price_cents": 4000}]

    wish = asks.post(
        address, json={"reason": "Puuttui.", "lines": lines}, headers={"Idempotency-Key": "1"}
    )
    done = decides.post(address, json={"pay_on": "2026-12-04"}, headers={"Idempotency-Key": "2"})

    assert wish.json["state"] == CorrectionState.WAITING
    document = decides.get(f"/api/v1/statements/{done.json['document_id']}").json
    assert (document["kind"], document["total_cents"]) == ("correction", 4000)
    assert (document["refers_to_id"], document["pay_on"]) == (statement.id, "2026-12-04")


def test_a_program_issues_one_persons_statement(app, finance, expert, entry):
    client = caller(app, Role.FINANCE)

    answer = client.post(
        "/api/v1/statements", json={"expert_id": expert.id}, headers={"Idempotency-Key": "1"}
    )

    assert (answer.status_code, answer.json["total_cents"]) == (201, 8000)
    assert answer.json["state"] == StatementState.ISSUED


def test_what_is_not_paid_is_not_corrected_and_the_other_way_round(app, finance, entry):
    [statement] = story.issued(finance[0])
    client = caller(app, Role.FINANCE)

    answer = client.post(
        f"/api/v1/statements/{statement.id}/correct",
        json={"reason": "x", "lines": [{"position": 1, "minutes": 1, "price_cents": 1}]},
        headers={"Idempotency-Key": "1"},
    )

    assert (answer.status_code, answer.json["code"]) == (409, "wrong_step")


def test_a_wrong_travel_decision_is_looked_at_asked_and_decided(finance, entry, asks, decides):
    decision = build.decided_on_travel(
        valid_from=date(2026, 1, 1), decision_number="§ 13", kilometre_cents=40
    )
    page = f"/price-corrections/travel/{decision.id}"

    looked = asks.post(f"{page}/look", data={"kilometre_cents": "0,50"})
    asked = asks.post(page, data={"kilometre_cents": "0,50", "reason": "§ 13."})
    waits = decides.get(page).text
    done = decides.post(f"{page}/do", data={"seen": filled(waits)["seen"]})

    assert (looked.status_code, asked.status_code, done.status_code) == (200, 303, 303)
    assert "0,40" in looked.text
    assert "0,50" in waits
    assert [each.kilometre_cents for each in travel_terms.all_decisions()] == [50]
