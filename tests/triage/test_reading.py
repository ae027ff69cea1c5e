"""What of a message is read."""

import numpy as np
import pytest

from fazhi.triage.reading import HEAD, MAX_READ, codes_of, keys_of, parts_of, runs_of


def text_of(codes: np.ndarray) -> str:
    return "".join(map(chr, codes))


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("占道 施工！", "占道施工"),
        ("Ａ３区", "a3区"),
        ("ABC", "abc"),
        ("\x00\x07\t\r\n　", ""),
        ("😀路\ud800灯", "路灯"),
        ("", ""),
    ],
)
def test_only_what_carries_meaning_is_kept(text: str, kept: str) -> None:
    assert text_of(codes_of(text)) == kept


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("路灯不亮\n已经三天了", "路灯不亮"),
        ("路灯不亮\n", "路灯不亮"),
        ("路" * 61 + "\n灯", "路" * HEAD),
        ("！！\n路灯", "路灯"),
        ("路灯" * 30, ("路灯" * 30)[:HEAD]),
        ("东街 路灯 不亮 　 　 尊敬的 领导 您好", "东街路灯不亮"),
        ("东街 路灯 不亮     尊敬的 领导 您好", "东街路灯不亮"),
        ("领导：　　东街路灯不亮", "领导东街路灯不亮"),
        ("东街 路灯 不亮 尊敬的 领导 您好", "东街路灯不亮尊敬的领导您好"),
        ("路灯" * 40 + "　　已经三天了", ("路灯" * 40)[:HEAD]),
        ("东街路灯不亮\n领导：　　已经三天了", "东街路灯不亮"),
    ],
)
def test_the_head_is_the_title_or_the_beginning(text: str, head: str) -> None:
    assert text_of(parts_of(text)[0]) == head


def test_a_message_of_a_megabyte_is_read_to_the_limit() -> None:
    assert parts_of("路" * 1_000_000)[1].size == MAX_READ


def test_keys_are_the_runs_of_the_text() -> None:
    assert runs_of(keys_of(codes_of("占道施"), 3)) == ["占", "道", "施", "占道", "道施", "占道施"]


def test_a_short_text_has_no_long_runs() -> None:
    assert runs_of(keys_of(codes_of("路"), 3)) == ["路"]
