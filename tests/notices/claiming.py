"""Workers that claim at once, for both engines."""

import threading
from collections import Counter
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db import connections

from fazhi.notices.outbox import claim, done

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def claim_all(workers: int) -> tuple[Counter[UUID], list[Exception]]:
    """Let workers claim until nothing is left; return how often each message was claimed, and the errors."""
    claims: Counter[UUID] = Counter()
    errors: list[Exception] = []

    def work(worker: str) -> None:
        try:
            while claimed := claim(worker, 7, timedelta(minutes=5), NOW):
                claims.update(message.pk for message in claimed)
                if not all(done(message.pk, worker, NOW) for message in claimed):
                    raise AssertionError("a claimed message was taken away")
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(f"w-{i}",)) for i in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return claims, errors
