"""The day whose law is meant."""

from datetime import date

import pytest

from fazhi.law.citing.asof import of_conduct, of_document, of_version, today
from fazhi.law.store.corpus import Corpus
from tests.law.citing.library import corpus

DAY = date(2018, 7, 9)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("决定书\n某某局\n2018年7月9日", DAY),
        ("决定书\n某某局\n二〇一八年七月九日\n", DAY),
        ("判决书\n审判员　甲某\n二○一八年七月九日\n书记员　乙某\n附：相关法律条文\n第一条 自2020年1月1日起施行。", DAY),
        ("决定书\n二Ｏ一八年七月九日", DAY),
        ("决定书\n某某局  2018 年 7 月 9 日", DAY),
        ("决定书\n2018-07-09", DAY),
        ("成文日期：2018年7月9日　发布日期\n正文", DAY),
        ("判决书本院认为有理审判长甲某某审判员乙某二〇一八年七月九日书记员丙某", DAY),
        ("（2018）某01民初1号\n正文", None),
        ("我局于2018年7月9日\n立案", None),
        ("自2018年7月9日起施行", None),
        ("二〇一八年二月三十日", None),
        ("当事人：甲，2018年7月9日", None),
        ("", None),
    ],
)
def test_the_date_of_a_document(text: str, day: date | None) -> None:
    found = of_document(text)
    assert (found.day if found else None) == day


def test_the_line_of_the_date_is_told() -> None:
    found = of_document("决定书\n某某局\n2018年7月9日")
    assert found is not None
    assert "第 3 行" in found.reason


def test_today_is_said_to_be_the_last_resort() -> None:
    assert "没有写明日期" in today(DAY).reason


def test_a_statute_is_judged_from_its_commencement(tmp_path_factory: pytest.TempPathFactory) -> None:
    held: Corpus = corpus(tmp_path_factory.mktemp("law"))
    instrument = held.instruments("样例法")[0]
    found = of_version(instrument, held.versions(instrument.id)[-1])
    assert found is not None
    assert found.day == date(2024, 1, 1)


def test_a_conduct_is_judged_by_the_rules_of_its_day() -> None:
    found = of_conduct(date(2017, 5, 1), DAY)
    assert (found.day, found.decided) == (date(2017, 5, 1), DAY)
    assert "第三十七条" in found.reason
