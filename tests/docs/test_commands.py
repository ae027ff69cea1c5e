"""Every `fazhi …` that the docs tell people to type is a command with these arguments."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from fazhi.site.main import parser
from tests.docs.pages import PAGES, ROOT

BLOCK = re.compile(r"^```[^\n]*\n(.*?)^```", re.M | re.S)
WHOLE_LINE = re.compile(r"^\s*(?:ExecStart=)?(?:sudo )?(?:\S*/)?(fazhi [^#\n]+)", re.M)
INLINE = re.compile(r"(?<!`)`(fazhi [^`\n]+)`(?!`)")
GENERATED = ROOT / "docs" / "reference" / "cli.md"
MAKE = re.compile(r"^\s*make ([a-z]+)\b", re.M)


def commands(page: Path) -> Iterator[str]:
    text = page.read_text("utf-8")
    for block in BLOCK.findall(text):
        yield from (found.strip() for found in WHOLE_LINE.findall(block))
    yield from (found.strip() for found in INLINE.findall(BLOCK.sub("", text)))


def is_group(words: list[str]) -> bool:
    """Whether the words name a group of commands, as a sentence may do."""
    with pytest.raises(SystemExit) as left:
        parser().parse_args([*words, "--help"])
    return left.value.code == 0


FOUND = [(page.name, one) for page in PAGES if page != GENERATED for one in sorted(set(commands(page)))]


def test_there_are_commands_to_test() -> None:
    assert len(FOUND) > 30


@pytest.mark.parametrize(("page", "written"), FOUND, ids=[f"{page}: {one}" for page, one in FOUND])
def test_a_command_of_the_docs_parses(page: str, written: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = shlex.split(re.sub(r"\s{2,}.*$", "", written))[1:]
    if words in (["命令"], ["…"]):  # words that stand for a command without being one
        return
    if "|" in written:  # one of several: check|show|diagram
        words = [word.split("|")[0] for word in words]
    try:
        parser().parse_args(words)
    except SystemExit:
        assert is_group(words), f"{page}：{written}\n{capsys.readouterr().err}"


@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_every_make_target_of_the_docs_is_there(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    text = page.read_text("utf-8")
    told = "\n".join([*BLOCK.findall(text), *re.findall(r"`(make [^`\n]+)`", text)])
    assert set(MAKE.findall(told)) <= targets
