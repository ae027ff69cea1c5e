"""The law for programs: search, one article, the citations of a text, two versions beside each other."""

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router
from pydantic import Field

from fazhi.api.errors import Problems
from fazhi.api.schemas import Strict
from fazhi.law.citing.model import AsOf
from fazhi.screens.context import moment_of
from fazhi.screens.lawbook import answers
from fazhi.screens.lawbook.book import lawbook

router = Router(tags=["法律条文"])
Name = Annotated[str, Field(max_length=200)]
Place = Annotated[str, Field(pattern=r"^\d{0,12}$")]


class ArticleQuery(Strict):
    """哪一条：写 address，或者写 name 和 article（第二十条、20、20-1）。on 不填的为今天。"""

    address: Name = ""
    name: Name = ""
    article: Annotated[str, Field(max_length=30)] = ""
    place: Place = ""
    on: date | None = None


class SearchQuery(Strict):
    """查什么。place 填行政区划代码，查全国的和当地的；填 cn，只查全国的；不填，不限。"""

    q: Name
    level: Annotated[str, Field(max_length=10)] = ""
    place: Annotated[str, Field(pattern=r"^(cn|\d{0,12})$")] = ""
    on: date | None = None
    limit: Annotated[int, Field(ge=1, le=answers.MOST_HITS)] = 10


class VerifyIn(Strict):
    """要核对引用的文字。on 是按哪一天的法律核对，不填的为今天；reason 是为什么按那一天。"""

    text: str
    on: date | None = None
    reason: Annotated[str, Field(max_length=200)] = ""


class DiffQuery(Strict):
    """比较一部法律的两个版本：older、newer 填版本日期，或者该版本有效的某一天。"""

    name: Name
    older: date
    newer: date
    place: Place = ""


@router.get("/search", response={200: answers.SearchAnswer, **Problems.READ}, summary="查法律条文")
def search(request: HttpRequest, asked: Annotated[SearchQuery, Query()]) -> Any:
    """用平常的话问，答复最贴近的条文。没有查到，不等于没有规定。"""
    place = {"": None, "cn": ""}.get(asked.place, asked.place)
    return answers.search(lawbook(), asked.q, level=asked.level, place=place, on=asked.on, limit=asked.limit)


@router.get("/article", response={200: answers.ArticleAnswer, **Problems.READ}, summary="一条规定")
def article(request: HttpRequest, asked: Annotated[ArticleQuery, Query()]) -> Any:
    """一条规定在某一天的文本，何时施行，现在是否有效。"""
    return answers.article(
        lawbook(), address=asked.address, name=asked.name, number=asked.article, place=asked.place,
        on=asked.on or _today(request),
    )  # fmt: skip


@router.post("/verify", response={200: answers.VerifyAnswer, **Problems.CHECK}, summary="核对引用")
def verify(request: HttpRequest, given: VerifyIn) -> Any:
    """找出文字里引用的每一条，逐处核对。文字不保存，不写日志。"""
    today = _today(request)
    day = given.on or today
    reason = given.reason or ("按要求的日期核对" if given.on else "按今天有效的文本核对")
    return answers.verify(lawbook(), given.text, AsOf(day, reason), today)


@router.get("/diff", response={200: answers.DiffAnswer, **Problems.READ}, summary="两个版本的不同")
def diff(request: HttpRequest, asked: Annotated[DiffQuery, Query()]) -> Any:
    """逐条写明新增、删除、改号、改文。"""
    return answers.compare(lawbook(), asked.name, asked.older, asked.newer, place=asked.place)


def _today(request: HttpRequest) -> date:
    return timezone.localdate(moment_of(request))
