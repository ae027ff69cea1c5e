"""`fazhi procedure` at the terminal: what it prints, what it writes, and what it says of what is wrong."""

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from fazhi.matters.catalogue import CATALOGUE, editions
from fazhi.site.main import main

GRID = CATALOGUE / "procedures" / "grid_matter.yaml"
Capture = pytest.CaptureFixture[str]


def ran(capsys: Capture, *words: object) -> tuple[int, str, str]:
    code = main(["procedure", *map(str, words)])
    out, err = capsys.readouterr()
    return code, out, err


def test_check_names_every_edition_of_the_installation(capsys: Capture) -> None:
    code, out, _ = ran(capsys, "check")
    assert code == 0
    assert [line.split()[0] for line in out.splitlines()] == list(editions())


WRONG = {
    "a guard that there is not": (b"- role_held: {", b"- sunny: {", "条件“sunny”不认识"),
    "a role that there is not": (b"role: handler", b"role: hndler", "角色“hndler”"),
    "the encoding of an old editor": ("网格".encode(), "网格".encode("gb18030"), "文件不是 UTF-8 编码"),
    "an alias of itself": (b"roles:\n", b"roles: &r\n  again: *r\n", "指向了它自己，没有尽头"),
}


@pytest.mark.parametrize(("passage", "instead", "said"), WRONG.values(), ids=WRONG.keys())
def test_check_refuses_with_file_line_what_and_remedy(
    capsys: Capture, tmp_path: Path, passage: bytes, instead: bytes, said: str
) -> None:
    content, file = GRID.read_bytes(), tmp_path / "grid_matter.yaml"
    assert passage in content
    file.write_bytes(content.replace(passage, instead, 1))
    code, out, err = ran(capsys, "check", file)
    assert (code, out) == (1, "")
    (line,) = [line for line in err.splitlines() if said in line][:1]
    where, at, what = line.split(":", 2)
    assert where == str(file)
    assert int(at) >= 1
    assert "。请" in what or "。可用" in what
    assert "没有载入" in err


@pytest.mark.parametrize("words", [["grid_matter"], ["grid_matter@1"], [GRID]], ids=["name", "edition", "file"])
def test_show_tells_the_procedure(capsys: Capture, words: list[object]) -> None:
    code, out, _ = ran(capsys, "show", *words)
    assert code == 0
    assert out.startswith("网格事项")
    assert "乡镇" in out


@pytest.mark.parametrize(("name", "root"), [("diagram", "svg"), ("bpmn", "definitions")])
def test_a_drawing_and_an_export_are_written_to_a_file(capsys: Capture, tmp_path: Path, name: str, root: str) -> None:
    file = tmp_path / "out.xml"
    code, out, _ = ran(capsys, name, "grid_matter", "-o", file)
    assert (code, out.strip()) == (0, f"已写到 {file}")
    assert ET.parse(file).getroot().tag.rpartition("}")[2] == root


def test_diff_names_the_one_change(capsys: Capture, tmp_path: Path) -> None:
    other = tmp_path / "grid_matter.yaml"
    other.write_text(GRID.read_text("utf-8").replace("name: 网格事项", "name: 网格事项（新）", 1), "utf-8")
    code, out, _ = ran(capsys, "diff", GRID, other)
    assert code == 0
    assert [line for line in out.splitlines() if "网格事项（新）" in line]
    assert "没有" in ran(capsys, "diff", GRID, GRID)[1]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["check", "/nowhere.yaml"], "读不到“/nowhere.yaml”。请核对路径"),
        (["show", "/nowhere.yaml"], "读不到“/nowhere.yaml”。请核对路径"),
        (["show", "nothing"], "没有程序“nothing”。可用：grid_matter@1"),
        (["bpmn", "grid_matter", "-o", "/nowhere/x"], "写不到“/nowhere/x”。请核对路径和权限"),
        (["diff", "grid_matter", "nothing"], "没有程序“nothing”"),
        (["move", "nothing", "grid_matter"], "没有程序“nothing”"),
    ],
)
def test_what_cannot_be_done_says_why(capsys: Capture, words: list[str], said: str) -> None:
    code, _, err = ran(capsys, *words)
    assert code == 1
    assert said in err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["procedure", "frob"], "没有 'frob'，可用：'check'"),
        (["procedure", "show"], "缺少 程序"),
        (["procedure", "check", "--frob"], "不认识 --frob"),
        (["serve", "--port", "eighty"], "不能是 'eighty'"),
    ],
)
def test_a_misspelt_command_is_answered_in_chinese(capsys: Capture, words: list[str], said: str) -> None:
    with pytest.raises(SystemExit) as left:
        main(words)
    assert left.value.code == 2
    err = capsys.readouterr().err
    assert said in err
    assert "--help 查看用法" in err
