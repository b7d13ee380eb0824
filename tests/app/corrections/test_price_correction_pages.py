"""A wrong price, its terms or a travel decision, looked at, asked and put right on pages."""

import re
from datetime import date

from app.storage import corrections, fee_tables, statements, travel_terms
from invoices.pricing.fee_table import Work
from tests import build
from tests.app import story_of_corrections as story
from tests.app.page_story import filled
from tests.app.story_of_corrections import everything_holds


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


def test_a_wrong_price_is_looked_at_asked_and_put_right(finance, expert, entry, asks, decides):
    story.paid(finance[0])
    [table] = fee_tables.all_tables()
    rate = next(rate for rate in table.rates if rate.work == Work.ACTIVITY)
    page = f"/price-corrections/{rate.id}"

    looked = asks.post(f"{page}/look", data={"cents": "50,00"}).text
    assert expert.name in looked
    assert "20,00" in looked
    assert asks.post(page, data={"cents": "50", "reason": "§ 12."}).status_code == 303
    seen = filled(decides.get(page).text)["seen"]
    assert decides.post(f"{page}/do", data={"seen": seen}).status_code == 303

    assert statements.all_issued()[-1].total_cents == 2000
    everything_holds()


def test_each_price_of_the_list_says_aloud_what_it_is_of(finance, asks):
    for day in ("2026-02-01", "2026-03-01"):
        build.a_fee_table(
            {"code": "any", "work": Work.ACTIVITY, "cents": 4000},
            {"code": "talk", "work": Work.ACTIVITY, "request_kind": "talk", "cents": 5000},
            {"code": "group", "work": Work.ACTIVITY, "request_kind": "group", "cents": 6000},
            valid_from=day,
        )

    page = asks.get("/rates/").text

    heard = re.findall(r'väärä\?<span class="aloud"> (.*?)</span>', page)
    assert "Toiminta, Puheenvuoro, 1.2.2026" in heard
    assert len(heard) == len(set(heard))


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
