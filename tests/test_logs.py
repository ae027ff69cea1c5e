"""A page that fails is written down with its place, and with nothing that a person said."""

import io
import logging

import pytest
from django.test import Client

from fazhi.portal.views import home
from fazhi.site.logs import WhereOnly

WORDS = "张小三 13800001234"


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """What the server's log receives."""
    into = io.StringIO()
    found = [h for h in logging.getLogger("django.request").handlers if isinstance(h.formatter, WhereOnly)]
    assert isinstance(found[0], logging.StreamHandler)
    monkeypatch.setattr(found[0], "stream", into)
    return into


@pytest.mark.django_db
def test_a_failed_page_is_told_by_its_place_only(written: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(words: str) -> list[object]:
        raise ValueError(WORDS + words)  # the line itself stands in the log

    monkeypatch.setattr(home, "suited", failing)
    answer = Client(raise_request_exception=False).get("/search/", {"q": "4109220000"})
    assert answer.status_code == 500
    assert "张小三" not in answer.content.decode()
    said = written.getvalue()
    assert "Internal Server Error: /search/" in said
    assert "in failing" in said
    assert said.rstrip().endswith("ValueError")
    assert not any(word in said for word in ("张小三", "13800001234", "4109220000"))


@pytest.mark.django_db
def test_a_page_that_is_not_there_is_no_failure(written: io.StringIO) -> None:
    assert Client().get("/nowhere/").status_code == 404
    assert written.getvalue() == ""
