"""Citations checked while a text of reasoning is written: what is found, what is sent, and that nothing stays."""

import logging
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from fazhi.law.citing.model import Verdict
from fazhi.matters.models import Matter
from fazhi.procedure.fields import LONGEST_TEXT
from fazhi.screens.lawbook.checked import LIGHTS
from tests.desk.conftest import Clock, Enter, acted
from tests.screens.lawbook_cast import corpus_file, no_corpus

__all__ = ["corpus_file", "no_corpus"]
CHECK = "/desk/citations/?field=reason"


@pytest.fixture
def clerk(enter: Enter, corpus_file: Path) -> Client:
    return enter("qian")


def said(client: Client, text: str) -> str:
    answer = client.post(CHECK, {"reason": text})
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(
    ("text", "verdict", "told"),
    [
        ("依据《中华人民共和国样例法》第二条第一款第（二）项办理。", "有此规定", "都能对上"),
        ("依据样例法第三条办理。", "有此规定", "/desk/law/akn/cn/act/"),
        ("依据《样例法》第九条办理。", "没有这一条", "1 处请核对"),
        ("依据《无名法》第一条办理。", "条文库里没有", "不等于不存在"),
        ("依据《样例法》（2018年修正）第一条办理。", "没有当日的文本", "不等于不存在"),
        ("依据《路灯旧例》第一条办理。", "当日无效力", "由《路灯新例》废止"),
        ("依据《旧灯办法》第一条办理。", "来源标为已废止", "没有见到废止它的文件，请核对"),
        ("依据《路灯条例》第一条办理。", "同名不止一部", "1 处请核对"),
        ("《样例法》第三条规定：“路灯由样例机关养护，损坏的应当自收到报告之日起五日内修复。”", "引文不一致", "“五”"),
    ],
)
def test_each_citation_with_its_verdict(clerk: Client, text: str, verdict: str, told: str) -> None:
    shown = said(clerk, text)
    assert verdict in shown
    assert told in shown
    assert "条文库核对到 2026年4月19日" in shown


CONDUCT = "（行为发生之日，行政处罚法第三十七条；程序按办理当天的规定）有效的文本核对"


def test_by_the_law_of_the_day_of_the_conduct(clerk: Client) -> None:
    text = {"reason": "依据《样例法》第二条。"}
    now = clerk.post(CHECK, text).context["checked"]
    then = clerk.post(CHECK, {**text, "reason-conduct": "2016-06-01"})
    ((words, url),) = then.context["checked"].citations[0].links
    assert (words, "zho@2015-05-01" in url) == ("《样例法》第二条", True)
    shown = then.content.decode()
    for told in (CONDUCT, "2016年6月1日", "《样例法》第三条", "现为第三条"):
        assert told in shown
    assert (now.day.year, now.reason) == (2026, "办理当天")


@pytest.mark.parametrize(
    ("day", "told"), [("昨天", "日期写法不对"), ("2099-01-01", "在今天以后"), ("", "（办理当天）有效的文本核对")]
)
def test_a_day_that_makes_no_sense(clerk: Client, day: str, told: str) -> None:
    shown = clerk.post(CHECK, {"reason": "依据《样例法》第三条。", "reason-conduct": day}).content.decode()
    assert told in shown
    assert ("都能对上" in shown) is (day == "")


def test_what_lies_after_the_check_is_said(clerk: Client, clock: Clock) -> None:
    past = "此后的修改、废止没有核对"
    assert past in said(clerk, "依据《样例法》第三条。")
    then = clerk.post(CHECK, {"reason": "依据《样例法》第三条。", "reason-conduct": "2025-01-01"})
    assert past not in then.content.decode()


@pytest.mark.parametrize("verdict", Verdict)
def test_every_verdict_has_a_word_and_a_light(verdict: Verdict) -> None:
    css, word = LIGHTS[verdict]
    assert css.startswith("light-")
    assert word


def test_a_link_leads_to_the_article(clerk: Client) -> None:
    answer = clerk.post(CHECK, {"reason": "依据《样例法》第三条。"})
    ((words, url),) = answer.context["checked"].citations[0].links
    assert words == "《样例法》第三条"
    assert clerk.get(url).context["label"] == "第三条"


@pytest.mark.parametrize("text", ["", "  \n", "路灯坏了，派人去修。"])
def test_a_text_that_cites_nothing_is_not_commented_on(clerk: Client, text: str) -> None:
    assert said(clerk, text).strip() == ""


def test_a_text_that_is_too_long_is_not_read(clerk: Client) -> None:
    shown = said(clerk, "字" * (LONGEST_TEXT + 1))
    assert "没有核对引用" in shown


def test_without_a_corpus_the_work_goes_on(enter: Enter, no_corpus: None) -> None:
    assert "条文库是空的" in said(enter("qian"), "依据《样例法》第三条。")


def test_words_are_never_taken_for_markup(clerk: Client) -> None:
    shown = said(clerk, "《样例法》第三条规定：“<script>alert(1)</script>路灯由样例机关养护。”")
    assert "<script>" not in shown


def test_nothing_of_the_text_stays(clerk: Client, caplog: pytest.LogCaptureFixture) -> None:
    secret = "当事人张小三依据《样例法》第三条。"
    with caplog.at_level(logging.DEBUG), CaptureQueriesContext(connection) as queries:
        answer = clerk.post(CHECK, {"reason": secret})
    changes = [q["sql"] for q in queries if q["sql"].lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE"))]
    assert all("django_session" in sql for sql in changes), "only when the person was last seen"
    assert "张小三" not in caplog.text + "".join(q["sql"] for q in queries)
    assert answer["Cache-Control"] == "no-store"


def test_only_staff_only_by_post_and_only_with_the_token(enter: Enter, client: Client, corpus_file: Path) -> None:
    assert client.post(CHECK, {"reason": "x"}).status_code == 302
    assert enter("qian").get(CHECK).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = enter("qian").cookies
    assert strict.post(CHECK, {"reason": "x"}).status_code == 403


def test_reasoning_is_marked_by_the_procedure(clerk: Client, matter: Matter) -> None:
    form = clerk.get(f"/desk/matters/{matter.number}/act/return/").content.decode()
    assert f'hx-post="{CHECK}"' in form
    assert form.count('hx-params="reason,reason-conduct"') == 2, "only this field and its day are sent"
    assert 'type="date" name="reason-conduct"' in form
    assert 'id="cites-id_reason"' in form
    acted(clerk, matter, "sign")
    assert "data-cites" not in clerk.get(f"/desk/matters/{matter.number}/act/whistle/").content.decode()


def test_a_basis_leads_to_its_article(clerk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.template import Context, Template
    from django.test import RequestFactory
    from django.utils import timezone

    request = RequestFactory().get("/desk/")
    given = {
        "request": request,
        "now": timezone.now(),
        "words": "《样例法》第三条至第四条；<i>本地</i>；《无名法》第一条",
    }
    shown = Template("{% load fazhi %}{% basis words %}").render(Context(given))
    assert shown.startswith('<a class="law-link" href="/desk/law/akn/cn/act/')
    assert shown.count("<a ") == 1
    assert "&lt;i&gt;本地&lt;/i&gt;；《无名法》第一条" in shown
