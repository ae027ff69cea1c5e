"""Documents to text; and what is said of those that cannot be read."""

import zipfile
from pathlib import Path

import pytest
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

import fazhi
from fazhi.law.citing.documents import joined, read
from fazhi.law.reading import docx

WORDS = "依照《样例法》第三条办理。"
SOURCE = Path(fazhi.__path__[0])
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def word(path: Path, body: str) -> Path:
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("word/document.xml", f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>')
    return path


def paragraph(*runs: str) -> str:
    return f"<w:p>{''.join(f'<w:r><w:t>{run}</w:t></w:r>' for run in runs)}</w:p>"


def pdf(path: Path, words: str = "", password: str = "") -> Path:
    writer = PdfWriter()
    page = writer.add_blank_page(400, 400)
    if words:
        font = DictionaryObject({NameObject("/Type"): NameObject("/Font"), NameObject("/Subtype"): NameObject("/Type1"),
                                 NameObject("/BaseFont"): NameObject("/Helvetica")})  # fmt: skip
        page[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
        )
        stream = DecodedStreamObject()
        stream.set_data(f"BT /F1 12 Tf 20 300 Td ({words}) Tj ET".encode())
        page[NameObject("/Contents")] = writer._add_object(stream)
    if password:
        writer.encrypt(password)
    with path.open("wb") as file:
        writer.write(file)
    return path


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("甲.txt", WORDS.encode()),
        ("甲.md", b"\xef\xbb\xbf" + WORDS.encode()),
        ("甲.txt", WORDS.encode("gb18030")),
        ("甲.TXT", WORDS.encode("utf-16")),
    ],
)
def test_plain_text_in_any_encoding(tmp_path: Path, name: str, raw: bytes) -> None:
    (tmp_path / name).write_bytes(raw)
    assert read(tmp_path / name).text == WORDS


def test_word_with_tables_and_split_runs(tmp_path: Path) -> None:
    table = f"<w:tbl><w:tr><w:tc>{paragraph('甲')}</w:tc><w:tc>{paragraph('乙')}</w:tc></w:tr></w:tbl>"
    found = read(word(tmp_path / "甲.docx", paragraph("依照《样例", "法》第三条") + table + paragraph("丙")))
    assert found.text.split("\n")[0] == "依照《样例法》第三条"
    assert all(one in found.text for one in "甲乙丙")
    assert found.problems == ()


def test_the_notes_of_a_word_file_come_after_its_text(tmp_path: Path) -> None:
    path = word(tmp_path / "甲.docx", paragraph("正文"))
    with zipfile.ZipFile(path, "a") as packed:
        note = f'<w:footnotes xmlns:w="{W}"><w:footnote>{paragraph("见《样例法》第四条")}</w:footnote></w:footnotes>'
        packed.writestr("word/footnotes.xml", note)
    assert read(path).text.split("\n") == ["正文", "见《样例法》第四条"]


def test_pdf_with_text(tmp_path: Path) -> None:
    assert read(pdf(tmp_path / "a.pdf", "Article 3")).text.strip() == "Article 3"


def test_lines_broken_to_the_width_of_a_page_are_joined() -> None:
    lines = [
        "关于样例的决定",
        "当事人违反了中华人民共和国样例法第",
        "三条的规定，应当受到处罚并且限期改",
        "正。",
        "2024年3月1日",
    ]
    assert list(joined(lines)) == ["关于样例的决定", "".join(lines[1:4]), "2024年3月1日"]


def test_a_text_of_fifty_megabytes(tmp_path: Path) -> None:
    (tmp_path / "甲.txt").write_bytes((WORDS + "\n").encode() * (50 * 1024 * 1024 // 40))
    found = read(tmp_path / "甲.txt")
    assert found.problems == ()
    assert found.text.startswith(WORDS)


def test_a_text_cut_off_inside_a_character_is_read_to_there(tmp_path: Path) -> None:
    (tmp_path / "甲.txt").write_bytes((WORDS * 50).encode()[:-1])
    found = read(tmp_path / "甲.txt")
    assert found.text.startswith(WORDS)
    assert "不能识别" in found.problems[0]


def broken(folder: Path) -> dict[str, Path]:
    """Files that cannot be read, by what is wrong with them."""
    whole = word(folder / "整.docx", paragraph(WORDS)).read_bytes()
    made = {
        "cut.docx": whole[: len(whole) // 2],
        "ole.docx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512),
        "cut.pdf": pdf(folder / "整.pdf", "Article").read_bytes()[:40],
        "binary.txt": bytes(range(256)) * 10,
        "old.doc": b"x",
        "other.xyz": b"x",
        "none": b"x",
    }
    for name, raw in made.items():
        (folder / name).write_bytes(raw)
    word(folder / "bad.docx", "<w:p>")
    word(folder / "empty.docx", paragraph(""))
    pdf(folder / "scan.pdf")
    pdf(folder / "secret.pdf", "Article", "secret")
    with zipfile.ZipFile(folder / "zip.docx", "w") as packed:
        packed.writestr("a.txt", "a")
    (folder / "folder.txt").mkdir()
    return {one.name: one for one in folder.iterdir()}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("cut.docx", "另存"),
        ("bad.docx", "损坏"),
        ("ole.docx", "加密"),
        ("zip.docx", "另存"),
        ("empty.docx", "没有文字"),
        ("cut.pdf", "损坏"),
        ("scan.pdf", "这份 PDF 没有文字，可能是扫描件"),
        ("secret.pdf", "密码"),
        ("binary.txt", "不是文本文件"),
        ("old.doc", "另存为 .docx"),
        ("other.xyz", "能读的是"),
        ("none", "能读的是"),
        ("folder.txt", "文件夹"),
        ("missing.txt", "没有这个文件"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_name(tmp_path: Path, name: str, said: str) -> None:
    path = broken(tmp_path).get(name, tmp_path / name)
    found = read(path)
    assert found.text.strip() == ""
    assert found.problems[0].startswith(f"{path}：")
    assert said in found.problems[0]


BODY = "<w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body>"
DECLARED = f'<!DOCTYPE w:document [<!ENTITY b "乙">]><w:document xmlns:w="{W}">{BODY}</w:document>'


@pytest.mark.parametrize(
    "xml",
    [
        DECLARED.encode(),
        ("<?xml version='1.0' encoding='utf-16'?>" + DECLARED).encode("utf-16"),
        (f"<!--{'甲' * 5_000}-->" + DECLARED).encode(),
        b'<!DOCTYPE a SYSTEM "file:///etc/hostname"><a/>',
    ],
    ids=["plain", "in another encoding", "after a long comment", "outside"],
)
@pytest.mark.parametrize("part", ["word/document.xml", "word/footnotes.xml"])
def test_a_document_type_is_refused_before_its_entities_are_read(tmp_path: Path, part: str, xml: bytes) -> None:
    path = tmp_path / "甲.docx" if part == "word/document.xml" else word(tmp_path / "甲.docx", paragraph(WORDS))
    with zipfile.ZipFile(path, "a") as packed:
        packed.writestr(part, xml)
    found = read(path)
    assert found.text == ("" if part == "word/document.xml" else WORDS)
    assert "文档类型声明" in found.problems[0]
    assert "脚注没有读，正文照常核对" in found.problems[0] or not found.text


def test_entities_that_grow_without_end_are_never_expanded(tmp_path: Path) -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE a [<!ENTITY e0 "字">{entities}]><a>&e9;</a>'
    with zipfile.ZipFile(tmp_path / "甲.docx", "w") as packed:
        packed.writestr("word/document.xml", ("<?xml version='1.0' encoding='utf-16'?>" + bomb).encode("utf-16"))
    assert "文档类型声明" in read(tmp_path / "甲.docx").problems[0]


def test_a_part_that_would_be_too_large_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    word(tmp_path / "甲.docx", paragraph("字" * 1_000))
    monkeypatch.setattr(docx, "LARGEST", 1_000)
    monkeypatch.setattr(zipfile.ZipFile, "read", lambda *_: pytest.fail("unpacked"))
    assert "正文太大" in read(tmp_path / "甲.docx").problems[0]


def test_there_is_one_reader_of_word_files() -> None:
    """Sources of law and documents to be checked are read alike."""
    holding = [path.name for path in SOURCE.rglob("*.py") if "wordprocessingml/2006/main" in path.read_text("utf-8")]
    assert holding == ["docx.py"]
