"""Every Chinese word that a screen shows is marked for translation; the exceptions stand here with why.

The rooms of floor 0 (clock, procedure, triage) know no Django: the words of their refusals and reckonings, like those
of the procedures themselves, are data, which a catalogue of the screens does not translate.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2] / "src" / "fazhi"
ROOMS = ("desk", "people", "portal", "screens")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
MARKS = frozenset({"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext"})
LOGGED = frozenset({"unscoped"})  # why a query passes over sight: kept in the code for who checks it, never shown
INSIDE = "系统内部的名称，不显示"
COLUMNS = "表、列和类别的名称，只在维护时见到"
SAMPLES = "样例页的虚构内容，只供设计人员看"
UNMARKED = {
    "desk/apps.py": INSIDE,
    "desk/models.py": COLUMNS,
    "people/divisions.py": "安装时独自运行，不用 Django；只给安装的人看",
    "people/models/dated.py": COLUMNS,
    "people/models/grants.py": COLUMNS,
    "people/models/parties.py": COLUMNS,
    "people/models/persons.py": COLUMNS,
    "people/models/regions.py": COLUMNS,
    "people/models/units.py": COLUMNS,
    "portal/access.py": "理由写入查看记录，供核查，不给群众看",
    "portal/apps.py": INSIDE,
    "portal/models.py": COLUMNS,
    "portal/services.py": "用来认出群众原话的词，不显示",
    "screens/apps.py": INSIDE,
    "screens/gallery.py": SAMPLES,
    "screens/lawbook/answers.py": "给程序接口和助手的答复，与接口的其他文字一样是数据",
    "screens/lawbook/finding.py": "问题中不用来标出答案的字，不显示",
    "screens/masking.py": "姓氏和遮蔽用的字，是姓名的一部分",
    "screens/templates/screens/gallery/gallery_desk.html": SAMPLES,
    "screens/templates/screens/gallery/gallery_portal.html": SAMPLES,
}
SHOWN_BY_TAGS = (
    re.compile(r"{%\s*comment.*?endcomment\s*%}|{#.*?#}|<!--.*?-->", re.S),
    re.compile(r"{%\s*blocktrans(?:late)?\b.*?{%\s*endblocktrans(?:late)?\s*%}", re.S),
    re.compile(r"{%\s*trans(?:late)?\b.*?%}"),
    re.compile(r'_\("[^"]*"\)'),
)
FILES = [path for room in ROOMS for path in sorted((HOUSE / room).rglob("*")) if "migrations" not in path.parts]
PYTHON = [path for path in FILES if path.suffix == ".py"]
TEMPLATES = [path for path in FILES if path.suffix == ".html"]


def unmarked(source: str) -> Iterator[str]:
    """Yield the Chinese texts of a module that no gettext call takes and that are no docstring."""
    tree = ast.parse(source)
    passed: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in MARKS | LOGGED:
            passed |= {id(given) for given in node.args}  # of a text put together on the spot xgettext finds nothing
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


def _name(path: Path) -> str:
    return path.relative_to(HOUSE).as_posix()


@pytest.mark.parametrize("path", [*PYTHON, *TEMPLATES], ids=_name)
def test_texts_are_marked(path: Path) -> None:
    search = unmarked if path.suffix == ".py" else unmarked_in_template
    found = list(search(path.read_text("utf-8")))
    if _name(path) in UNMARKED:
        assert found, f"{_name(path)} 已经没有例外，请从 UNMARKED 中去掉"
    else:
        assert found == []


def test_the_exceptions_are_files_of_these_rooms() -> None:
    assert set(UNMARKED) <= set(map(_name, FILES))


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('"""说明"""\nx = _("甲")\ny = gettext_lazy("乙")', []),
        ('x = "甲"', ["1: 甲"]),
        ('x = f"过了{day}"', ["1: 过了"]),
        ('x = {"a": "甲", "b": _("乙")}', ["1: 甲"]),
        ('x = _(f"过了{day}")', ["1: 过了"]),
        ('rows.unscoped("甲").filter(name="乙")', ["1: 乙"]),
    ],
)
def test_the_search_finds_what_is_not_marked(source: str, found: list[str]) -> None:
    assert list(unmarked(source)) == found


def test_the_search_finds_what_a_page_does_not_mark() -> None:
    assert unmarked_in_template('{% trans "甲" %}<p>{# 乙 #}</p>{% blocktrans %}丙{% endblocktrans %}') == []
    assert unmarked_in_template('{% include "x" with text=_("甲") %}{{ n|count:_("件") }}') == []
    assert unmarked_in_template('{% include "x" with text="甲" %}') == ['{% include "x" with text="甲" %}']
