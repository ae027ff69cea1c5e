"""One masked line of what a matter is about, for lists; rebuilt from the vault, dropped with the key."""

from collections.abc import Sequence
from uuid import UUID

from fazhi.ledger.writing import New
from fazhi.matters.catalogue import editions
from fazhi.matters.models import Gist
from fazhi.matters.sealing import texts_of
from fazhi.matters.veiling import hides
from fazhi.procedure import Event, fold
from fazhi.procedure.fields import clean_text
from fazhi.vault.masking import mask_numbers

LONGEST = 60  # characters
WITHHELD = "（反映人要求隐去，内容见办件页）"


def gist_line(title: str, text: str) -> str:
    """Return what lists show: the title, else the beginning of the text, its numbers masked."""
    line = mask_numbers(" ".join((clean_text(title) or clean_text(text)).split()))
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"


def gist_row(matter: UUID, title: str, text: str, *, hidden: bool = False) -> New:
    """Return the row that keeps the line; all lists share it, so a hidden reporter's words are in none."""
    return New(Gist, {"matter_id": matter, "text": WITHHELD if hidden else gist_line(title, text)})


def gist_of(matter: UUID, events: Sequence[Event], text_field: str) -> New:
    """Return the same row from the events and the vault, as corrections leave what hides it."""
    texts = texts_of(events[0])
    # By what is known now: whoever asks later to be hidden is hidden in lists too.
    hidden = hides(editions()[str(events[0].decided["edition"])], fold(events).facts)
    return gist_row(matter, texts.get("title", ""), texts.get(text_field, ""), hidden=hidden)
