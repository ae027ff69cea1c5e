"""What is said when something cannot be done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


class Refused(Exception):
    """该操作现在不能办理。"""

    def __init__(self, code: str, why: str, remedy: str = "", fields: Mapping[str, str] | None = None) -> None:
        self.code, self.why, self.remedy, self.fields = code, why, remedy, dict(fields or {})
        super().__init__(why + (f"。{remedy}" if remedy else ""))


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a definition: where, what, and the remedy."""

    file: str
    line: int
    what: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}。{self.remedy}"


class BadDefinition(Exception):
    """程序文件有错误，不能载入。"""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, problems)))
