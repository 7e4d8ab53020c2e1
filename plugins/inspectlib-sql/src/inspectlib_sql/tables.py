"""The tables of a store, their number, and the way up from older numbers.

One database, or one schema of it, keeps one register: `inspectlib_items` what it holds now, a row an item;
`inspectlib_revisions` and `inspectlib_changes` its history, a row a revision and a row a change.
"""

from collections.abc import Mapping

import sqlalchemy as sa

VERSION = 1

#: from a number to the next: {1: ("alter table ...", ...)}
STEPS: Mapping[int, tuple[str, ...]] = {}

METADATA = sa.MetaData()

#: one row; `version` is the number of these tables, `file_form` that of the pieces of the file in `inspectlib_items`,
#: `number` and `hash` are the last revision's. Writers lock it.
STORE = sa.Table(
    "inspectlib_store",
    METADATA,
    sa.Column("one", sa.Integer, sa.CheckConstraint("one = 1"), primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("file_form", sa.Integer, nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("hash", sa.Text, nullable=False),
    sa.Column("unread", sa.Integer, nullable=False),
)

#: `body`: the item as the register file holds it; `place`: its order among those of its part
#: `areas`: " one two ", "*" for a report that every area may see, "" for what belongs to no one area
#: `report`: the one report that it belongs to, or ""
ITEMS = sa.Table(
    "inspectlib_items",
    METADATA,
    sa.Column("part", sa.Text, primary_key=True),
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("place", sa.BigInteger, nullable=False),
    sa.Column("areas", sa.Text, nullable=False),
    sa.Column("report", sa.Text, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Index("inspectlib_items_of_report", "report"),
)

#: `line`: the line of the history, its changes left out
REVISIONS = sa.Table(
    "inspectlib_revisions",
    METADATA,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("hash", sa.Text, nullable=False),
    sa.Column("line", sa.Text, nullable=False),
)

CHANGES = sa.Table(
    "inspectlib_changes",
    METADATA,
    sa.Column("revision", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("place", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("day", sa.Date, nullable=False),
    sa.Column("part", sa.Text, nullable=False),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("areas", sa.Text, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Index("inspectlib_changes_of_item", "part", "key"),
)

#: which database role may read which area; used by PostgreSQL alone
READERS = sa.Table(
    "inspectlib_readers",
    METADATA,
    sa.Column("role", sa.Text, primary_key=True),
    sa.Column("area", sa.Text, primary_key=True),
)

_OWN = """create policy inspectlib_own_area on {table} for select using (
    areas = '*' or exists (
        select 1 from inspectlib_readers r
        where r.role = current_user and strpos({table}.areas, ' ' || r.area || ' ') > 0))"""

#: who owns the tables sees all of them; any other role sees the rows of its areas and no line of the history
POLICIES = (
    *(f"alter table {each.name} enable row level security" for each in (ITEMS, CHANGES, REVISIONS, READERS)),
    "create policy inspectlib_own_role on inspectlib_readers for select using (role = current_user)",
    _OWN.format(table=ITEMS.name),
    _OWN.format(table=CHANGES.name),
)


def create(connection: sa.Connection) -> None:
    """Make the tables of an empty store, with their policies where the database knows any."""
    METADATA.create_all(connection)
    if connection.dialect.name == "postgresql":
        for each in POLICIES:
            connection.exec_driver_sql(each)


def upgrade(connection: sa.Connection, version: int) -> None:
    """Bring the tables of an older number up to today's, within the transaction that is open."""
    for number in range(version, VERSION):
        for each in STEPS[number]:
            connection.exec_driver_sql(each)
        connection.execute(sa.update(STORE).values(version=number + 1))
