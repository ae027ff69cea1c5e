"""Files of messages: every row is opened, known or rejected with its reason; a second run changes nothing."""

import csv
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from fazhi.clock import BEIJING
from fazhi.ledger.models import Event
from fazhi.matters.importing.dates import dated, order_of
from fazhi.matters.importing.mapping import BadMapping, DateOrder, guess, read_mapping
from fazhi.matters.importing.reading import UnreadableFile, open_source
from fazhi.matters.importing.rows import Options
from fazhi.matters.importing.running import Tally, bring_in
from fazhi.matters.models import Matter
from tests.matters.cast import NOW, TOWNSHIP

HEADER = ["编号", "留言主题", "留言详情", "留言时间"]
GOOD = [
    ["1", "路灯", "东街路灯不亮", "2026/10/3 9:30:00"],
    ["2", "噪音", "工地夜里施工太吵", "2026-10-04T21:00:00"],
    ["3", "", "垃圾三天没有清运", ""],
]
BAD = [
    ["4", "空", "   ", "2026-10-05"],
    ["5", "时间", "下水道堵了", "去年冬天"],
    ["6", "将来", "井盖坏了", "2027-01-01"],
    ["7", "过长", "字" * 20_001, "2026-10-05"],
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "来信.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        csv.writer(out).writerows([HEADER, *GOOD, *BAD, ["8", "多", "多一列", "2026-10-05", "x", "y"]])
    return path


def run(path: Path, now: datetime = NOW, **more: Any) -> tuple[Tally, list[list[str]]]:
    source = open_source(path)
    options = Options("grid_matter", TOWNSHIP, "b1", frozenset({"place", "sent_at"}), **more)
    rejects = path.parent / "rejects.csv"
    tally = bring_in(source, dated(guess(source.columns), source), options, rejects, now)
    with rejects.open(encoding="utf-8-sig", newline="") as found:
        return tally, list(csv.reader(found))[1:]


def test_every_row_is_accounted_for(county: None, file: Path) -> None:
    tally, rejects = run(file)
    assert (tally.rows, tally.opened, tally.known, tally.rejected) == (8, 3, 0, 5)
    assert tally.adds_up()
    assert [row[0] for row in rejects] == ["4", "5", "6", "7", "8"]
    assert "没有反映内容" in rejects[0][1]
    assert "不能识别" in rejects[1][1]
    assert "晚于现在" in rejects[2][1]
    assert "最多 20000 字" in rejects[3][1]
    assert "有 6 列" in rejects[4][1]


def test_a_rejected_row_is_kept_untouched(county: None, file: Path) -> None:
    _, rejects = run(file)
    assert next(csv.reader([rejects[1][2]])) == BAD[1]
    assert rejects[1][3:] == BAD[1]


def test_the_same_file_again_changes_nothing(county: None, file: Path) -> None:
    run(file)
    events = Event.objects.count()
    tally, _ = run(file)
    assert (tally.opened, tally.known, tally.rejected) == (0, 3, 5)
    assert tally.adds_up()
    assert Event.objects.count() == events


def test_an_import_stopped_half_way_goes_on(county: None, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from fazhi.matters.importing import running

    monkeypatch.setattr(running, "CHUNK", 2)
    seen: list[int] = []

    def stop(rows: int) -> None:
        seen.append(rows)
        raise KeyboardInterrupt

    source = open_source(file)
    options = Options("grid_matter", TOWNSHIP, "b1")
    with pytest.raises(KeyboardInterrupt):
        bring_in(source, guess(source.columns), options, file.parent / "r.csv", NOW, watch=stop)
    assert Matter.objects.unscoped("测试").count() == 2
    tally, _ = run(file)
    assert (tally.opened, tally.known, tally.rejected) == (1, 2, 5)


def test_rows_without_an_id_are_told_apart_by_what_they_say(county: None, tmp_path: Path) -> None:
    path = tmp_path / "m.jsonl"
    lines = [{"text": "路灯坏了"}, {"text": "路灯坏了"}, {"text": "井盖丢了"}]
    path.write_text("\n".join([*(json.dumps(line) for line in lines), "{坏的"]), "utf-8")
    tally, rejects = run(path)
    assert (tally.opened, tally.rejected) == (3, 1)
    assert rejects[0][2] == "{坏的"
    assert run(path)[0].opened == 0


def test_an_excel_file(county: None, tmp_path: Path) -> None:
    book = Workbook()
    for row in [HEADER, ["a", "路灯", "东街路灯不亮", datetime(2026, 10, 3, 9, 30)]]:
        book.active.append(row)  # type: ignore[union-attr]
    path = tmp_path / "m.xlsx"
    book.save(path)
    assert run(path)[0].opened == 1


def test_the_time_column_may_be_the_time_of_registration(county: None, file: Path) -> None:
    run(file, keep_times=True)
    opened = sorted(t.date().isoformat() for t in Matter.objects.unscoped("测试").values_list("opened_at", flat=True))
    assert opened == ["2026-10-03", "2026-10-04", "2026-11-23"]
    assert Matter.objects.unscoped("测试").filter(late_entries__gt=0).count() == 2


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("m.doc", b"x", "格式不认识"),
        ("m.xlsx", b"not a zip", "不是可以读取的 Excel 文件"),
        ("m.csv", b"", "没有可以读取的行"),
    ],
)
def test_a_file_that_cannot_be_read_says_so(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UnreadableFile, match=said):
        open_source(path)


def test_a_file_in_an_old_encoding_is_read(county: None, tmp_path: Path) -> None:
    path = tmp_path / "gbk.csv"
    path.write_bytes("编号,内容\n1,东街路灯不亮\n".encode("gb18030"))
    assert run(path)[0].opened == 1


@pytest.mark.parametrize(
    ("values", "order"),
    [
        (["05/06/2016", "12/31/2016", "2016-01-02", ""], "month_first"),
        (["05/06/2016", "31/12/2016"], "day_first"),
        (["31.12.2016 8:30"], "day_first"),
        (["05/06/2016", "12/12/2016"], None),
        (["12/31/2016", "31/12/2016"], None),
        (["2016/12/31", "不详", "40/50/2016"], None),
        ([], None),
    ],
)
def test_the_order_of_dates_is_what_some_prove_and_none_contradict(values: list[str], order: str | None) -> None:
    assert order_of(values) == order


def days_opened() -> list[str]:
    opened = Matter.objects.unscoped("测试").values_list("opened_at", flat=True)
    return sorted(at.astimezone(BEIJING).date().isoformat() for at in opened)


def dates_file(tmp_path: Path, *dates: str) -> Path:
    path = tmp_path / "d.csv"
    rows = [f"{n},东街第{n}盏路灯不亮,{text}" for n, text in enumerate(dates, 1)]
    path.write_text("\n".join(["编号,内容,时间", *rows]), "utf-8")
    return path


def test_one_date_that_can_only_be_read_one_way_settles_the_file(county: None, tmp_path: Path) -> None:
    tally, rejects = run(dates_file(tmp_path, "05/06/2025", "12/31/2025 08:30", "2025-07-01"), keep_times=True)
    assert (tally.opened, rejects) == (3, [])
    assert days_opened() == ["2025-05-06", "2025-07-01", "2025-12-31"]


def test_dates_that_nothing_settles_are_refused_with_the_remedy(county: None, tmp_path: Path) -> None:
    tally, rejects = run(dates_file(tmp_path, "05/06/2016", "06/07/2016"))
    assert (tally.opened, tally.rejected) == (0, 2)
    assert "月、日次序不明" in rejects[0][1]
    assert "dates: month_first" in rejects[0][1]


def test_the_mapping_file_settles_the_order_against_the_guess(county: None, tmp_path: Path) -> None:
    mapping = tmp_path / "map.yaml"
    mapping.write_text("text: 内容\nsent_at: 时间\ndates: day_first\n", "utf-8")
    source = open_source(dates_file(tmp_path, "05/06/2025", "12/31/2025"))
    columns = dated(read_mapping(mapping, source.columns), source)
    assert columns.dates == DateOrder.DAY_FIRST
    assert "日/月/年" in columns.describe()
    options = Options("grid_matter", TOWNSHIP, "b1", keep_times=True)
    tally = bring_in(source, columns, options, tmp_path / "r.csv", NOW)
    assert (tally.opened, tally.rejected) == (1, 1)
    assert "次序不合" in (tmp_path / "r.csv").read_text("utf-8-sig")
    assert days_opened() == ["2025-06-05"]


def test_an_order_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    mapping = tmp_path / "map.yaml"
    mapping.write_text("text: b\ndates: mdy\n", "utf-8")
    with pytest.raises(BadMapping, match="不认识的日期次序“mdy”"):
        read_mapping(mapping, ("a", "b"))


def test_columns_that_cannot_be_guessed(tmp_path: Path) -> None:
    with pytest.raises(BadMapping, match="看不出哪一列是反映内容"):
        guess(["a", "b"])
    mapping = tmp_path / "map.yaml"
    mapping.write_text("text: b\nsent_at: 没有的列\n", "utf-8")
    with pytest.raises(BadMapping, match="文件里没有列：没有的列"):
        read_mapping(mapping, ("a", "b"))


def test_a_consultation_is_not_sent_to_a_department(county: None, tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    path.write_text("编号,内容\n1,路灯坏了砸到人谁赔\n", "utf-8")
    source = open_source(path)
    options = Options("legal_consultation", TOWNSHIP, "b1")
    assert bring_in(source, guess(source.columns), options, tmp_path / "r.csv", NOW).opened == 1
    matter = Matter.objects.unscoped("测试").get()
    assert (matter.procedure, matter.stage) == ("legal_consultation", "received")
    assert matter.unit != "housing"
