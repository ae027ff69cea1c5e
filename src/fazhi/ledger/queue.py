"""The fair write queue: all writes of a process meet in one thread; on SQLite all processes queue at one lock.

SQLite lets writers sleep and retry: with several of them the slowest wait a second. Here nobody sleeps. What is waiting
when the thread is free is committed as one group, with one sync to the disk for all of it; each caller is answered
after that. Inside an open transaction a write runs in its caller's own thread.
"""

import fcntl
import os
import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import AbstractContextManager, contextmanager, nullcontext

from django.db import connection

from fazhi.ledger.changes import Write
from fazhi.ledger.grouping import Outcome, Prepared, commit_group, prepare

MAX_GROUP = 256
_memory = threading.RLock()
_Ticket = tuple[list[Prepared], "Future[list[Outcome]]"]
_END: _Ticket = ([], Future())


def route(writes: Sequence[Write]) -> list[Outcome]:
    """Commit writes on the way that fits the engine and the caller's transaction; answer in the order given."""
    prepared = [_prepared(write) for write in writes]
    good = [p for p in prepared if isinstance(p, Prepared)]
    outcomes = iter(_committed(good) if good else [])
    return [next(outcomes) if isinstance(p, Prepared) else p for p in prepared]


def _prepared(write: Write) -> Prepared | Exception:
    try:
        return prepare(write)
    except Exception as error:  # the answer to this write; the others of the call go on
        return error


def _committed(good: list[Prepared]) -> list[Outcome]:
    if _in_memory():  # tests: threads may share the one connection
        with _memory:
            return commit_group(good)
    if connection.in_atomic_block:
        return commit_group(good)
    return _writer().submit(good)


def _in_memory() -> bool:
    name = str(connection.settings_dict["NAME"])
    return connection.vendor == "sqlite" and (name == ":memory:" or "mode=memory" in name)


class Writer:
    """The writing thread of one process."""

    def __init__(self) -> None:
        self.pid = os.getpid()
        self.groups = 0
        self.writes = 0
        self._queue: queue.SimpleQueue[_Ticket] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="fazhi-writer", daemon=True)
        self._thread.start()

    def submit(self, prepared: list[Prepared]) -> list[Outcome]:
        """Queue writes and wait until they are durable or refused."""
        future: Future[list[Outcome]] = Future()
        self._queue.put((prepared, future))
        return future.result()

    def stop(self) -> None:
        """Finish what is queued, close the thread's connection and end it."""
        self._queue.put(_END)
        self._thread.join()

    def _work(self) -> None:
        turn = _turns()
        while (first := self._queue.get()) is not _END:
            with turn():
                tickets = self._waiting(first)
                answers = self._commit(tickets)
            for (_, future), answer in zip(tickets, answers, strict=True):
                if isinstance(answer, BaseException):
                    future.set_exception(answer)
                else:
                    future.set_result(answer)
        connection.close()

    def _waiting(self, first: _Ticket) -> list[_Ticket]:
        tickets, size = [first], len(first[0])
        while size < MAX_GROUP:
            try:
                ticket = self._queue.get_nowait()
            except queue.Empty:
                break
            if ticket is _END:
                self._queue.put(ticket)
                break
            tickets.append(ticket)
            size += len(ticket[0])
        return tickets

    def _commit(self, tickets: list[_Ticket]) -> list[list[Outcome] | BaseException]:
        group = [prepared for batch, _ in tickets for prepared in batch]
        self.groups += 1
        self.writes += len(group)
        try:
            outcomes = iter(commit_group(group))
        except BaseException as error:  # whatever it is, the callers wait for an answer and the thread must live
            connection.close()
            return [error] * len(tickets)
        return [[next(outcomes) for _ in batch] for batch, _ in tickets]


class Locks:
    """Two file locks, one before the other, so that who has just written cannot step in before who waits."""

    def __init__(self, path: str) -> None:
        flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC
        self._next, self._writing = (os.open(f"{path}.{name}", flags, 0o600) for name in ("next", "writing"))

    def close(self) -> None:
        """Close the files; a lock that is held ends with them."""
        os.close(self._next)
        os.close(self._writing)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Wait for this process's turn to write, and hold it."""
        fcntl.flock(self._next, fcntl.LOCK_EX)
        try:
            fcntl.flock(self._writing, fcntl.LOCK_EX)
        finally:
            fcntl.flock(self._next, fcntl.LOCK_UN)
        try:
            yield
        finally:
            fcntl.flock(self._writing, fcntl.LOCK_UN)


def _turns() -> Callable[[], AbstractContextManager[None]]:
    """Return what a writer holds while it writes: PostgreSQL lets writers write at once, SQLite does not."""
    if connection.vendor == "postgresql":
        return nullcontext
    return Locks(f"{connection.settings_dict['NAME']}.lock").held


@contextmanager
def turn() -> Iterator[None]:
    """Hold the queue's turn around a transaction of one's own that writes beside it.

    Else it would sleep and retry against writers who never pause, and whoever waits for it with it.
    """
    if connection.in_atomic_block or connection.vendor != "sqlite" or _in_memory():
        yield
        return
    # A lock belongs to the file as it was opened: threads that shared one would not keep each other out.
    locks = Locks(f"{connection.settings_dict['NAME']}.lock")
    try:
        with locks.held():
            yield
    finally:
        locks.close()


_writers: dict[str, Writer] = {}
_starting = threading.Lock()


def _writer() -> Writer:
    """Return this process's writer for the database in use: a forked child starts its own."""
    name = str(connection.settings_dict["NAME"])
    writer = _writers.get(name)
    if writer is not None and writer.pid == os.getpid():
        return writer
    with _starting:
        writer = _writers.get(name)
        if writer is None or writer.pid != os.getpid():
            writer = _writers[name] = Writer()
        return writer


def stop() -> None:
    """End this process's writers, where there are any: the next write starts one anew."""
    with _starting:
        while _writers:
            _, writer = _writers.popitem()
            if writer.pid == os.getpid():
                writer.stop()
