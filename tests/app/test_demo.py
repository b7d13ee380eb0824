from app.commands import demo
from app.database import acting_in, db
from app.storage import invariants, organisations
from app.storage.experts import Expert


def test_everything_holds_in_the_demonstration(shown):
    assert invariants.first_broken() is None


def test_it_is_shown_only_in_an_empty_database(shown):
    assert demo.load_if_empty() is False


def test_the_ngo_beside_the_county_sees_only_its_own(shown):
    ngo = organisations.find_by_name(demo.NGO)
    with acting_in(ngo.id):
        own = db.session.query(Expert).filter_by(organisation_id=ngo.id).count()
    assert own == demo.NGO_EXPERTS


def test_a_unit_is_shown_by_its_link(shown):
    [url] = [address for role, address, _ in demo.sign_ins() if role == "requester"]
    assert "/unit/" in url
