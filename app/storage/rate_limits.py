"""How often something was tried: counted in the database, so that all web processes count alike."""

from datetime import datetime, timedelta

from limits.storage import Storage
from sqlalchemy import case, delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, db
from app.now import now


class RateLimit(Base):
    __tablename__ = "rate_limits"

    key: Mapped[str] = mapped_column(primary_key=True)
    tries: Mapped[int]
    expires_at: Mapped[datetime] = mapped_column(index=True)


class InDatabase(Storage):
    """A storage of the `limits` library, chosen by its scheme. Each count is kept at once, on a
    connection of its own: a try counts even when what was tried is undone."""

    STORAGE_SCHEME = ["rinnalla"]
    base_exceptions = SQLAlchemyError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        moment = now()
        ends = moment + timedelta(seconds=expiry)
        new = insert(RateLimit).values(key=key, tries=amount, expires_at=ends)
        is_over = RateLimit.expires_at <= moment
        counted = new.on_conflict_do_update(
            index_elements=["key"],
            set_={
                "tries": case((is_over, amount), else_=RateLimit.tries + amount),
                "expires_at": case((is_over, ends), else_=RateLimit.expires_at),
            },
        )
        with self._connection() as connection:
            connection.execute(delete(RateLimit).where(is_over, RateLimit.key != key))
            return connection.scalar(counted.returning(RateLimit.tries)) or amount

    def get(self, key: str) -> int:
        tries = select(RateLimit.tries).where(RateLimit.key == key, RateLimit.expires_at > now())
        with self._connection() as connection:
            return connection.scalar(tries) or 0

    def get_expiry(self, key: str) -> float:
        ends = select(func.extract("epoch", RateLimit.expires_at)).where(RateLimit.key == key)
        with self._connection() as connection:
            return float(connection.scalar(ends) or now().timestamp())

    def check(self) -> bool:
        return True

    def reset(self) -> int | None:
        with self._connection() as connection:
            return connection.execute(delete(RateLimit)).rowcount

    def clear(self, key: str) -> None:
        with self._connection() as connection:
            connection.execute(delete(RateLimit).where(RateLimit.key == key))

    def _connection(self):
        return db.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
