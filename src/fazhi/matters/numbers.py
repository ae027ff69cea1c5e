"""Matter numbers: prefix, day and a running number, handed out in blocks so that no intake waits for another."""

import threading
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import F

from fazhi.ledger.queue import turn
from fazhi.matters.catalogue import profile
from fazhi.matters.models import NumberBlock

BLOCK = 50
_lock = threading.Lock()
_left: dict[str, list[int]] = {}


def next_number(day: date, block: int = BLOCK) -> str:
    """Return the next number of the day, such as 清20261123-00042. A number may be skipped; none is given twice."""
    key = day.strftime("%Y%m%d")
    with _lock:
        left = _left.setdefault(key, [])
        if not left:
            for old in [k for k in _left if k != key]:
                del _left[old]
            last = _reserve(key, block)
            left.extend(range(last, last - block, -1))
        n = left.pop()
    return f"{profile().number_prefix}{key}-{n:05d}"


def hold(day: date, count: int) -> None:
    """Take `count` numbers of the day at once, for matters that come together: they then follow one another."""
    if count < 1:
        return
    key = day.strftime("%Y%m%d")
    last = _reserve(key, count)
    with _lock:
        _left.setdefault(key, [])[:0] = range(last, last - count, -1)


def _reserve(key: str, block: int) -> int:
    """Take a block of numbers and return the last of it."""
    with turn(), transaction.atomic():
        if NumberBlock.objects.filter(day=key).update(last=F("last") + block):
            return NumberBlock.objects.get(day=key).last
        try:
            with transaction.atomic():
                return NumberBlock.objects.create(day=key, last=block).last
        except IntegrityError:  # another process opened the day at the same moment
            NumberBlock.objects.filter(day=key).update(last=F("last") + block)
            return NumberBlock.objects.get(day=key).last
