"""What is shown in an empty database: a county and an NGO in which everything holds."""

from app.commands import demo
from app.database import acting_in, db
from app.now import at
from app.storage import (
    assignments,
    corrections,
    disputes,
    entry_lists,
    invariants,
    offers,
    organisations,
    statements,
)
from app.storage.experts import Expert
from invoices.statements.statement import StatementKind
from scheduling.lifecycle import COMING
from tests import build


def test_everything_holds_in_the_demonstration(shown):
    assert invariants.first_broken() is None


def test_it_is_shown_only_in_an_empty_database(shown):
    assert demo.load_if_empty() is False


def test_something_was_said_to_be_wrong_put_right_and_invoiced(shown):
    with acting_in(organisations.find_by_name(demo.COUNTY).id):
        assert [len(each) for each in (disputes.unanswered(), corrections.waiting())] == [1, 1]
        assert StatementKind.CORRECTION in {each.kind for each in statements.all_issued()}
        assert len(entry_lists.invoiced()) > 1
        assert entry_lists.to_invoice()


def test_the_ngo_beside_the_county_sees_only_its_own(shown):
    ngo = organisations.find_by_name(demo.NGO)
    with acting_in(ngo.id):
        own = db.session.query(Expert).filter_by(organisation_id=ngo.id).count()
    assert own == demo.NGO_EXPERTS


def test_a_unit_is_shown_by_its_link(shown):
    [url] = [address for role, address, _ in demo.sign_ins() if role == "requester"]
    assert "/unit/" in url


def test_the_expert_who_signs_in_has_work_coming_and_an_invitation_open(shown):
    county = organisations.find_by_name(demo.COUNTY)
    with acting_in(county.id), at(build.TUESDAY):
        hers = db.session.query(Expert).order_by(Expert.id).first()
        assert [seat for seat in assignments.of_expert(hers.id) if seat.state in COMING]
        assert offers.open_of_expert(hers.id)


def test_everybody_speaks_of_herself_in_her_own_language(shown):
    with acting_in(organisations.find_by_name(demo.COUNTY).id):
        told = {each.good_at_words: each.language for each in db.session.query(Expert)}
    assert told["Jag kan lyssna och lugna en grupp."] == "sv"
    assert told["Osaan kuunnella ja rauhoittaa ryhmää."] == "fi"
