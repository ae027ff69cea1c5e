"""The basis of a step or a term, with links to the articles that it names where the corpus holds them."""

from datetime import date

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from fazhi.law.store.corpus import NoCorpus
from fazhi.screens.lawbook.book import lawbook
from fazhi.screens.lawbook.doors import Door
from fazhi.screens.lawbook.layout import Link, linked
from fazhi.screens.lawbook.references import address_words


def basis_links(door: Door, text: str, day: date) -> SafeString:
    """Return a basis escaped, its citations as links; as it is where there is no corpus."""
    if not text:
        return conditional_escape("")
    try:
        found = lawbook().cited(text, day)
    except NoCorpus:
        return conditional_escape(text)
    return linked(text, [Link(start, end, door.url(to), address_words(to)) for start, end, to in found])
