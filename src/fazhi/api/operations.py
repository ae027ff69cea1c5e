"""The addresses of the programs' door: each fetches, calls one function, and answers."""

from typing import Annotated, Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from ninja import Header, NinjaAPI, Path, Query, Router

from fazhi.api import acting, creating, laws, listing, reading
from fazhi.api.auth import Session, Token, caller
from fazhi.api.errors import Problems, install
from fazhi.api.json import OrjsonParser, OrjsonRenderer
from fazhi.api.schemas import (
    ActedOut,
    ActIn,
    BatchIn,
    BatchOut,
    Code,
    CreatedOut,
    Filters,
    Key,
    MatterIn,
    MatterOut,
    Number,
    PageOut,
    ProcedureOut,
    RegionOut,
)
from fazhi.matters.catalogue import editions
from fazhi.people.models import Region
from fazhi.procedure import Edition
from fazhi.screens.context import moment_of

DESCRIPTION = """法治的程序接口：收件、查询、办理、列表。

令牌代表一个人：能看什么、能办什么，与这个人在工作台上一样。办不成的，一律答复 code、message（什么、为什么）、
remedy（怎么办）、fields（哪一项）。收件和办理请带 Idempotency-Key：同一个键重复发送，只办一次，返回第一次的结果。"""

router = Router()
IdempotencyKey = Annotated[Key | None, Header(alias="Idempotency-Key")]


@router.post("/matters", response={201: CreatedOut, 200: CreatedOut, **Problems.CREATE}, summary="收件")
def create_matter(request: HttpRequest, given: MatterIn, key: IdempotencyKey = None) -> Any:
    """登记一件来信，由系统分办；把握不够的，留给分办员。同一个键第二次发送答复 200。"""
    created = creating.create(given, key or "", caller(request), moment_of(request))
    return api.create_response(request, created, status=200 if created["repeated"] else 201)


@router.post("/matters/actions", response={200: BatchOut, **Problems.ACT}, summary="对多件办理同一事项")
def act_on_many(request: HttpRequest, given: BatchIn, key: IdempotencyKey = None) -> Any:
    """每件各自办理，一件不成不影响其他；dry_run 为 true 时只试不办。"""
    return acting.act_on_many(caller(request), given, key or "", moment_of(request))


@router.get("/matters", response={200: PageOut, **Problems.LIST}, summary="列表")
def list_matters(request: HttpRequest, filters: Annotated[Filters, Query()]) -> Any:
    """您有权查看的办件，新的在前；用 next 取下一页。"""
    return listing.page_of(caller(request), filters, moment_of(request))


@router.get("/matters/{number}", response={200: MatterOut, **Problems.READ}, summary="查询一件")
def read_matter(request: HttpRequest, number: Annotated[Number, Path()]) -> Any:
    """现在的环节、义务和期限、您能办什么、为什么不能办其余的、全部经过。"""
    return reading.read(caller(request), number, moment_of(request))


@router.post("/matters/{number}/actions/{action}", response={200: ActedOut, **Problems.ACT}, summary="办理")
def act_on_matter(
    request: HttpRequest, number: Annotated[Number, Path()], action: Annotated[Code, Path()], given: ActIn,
    key: IdempotencyKey = None,
) -> Any:  # fmt: skip
    """办理一个事项。"""
    return acting.act(caller(request), number, action, given, key or "", moment_of(request))


@router.get("/procedures", response={200: list[ProcedureOut], **Problems.ANY}, summary="现行程序")
def list_procedures(request: HttpRequest) -> Any:
    """今天有效的程序，和由来信开始时要填写的内容。"""
    today = timezone.localdate(moment_of(request))
    return [_procedure(e) for e in editions().values() if e.status == "published" and _in_force(e, today)]


@router.get("/regions", response={200: list[RegionOut], **Problems.LIST}, summary="行政区划")
def list_regions(request: HttpRequest, parent: Annotated[str, Query(pattern=r"^\d{0,12}$")] = "") -> Any:
    """某一区划的下一级；不填 parent 的，从最上一级取起。"""
    below = Q(parent_id=parent) if parent else Q(parent_id=None)
    rows = Region.objects.filter(below).values_list("code", "name", "level", "parent_id")
    return [RegionOut(code=code, name=name, level=level, parent=above or "") for code, name, level, above in rows]


def _in_force(edition: Edition, today: Any) -> bool:
    return edition.valid_from <= today and (edition.valid_until is None or today <= edition.valid_until)


def _procedure(edition: Edition) -> ProcedureOut:
    intake = edition.intake
    return ProcedureOut(
        procedure=edition.procedure, edition=edition.id, name=edition.name, summary=edition.summary,
        opens_by_message=edition.opens_by_message,
        fields=reading.fields_of(edition.actions[intake.action]) if intake else [],
    )  # fmt: skip


api = NinjaAPI(
    title="法治", version="1", description=DESCRIPTION, urls_namespace="api", docs_url=None,
    openapi_url="/openapi.json",
    auth=[Token(), Session()], parser=OrjsonParser(), renderer=OrjsonRenderer(),
)  # fmt: skip
install(api)
api.add_router("", router)
api.add_router("/law", laws.router)
