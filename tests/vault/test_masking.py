"""What a screen shows of a number or a name."""

import pytest

from fazhi.vault.masking import mask_id_number, mask_name, mask_numbers, mask_phone


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("13812341234", "138****1234"),
        ("+86 138-1234-1234", "138****1234"),
        ("0393-7216666", "039****6666"),
        ("110", "***"),
        ("", ""),
    ],
)
def test_phone(phone: str, masked: str) -> None:
    assert mask_phone(phone) == masked


@pytest.mark.parametrize(
    ("number", "masked"),
    [("41092219900101123x", "41**************3X"), ("410922900101123", "41***********23"), ("1234", "****"), ("", "")],
)
def test_id_number(number: str, masked: str) -> None:
    assert mask_id_number(number) == masked


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张三", "张某"),
        ("张小三", "张某某"),
        ("欧阳修", "欧阳某"),
        ("欧阳", "欧某"),
        ("阿卜杜拉江买买提", "阿某某"),
        ("张", "某"),
        (" 张 三 ", "张某"),
        ("", ""),
    ],
)
def test_name(name: str, masked: str) -> None:
    assert mask_name(name) == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("请联系13812341234，谢谢", "请联系138****1234，谢谢"),
        ("电话138 1234 1234或0393-7216666", "电话138****1234或039****6666"),
        ("身份证41092219900101123X。", "身份证41**************3X。"),
        ("电话１３８１２３４１２３４", "电话138****1234"),
        ("欠款12345678901234元", "欠款12345678901234元"),
        ("2024年12月31日第138号文件", "2024年12月31日第138号文件"),
        ("编号913812341234", "编号913812341234"),
        ("无号码", "无号码"),
    ],
)
def test_numbers_in_free_text(text: str, masked: str) -> None:
    assert mask_numbers(text) == masked
