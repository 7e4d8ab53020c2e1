"""Connections to a store, and what goes wrong with them in one line that never shows a password."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.pool import NullPool

from inspectlib.errors import CannotRead, CannotWrite
from inspectlib.storage.disk import PATIENCE
from inspectlib.stores import shown

_DRIVERS = {"postgresql": "postgresql+psycopg", "sqlite": "sqlite+pysqlite"}


def url_of(address: str) -> sa.URL:
    """Return the address as SQLAlchemy takes it. Raises CannotRead for one that cannot be understood."""
    message = f"{shown(address)!r} is no address of a store; write postgresql://USER@HOST/DATABASE or sqlite:///FILE"
    try:
        url = sa.make_url(address)
    except (sa.exc.ArgumentError, ValueError):
        raise CannotRead(message) from None
    if not url.database or url.drivername not in _DRIVERS or url.database == ":memory:":
        raise CannotRead(message)
    return url.set(drivername=_DRIVERS[url.drivername])


def file_of(address: str) -> Path | None:
    """Return the file of an SQLite store, or None."""
    url = url_of(address)
    return Path(url.database) if url.drivername.startswith("sqlite") and url.database else None


@cache
def _engine(address: str) -> sa.Engine:
    url = url_of(address)
    if not url.drivername.startswith("sqlite"):
        return sa.create_engine(url, poolclass=NullPool, hide_parameters=True)
    engine = sa.create_engine(url, poolclass=NullPool, hide_parameters=True, connect_args={"timeout": PATIENCE})

    @sa.event.listens_for(engine, "connect")
    def _plain(connection: sqlite3.Connection, _: Any) -> None:
        connection.isolation_level = None  # transactions begin where we say so

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        options = connection.get_execution_options()
        if options.get("isolation_level") != "AUTOCOMMIT":
            connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writes") else "BEGIN")

    return engine


@contextmanager
def transaction(address: str, *, writes: bool = False) -> Iterator[sa.Connection]:
    """Run a block in one transaction that sees one state of the store. Raises CannotRead or CannotWrite."""
    engine = _engine(address)
    options: dict[str, Any] = {"writes": writes}
    if engine.dialect.name == "postgresql" and not writes:
        options["isolation_level"] = "REPEATABLE READ"
    try:
        with engine.connect().execution_options(**options) as connection, connection.begin():
            yield connection
    except sa.exc.SQLAlchemyError as error:
        raise _said(address, error, writes=writes) from None


def write_anew(address: str, tables: Iterable[str]) -> bool:
    """Have the database write tables anew, so that its files keep no deleted row; say whether it did."""
    what = "VACUUM" if file_of(address) is not None else f"VACUUM (FULL) {', '.join(tables)}"
    try:
        with _engine(address).connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql(what)
    except sa.exc.SQLAlchemyError:  # who may not, or meets a reader: the caller says what is left to do
        return False
    return True


def _said(address: str, error: sa.exc.SQLAlchemyError, *, writes: bool) -> CannotRead | CannotWrite:
    cause = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
    password = url_of(address).password
    if password:
        cause = cause.replace(str(password), "***")
    if writes:
        return CannotWrite(f"{shown(address)!r} cannot be written: {cause}; nothing was changed")
    return CannotRead(f"{shown(address)!r} cannot be read: {cause}")
