"""What a citation is: as it stands in a text (Mention), and as the corpus answers it (Citation)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from fazhi.law.addresses import Address
from fazhi.law.model import DivisionKind, Number


class Told(StrEnum):
    """How a text tells which instrument it means."""

    NAMED = "写明名称"
    ABBREVIATED = "以下简称"  # by a short form that the document itself introduces
    INHERITED = "承前"  # a list or a sentence goes on with the instrument named before
    PRONOUN = "代称"  # 本法, 同法, 该条例, 前条
    NUMBERED = "文号"


@dataclass(frozen=True, slots=True)
class Mention:
    """One citation as a text writes it: `start` and `end` are places of characters in it, `end` one past the last.

    A range (第五条至第八条) is one mention with its first number, and its last in `through`, `through_paragraph` or
    `through_item`; each member of a list is its own.
    `name` is the instrument's as the text has it, without book-title marks, found in context where `told` is not NAMED;
    empty where only the document itself can be meant (本法) or nothing tells.
    """

    start: int
    end: int
    told: Told
    name: str = ""
    edition: str = ""  # 2021修订, 2018年修正: as written after the name
    document_number: str = ""  # 国办发〔2018〕118号
    article: Number | None = None
    through: Number | None = None
    paragraph: int = 0
    item: int = 0
    point: int = 0
    division: tuple[DivisionKind, int] | None = None  # 第三章: where a division is cited and no article
    itself: bool = False  # 本法, 本条例, 前款: the document in which it stands
    through_paragraph: int = 0  # the last of a range: 第二款至第四款
    through_item: int = 0


class Verdict(StrEnum):
    """What the corpus says of a citation."""

    EXACT = "有此规定"
    SEVERAL = "同名不止一部"
    NO_INSTRUMENT = "条文库里没有这部文件"
    NO_ARTICLE = "没有这一条"
    NO_VERSION = "条文库里没有当日的文本"  # it was in force, by another wording than those held here
    NOT_IN_FORCE = "当日不具有效力"
    FLAGGED = "来源标明已废止，请核对"  # a source's mark alone: no text held here tells of the repeal
    CHANGED = "已经废止、更名或者改变条号"


@dataclass(frozen=True, slots=True)
class AsOf:
    """The day whose law is meant, and why that day.

    `decided` is told where `day` is that of a conduct: the day of the decision on it (行政处罚法 §37).
    """

    day: date
    reason: str
    decided: date | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a text of law the words stand that cite: for 本条, 前条, 前款. Paragraph 0: not known."""

    article: Number
    paragraph: int = 0


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words quoted from the provision: whether they are its words, and where they part (differences as shown)."""

    start: int
    end: int
    same: bool
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """A mention and what the corpus answers; `reason` is a Chinese sentence for the reader."""

    mention: Mention
    verdict: Verdict
    as_of: AsOf
    reason: str
    addresses: tuple[Address, ...] = ()  # one for EXACT and CHANGED (each of a range), the candidates for SEVERAL
    quoted: tuple[Quoted, ...] = ()
    now: tuple[Address, ...] = ()  # CHANGED: where the provision stands today; empty where it is gone
