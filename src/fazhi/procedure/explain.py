"""A procedure explained in the law's order: as data for a page, and as plain text for a terminal."""

from collections.abc import Iterator
from dataclasses import dataclass

from fazhi.clock import stated_readings
from fazhi.procedure.captions import RETURN
from fazhi.procedure.consequences import BACK
from fazhi.procedure.flow import CLOSE_WORDS, WIDE, in_order
from fazhi.procedure.model import START, Action, Edition, ObligationRule, Round, Stage, TermRule
from fazhi.procedure.wording import LOCAL, begins_words, guard_words, rule_words, term_words

__all__ = ["ActionView", "ObligationView", "Outline", "StageView", "TermView", "outline", "show", "term_words"]


_START = Stage(START, "开始")


@dataclass(frozen=True, slots=True)
class TermView:
    """One period in words, the article it stands on, and whether it is a setting of the city."""

    words: str
    basis: str
    local: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class ObligationView:
    """Something owed: what, by whom, by when, and what happens when the time is over."""

    id: str
    name: str
    bearer: str
    terms: tuple[TermView, ...]
    basis: str
    silence: str  # what lapse or being late does, in words
    pausable: bool
    without_term: str = ""  # why there is no due date
    condition: str = ""


@dataclass(frozen=True, slots=True)
class ActionView:
    """Something that can be done at a stage: by whom, under what conditions, and what it leads to."""

    id: str
    name: str
    at: tuple[str, ...]  # the stages where it can be done
    who: tuple[str, ...]
    leads: str  # where the matter goes; empty: it stays
    conditions: tuple[str, ...]
    requires: tuple[str, ...]
    starts: tuple[str, ...]
    ends: tuple[str, ...]
    papers: tuple[str, ...]
    basis: str
    local: bool
    help: str = ""


@dataclass(frozen=True, slots=True)
class StageView:
    """A stage with what can be done there; the start is one too."""

    id: str
    name: str
    role: str
    end: bool
    local: bool
    basis: str
    actions: tuple[ActionView, ...]
    no_due: str = ""
    help: str = ""


@dataclass(frozen=True, slots=True)
class Outline:
    """A whole edition for a page."""

    edition: str
    name: str
    summary: str
    binding: str
    stages: tuple[StageView, ...]
    obligations: tuple[ObligationView, ...]
    rounds: tuple[ObligationView, ...]
    outcomes: tuple[str, ...]
    readings: tuple[str, ...]


def outline(edition: Edition) -> Outline:
    """Return the edition as a page shows it."""
    return Outline(
        edition=edition.id,
        name=edition.name,
        summary=edition.summary,
        binding=edition.binding,
        stages=tuple(_stage(edition, stage) for stage in (_START, *in_order(edition))),
        obligations=tuple(_obligation(edition, o) for o in edition.obligations.values()),
        rounds=tuple(_round(edition, r) for r in edition.rounds.values()),
        outcomes=tuple(o.name for o in edition.outcomes.values()),
        readings=(*edition.readings, *stated_readings(edition.rules)),
    )


def _stage(edition: Edition, stage: Stage) -> StageView:
    actions = tuple(_action(edition, a) for a in edition.actions_at(stage.id))
    return StageView(
        stage.id, stage.name, _role_name(edition, stage.role), stage.end, stage.local, stage.basis, actions,
        stage.no_due, stage.help,
    )  # fmt: skip


def _role_name(edition: Edition, role: str) -> str:
    return edition.roles[role].name if role in edition.roles else ""


def _action(edition: Edition, action: Action) -> ActionView:
    names = edition.obligations
    return ActionView(
        id=action.id,
        name=action.name,
        at=tuple(s.name for s in (_START, *in_order(edition)) if s.id in action.sources),
        who=tuple(role.name for role in edition.roles.values() if role.id in action.who),
        leads=RETURN if action.to == BACK else (edition.stages[action.to].name if action.to else ""),
        conditions=tuple(guard_words(edition, ref, action) for ref in action.guards),
        requires=tuple(f.name + ("" if f.required else "（可不填）") for f in action.fields),
        starts=tuple(dict.fromkeys(names[s.obligation].name for s in action.starts)),
        ends=tuple(names[o].name for o in action.ends),
        papers=action.papers,
        basis=action.basis,
        local=action.local,
        help=action.help,
    )


def _obligation(edition: Edition, rule: ObligationRule) -> ObligationView:
    begins = begins_words(edition, rule.id)
    return ObligationView(
        rule.id, rule.name, _role_name(edition, rule.bearer), _terms(edition, rule.terms, begins), rule.basis,
        _silence(edition, rule), rule.pausable, rule.no_term, rule.condition,
    )  # fmt: skip


def _round(edition: Edition, round: Round) -> ObligationView:
    asked = [role.name for role in edition.roles.values() if role.round == round.id]
    closes = f"{CLOSE_WORDS[round.close]}即结束" + (f"（{round.quorum} 家）" if round.close == "quorum" else "")
    return ObligationView(
        round.id, round.name, "、".join(asked), _terms(edition, round.terms, "发出之日"), round.basis, closes, False,
        round.no_term,
    )  # fmt: skip


def _terms(edition: Edition, terms: tuple[TermRule, ...], begins: str) -> tuple[TermView, ...]:
    return tuple(TermView(rule_words(edition, t, begins), t.basis, t.local, t.note) for t in terms)


def _silence(edition: Edition, rule: ObligationRule) -> str:
    said = []
    if rule.lapse in edition.actions:
        said.append(f"期限届满未办的：{edition.actions[rule.lapse].name}")
    if rule.overdue in edition.actions:
        said.append(f"超过期限的：{edition.actions[rule.overdue].name}，仍须办理")
    return "；".join(said)


def show(edition: Edition) -> str:
    """Return the whole procedure as plain text."""
    return "\n".join(_text(edition, outline(edition))) + "\n"


def _text(edition: Edition, page: Outline) -> Iterator[str]:
    yield f"{page.name}（{page.edition}）"
    until = f"至 {edition.valid_until}" if edition.valid_until else ""
    state = "草案" if edition.status == "draft" else "已发布"
    yield f"{state}，自 {edition.valid_from} 起施行{until}；校验码 {edition.digest[:12]}"
    yield from (line for line in (page.summary, page.binding) if line)
    yield from ("", "一、环节")
    for stage in page.stages:
        yield from _stage_text(stage)
    yield from ("", "二、可在多个环节办理的事项")
    for action in {a.id: a for s in page.stages for a in s.actions if len(a.at) >= WIDE}.values():
        yield from _action_text(action)
    yield from ("", "三、义务和期限")
    for owed in page.obligations:
        yield from _owed_text(owed)
    if page.rounds:
        yield from ("", "四、征询其他单位")
        for round in page.rounds:
            yield from _owed_text(round)
    yield from ("", f"结果：{'、'.join(page.outcomes) or '（未列）'}", "计算口径和理解：")
    yield from (f"  · {reading}" for reading in page.readings)


def _stage_text(stage: StageView) -> Iterator[str]:
    marks = [stage.role, "办结" if stage.end else "", LOCAL if stage.local else "", stage.basis]
    said = "；".join(mark for mark in marks if mark)
    yield f"【{stage.name}】{said}"
    if stage.no_due:
        yield f"  本环节没有期限：{stage.no_due}"
    for action in stage.actions:
        if len(action.at) < WIDE:
            yield from _action_text(action)


def _action_text(action: ActionView) -> Iterator[str]:
    leads = f" → {action.leads}" if action.leads else ""
    local = f"（{LOCAL}）" if action.local else ""
    yield f"  {action.name}{leads}{local}｜{'、'.join(action.who)}" + (f"｜{action.basis}" if action.basis else "")
    heads: tuple[tuple[str, tuple[str, ...]], ...] = (
        ("可在", action.at if len(action.at) >= WIDE else ()),
        ("条件", action.conditions),
        ("填写", action.requires),
        ("开始计算", action.starts),
        ("完成", action.ends),
        ("文书", action.papers),
    )
    for head, words in heads:
        if words:
            yield f"    {head}：{'、'.join(words)}"


def _owed_text(owed: ObligationView) -> Iterator[str]:
    yield f"【{owed.name}】{owed.bearer}" + (f"；{owed.condition}" if owed.condition else "")
    for term in owed.terms:
        yield f"  {term.words}" + (f"｜{term.basis}" if term.basis else "") + (f"｜{term.note}" if term.note else "")
    if owed.without_term:
        yield f"  没有确定的期限：{owed.without_term}"
    if owed.pausable:
        yield "  中止期间不计入"
    if owed.silence:
        yield f"  {owed.silence}"
