"""Writes under load in a process of its own: prints the stream of every write that was acknowledged.

python load.py THREADS WRITES_PER_THREAD ROWS_PER_WRITE; the database is the one FAZHI_SQLITE names.
"""

import os
import sys
import threading
import time

import django
from django.conf import settings

os.environ["DJANGO_SETTINGS_MODULE"] = "fazhi.site.settings"
settings.INSTALLED_APPS = ["fazhi.ledger", "fazhi.vault", "fazhi.notices"]
django.setup()

from ledger_cases import MOMENT, event  # noqa: E402

from fazhi.ids import new_id  # noqa: E402
from fazhi.ledger import queue  # noqa: E402
from fazhi.ledger.writing import Append, Write, commit  # noqa: E402
from fazhi.notices.models import Message  # noqa: E402


def work(writes: int, rows: int) -> None:
    """Commit writes of two events each, and say so after each."""
    for _ in range(writes):
        stream = new_id()
        messages = [Message(kind="due_soon", to="unit-3", created=MOMENT, not_before=MOMENT) for _ in range(rows)]
        appends = [Append("matter", stream, 0, (event(0), event(1)))]
        commit(Write(appends, inserts=list(messages), command_id=str(stream)))
        os.write(1, f"{stream}\n".encode())


def main() -> None:
    """Run the threads; the measure goes to standard error."""
    threads, writes, rows = int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    began, cpu = time.perf_counter(), time.process_time()
    pool = [threading.Thread(target=work, args=(writes, rows)) for _ in range(threads)]
    for thread in pool:
        thread.start()
    for thread in pool:
        thread.join()
    took, cpu, count = time.perf_counter() - began, time.process_time() - cpu, threads * writes
    groups = sum(writer.groups for writer in queue._writers.values()) or count  # PostgreSQL: each for itself
    print(
        f"{count / took:.0f} writes/s, {cpu / count * 1000:.3f} ms CPU, {count / groups:.1f} a group", file=sys.stderr
    )


if __name__ == "__main__":
    main()
