"""One packed record of each person for matching, written with every change that it tells of.

Triggers log whose facts a statement changed. Before a transaction commits, it takes the lock of
the organisation's version, the last lock it takes, and packs its people anew: whatever was
committed before is seen, and who commits later packs again. So versions come in the order of
commits, and nobody waits for somebody who waits for her.
"""

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import (
    BigInteger,
    Identity,
    Index,
    LargeBinary,
    bindparam,
    delete,
    func,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, before_commit, current_organisation, db, organisation
from app.storage import personal
from app.storage.expert_facts import EVER, facts_of_experts
from scheduling.columns.record import LAYOUT, pack

AT_ONCE = 1000  # people whose facts are gathered together


class MatchRecord(Base):
    """`record` is null once the person is no longer in the registry."""

    __tablename__ = "match_records"
    __table_args__ = (Index(None, "organisation_id", "version"),)

    organisation_id: Mapped[int] = mapped_column(primary_key=True)
    expert_id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int]
    record: Mapped[bytes | None] = mapped_column(LargeBinary, info=personal.LIVED)


class MatchVersion(Base):
    """The newest version of the organisation's records."""

    __tablename__ = "match_versions"

    organisation_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    version: Mapped[int]


class MatchChange(Base):
    """Somebody whose record is older than her facts, or everybody; `made_in` is the transaction.

    Who everybody is, is asked when the log is read: not all could be seen when it was written.
    """

    __tablename__ = "match_changes"

    organisation_id: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    expert_id: Mapped[int | None]
    made_in: Mapped[int]


THIS_TRANSACTION = text("pg_current_xact_id_if_assigned()::text::bigint")
NEXT_VERSION = text("""
    insert into match_versions (organisation_id, version) values (:organisation, 1)
    on conflict (organisation_id) do update set version = match_versions.version + 1
    returning version""")
KEEP = text("""
    insert into match_records (organisation_id, expert_id, version, record)
    select :organisation, packed.expert_id, :version, packed.record
    from unnest(:people, :records) as packed (expert_id, record)
    on conflict (organisation_id, expert_id)
    do update set version = excluded.version, record = excluded.record
    where match_records.record is distinct from excluded.record""").bindparams(
    bindparam("people", type_=ARRAY(BigInteger)), bindparam("records", type_=ARRAY(LargeBinary))
)
OF_ANOTHER_LAYOUT = text("""
    insert into match_changes (organisation_id, expert_id, made_in)
    select organisation_id, expert_id, 0 from match_records where get_byte(record, 0) <> :layout""")


@before_commit
def pack_changed() -> None:
    """The records of those whose facts this transaction has changed."""
    if organisation.get() is None:
        return
    mine = MatchChange.made_in == THIS_TRANSACTION
    if db.session.scalar(select(_logged().where(mine).exists())):
        _pack(mine)


def pack_waiting(most: int) -> int:
    """Pack those that raw SQL or another organisation has changed, `most` logged rows at once.

    Returns how many rows there were.
    """
    if not (rows := list(db.session.scalars(_logged().order_by(MatchChange.id).limit(most)))):
        return 0
    _pack(MatchChange.id.in_(rows))
    return len(rows)


def log_other_layouts() -> None:
    """Have everybody packed again whose record an older release has written; by the owner."""
    db.session.execute(OF_ANOTHER_LAYOUT, {"layout": LAYOUT})


def waiting() -> set[int]:
    """Whose records are older than their facts, as far as this transaction sees."""
    mine = MatchChange.organisation_id == current_organisation()
    return _named(db.session.scalars(select(MatchChange.expert_id).where(mine)))


def packed(expert_ids: Iterable[int]) -> Iterator[tuple[int, bytes | None]]:
    """Each person's record as it would be written now; none for who is not in the registry."""
    for some in _in_chunks(sorted(expert_ids)):
        known = {facts.id: pack(facts) for facts in facts_of_experts(EVER, only=some)}
        yield from ((expert_id, known.get(expert_id)) for expert_id in some)


def first_stale() -> int | None:
    """The first person whose record is not what her facts make of it, though nothing waits."""
    before, stale = _version(), _stale(_everybody())
    while stale and (now := _version()) != before:  # somebody has changed in between: look again
        db.session.expire_all()
        before, stale = now, _stale(stale)
    return min(stale, default=None)


def _version() -> int | None:
    mine = MatchVersion.organisation_id == current_organisation()
    return db.session.scalar(select(MatchVersion.version).where(mine))


def first_ahead() -> int | None:
    """The first person whose record is newer than the newest version says."""
    ahead = (
        select(MatchRecord.expert_id)
        .outerjoin(MatchVersion, MatchVersion.organisation_id == MatchRecord.organisation_id)
        .where(
            MatchRecord.organisation_id == current_organisation(),
            MatchRecord.version > func.coalesce(MatchVersion.version, 0),
        )
    )
    return db.session.scalar(ahead.order_by(MatchRecord.expert_id).limit(1))


def _stale(expert_ids: Iterable[int]) -> set[int]:
    late, people = waiting(), set(expert_ids)
    kept = select(MatchRecord.expert_id, MatchRecord.record).where(
        MatchRecord.organisation_id == current_organisation()
    )
    records = {expert_id: record for expert_id, record in db.session.execute(kept)}
    return {
        expert_id for expert_id, record in packed(people - late) if records.get(expert_id) != record
    }


def _named(logged: Iterable[int | None]) -> set[int]:
    people = set(logged)
    whole = _everybody() if None in people else set()
    return whole | {each for each in people if each is not None}


def _everybody() -> set[int]:
    """Who is in the registry, or was and has left a record."""
    kept = text("""
        select id from experts where organisation_id = :organisation
        union select expert_id from match_records where organisation_id = :organisation""")
    return set(db.session.scalars(kept, {"organisation": current_organisation()}))


def _logged():
    return select(MatchChange.id).where(MatchChange.organisation_id == current_organisation())


def _pack(which) -> None:
    """The log is read first: what a row of it tells of is then seen in the facts."""
    chosen = {"organisation": current_organisation()}
    version = db.session.scalar(NEXT_VERSION, chosen)
    mine = MatchChange.organisation_id == current_organisation()
    read = delete(MatchChange).where(mine, which).returning(MatchChange.expert_id)
    changed = _named(db.session.scalars(read.execution_options(synchronize_session=False)))
    db.session.expire_all()  # what this transaction has read may have changed before the lock
    for some in _in_chunks(list(packed(changed))):
        people, records = zip(*some, strict=True)
        values = {"version": version, "people": list(people), "records": list(records)}
        db.session.execute(KEEP, chosen | values)


def _in_chunks(whole: Sequence) -> Iterator[Sequence]:
    return (whole[start : start + AT_ONCE] for start in range(0, len(whole), AT_ONCE))
