"""The same act on many matters: a dry run first, one transaction a matter, one batch id, a report per matter."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from fazhi.ledger.writing import StreamMoved
from fazhi.matters import streams
from fazhi.matters.acting import Act, NoSuchMatter, act, plan
from fazhi.procedure import Refused


@dataclass(frozen=True, slots=True)
class Line:
    """What came, or would come, of one act of a batch."""

    matter: UUID
    ok: bool
    why: str = ""
    seq: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """A batch's id and a line for each matter; nothing is left out."""

    batch_id: str
    lines: tuple[Line, ...]
    dry_run: bool

    @property
    def done(self) -> int:
        """How many acts were done, or would be."""
        return sum(line.ok for line in self.lines)


def act_many(acts: Sequence[Act], batch_id: str, *, dry_run: bool = False) -> Report:
    """Do each act on its own; one that is refused stops none of the others."""
    return Report(batch_id, tuple(_lines(acts, batch_id, dry_run)), dry_run)


def _lines(acts: Sequence[Act], batch_id: str, dry_run: bool) -> Iterator[Line]:
    for wanted in acts:
        try:
            seq = _tried(wanted) if dry_run else act(wanted, batch_id=batch_id).seq
        except (Refused, NoSuchMatter, StreamMoved) as refused:
            yield Line(wanted.matter, False, str(refused) or str(type(refused).__doc__))
        else:
            yield Line(wanted.matter, True, seq=seq)


def _tried(wanted: Act) -> int:
    events = streams.read(wanted.matter)
    if not events:
        raise NoSuchMatter
    return plan(wanted, events).events[-1].seq
