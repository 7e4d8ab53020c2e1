"""Database roles that may read one area and nothing of another's."""

from inspectlib.bodies import area as area_named
from inspectlib.errors import BadCall


def let_read(address: str, *, role: str, area: str) -> None:
    """Let a database role of PostgreSQL read one area (a slug); call it again for a further one.

    The role sees reports of every area and the area's own rows and changes, no line of the history, and writes
    nothing. Connect as the owner of the tables. Raises BadCall for a store that knows no roles or a role that does
    not exist, UnknownArea, CannotWrite.
    """
    import sqlalchemy as sa

    from inspectlib.stores import shown
    from inspectlib_sql import opening
    from inspectlib_sql.tables import CHANGES, ITEMS, READERS, REVISIONS, STORE

    slug = area_named(area).slug
    if opening.file_of(address) is not None:
        message = f"{shown(address)!r} is a file, which knows no roles; keep the register in PostgreSQL"
        raise BadCall(message)
    with opening.transaction(address, writes=True) as connection:
        if connection.execute(sa.text("select 1 from pg_roles where rolname = :role"), {"role": role}).first() is None:
            message = f"there is no database role {role!r}; make one with: CREATE ROLE"
            raise BadCall(message)
        quoted = connection.dialect.identifier_preparer.quote_identifier(role)
        for table in (STORE, ITEMS, CHANGES, REVISIONS, READERS):
            connection.exec_driver_sql(f"grant select on {table.name} to {quoted}")
        held = sa.select(READERS).where(READERS.c.role == role, READERS.c.area == slug)
        if connection.execute(held).first() is None:
            connection.execute(sa.insert(READERS), [{"role": role, "area": slug}])
