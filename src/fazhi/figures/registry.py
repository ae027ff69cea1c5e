"""The indicators that this installation counts by, read once."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from fazhi import catalogue
from fazhi.figures.conditions import OWED
from fazhi.figures.definitions import Indicator
from fazhi.figures.parsing import codes_of, load_indicators
from fazhi.procedure import Edition
from fazhi.procedure.errors import BadDefinition, Problem

FILE = Path(catalogue.__file__).parent / "indicators" / "main.yaml"


class NoSuchIndicator(LookupError):
    """没有这个指标。请从指标列表中选择。"""

    def __init__(self, id: str) -> None:
        super().__init__(f"没有指标“{id}”。请从指标列表中选择。")


@lru_cache(maxsize=1)
def indicators() -> Mapping[str, Indicator]:
    """Return all definitions by id; raise BadDefinition with every mistake in the file."""
    return load_indicators(FILE)


def indicator(id: str) -> Indicator:
    """Return one definition; raise NoSuchIndicator."""
    found = indicators().get(id)
    if found is None:
        raise NoSuchIndicator(id)
    return found


def check_against(found: Iterable[Indicator], editions: Iterable[Edition], file: str) -> None:
    """Raise BadDefinition where a definition names a stage, outcome, obligation or round its procedures lack."""
    known = tuple(editions)
    problems = [problem for one in found for problem in _unknown_codes(one, known, file)]
    if problems:
        raise BadDefinition(problems)


def _unknown_codes(indicator: Indicator, editions: tuple[Edition, ...], file: str) -> list[Problem]:
    codes = codes_of(indicator)
    wanted = codes.get("procedure", set())
    there = [e for e in editions if e.procedure in wanted or not wanted]
    has = {
        "procedure": {e.procedure for e in editions},
        "stage": {s for e in there for s in e.stages},
        "outcome": {o for e in there for o in e.outcomes},
        "round": {r for e in there for r in e.rounds},
        OWED: {o for e in there for o in e.obligations},
    }
    return [
        Problem(file, 1, f"指标“{indicator.id}”提到的 {column}“{code}”在程序中没有", "请核对程序文件")
        for column in has.keys() & codes.keys()
        for code in sorted(codes[column] - has[column])
    ]
