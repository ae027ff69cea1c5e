"""The pages of law, the same for every door: search, an instrument, an article, two versions beside each other."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from fazhi.law.addresses import Address, parsed
from fazhi.law.store.corpus import Instrument, NoCorpus
from fazhi.screens.context import moment_of
from fazhi.screens.lawbook.book import Lawbook, lawbook
from fazhi.screens.lawbook.differences import difference_page
from fazhi.screens.lawbook.doors import Door
from fazhi.screens.lawbook.finding import found_for
from fazhi.screens.lawbook.misses import Miss, no_article, no_instrument, no_version, not_an_address
from fazhi.screens.lawbook.pages import Asked, article_page, instrument_page, place_words
from fazhi.screens.lawbook.searching import SearchForm, question_of

NOT_FOUND = 404


def search(request: HttpRequest, door: Door) -> HttpResponse:
    """Search as one types: the whole page, or only its results where the page's script asks for them."""
    try:
        book = lawbook()
    except NoCorpus:
        return render(request, "screens/law/empty.html", {"frame": door.frame})
    form = SearchForm(book, request.GET)
    question = question_of(form)
    context = {"frame": door.frame, "form": form, "question": question, "checked_to": book.checked_to}
    context |= {"staff": door.staff, "start": door.root, "count": len(book.instruments)}
    context |= found_for(book, door, question, _today(request))
    fragment = request.headers.get("HX-Target") == "law-results"
    response = render(request, "screens/law/results.html" if fragment else "screens/law/search.html", context)
    patch_vary_headers(response, ["HX-Target"])
    return response


def called(request: HttpRequest, door: Door, name: str) -> HttpResponse:
    """Lead from any name of an instrument to its page; where several are called so, ask which is meant."""
    try:
        book = lawbook()
    except NoCorpus:
        return _no_corpus(request, door)
    found = book.corpus.instruments(name)
    if len(found) == 1:
        return HttpResponseRedirect(door.url(book.address(found[0])))
    if found:
        return _which(request, door, book, name, found)
    return _missed(request, door, book, no_instrument(book, door, name))


def provision(request: HttpRequest, door: Door, path: str) -> HttpResponse:
    """Show what a permanent address leads to, in the version it names, else in the one in force today or `on` a day."""
    try:
        book = lawbook()
    except NoCorpus:
        return _no_corpus(request, door)
    try:
        address = parsed("/akn/" + path.rstrip("/"))
    except ValueError:
        return _missed(request, door, book, not_an_address(door))
    found = [one for one in book.corpus.instruments(address.name) if one.place == address.place]
    if not found:
        return _missed(request, door, book, no_instrument(book, door, address.name))
    if len(found) > 1:
        return _which(request, door, book, address.name, found)
    return _of(request, door, book, found[0], address)


def _of(request: HttpRequest, door: Door, book: Lawbook, instrument: Instrument, address: Address) -> HttpResponse:
    today = _today(request)
    on = _day(request, "on") or today
    version = book.meant(instrument, address.version, on)
    if version is None and address.version is None and "on" not in request.GET:
        version = book.latest(instrument)  # none is in force: the page of the last one says so
    if version is None:
        return _missed(request, door, book, no_version(book, door, instrument, address.version or on))
    asked = Asked(book, door, instrument, version, today)
    if "compare" in request.GET:
        return _compared(request, asked, address)
    if address.article is None:
        return _page(request, asked, "instrument", instrument_page(asked, _part(request)))
    article = book.corpus.article(version.id, address.article)
    if article is None:
        return _missed(request, door, book, no_article(asked, address.article))
    return _page(request, asked, "article", article_page(asked, address, article))


def _compared(request: HttpRequest, asked: Asked, address: Address) -> HttpResponse:
    day = _day(request, "compare")
    other = asked.book.meant(asked.instrument, day, asked.today) if day else None
    if other is None or other.id == asked.version.id:
        miss = no_version(asked.book, asked.door, asked.instrument, day or asked.today)
        return _missed(request, asked.door, asked.book, miss)
    return _page(request, asked, "difference", difference_page(asked, other, address.article))


def _page(request: HttpRequest, asked: Asked, name: str, context: dict[str, Any]) -> HttpResponse:
    return render(request, f"screens/law/{name}.html", {"frame": asked.door.frame, **context})


def _which(request: HttpRequest, door: Door, book: Lawbook, name: str, found: Any) -> HttpResponse:
    choices = [(one, place_words(book, one), door.url(book.address(one))) for one in found]
    context = {"frame": door.frame, "name": name, "choices": choices, "checked_to": book.checked_to}
    return render(request, "screens/law/which.html", context)


def _missed(request: HttpRequest, door: Door, book: Lawbook, miss: Miss) -> HttpResponse:
    context = {"frame": door.frame, "miss": miss, "checked_to": book.checked_to, "start": door.root}
    return render(request, "screens/law/miss.html", context, status=NOT_FOUND)


def _no_corpus(request: HttpRequest, door: Door) -> HttpResponse:
    return render(request, "screens/law/empty.html", {"frame": door.frame}, status=NOT_FOUND)


def _today(request: HttpRequest) -> date:
    return moment_of(request).date()


def _day(request: HttpRequest, name: str) -> date | None:
    try:
        return date.fromisoformat(request.GET.get(name, ""))
    except ValueError:
        return None


def _part(request: HttpRequest) -> int:
    given = request.GET.get("part", "")
    return int(given) if given.isdecimal() and len(given) < 6 else 0
