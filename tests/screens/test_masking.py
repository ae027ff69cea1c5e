"""Names and numbers are masked by default."""

import pytest

from fazhi.screens.masking import masked


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("13800001234", "138****1234"),
        ("11010119900101123X", "1101************3X"),
        ("110101900101123", "1101*********23"),
        ("0393-8888888", "****888"),
        ("张三", "张某"),
        ("张三丰", "张某某"),
        ("欧阳修", "欧阳某"),
        ("欧阳", "欧某"),
        ("司马相如", "司马某某"),
        ("Ada Lovelace", "A***"),
        ("", ""),
        ("  李四 ", "李某"),
    ],
)
def test_masked(value: str, expected: str) -> None:
    assert masked(value) == expected
