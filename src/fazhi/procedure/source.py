"""Reading YAML so that every value still knows its line."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from fazhi.procedure.errors import BadDefinition, Problem


class Node(dict[str, Any]):
    """A YAML mapping that knows the line of itself and of each key."""

    line: int
    lines: dict[str, int]


class _Loader(yaml.SafeLoader):
    pass


def _mapping(loader: yaml.SafeLoader, node: yaml.MappingNode) -> Node:
    found = Node()
    found.line = node.start_mark.line + 1
    found.lines = {}
    for key_node, value_node in node.value:
        key = str(loader.construct_object(key_node, deep=True))
        if key in found:
            raise yaml.constructor.ConstructorError(None, None, f"重复的键“{key}”", key_node.start_mark)
        found[key] = loader.construct_object(value_node, deep=True)
        found.lines[key] = key_node.start_mark.line + 1
    return found


# In YAML 1.1 an unquoted yes or no is a truth value; here they are answers (yesno) and stay words.
_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))
_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)


def read_text(path: Path) -> str:
    """Return the text of a definition file; raise BadDefinition where it is not UTF-8."""
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise BadDefinition(
            [Problem(str(path), line, "文件不是 UTF-8 编码", "请在编辑器中另存为 UTF-8 编码")]
        ) from None


def read_yaml(text: str, file: str) -> Node:
    """Return the mapping in a YAML text; raise BadDefinition with the line where it cannot be read."""
    try:
        found = yaml.load(text, _Loader)  # noqa: S506  (the loader is a SafeLoader)
    except yaml.MarkedYAMLError as error:
        raise BadDefinition([_unread(error, file)]) from None
    except yaml.YAMLError as error:
        raise BadDefinition([Problem(file, 1, f"YAML 格式错误：{error}", "请检查文件中是否有不能识别的字符")]) from None
    if not isinstance(found, Node):
        raise BadDefinition([Problem(file, 1, "文件不是一个键值表", "请以 procedure: 开头填写")])
    return found


def _unread(error: yaml.MarkedYAMLError, file: str) -> Problem:
    line = error.problem_mark.line + 1 if error.problem_mark else 1
    if "recursive" in str(error.problem):
        return Problem(file, line, "别名（*）指向了它自己，没有尽头", "请把这个别名换成实际的内容")
    return Problem(file, line, f"YAML 格式错误：{error.problem}", "请检查缩进、冒号和引号")


class Reader:
    """Takes values out of nodes and gathers what is wrong with them, so that one load shows every mistake."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def wrong(self, line: int, what: str, remedy: str) -> None:
        """Note a problem."""
        self.problems.append(Problem(self.file, line, what, remedy))

    def known(self, node: Node, keys: frozenset[str], where: str) -> None:
        """Note every key that the language does not have."""
        for key in node.keys() - keys:
            self.wrong(node.lines[key], f"{where}有不认识的键“{key}”", f"可用的键：{'、'.join(sorted(keys))}")

    def need(self, node: Node, key: str, where: str) -> Any:
        """Return the value of a key that must be there."""
        if node.get(key) in (None, "", {}):
            self.wrong(node.line, f"{where}缺少“{key}”", f"请补上 {key}:")
        return node.get(key)

    def table(self, node: Node, key: str) -> Iterator[tuple[str, Node]]:
        """Yield the named entries of a section."""
        section = node.get(key) or Node()
        if not isinstance(section, Node):
            self.wrong(node.lines[key], f"“{key}”须是键值表", "请写成 名称: {…} 的形式")
            return
        for name, value in section.items():
            if isinstance(value, Node):
                yield name, value
            else:
                self.wrong(section.lines[name], f"“{key}”下的“{name}”须是键值表", "请写成 {name: …} 的形式")

    def strings(self, node: Node, key: str) -> tuple[str, ...]:
        """Return a value that is one string or a list of them."""
        value = node.get(key)
        if value is None:
            return ()
        return tuple(map(str, value)) if isinstance(value, list) else (str(value),)
