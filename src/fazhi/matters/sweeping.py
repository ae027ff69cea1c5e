"""Files that nothing names: left by a write that failed, by a form that was not sent, by an erasure cut short."""

from datetime import datetime, timedelta
from uuid import UUID

from fazhi.ledger.writing import Write, commit
from fazhi.matters import shelf, streams
from fazhi.matters.attachments import DIGESTS, NAMED_WITHIN
from fazhi.matters.models import Attachment

FRESH = timedelta(days=1)  # a file is there before its row; a request that takes a day is over
UNNAMED = NAMED_WITHIN + timedelta(days=1)  # after so long no act can name a file any more
LOOKED_BACK = timedelta(days=60)  # rows sent longer ago were looked at many times before
_CHUNK = 400


def sweep_files(now: datetime) -> tuple[int, int]:
    """Remove rows that no act named in time, then files that no row names; return how many of each."""
    return _sweep_rows(now), _sweep_shelf(now)


def _sweep_rows(now: datetime) -> int:
    sent = Attachment.objects.unscoped("清理没有随办理送出的文件").filter(
        uploaded_at__lt=now - UNNAMED, uploaded_at__gte=now - LOOKED_BACK
    )
    by_matter: dict[UUID | None, set[UUID]] = {}
    for id, matter in sent.values_list("id", "matter_id"):
        by_matter.setdefault(matter, set()).add(id)
    lost = [id for matter, ids in by_matter.items() for id in ids - (_named(matter) if matter else set())]
    if lost:
        commit(Write(deletes=[(Attachment, {"id": id}) for id in lost]))
    return len(lost)


def _named(matter: UUID) -> set[UUID]:
    """Return every file that an event of the matter names; before digests were kept, only fields named them."""
    found: set[UUID] = set()
    for event in streams.read(matter):
        for key, value in event.data.items():
            if key == DIGESTS or isinstance(value, list):
                found |= {id for one in value if (id := _uuid(one))}
    return found


def _uuid(value: object) -> UUID | None:
    try:
        return UUID(str(value))
    except ValueError:
        return None


def _sweep_shelf(now: datetime) -> int:
    before = (now - FRESH).timestamp()
    old = {id: path for id, path in shelf.everything() if path.stat().st_mtime < before}
    lost = [old[id] for id in old.keys() - _with_row(list(old))]
    lost += [path for path in shelf.half_written() if path.stat().st_mtime < before]
    for path in lost:
        path.unlink(missing_ok=True)
    return len(lost)


def _with_row(ids: list[UUID]) -> set[UUID]:
    found: set[UUID] = set()
    rows = Attachment.objects.unscoped("清理没有登记的文件")
    for n in range(0, len(ids), _CHUNK):
        found |= set(rows.filter(id__in=ids[n : n + _CHUNK]).values_list("id", flat=True))
    return found
