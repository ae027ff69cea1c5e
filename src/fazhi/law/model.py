"""What a corpus of law consists of: instruments, their versions, divisions and articles. No Django, no global state."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Level(StrEnum):
    """The rank of an instrument (立法法 §10, §72, §80, §91; 各级监察委员会 make 监察法规)."""

    CONSTITUTION = "宪法"
    LAW = "法律"
    ADMINISTRATIVE = "行政法规"
    SUPERVISORY = "监察法规"
    INTERPRETATION = "司法解释"
    LOCAL = "地方性法规"
    RULE = "规章"
    NORMATIVE = "规范性文件"


class Status(StrEnum):
    """How a version stands on the day up to which its source was checked."""

    IN_FORCE = "有效"
    AMENDED = "已修改"
    REPEALED = "已废止"
    PENDING = "尚未生效"
    UNKNOWN = "未核实"

    @property
    def words(self) -> str:
        """Return what readers are told; of what no source told, that no repeal is known."""
        return "未见废止" if self is Status.UNKNOWN else self.value


class DivisionKind(StrEnum):
    """Headings above articles, the widest first."""

    PART = "编"
    SUBPART = "分编"
    CHAPTER = "章"
    SECTION = "节"


@dataclass(frozen=True, slots=True, order=True)
class Number:
    """The number of an article: 第二十条 is (20, 0), 第二十条之一 is (20, 1)."""

    main: int
    sub: int = 0


@dataclass(frozen=True, slots=True)
class Division:
    """A part, chapter or section: `parent` is its place among the version's divisions, -1 for none."""

    kind: DivisionKind
    number: int
    heading: str
    parent: int = -1


@dataclass(frozen=True, slots=True)
class Article:
    """One article; `text` has one paragraph (款), item (项) or point (目) a line, without the article's own label."""

    number: Number
    text: str
    division: int = -1


@dataclass(frozen=True, slots=True)
class Event:
    """What happened to an instrument as its head or its source tells: adopted, amended, repealed, commenced."""

    what: str
    day: date
    by: str = ""


class LinkKind(StrEnum):
    """What one instrument does to another."""

    REPEALS = "废止"
    REPLACES = "取代"  # repeals it, and bears its name but for 试行, 暂行 or the word for its kind
    AMENDS = "修改"
    RENAMES = "更名"


@dataclass(frozen=True, slots=True)
class Link:
    """One instrument's act upon another as a text tells it, by titles: `by` acts on `title`, in `article` if known.

    `whole` is False where only some of its provisions are meant; `day` is when it takes effect, None where not told.
    """

    what: LinkKind
    by: str
    title: str
    day: date | None
    article: Number | None = None
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Commencing:
    """Articles, from `first` to `last`, that come into force on a day of their own."""

    first: Number
    last: Number
    day: date


@dataclass(frozen=True, slots=True)
class Problem:
    """What could not be read, where: nothing is swallowed."""

    file: str
    line: int
    what: str


@dataclass(frozen=True, slots=True)
class Text:
    """One version of one instrument as a source gives it, parsed."""

    title: str
    level: Level
    place: str  # GB/T 2260 code of the place that made it; "" for the nation
    version: date | None  # the day on which this wording was adopted or published
    in_force_from: date | None
    in_force_to: date | None
    status: Status
    issuer: str
    document_number: str
    head: str  # the notes about adoption and amendment, as they stand
    divisions: tuple[Division, ...]
    articles: tuple[Article, ...]
    unnumbered: str  # the body where nothing is numbered: replies, decisions, lists
    events: tuple[Event, ...] = ()
    file: str = ""
    problems: tuple[Problem, ...] = ()
    commencing: tuple[Commencing, ...] = ()  # told by the source; what the text tells is read from it
