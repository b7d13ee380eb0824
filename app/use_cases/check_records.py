"""Packs every record for matching anew, from the facts in the tables, and compares."""

from app.database import acting_in
from app.storage import match_records, organisations
from app.storage.invariants import Broken

RULE = "a person's record for matching is what the tables say of her"


def first_broken() -> Broken | None:
    """The first person over all organisations whose record is stale though nothing is waiting."""
    for organisation_id in organisations.ids():
        with acting_in(organisation_id):
            if (expert_id := match_records.first_stale()) is not None:
                where = f"organisation {organisation_id}, match_records {expert_id}"
                return Broken(RULE, where)
    return None
