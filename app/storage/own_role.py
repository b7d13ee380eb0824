"""The database role the service acts as: one that row-level security binds."""

from sqlalchemy import text

from app.database import db, end_read

UNSAFE_ROLE = text(
    "select rolsuper or rolbypassrls or exists (select from pg_class"
    " where relowner = pg_roles.oid and relkind = 'r' and relpersistence <> 't')"
    " from pg_roles where rolname = current_user"
)


class UnsafeRole(RuntimeError):
    """The service may not run as a role that row-level security does not bind."""


def refuse_powerful_role() -> None:
    """Raises UnsafeRole for a superuser, a role that bypasses policies, or a table owner."""
    if db.session.scalar(UNSAFE_ROLE):
        raise UnsafeRole("DATABASE_URL must name a role that owns no table and is no superuser")
    end_read()
