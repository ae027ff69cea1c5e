"""Addresses: text and back, and what is none."""

from datetime import date

import pytest

from fazhi.law.addresses import Address, parsed
from fazhi.law.model import Number

DAY = date(2023, 9, 1)


@pytest.mark.parametrize(
    ("address", "text"),
    [
        (Address("样例法"), "/akn/cn/act/样例法/zho"),
        (Address("样例法", version=DAY), "/akn/cn/act/样例法/zho@2023-09-01"),
        (Address("样例法", "", DAY, Number(20)), "/akn/cn/act/样例法/zho@2023-09-01/~art_20"),
        (Address("样例法", "", None, Number(20, 1)), "/akn/cn/act/样例法/zho/~art_20-1"),
        (Address("样例条例", "410900", DAY, Number(5), 2, 3, 1),
         "/akn/cn-410900/act/样例条例/zho@2023-09-01/~art_5__para_2__item_3__point_1"),
        (Address("样例法", "", DAY, Number(5), item=3), "/akn/cn/act/样例法/zho@2023-09-01/~art_5__item_3"),
    ],
)  # fmt: skip
def test_there_and_back(address: Address, text: str) -> None:
    assert str(address) == text
    assert parsed(text) == address


@pytest.mark.parametrize(
    "text",
    ["", "/akn/us/act/x/zho", "/akn/cn/act/x/zho@2023-13-01", "/akn/cn-41/act/x/zho", "/akn/cn/act/x/zho/~art_x"],
)
def test_no_address(text: str) -> None:
    with pytest.raises(ValueError, match=r"条文地址|month"):
        parsed(text)
