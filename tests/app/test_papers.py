"""A person's own papers: what was put right, her year, letters and certificates."""

import pytest

from app.access import Role
from tests import build, build_money
from tests.app import story_of_corrections as story
from tests.app.page_story import words_of
from tests.sign_in import signed_in


@pytest.fixture
def finance(app):
    return story.two_in_finance()


@pytest.fixture
def expert(finance):
    return build.an_expert()


@pytest.fixture
def entry(expert):
    return build_money.approved_hours(expert)


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
