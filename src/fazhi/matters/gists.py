"""One masked line of what a matter is about, for lists; rebuilt from the vault, dropped with the key."""

from collections.abc import Sequence
from uuid import UUID

from fazhi.matters.models import Gist
from fazhi.matters.sealing import texts_of
from fazhi.procedure import Event
from fazhi.procedure.fields import clean_text
from fazhi.vault.masking import mask_numbers

LONGEST = 60  # characters


def gist_row(matter: UUID, title: str, text: str) -> Gist:
    """Return the row that lists show: the title, else the beginning of the text, its numbers masked."""
    line = mask_numbers(" ".join((clean_text(title) or clean_text(text)).split()))
    return Gist(matter_id=matter, text=line if len(line) <= LONGEST else line[: LONGEST - 1] + "…")


def gist_of(matter: UUID, events: Sequence[Event], text_field: str) -> Gist:
    """Return the same row from the events and the vault."""
    texts = texts_of(events[0])
    return gist_row(matter, texts.get("title", ""), texts.get(text_field, ""))
