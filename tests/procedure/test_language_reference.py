"""The language reference says what the loader does: every key, guard, parameter, unit and kind, and nothing else."""

import re
from dataclasses import fields
from pathlib import Path
from typing import get_args

import pytest
from procedure_cases import BOOK, FILE, LICENCE

from fazhi.clock import CountingRules, Unit
from fazhi.procedure import parse_edition
from fazhi.procedure.guards import GUARDS
from fazhi.procedure.model import CloseRule, FieldType, RoleKind
from fazhi.procedure.overlay import KEYS as OVERLAY_KEYS
from fazhi.procedure.overlay import apply_overlay
from fazhi.procedure.shapes import KEYS
from fazhi.procedure.source import read_yaml

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "procedure-language.md").read_text("utf-8")
HEADINGS = {
    "file": "文件", "valid": "有效期 valid", "role": "角色 roles", "stage": "环节 stages", "outcome": "结果 outcomes",
    "obligation": "义务 obligations", "term": "期限 term", "round": "征询 rounds", "action": "办理事项 actions",
    "field": "填写项 fields", "start": "开始 starts", "extends": "延长 extends", "excludes": "扣除 excludes",
    "asks": "发起征询 asks", "notice": "告知 notices", "intake": "来件 intake", "transition": "过渡条款 transition",
}  # fmt: skip


def section(heading: str) -> str:
    found = re.search(rf"^#+ {re.escape(heading)}\n(.*?)(?=^#+ |\Z)", PAGE, re.M | re.S)
    assert found, f"the page has no section {heading}"
    return found[1]


def rows(heading: str) -> set[str]:
    return set(re.findall(r"^\| `(\w+)` \|", section(heading), re.M))


@pytest.mark.parametrize("part", KEYS)
def test_every_key_of_every_part_is_documented(part: str) -> None:
    assert rows(HEADINGS[part]) == set(KEYS[part])


def test_every_guard_is_documented_with_its_parameters() -> None:
    written = dict(re.findall(r"^\| `(\w+)` \| ([^|]*) \|", section("条件 guards"), re.M))
    assert {name: set(re.findall(r"`(\w+)`", params)) for name, params in written.items()} == {
        name: set(guard.params) for name, guard in GUARDS.items()
    }


@pytest.mark.parametrize(
    ("heading", "key", "values"),
    [
        ("角色 roles", "kind", get_args(RoleKind)),
        ("填写项 fields", "type", get_args(FieldType)),
        ("征询 rounds", "close", get_args(CloseRule)),
        ("期限 term", "unit", tuple(str(u) for u in Unit)),
        ("期限 term", "direction", ("after", "before")),
        ("文件", "status", ("draft", "published")),
    ],
)
def test_every_value_of_a_choice_is_documented(heading: str, key: str, values: tuple[str, ...]) -> None:
    row = re.search(rf"^\| `{key}` \| (.*) \|$", section(heading), re.M)
    assert row
    assert set(re.findall(r"`(\w+)`", row[1])) == set(values)


def test_every_reading_of_the_clock_is_documented() -> None:
    assert rows("计算口径 counting") == {f.name for f in fields(CountingRules)}


def test_every_key_of_an_overlay_is_documented() -> None:
    assert rows("本地文件（城市对程序的增改）") == set(OVERLAY_KEYS)


def test_the_examples_of_the_page_load() -> None:
    procedure, overlay = re.findall(r"```yaml\n(.*?)```", PAGE, re.S)
    assert parse_edition(procedure, "example.yaml").id == "sample@2026-01"
    root, over = read_yaml(LICENCE, FILE), read_yaml(overlay, "overlay.yaml")
    edition = apply_overlay(root, over, base_file=FILE, overlay_file="overlay.yaml", book=BOOK)
    assert edition.id == "licence@2026-01+qingfeng"
