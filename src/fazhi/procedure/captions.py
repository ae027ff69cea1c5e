"""What is written on a drawing of a procedure, and about how wide it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from unicodedata import east_asian_width

from fazhi.procedure.flow import Arrow, Flow, Note, Step, stays, wholly_local
from fazhi.procedure.model import Edition, Stage

HERE, LOCAL = "当前", "本地"
RETURN = "回到中止前的环节"
_BY: Mapping[str, str] = {"": "", "silence": "（期满）", "system": "（自动）"}


@dataclass(frozen=True, slots=True)
class Captions:
    """The words of one drawing: the edition's, where the matter stands, and what is said of the stages it passed."""

    edition: Edition
    here: str = ""
    visits: Mapping[str, str] = field(default_factory=dict)

    def stage(self, stage: Stage) -> list[str]:
        """Return the lines in a stage's box: its name; who is responsible and whether it is local; where we are."""
        role = self.edition.roles[stage.role].name if stage.role in self.edition.roles and not stage.end else ""
        under = " · ".join(word for word in (role, LOCAL if stage.local else "") if word)
        now = f"● {HERE}" if stage.id == self.here else self.visits.get(stage.id, "")
        return [line for line in (stage.name, under, now) if line]

    def title(self, stage: Stage) -> str:
        """Return what is said of a stage when pointed at: its article, and what may be done without leaving it."""
        kept = "、".join(a.name for a in stays(self.edition, stage.id))
        said = [*self.stage(stage), stage.basis, f"环节内办理：{kept}" if kept else ""]
        return "；".join(word for word in said if word)

    def arrow(self, arrow: Arrow) -> list[str]:
        """Return the lines on an arrow, one for each action."""
        plain = wholly_local(self.edition)
        return [self._step(step, plain) for step in arrow.steps]

    def _step(self, step: Step, plain: bool) -> str:
        return step.name + _BY[step.by] + (f"（{LOCAL}）" if step.local and not plain else "")

    def note(self, note: Note) -> list[str]:
        """Return the lines of a note: from how many stages, and which actions."""
        running = {s.id for s in self.edition.stages.values() if not s.end and s.id != note.arrow.target}
        head = "任一在办环节：" if running <= set(note.sources) else f"{len(note.sources)} 个环节："
        return [head, *self.arrow(note.arrow)]

    def name(self, stage: str) -> str:
        """Return a stage's name; the start has one too."""
        return self.edition.stages[stage].name if stage in self.edition.stages else "开始"

    def described(self, flow: Flow) -> str:
        """Return the whole drawing in words, for those who do not see it."""
        stages = self.edition.stages.values()
        now = f"现在是“{self.name(self.here)}”环节。" if self.here in self.edition.stages else ""
        names = "、".join(s.name for s in stages if not s.end)
        ends = "、".join(s.name for s in stages if s.end)
        ways = [f"{self.name(a.source)}到{self.name(a.target)}：{'、'.join(self.arrow(a))}" for a in flow.arrows]
        ways += [f"{self.name(a.source)}{RETURN}：{'、'.join(self.arrow(a))}" for a in flow.returns]
        ways += [
            f"{'、'.join(map(self.name, n.sources))}到{self.name(n.arrow.target)}：{'、'.join(self.arrow(n.arrow))}"
            for n in flow.notes
        ]
        return f"{now}环节：{names}。办结：{ends}。{'；'.join(ways)}。"


def width_of(text: str, size: float) -> float:
    """Return about how wide `text` is in letters of `size` px: Chinese letters are square, Latin ones about half."""
    return sum(size if east_asian_width(c) in "WFA" else size * 0.58 for c in text)


def widest(lines: list[str], size: float) -> float:
    """Return the width of the widest of `lines`."""
    return max(width_of(line, size) for line in lines)
