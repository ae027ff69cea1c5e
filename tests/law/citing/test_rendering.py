"""Checked citations as data and as a marked text."""

import json
from datetime import date
from html.parser import HTMLParser

from fazhi.law.addresses import Address
from fazhi.law.citing.model import AsOf, Citation, Mention, Quoted, Told, Verdict
from fazhi.law.citing.rendering import CLASSES, as_html, as_json, is_wrong
from fazhi.law.model import Number

ON = AsOf(date(2025, 1, 1), "样例")
TEXT = "依照《样例法》第三条“甲<b>乙”办理"
ADDRESS = Address("样例法", "", date(2023, 9, 1), Number(3))


def citation(
    verdict: Verdict = Verdict.EXACT, quoted: tuple[Quoted, ...] = (), start: int = 2, end: int = 10
) -> Citation:
    mention = Mention(start, end, Told.NAMED, "样例法", article=Number(3))
    return Citation(mention, verdict, ON, '有"引号"的<理由>', (ADDRESS,), quoted)


class Read(HTMLParser):
    """What a browser reads: the words, and the marks in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words, self.tags = "", list[tuple[str, dict[str, str | None]]]()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data


def test_the_text_is_whole_and_escaped() -> None:
    html = as_html(TEXT, [citation(quoted=(Quoted(11, 16, False, "引文多“乙”"),))])
    read = Read(html)
    assert read.words == TEXT
    assert [tag for tag, _ in read.tags] == ["mark", "mark"]
    assert read.tags[0][1]["title"] == '有此规定：有"引号"的<理由>'
    assert read.tags[1][1]["class"] == "quoted quoted-differs"
    assert "style=" not in html


def test_what_stands_before_and_after_a_mark_is_escaped_too() -> None:
    html = as_html("<i>第三条<u>", [citation(start=3, end=6)])
    assert Read(html).words == "<i>第三条<u>"


def test_a_mark_leads_to_the_page_that_the_caller_names() -> None:
    read = Read(as_html(TEXT, [citation()], lambda address: f"/law{address}?a=1&b=2"))
    assert read.tags[1] == ("a", {"href": "/law/akn/cn/act/样例法/zho@2023-09-01/~art_3?a=1&b=2"})
    assert [tag for tag, _ in Read(as_html(TEXT, [citation()])).tags] == ["mark"]


def test_several_lead_nowhere() -> None:
    assert [tag for tag, _ in Read(as_html(TEXT, [citation(Verdict.SEVERAL)], str)).tags] == ["mark"]


def test_every_verdict_has_a_class() -> None:
    assert set(CLASSES) == set(Verdict)
    assert len(set(CLASSES.values())) == len(Verdict)


def test_a_citation_inside_a_quotation_is_nested_and_one_across_its_end_is_left_out() -> None:
    outer = citation(quoted=(Quoted(11, 16, True),))
    inside, across = citation(start=12, end=14), citation(start=15, end=18)
    html = as_html(TEXT, [outer, inside, across])
    assert Read(html).words == TEXT
    assert html.count("<mark") == html.count("</mark>") == 3


def test_as_json() -> None:
    (told,) = json.loads(as_json([citation(Verdict.CHANGED, (Quoted(11, 16, True),))]))
    assert (told["verdict"], told["wrong"], told["cited"]["article"]) == ("changed", True, [3, 0])
    assert told["addresses"] == [str(ADDRESS)]
    assert told["as_of"] == {"day": "2025-01-01", "reason": "样例", "decided": None}


def test_what_is_wrong() -> None:
    assert not is_wrong(citation())
    assert not is_wrong(citation(Verdict.NO_INSTRUMENT))
    assert is_wrong(citation(Verdict.NO_ARTICLE))
    assert is_wrong(citation(quoted=(Quoted(11, 16, False, "引文多“乙”"),)))
