"""`fazhi mcp`: the law at hand for an AI assistant, by the Model Context Protocol, so that it can be kept honest.

The protocol's own library is an extra (`law`); it is loaded only when this command runs.
"""

import argparse
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from django.utils import timezone

from fazhi.cli.console import Sub, command, complain
from fazhi.law.citing.model import AsOf
from fazhi.law.store.corpus import NoCorpus
from fazhi.screens.lawbook import answers
from fazhi.screens.lawbook.book import lawbook

if TYPE_CHECKING:
    from mcp.server import MCPServer

P = ParamSpec("P")
R = TypeVar("R")
INSTRUCTIONS = """法律条文库：查条文、读条文、核对引用、比较版本。
引用法律之前，用 read_article 读原文；写完之后，用 verify_citations 核对全文。
答复里没有的，只说“条文库里没有”，不要说“不存在”；checked_to 是条文库核对到的日期，其后的变化它不知道。"""


def add_commands(sub: Sub) -> None:
    """Add the command."""
    command(sub, "mcp", "为人工智能助手提供法律条文（MCP，标准输入输出）：查条文、读条文、核对引用、比较版本", _serve)


def _serve(given: argparse.Namespace) -> int:
    try:
        server = made()
    except ImportError:
        return complain("没有安装 mcp。请运行 pip install 'fazhi[law]'。")
    server.run("stdio")
    return 0


def made() -> "MCPServer":
    """Return the server with its four tools; ImportError where the protocol's library is not installed."""
    from mcp.server import MCPServer
    from mcp.types import ToolAnnotations

    server = MCPServer("fazhi-law", title="法治：法律条文", instructions=INSTRUCTIONS, log_level="WARNING")
    reads = ToolAnnotations(read_only_hint=True, open_world_hint=False)
    for tool in (search_law, read_article, verify_citations, diff_versions):
        server.add_tool(_told(tool), annotations=reads)
    return server


def _told(tool: Callable[P, R]) -> Callable[P, R]:
    """Let a refusal reach the assistant in its own words, and nothing else of what went wrong."""
    from functools import wraps

    from mcp.server.mcpserver.exceptions import ToolError

    @wraps(tool)
    def answered(*args: P.args, **named: P.kwargs) -> R:
        try:
            return tool(*args, **named)
        except (answers.NotTold, NoCorpus) as wrong:
            raise ToolError(str(wrong)) from wrong

    return answered


def search_law(
    question: str, level: str = "", place: str | None = None, on: date | None = None, limit: int = 10
) -> answers.SearchAnswer:  # fmt: skip
    """用平常的话查法律条文，最贴近的在前。level 如“法律”“行政法规”；place 是行政区划代码；on 是要求在哪一天有效。"""
    return answers.search(lawbook(), question, level=level, place=place, on=on, limit=limit)


def read_article(
    name: str = "", article: str = "", on: date | None = None, address: str = "", place: str = ""
) -> answers.ArticleAnswer:  # fmt: skip
    """读一条的原文。写 name（如“行政处罚法”）和 article（如“第三十七条”），或者写 address；on 不填的为今天。"""
    day = on or timezone.localdate()
    return answers.article(lawbook(), address=address, name=name, number=article, place=place, on=day)


def verify_citations(text: str, on: date | None = None) -> answers.VerifyAnswer:
    """核对一段文字里引用的全部法律：有没有这一条、当日是否有效、引文是否一致、后来是否改了条号。"""
    reason = "按要求的日期核对" if on else "按今天有效的文本核对"
    today = timezone.localdate()
    return answers.verify(lawbook(), text, AsOf(on or today, reason), today)


def diff_versions(name: str, older: date, newer: date, place: str = "") -> answers.DiffAnswer:
    """比较一部法律的两个版本，逐条写明新增、删除、改号、改文。日期是版本日期，或者该版本有效的某一天。"""
    return answers.compare(lawbook(), name, older, newer, place=place)
