"""The scenario runner: what is written wrong, and what comes out otherwise than written, is named with its line."""

from collections.abc import Mapping
from importlib import resources
from pathlib import Path

import pytest

from fazhi.clock import official_calendar
from fazhi.procedure import Edition, load_edition
from fazhi.procedure.reached import unreached
from fazhi.procedure.scenario import play, run_scenario
from fazhi.procedure.staging import BadScenario

HEAD = """场景: 试
程序: reconsideration@2024-01-01
人物:
  立案员: {单位: 县司法局, 身份: 行政复议人员}
  县长: {单位: 县政府, 身份: 行政复议机关}
步骤:
- 日期: 2025-03-03
  办理: 收到申请
  经办: 立案员
  内容: {申请人: 甲, 被申请人: 县公安局, 被申请人类别: 本级政府工作部门, 行政复议机关: 县政府, 行政复议机构: 县司法局, 申请方式: 邮寄, 被申请行政行为: 行政处罚, 行政行为作出之日: 2025-01-15, 知道行政行为之日: 2025-01-20, 已告知复议权利、机关和期限: 是, 提交申请之日: 2025-03-01}
"""  # noqa: E501
ACCEPT = "- {日期: 2025-03-05, 办理: 受理, 经办: 立案员, 内容: {审理程序: 普通程序}"


@pytest.fixture(scope="module")
def editions() -> Mapping[str, Edition]:
    edition = load_edition(Path(str(resources.files("fazhi.catalogue"))) / "procedures" / "reconsideration.yaml")
    return {edition.id: edition}


def written(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "story.yaml"
    path.write_text(HEAD + "\n".join(lines) + "\n", "utf-8")
    return path


def test_what_is_right_passes(tmp_path: Path, editions: Mapping[str, Edition]) -> None:
    path = written(tmp_path, f"{ACCEPT}, 则: {{环节: 审理, 结果: 无, 到期: {{作出行政复议决定: 2025-05-06}}}}}}")
    assert run_scenario(path, editions, official_calendar()) == []


@pytest.mark.parametrize(
    ("expected", "said"),
    [
        ("环节: 中止", "环节应为“中止”，实为“审理”"),
        ("结果: 维持", "结果应为“维持”，实为“无”"),
        ("适用版本: x", "适用版本应为“x”"),
        ("到期: {作出行政复议决定: 2025-05-05}", "“作出行政复议决定”到期应为“2025-05-05”，实为“2025-05-06”"),
        ("到期: {受理审查: 2025-03-10}", "“受理审查”应当在办，实际不在办"),
        ("在办: {作出行政复议决定: 2025-05-06}", "还有没写到的在办义务：发送副本"),
        ("了结: {受理审查: 逾期}", "“受理审查”应为“逾期”，实为“按期”"),
        ("逾期: [发送副本]", "超过期限的应为"),
        ("可以: [恢复审理]", "“恢复审理”应当可以办理，实际不可以：现在是“审理”环节"),
        ("不可以: {发送副本: 任何理由}", "“发送副本”应当不可以办理，实际可以"),
        ("不可以: {恢复审理: 天气不好}", "理由应含“天气不好”"),
        ("不可以: {没有的事: 理由}", "“没有的事”应当不可以办理"),
        ("征询: {县住建局: 已提供}", "没有向“县住建局”征询"),
        ("记载: {审理程序: 简易程序}", "“审理程序”应为“简易程序”，实为“普通程序”"),
        ("文书: []", "文书应为"),
        ("通知: []", "通知应为"),
        ("经过: [受理]", "经过应为"),
        ("须核对: [任何文书]", "须核对的应含“任何文书”"),
        ("随之改变: [受理]", "随之改变的记录应为"),
        ("迁移: [本件]", "没有预览"),
        ("天气: 晴", "不认识的预期“天气”"),
    ],
)
def test_what_comes_out_otherwise_is_named(
    tmp_path: Path, editions: Mapping[str, Edition], expected: str, said: str
) -> None:
    found = run_scenario(written(tmp_path, f"{ACCEPT}, 则: {{{expected}}}}}"), editions, official_calendar())
    assert len(found) == 1
    assert said in str(found[0])
    assert str(found[0]).startswith("story.yaml:11: 2025-03-05 办理 受理")


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ("- {日期: 2025-03-05, 办理: 中止, 经办: 立案员}", "被拒绝：现在是“受理审查”环节"),
        ("- {日期: 2025-03-05, 办理: 中止, 经办: 立案员, 拒绝: 别的理由}", "被拒绝：现在是“受理审查”环节"),
        (f"{ACCEPT}, 拒绝: 无论如何}}", "应当拒绝（无论如何），却办成了"),
    ],
)
def test_a_refusal_must_be_the_one_that_is_written(
    tmp_path: Path, editions: Mapping[str, Edition], step: str, said: str
) -> None:
    found = run_scenario(written(tmp_path, step), editions, official_calendar())
    assert [said in failure.what for failure in found] == [True]


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ("- {日期: 2025-03-05, 事: 受理}", "不认识的步骤"),
        ("- {日期: 2025-03-05, 办理: 受案, 经办: 立案员}", "没有办理事项“受案”"),
        ("- {日期: 2025-03-05, 办理: 受理, 经办: 路人}", "“路人”不在人物中"),
        ("- {日期: 2025-03-05, 办理: 受理, 经办: 立案员, 内容: {程序: 普通程序}}", "没有填写项“程序”"),
        ("- {日期: 三月五日, 办理: 受理, 经办: 立案员}", "“三月五日”不是日期"),
        ("- {到: 2025-03-02}", "须按录入先后"),
        ("- {更正: 作废, 目标: 中止, 日期: 2025-03-05, 经办: 立案员}", "没有办理过“中止”"),
    ],
)
def test_what_cannot_be_played_is_refused(
    tmp_path: Path, editions: Mapping[str, Edition], step: str, said: str
) -> None:
    with pytest.raises(BadScenario, match=said):
        run_scenario(written(tmp_path, step), editions, official_calendar())


def test_an_unknown_edition_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadScenario, match="没有“reconsideration@2024-01-01”"):
        run_scenario(written(tmp_path), {}, official_calendar())


def test_what_no_scenario_reaches_is_listed(tmp_path: Path, editions: Mapping[str, Edition]) -> None:
    edition = next(iter(editions.values()))
    missing = unreached(edition, [play(written(tmp_path, ACCEPT + "}"), editions, official_calendar())])
    assert "环节“中止”（suspended）" in missing
    assert "办理事项“中止”（suspend）" in missing
    assert "结果“维持”（upheld）" in missing
    assert "义务“书面答复并举证”（reply）" in missing
    assert not [line for line in missing if "（accept）" in line or "（trial）" in line or "义务“发送副本”" in line]
