"""Statements to the database in as few calls as it allows.

Each call to a driver gives up the interpreter and has to win it back from every thread that computes: a group of writes
that made a call per row would wait longer than it works. Rows of one table therefore go together, in batches whose
sizes are powers of two, so that the database prepares few different statements.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import lru_cache, partial
from typing import Any

from django.db import DEFAULT_DB_ALIAS, OperationalError, connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

from fazhi.ledger.rows import Statements

Runner = Callable[[Statements], None]
BATCH = 16
_COPY_FROM = 50  # rows: from here on COPY costs less than parameters do


def run(statements: Statements) -> None:
    """Run each statement with all its rows within the transaction that the caller has opened."""
    if not statements:
        return
    db = connections[DEFAULT_DB_ALIAS]
    if db.vendor == "sqlite":
        db.ensure_connection()
        with db.wrap_database_errors:
            _in_batches(db.connection.cursor(), "?", statements)
        return
    with db.cursor() as cursor:
        for sql, rows in statements.items():
            if not sql.startswith("INSERT"):
                cursor.executemany(sql, rows)
            elif len(rows) < _COPY_FROM:
                cursor.execute(_for_rows(sql, len(rows), "%s"), [v for row in rows for v in row])
            else:
                _copy(cursor, sql, rows)


def transaction_for(size: int, *, plain: bool) -> AbstractContextManager[Runner]:
    """Return the transaction that suits `size` writes; the block's value runs statements in it.

    `plain` says that the block runs nothing but what it gives to that runner.
    """
    db = connections[DEFAULT_DB_ALIAS]
    # Threads that share a connection (a server under test) have to see that it is in a transaction.
    if db.in_atomic_block or not plain or db.allow_thread_sharing:
        return _atomic()
    if db.vendor == "sqlite":
        return _begun(db)
    return _pipelined(db) if size <= BATCH * 2 else _atomic()


@contextmanager
def _atomic() -> Iterator[Runner]:
    with transaction.atomic():
        yield run
        # A broken reference is refused only when the outermost transaction commits; inside somebody else's transaction
        # it would then fail far from here. PostgreSQL can be asked at once, SQLite cannot.
        if connection.vendor == "postgresql":
            connection.check_constraints()


@contextmanager
def _begun(db: BaseDatabaseWrapper) -> Iterator[Runner]:
    """A transaction of our own on SQLite, without what Django does around each statement."""
    db.ensure_connection()
    raw = db.connection
    cursor = raw.cursor()
    with db.wrap_database_errors:
        cursor.execute("BEGIN IMMEDIATE")
        try:
            yield partial(_in_batches, cursor, "?")
            cursor.execute("COMMIT")
        except BaseException:
            if raw.in_transaction:
                cursor.execute("ROLLBACK")
            raise


@contextmanager
def _pipelined(db: BaseDatabaseWrapper) -> Iterator[Runner]:
    """A transaction of our own on PostgreSQL, sent as a whole: one wait for the server in all."""
    import psycopg

    db.ensure_connection()
    raw = db.connection
    _prepare_always(raw)
    cursor, last = psycopg.Cursor(raw), psycopg.Cursor(raw)
    with db.wrap_database_errors:
        try:
            with raw.pipeline():
                cursor.execute("BEGIN")
                yield partial(_in_batches, cursor, "%s")
                last.execute("COMMIT")
            if last.statusmessage != "COMMIT":  # the server rolls back what it cannot commit, and calls that no error
                raise psycopg.OperationalError(str(last.statusmessage))
        except BaseException:
            if not raw.closed:
                raw.rollback()
            raise


def _prepare_always(raw: Any) -> None:
    # The statements are few and come again with every write: planning them each time costs the server most of its work.
    if raw.prepare_threshold != 0:
        raw.prepare_threshold, raw.prepared_max = 0, 500


def _in_batches(cursor: Any, mark: str, statements: Statements) -> None:
    for sql, rows in statements.items():
        if not sql.startswith("INSERT"):
            for row in rows:
                cursor.execute(_for_rows(sql, 1, mark), row)
            continue
        start, left = 0, len(rows)
        while left:
            count = min(BATCH, 1 << (left.bit_length() - 1))
            some = rows[start] if count == 1 else [v for row in rows[start : start + count] for v in row]
            cursor.execute(_for_rows(sql, count, mark), some)
            start, left = start + count, left - count


@lru_cache(maxsize=4096)
def _for_rows(sql: str, count: int, mark: str) -> str:
    head, values, marks = sql.partition(" VALUES ")
    text = head + values + ", ".join([marks] * count) if count > 1 else sql
    return text.replace("%s", mark)


def _copy(cursor: CursorWrapper, sql: str, rows: list[tuple[Any, ...]]) -> None:
    # One statement with thousands of parameters costs the driver more than COPY costs in all.
    target = sql.removeprefix("INSERT INTO ").partition(" VALUES ")[0]
    with connection.wrap_database_errors, cursor.copy(f"COPY {target} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def lost(error: BaseException) -> bool:
    """Tell whether an error means that the connection is gone, so that nobody knows whether the commit came through."""
    db = connections[DEFAULT_DB_ALIAS]
    gone = db.vendor == "postgresql" and getattr(db.connection, "closed", False)
    return bool(gone) and isinstance(error, OperationalError)
