"""What a question finds: the provision it names, the instruments called so, and the articles that answer it."""

from datetime import date
from typing import Any

from fazhi.screens.lawbook.book import Lawbook
from fazhi.screens.lawbook.doors import Door
from fazhi.screens.lawbook.searching import Question, titles


def found_for(book: Lawbook, door: Door, question: Question, today: date) -> dict[str, Any]:
    """Return the results of a question; nothing where nothing was asked."""
    if not question.words:
        return {"asked": False}
    called = titles(book, door, question)
    return {"asked": True, "titles": called, "hits": [], "named": [], "found": len(called), "indexed": False}
