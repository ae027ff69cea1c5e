"""Any text at all: no crash, places inside it and in order, and work that grows no faster than the text."""

import random
import time

import pytest

from fazhi.law.citing.finding import find

PIECES = [
    *"第笫条款项目章编一十百9１《》〈〉（）()、和至，。法的“”将|#",
    *"之一 本法 该条例 前款 前两项 本条 民法典 〔2018〕".split(),
    *"[2020] 3号 国办发 以下简称 中华人民共和国 办法 修改为 依照 规定".split(),
    *["\n", " ", "\u3000", "\u200b", "\ud800", "𠀀", "e\u0301"],
]
RUNS = [
    *"第 《 《甲 〈 一 9 第一 第一、 第一条、".split(),
    *"前款 前款规定、 （一） 《《》 《法》 《法》第一条、 下简称 （以下简称 〔2018〕".split(),
    *"国办发〔2018〕1号 本法第 民法典第一条 第一条的".split(),
    *"《甲法》（以下简称甲） 中华人民共和国 甲乙丙丁法第一条 第一条至".split(),
    *["“第一条", "《法》“前款规定", "本条第一款", "\n第一条 ", "第\u3000一 ", "。 第一条 ", "《甲\n", "\n", " "],
]


def garbled(seed: int, length: int) -> str:
    rng = random.Random(seed)
    if seed % 3 == 0:
        return "".join(chr(rng.randrange(1, 0x110000)) for _ in range(length))
    return "".join(rng.choice(PIECES) for _ in range(length))


@pytest.mark.parametrize("seed", range(60))
def test_no_text_breaks_it(seed: int) -> None:
    text = garbled(seed, 1_500)
    found = find(text)
    places = [place for one in found for place in (one.start, one.end)]
    assert places == sorted(places)
    assert all(0 <= one.start < one.end <= len(text) for one in found)


@pytest.mark.parametrize("piece", RUNS)
def test_the_work_grows_with_the_text(piece: str) -> None:
    def seconds(size: int) -> float:
        text = (piece * (size // len(piece) + 1))[:size]
        begun = time.process_time()
        find(text)
        return time.process_time() - begun

    once, four = min(seconds(15_000) for _ in range(3)), min(seconds(60_000) for _ in range(2))
    assert four < 10 * once + 0.05  # 4 where it is linear, 16 where it is square


def test_many_names_introduced_cost_no_more_each() -> None:
    def seconds(count: int) -> float:
        text = "".join(
            f"《样{n}例法》（以下简称例{n}法）第一条。依例{n}法第二条，依此{n}样例法第三条。" for n in range(count)
        )
        begun = time.process_time()
        find(text)
        return time.process_time() - begun

    once, four = min(seconds(400) for _ in range(2)), seconds(1_600)
    assert four < 10 * once + 0.05
