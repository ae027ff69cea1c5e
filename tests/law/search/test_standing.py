"""How often instruments and provisions are cited, counted for ranking."""

import pytest

from fazhi.law.model import Number
from fazhi.law.search import standing

MEANT = {"样例法": 1, "中华人民共和国样例法": 1, "样例条例": 2}


@pytest.mark.parametrize(
    ("own", "text", "instruments", "provisions"),
    [
        (2, "依照《样例法》第五条处罚。", {1: 1}, {(1, Number(5)): 1}),
        (2, "依照《中华人民共和国样例法》第五条、第七条之一处罚。", {1: 1}, {(1, Number(5)): 1, (1, Number(7, 1)): 1}),
        (2, "应当依照样例法第十二条办理。", {1: 1}, {(1, Number(12)): 1}),
        (2, "根据《样例法》，制定本条例。", {1: 1}, {}),
        (1, "依照本法第三条的规定。", {}, {(1, Number(3)): 1}),
        (1, "《样例法》第三条。", {}, {(1, Number(3)): 1}),
        (2, "依照《另例法》第五条。", {}, {}),
        (2, "《样例法》第五条、《样例法》第五条。", {1: 1}, {(1, Number(5)): 1}),
        (2, "", {}, {}),
    ],
)
def test_counted(own: int, text: str, instruments: dict[int, int], provisions: dict[tuple[int, Number], int]) -> None:
    found = standing.count([(own, text)], MEANT)
    assert dict(found.instruments) == instruments
    assert dict(found.provisions) == provisions


def test_each_article_that_cites_counts() -> None:
    found = standing.count([(2, "《样例法》第一条。"), (2, "样例法第一条。")], MEANT)
    assert found.provisions[1, Number(1)] == 2
