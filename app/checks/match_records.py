"""Packs every record for matching anew, from the facts in the tables, and compares."""

from app.database import acting_in
from app.storage import match_records, organisations
from app.storage.invariants import Broken

OF_THE_TABLES = "a person's record for matching is what the tables say of her"
IN_ORDER = "no record for matching is newer than the organisation's newest version"


def first_broken() -> Broken | None:
    """The first person over all organisations whose record is stale or newer than the newest."""
    for organisation_id in organisations.ids():
        with acting_in(organisation_id):
            if (expert_id := match_records.first_stale()) is not None:
                return _broken(OF_THE_TABLES, organisation_id, expert_id)
            if (expert_id := match_records.first_ahead()) is not None:
                return _broken(IN_ORDER, organisation_id, expert_id)
    return None


def _broken(rule: str, organisation_id: int, expert_id: int) -> Broken:
    return Broken(rule, f"organisation {organisation_id}, match_records {expert_id}")
