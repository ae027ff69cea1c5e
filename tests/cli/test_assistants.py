"""`fazhi mcp` spoken to by the protocol's own client, over its own pipe."""

import asyncio
import json
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from fazhi.law.search import index
from fazhi.law.store.building import Source, build
from tests.screens.lawbook_cast import CHECKED, DUTIES, TEXTS

mcp = pytest.importorskip("mcp", reason="没有安装 mcp（pip install 'fazhi[law]'）")
Call = tuple[str, dict[str, Any]]


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path = tmp_path / "law.sqlite3"
    build(path, Source("样例库", "lawrefbook", CHECKED), TEXTS)
    index.build(path, path.with_name("law.index"))
    return path


def ask(corpus: Path, *calls: Call) -> list[Any]:
    """Return what the running server tells of its tools, then its answer to each call."""
    from mcp import Client, StdioServerParameters

    environment = {**os.environ, "FAZHI_LAW": str(corpus), "FAZHI_VAR": str(corpus.parent)}
    server = StdioServerParameters(command=sys.executable, args=["-m", "fazhi.site.main", "mcp"], env=environment)

    async def spoken() -> list[Any]:
        async with Client(server, read_timeout_seconds=120) as client:
            tools = (await client.list_tools()).tools
            return [tools, *[await client.call_tool(name, given) for name, given in calls]]

    # In a thread of its own: the tests' browser leaves an event loop running in this one.
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(asyncio.run, spoken()).result()


def told(answer: Any) -> dict[str, Any]:
    assert not answer.is_error, answer.content
    found: dict[str, Any] = answer.structured_content or json.loads(answer.content[0].text)
    return found


def test_an_assistant_searches_reads_checks_and_compares(corpus: Path) -> None:
    tools, hits, article, checked, changes = ask(
        corpus,
        ("search_law", {"question": "损坏的路灯几日内修复"}),
        ("read_article", {"name": "样例法", "article": "第二条", "on": "2025-01-01"}),
        ("verify_citations", {"text": "依据《样例法》第三条和《样例法》第三十条。", "on": "2025-01-01"}),
        ("diff_versions", {"name": "样例法", "older": "2015-05-01", "newer": "2023-09-01"}),
    )
    assert {tool.name for tool in tools} == {"search_law", "read_article", "verify_citations", "diff_versions"}
    assert all(tool.description and tool.annotations.read_only_hint for tool in tools)
    assert told(hits)["hits"][0]["article"] == "第三条"
    assert told(article)["text"] == DUTIES
    assert [one["verdict"] for one in told(checked)["citations"]] == ["有此规定", "没有这一条"]
    assert "新增" in {one["kind"] for one in told(changes)["changes"]}


def test_a_miss_and_a_wrong_question_are_told_in_words(corpus: Path) -> None:
    _, miss, wrong = ask(
        corpus,
        ("read_article", {"name": "没有这部法", "article": "1"}),
        ("read_article", {"name": "样例法", "article": "某"}),
    )
    assert miss.is_error
    assert "不等于不存在" in miss.content[0].text
    assert wrong.is_error
    assert "不是条号" in wrong.content[0].text


def test_without_a_corpus_the_assistant_is_told_what_to_do(tmp_path: Path) -> None:
    _, answer = ask(tmp_path / "nothing.sqlite3", ("search_law", {"question": "路灯"}))
    assert answer.is_error
    assert "fazhi law import" in answer.content[0].text
