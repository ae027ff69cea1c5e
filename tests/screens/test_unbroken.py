"""A fraction stays on one line: its parts, the stroke and the unit."""

import re
from pathlib import Path

import pytest
from django.template import Context, Template

import fazhi

TEMPLATES = [path for path in Path(fazhi.__file__).parent.rglob("templates/**/*.html") if "law" not in path.name]
LOOSE = re.compile(r"(?<!<span class=\"nowrap\">)\{\{ [\w.|]+ \}\}／")


def shown(text: str, **context: object) -> str:
    return Template("{% load fazhi %}" + text).render(Context(context))


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("满意率 74.42%（32／43 件），", '满意率 74.42%（<span class="nowrap">32／43 件</span>），'),
        ("51,758／56,520 件", '<span class="nowrap">51,758／56,520 件</span>'),
        ("3／5 人次；2／3", '<span class="nowrap">3／5 人次</span>；<span class="nowrap">2／3</span>'),
        ("收到 43 件", "收到 43 件"),
        ("<b>1／2 件</b>", '&lt;b&gt;<span class="nowrap">1／2 件</span>&lt;/b&gt;'),
    ],
)
def test_a_sentence_keeps_its_fractions_whole_and_is_escaped(said: str, expected: str) -> None:
    assert shown("{{ said|unbroken }}", said=said) == expected


def test_a_rate_keeps_its_fraction_whole() -> None:
    assert shown('{% rate 1 3 "件" %}') == '33.33%（<span class="nowrap">1／3 件</span>）'


def test_no_template_writes_a_fraction_that_may_break() -> None:
    assert [path.name for path in TEMPLATES if LOOSE.search(path.read_text("utf-8"))] == []
