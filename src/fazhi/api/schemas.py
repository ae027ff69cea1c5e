"""What goes in and comes out, as the OpenAPI document shows it."""

from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

Code = Annotated[str, Field(pattern=r"^[\w.:/@+#()（）〔〕\-]*$", max_length=64)]
Number = Annotated[str, Field(pattern=r"^\w{1,4}\d{8}-\d{3,10}$", max_length=32)]
# Beyond these years no calendar reckons, and some clocks overflow.
Moment = Annotated[AwareDatetime, Field(ge=datetime(2000, 1, 1, tzinfo=UTC), lt=datetime(2100, 1, 1, tzinfo=UTC))]
Day = Annotated[date, Field(ge=date(2000, 1, 1), lt=date(2100, 1, 1))]
Key = Annotated[str, Field(pattern=r"^[\x21-\x7e]{1,60}$")]


class Strict(BaseModel):
    """A body in which a misspelt name is told, not passed over."""

    model_config = ConfigDict(extra="forbid")


class PartyIn(Strict):
    """反映人。姓名和电话密封保存，只显示遮蔽后的样子。"""

    name: str = Field("", max_length=64)
    phone: str = Field("", max_length=32)


class MatterIn(Strict):
    """一件来信。"""

    text: str
    region: Annotated[str, Field(pattern=r"^\d{0,12}$")] = ""
    procedure: Code = "grid_matter"
    channel: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,31}$")] = "program"
    title: str = Field("", max_length=200)
    subject: Code = ""
    place: str = Field("", max_length=200)
    party: PartyIn | None = None
    hide_reporter: bool = Field(False, description="反映人要求对承办单位隐去身份")
    occurred_at: Moment | None = None
    late_reason: str = Field("", max_length=500)
    command_id: Key | None = None


class SuggestionOut(BaseModel):
    """一个可能的承办单位。"""

    unit: str
    name: str
    subject: str
    confidence: float
    reasons: list[str]


class CreatedOut(BaseModel):
    """收到的办件。"""

    id: UUID
    number: str
    code: str
    stage: str
    unit: str
    unit_name: str
    due: datetime | None
    suggestions: list[SuggestionOut]
    repeated: bool


class ActIn(Strict):
    """一次办理。seen 填您看到的最后序号：其后他人办理过的，会答复 409。"""

    data: dict[str, Any] = {}
    seen: int = Field(0, ge=0)
    occurred_at: Moment | None = None
    late_reason: str = Field("", max_length=500)
    command_id: Key | None = None


class ActedOut(BaseModel):
    """办理之后的办件。"""

    id: UUID
    seq: int
    stage: str
    stage_name: str
    outcome: str
    unit: str
    unit_name: str
    due: datetime | None
    repeated: bool


class BatchIn(Strict):
    """对多件办理同一事项；dry_run 只试不办。"""

    action: Code
    numbers: Annotated[list[Number], Field(min_length=1, max_length=500)]
    data: dict[str, Any] = {}
    dry_run: bool = False
    batch_id: Key | None = None


class LineOut(BaseModel):
    """一件的结果。"""

    number: str
    ok: bool
    why: str = ""
    seq: int = 0


class BatchOut(BaseModel):
    """一批的结果，每件一行，不漏一件。"""

    batch_id: str
    dry_run: bool
    done: int
    lines: list[LineOut]


class ItemOut(BaseModel):
    """列表中的一件；摘要中的号码已遮蔽。"""

    id: UUID
    number: str
    procedure: str
    stage: str
    stage_name: str
    outcome: str
    unit: str
    unit_name: str
    region: str
    subject: str
    channel: str
    gist: str
    opened_at: datetime
    ended_at: datetime | None
    due: datetime | None
    provisional: bool
    paused: bool
    on_time: bool | None
    seq: int


class PageOut(BaseModel):
    """一页办件；next 为空即到末页。"""

    items: list[ItemOut]
    next: str = ""


class FieldOut(BaseModel):
    """办理时要填写的一项。"""

    id: str
    name: str
    type: str
    required: bool
    choices: dict[str, str]
    help: str


class ActionOut(BaseModel):
    """一个办理事项，现在能不能办，为什么不能。"""

    id: str
    name: str
    allowed: bool
    mine: bool
    reasons: list[str]
    fields: list[FieldOut]


class ObligationOut(BaseModel):
    """一项义务：由谁、做什么、依据、期限。"""

    id: str
    name: str
    bearer: str
    holder: str
    holder_name: str
    article: str
    start: datetime
    due: datetime | None
    provisional: bool
    ended_at: datetime | None
    on_time: bool | None


class EventOut(BaseModel):
    """一次办理的记录；内容中的号码已遮蔽。"""

    seq: int
    kind: str
    action: str
    name: str
    occurred_at: datetime
    recorded_at: datetime
    actor: str
    late_reason: str
    target: int
    data: dict[str, Any]


class MatterOut(ItemOut):
    """一件办件的全部。"""

    edition: str
    obligations: list[ObligationOut]
    actions: list[ActionOut]
    events: list[EventOut]


class Filters(BaseModel):
    """列表的条件。"""

    model_config = ConfigDict(extra="forbid")
    procedure: Code = ""
    stage: Code = ""
    unit: Code = ""
    region: Annotated[str, Field(pattern=r"^\d{0,12}$")] = ""
    subject: Code = ""
    state: Literal["open", "ended", "all"] = "all"
    late: bool = False
    opened_from: Day | None = None
    opened_to: Day | None = None
    limit: int = Field(50, ge=1, le=200)
    cursor: str = Field("", max_length=80)


class RegionOut(BaseModel):
    """一个行政区划。"""

    code: str
    name: str
    level: int
    parent: str


class ProcedureOut(BaseModel):
    """一个现行程序，和由来信开始时要填写的内容。"""

    procedure: str
    edition: str
    name: str
    summary: str
    opens_by_message: bool
    fields: list[FieldOut]
