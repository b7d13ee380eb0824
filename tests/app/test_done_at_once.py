"""Two changes that would wait for each other for ever: one gives way, and is told so in words."""

from threading import Barrier, Thread

from app.database import DoneAtOnce, acting_in, current_organisation, db, transaction
from app.storage import units
from tests import build


def test_one_of_two_gives_way_and_changes_nothing(app):
    one, other = build.a_unit(name="Yksi"), build.a_unit(name="Toinen")
    here, both_begun, gave_way = current_organisation(), Barrier(2), []

    def lock_both(*unit_ids):
        with app.app_context(), acting_in(here):
            try:
                with transaction():
                    units.get(unit_ids[0], lock=True)
                    both_begun.wait(5)
                    units.get(unit_ids[1], lock=True)
            except DoneAtOnce as refusal:
                gave_way.append(refusal.code)
            db.session.remove()

    pair = [Thread(target=lock_both, args=ids) for ids in ((one.id, other.id), (other.id, one.id))]
    for each in pair:
        each.start()
    for each in pair:
        each.join(20)

    assert gave_way == ["done_at_once"]
