"""The table of words that a fresh city starts from."""

from importlib.resources import files
from pathlib import Path

import pytest

from fazhi.triage import Ranker, TriageError, compose
from fazhi.triage.keywords import CEILING, keyword_model, read_duties

SHIPPED = Path(str(files("fazhi.catalogue"))) / "routing" / "subjects.yaml"


@pytest.fixture(scope="module")
def ranker() -> Ranker:
    return keyword_model(read_duties(SHIPPED))


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("小区物业乱停车，消防通道被占", "城乡建设"),
        ("化工厂夜里排放废气，异味刺鼻", "环境保护"),
        ("公交车甩站，出租车拒载", "交通运输"),
        ("学校老师强制补课", "教育文体"),
        ("公司拖欠工资，不交社保", "劳动和社会保障"),
        ("旅行社临时加价，导游强迫购物", "商贸旅游"),
        ("乡村医生没有资质，医院乱开药", "卫生计生"),
    ],
)
def test_each_subject_is_known_by_its_words(ranker: Ranker, text: str, subject: str) -> None:
    first = ranker.rank(text)[0]
    assert first.label == subject
    assert first.reasons
    assert all(word in text for word in first.reasons)


def test_the_seven_subjects_are_there() -> None:
    duties = read_duties(SHIPPED)
    assert len(duties) == 7
    assert all(words for kinds in duties.values() for words in kinds.values())


def test_no_word_stands_twice_under_a_subject() -> None:
    for subject, kinds in read_duties(SHIPPED).items():
        words = [word for found in kinds.values() for word in found]
        assert len(words) == len(set(words)), subject


def test_no_word_gives_equal_low_confidence(ranker: Ranker) -> None:
    ranked = ranker.rank("你好", top=7)
    assert {round(one.confidence, 6) for one in ranked} == {round(1 / 7, 6)}
    assert not any(one.reasons for one in ranked)


def test_confidence_is_never_above_the_ceiling(ranker: Ranker) -> None:
    assert ranker.rank("学校老师学生教育补课招生学费" * 10)[0].confidence == CEILING


def test_the_title_counts_for_more(ranker: Ranker) -> None:
    assert ranker.rank(compose("医院", "学校"))[0].label == "卫生计生"
    assert ranker.rank(compose("学校", "医院"))[0].label == "教育文体"


def test_a_word_within_a_longer_one_counts_once() -> None:
    ranker = keyword_model({"甲": {"x": ("公交车", "公交")}, "乙": {"y": ("医院",)}})
    assert ranker.rank("公交车")[0].reasons == ("公交车",)


def test_the_edition_follows_the_words() -> None:
    one = keyword_model({"甲": {"x": ("路",)}, "乙": {"y": ("水",)}})
    other = keyword_model({"甲": {"x": ("路",)}, "乙": {"y": ("电",)}})
    assert one.edition != other.edition


def test_one_subject_is_refused() -> None:
    with pytest.raises(TriageError, match="不足两个"):
        keyword_model({"甲": {"x": ("路",)}})


@pytest.mark.parametrize("content", ["", "subjects: 3", "subjects: [{name: 甲}]", "a: [", "- 1"])
def test_a_bad_table_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "subjects.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(TriageError, match="格式不对"):
        read_duties(path)


def test_a_missing_table_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(TriageError, match="读不到"):
        read_duties(tmp_path / "none.yaml")
