"""Copies among examples."""

from fazhi.triage import Example
from fazhi.triage.grouping import grouped
from tests.triage.samples import examples

LONG = (
    "我是滨河花园三号楼的住户，楼下新开的烧烤店每晚营业到凌晨两点，油烟直冲窗户，喝酒划拳的声音整夜不停，"
    "老人孩子都睡不着觉，打过多次热线仍没有改善，恳请环保和城管部门联合检查，责令安装净化设备并限制营业时间。"
)
SHORTENED = (
    "滨河花园 三号楼 住户 楼下 新开 烧烤店 营业 凌晨 油烟 直冲 窗户 喝酒 划拳 声音 整夜 不停 老人 孩子 睡 不着觉"
)


def groups(texts: list[str]) -> list[str]:
    others = [one.text for one in examples()]
    return [one.group for one in grouped([Example(text, "甲") for text in (*texts, *others)])][: len(texts)]


def test_copies_and_shortened_copies_share_a_group() -> None:
    first, copy, shortened = groups([LONG, LONG + "谢谢！", SHORTENED])
    assert first == copy == shortened


def test_different_messages_do_not() -> None:
    assert len(set(groups([LONG, "公园里的长椅断了两条腿，坐上去会摔倒，请维修。"]))) == 2


def test_stated_groups_are_kept_together() -> None:
    one, other, third = grouped([Example("停水", "甲", "g"), Example("招生", "甲", "g"), Example("公交", "乙")])
    assert one.group == other.group != third.group


def test_nothing_gives_nothing() -> None:
    assert grouped([]) == []
