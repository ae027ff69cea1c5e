"""Every refusal as one kind of answer: code, what and why, what to do, which fields."""

import logging
import traceback
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.signals import got_request_exception
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from pydantic import BaseModel

from fazhi.clock import ClockError
from fazhi.law.store.corpus import NoCorpus
from fazhi.ledger.writing import StreamMoved
from fazhi.matters.acting import NoSuchMatter
from fazhi.people.parties import BadPhone
from fazhi.procedure import Refused
from fazhi.screens.lawbook.answers import NotHere, NotTold

log = logging.getLogger("django.request")
STATUS: Mapping[str, int] = {"not_yours": 403, "overtaken": 409}  # of a refusal by its code; 422 for all others
UNPROCESSABLE = 422


class Problem(BaseModel):
    """办不成的原因和办法。"""

    code: str
    message: str
    remedy: str = ""
    fields: dict[str, str] = {}


class Problems:
    """What an operation may answer besides success; the OpenAPI document lists each."""

    ANY: Mapping[int, type[Problem]] = {401: Problem, 500: Problem}
    READ: Mapping[int, type[Problem]] = {**ANY, 404: Problem, 422: Problem}
    CHECK: Mapping[int, type[Problem]] = {**READ, 400: Problem, 413: Problem}
    LIST: Mapping[int, type[Problem]] = {**ANY, 422: Problem}
    CREATE: Mapping[int, type[Problem]] = {**ANY, **dict.fromkeys((400, 403, 409, 413, 422), Problem)}
    ACT: Mapping[int, type[Problem]] = {**CREATE, 404: Problem}


def problem(code: str, message: str, remedy: str = "", fields: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Return the body of a refusal."""
    return {"code": code, "message": message, "remedy": remedy, "fields": dict(fields or {})}


UNAUTHORIZED = problem(
    "unauthorized", "没有有效的令牌", "请在 Authorization 头中带上“Bearer 令牌”；令牌向本单位系统管理员申请"
)
NOT_FOUND = problem("not_found", "没有这个办件，或者您无权查看", "请核对办件编号")
NO_ADDRESS = problem("not_found", "没有这个地址", "请对照 /api/v1/openapi.json 核对地址和方法")
TOO_LARGE = problem("too_large", "请求太大，没有收下", "请写明要点，详细材料作为附件上传")
MALFORMED = problem("malformed", "请求不是有效的 JSON", "请检查后重新发送")
NO_CSRF = problem("csrf", "没有带防伪造令牌", "用登录会话调用时，请在 X-CSRFToken 头中带上它；程序请改用令牌")
FAILED = problem("failed", "系统出了差错，没有办成", "请稍后用同一个 Idempotency-Key 重新发送，不会重复办理")
MOVED = problem("moved", "该办件刚刚已有新的办理记录，您的操作没有写入", "请重新读取后再办理")
BAD_DATE = problem("fields", "时间不在历法能推算的范围内", "请核对时间", {"occurred_at": "时间有误"})


def install(api: NinjaAPI) -> None:
    """Answer every exception as a Problem."""
    _of_law(api)

    def answers(kind: type[Exception], body: dict[str, Any], status: int) -> None:
        api.add_exception_handler(kind, lambda request, exc: api.create_response(request, body, status=status))

    answers(AuthenticationError, UNAUTHORIZED, 401)
    answers(NoSuchMatter, NOT_FOUND, 404)
    answers(Http404, NOT_FOUND, 404)
    answers(RequestDataTooBig, TOO_LARGE, 413)
    answers(StreamMoved, MOVED, 409)
    answers(ClockError, BAD_DATE, UNPROCESSABLE)

    @api.exception_handler(Refused)
    def refused(request: HttpRequest, exc: Refused) -> HttpResponse:
        body = problem(exc.code, exc.why, exc.remedy, exc.fields)
        return api.create_response(request, body, status=STATUS.get(exc.code, UNPROCESSABLE))

    @api.exception_handler(BadPhone)
    def bad_phone(request: HttpRequest, exc: BadPhone) -> HttpResponse:
        body = problem(
            "fields", "电话号码看起来不对", "请填 11 位手机号，或者带区号的固定电话", {"party.phone": str(exc)}
        )
        return api.create_response(request, body, status=UNPROCESSABLE)

    @api.exception_handler(ValidationError)
    def invalid(request: HttpRequest, exc: ValidationError) -> HttpResponse:
        fields = {_place(error): _words(error) for error in exc.errors}
        body = problem(
            "fields", "填写的内容有误：" + "；".join(f"{k} {v}" for k, v in fields.items()), "请改正后重新发送", fields
        )
        return api.create_response(request, body, status=UNPROCESSABLE)

    @api.exception_handler(HttpError)
    def http_error(request: HttpRequest, exc: HttpError) -> HttpResponse:
        if isinstance(exc.__cause__, RequestDataTooBig):
            return api.create_response(request, TOO_LARGE, status=413)
        body = NO_CSRF if exc.status_code == 403 else MALFORMED
        return api.create_response(request, body, status=exc.status_code)

    @api.exception_handler(Exception)
    def failed(request: HttpRequest, exc: Exception) -> HttpResponse:
        got_request_exception.send(sender=None, request=request)
        # Where, not with what: the message of an exception may hold anybody's name or number.
        where = "".join(traceback.format_tb(exc.__traceback__))
        log.error("api failed: %s %s %s\n%s", request.method, request.path, type(exc).__name__, where)
        return api.create_response(request, FAILED, status=500)


def _of_law(api: NinjaAPI) -> None:
    @api.exception_handler(NotTold)
    def not_told(request: HttpRequest, exc: NotTold) -> HttpResponse:
        here = ("not_in_corpus", 404) if isinstance(exc, NotHere) else ("fields", UNPROCESSABLE)
        return api.create_response(request, problem(here[0], str(exc)), status=here[1])

    @api.exception_handler(NoCorpus)
    def no_corpus(request: HttpRequest, exc: NoCorpus) -> HttpResponse:
        return api.create_response(request, problem("no_corpus", str(exc)), status=404)


_WORDS: Mapping[str, str] = {
    "missing": "必填", "string_type": "须是文字", "int_type": "须是整数", "int_parsing": "须是整数",
    "bool_type": "须是 true 或者 false",
    "dict_type": "须是对象", "list_type": "须是数组", "extra_forbidden": "没有这一项",
    "timezone_aware": "须带时区，例如 2026-11-23T09:30:00+08:00", "json_invalid": "不是有效的 JSON",
    "model_attributes_type": "须是对象", "string_pattern_mismatch": "含有不能用的字符，或者太长",
}  # fmt: skip


def _place(error: Mapping[str, Any]) -> str:
    # The first two name where it stood (body, query) and the parameter of ours; the caller knows the rest.
    loc = [str(part) for part in error["loc"] if part not in ("body", "query", "path", "header", "given", "filters")]
    return ".".join(loc) or "body"


def _words(error: Mapping[str, Any]) -> str:
    kind, told = str(error["type"]), error.get("ctx", {})
    if kind.startswith(("datetime", "date", "timezone")) and kind != "timezone_aware":
        return "不是有效时间，请按 2026-11-23T09:30:00+08:00 的样式填写"
    if kind in ("string_too_long", "too_long"):
        return f"太长，最多 {told.get('max_length')}"
    if kind in ("string_too_short", "too_short"):
        return "不能为空"
    if kind in ("less_than", "less_than_equal", "greater_than_equal"):
        return f"超出范围，界限是 {next(iter(told.values()), '')}"
    if kind in ("enum", "literal_error"):
        return f"须是下列之一：{told.get('expected')}"
    return _WORDS.get(kind, "填写有误")
