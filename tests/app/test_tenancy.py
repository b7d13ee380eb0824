"""One organisation never sees another's rows."""

from app.database import acting_in, db
from app.storage.experts import Expert
from tests import build


def test_an_organisation_sees_only_its_own_experts(app):
    mine = build.an_expert()

    with acting_in(build.an_organisation().id):
        theirs = build.an_expert()
        assert db.session.query(Expert).all() == [theirs]
    assert db.session.query(Expert).one().id == mine.id


def test_nothing_is_seen_where_no_organisation_is_chosen(app):
    build.an_expert()

    with acting_in(None):
        assert db.session.query(Expert).all() == []
