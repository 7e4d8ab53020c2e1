"""Registers kept in SQLite and PostgreSQL, and their flat tables as Parquet."""

from collections.abc import Iterable
from typing import Any

from inspectlib.exchange import Exporter, Job, Store
from inspectlib.fields import Audience
from inspectlib.hookspecs import hookimpl
from inspectlib.register import Register
from inspectlib_sql.readers import let_read

__all__ = ["let_read"]

INSPECTLIB_HOOKS = 1


def _holds(address: str) -> bool:
    from inspectlib_sql import store

    return store.holds(address)


def _load(address: str, inspections: tuple[str, ...]) -> Register:
    from inspectlib_sql import store

    return store.load(address, inspections)


def _save(register: Register, address: str, **said: Any) -> Register:
    from inspectlib_sql import store

    return store.save(register, address, **said)


def _lines(address: str) -> list[dict[str, Any]]:
    from inspectlib_sql import store

    return store.lines(address)


def _data(address: str) -> bytes | None:
    from inspectlib_sql import store

    return store.data(address)


def _put(address: str, data: bytes, lines: list[dict[str, Any]]) -> None:
    from inspectlib_sql import store

    store.put(address, data, lines)


def _redact(address: str, **said: Any) -> Any:
    from inspectlib_sql import store

    return store.redact(address, **said)


def _repair(address: str, **said: Any) -> tuple[str, ...]:
    from inspectlib_sql import store

    return store.repair(address, **said)


@hookimpl
def inspectlib_stores() -> Iterable[Store]:
    """Offer the shared store."""
    return (
        Store(
            name="sql",
            title="A register in SQLite or PostgreSQL, for several people at once",
            schemes=("postgresql", "sqlite"),
            holds=_holds,
            load=_load,
            save=_save,
            lines=_lines,
            data=_data,
            put=_put,
            redact=_redact,
            repair=_repair,
        ),
    )


def _write(job: Job) -> None:
    from inspectlib_sql.parquet import write

    write(job)


@hookimpl
def inspectlib_exporters() -> Iterable[Exporter]:
    """Offer the flat tables."""
    return (
        Exporter(
            name="parquet",
            title="Flat tables for a warehouse, DuckDB or Spark, a Parquet file each",
            audience=Audience.WORKING,
            suffix="",
            export=_write,
        ),
    )
