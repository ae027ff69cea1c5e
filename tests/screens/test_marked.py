"""Every Chinese word that the residents' door shows is marked for translation; the exceptions stand here with why."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

DOOR = Path(__file__).parents[2] / "src" / "fazhi" / "portal"
CHINESE = re.compile(r"[\u4e00-\u9fff]")
MARKS = frozenset({"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext"})
UNMARKED = {
    "access.py": "理由写入查看记录，供核查，不给群众看",
    "apps.py": "系统内部的名称",
    "models.py": "表和列的名称，只在维护时见到",
    "services.py": "用来认出群众原话的词，不显示",
}
SHOWN_BY_TAGS = (
    re.compile(r"{%\s*comment.*?endcomment\s*%}|{#.*?#}|<!--.*?-->", re.S),
    re.compile(r"{%\s*blocktrans(?:late)?\b.*?{%\s*endblocktrans(?:late)?\s*%}", re.S),
    re.compile(r"{%\s*trans(?:late)?\b.*?%}"),
    re.compile(r'_\("[^"]*"\)'),
)
PYTHON = [path for path in sorted(DOOR.rglob("*.py")) if "migrations" not in path.parts]
TEMPLATES = sorted(DOOR.rglob("*.html"))


def unmarked(source: str) -> Iterator[str]:
    """Yield the Chinese texts of a module that no gettext call takes and that are no docstring."""
    tree = ast.parse(source)
    passed: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in MARKS:
            passed |= {id(part) for part in ast.walk(node)}
        if isinstance(node, ast.Expr):  # a docstring
            passed.add(id(node.value))
    for node in ast.walk(tree):
        text = node.value if isinstance(node, ast.Constant) and id(node) not in passed else None
        if isinstance(text, str) and CHINESE.search(text):
            yield f"{getattr(node, 'lineno', 0)}: {text}"


def unmarked_in_template(source: str) -> list[str]:
    """Return the lines of a template with Chinese outside the tags of translation."""
    for marked in SHOWN_BY_TAGS:
        source = marked.sub("", source)
    return [line.strip() for line in source.splitlines() if CHINESE.search(line)]


@pytest.mark.parametrize("path", PYTHON, ids=lambda path: path.name)
def test_texts_of_the_code_are_marked(path: Path) -> None:
    found = list(unmarked(path.read_text("utf-8")))
    if path.name in UNMARKED:
        assert found, f"{path.name} 已经没有例外，请从 UNMARKED 中去掉"
    else:
        assert found == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_texts_of_the_pages_are_marked(path: Path) -> None:
    assert unmarked_in_template(path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('"""说明"""\nx = _("甲")\ny = gettext_lazy("乙")', []),
        ('x = "甲"', ["1: 甲"]),
        ('x = f"过了{day}"', ["1: 过了"]),
        ('x = {"a": "甲", "b": _("乙")}', ["1: 甲"]),
    ],
)
def test_the_search_finds_what_is_not_marked(source: str, found: list[str]) -> None:
    assert list(unmarked(source)) == found


def test_the_search_finds_what_a_page_does_not_mark() -> None:
    assert unmarked_in_template('{% trans "甲" %}<p>{# 乙 #}</p>{% blocktrans %}丙{% endblocktrans %}') == []
    assert unmarked_in_template('{% include "x" with text="甲" %}') == ['{% include "x" with text="甲" %}']
