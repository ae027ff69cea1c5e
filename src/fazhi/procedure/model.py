"""What a procedure file says, as frozen values: roles, stages, obligations, rounds of requests and transitions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from fazhi.clock import CountingRules, Term

START = "start"  # the stage before the first action
TIMER = "timer"  # the role that only the clock plays

FieldType = Literal[
    "text", "choice", "date", "datetime", "number", "yesno", "unit", "units", "person", "party", "file", "code"
]
RoleKind = Literal["unit", "party", "anyone", "asked", "timer"]
CloseRule = Literal["all", "any", "quorum", "deadline"]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a person with the posts held that day by unit, a party, or the timer."""

    id: str
    units: Mapping[str, frozenset[str]] = field(default_factory=dict)
    party: str = ""
    system: bool = False


@dataclass(frozen=True, slots=True)
class Role:
    """A part in the procedure and the posts whose holders may play it."""

    id: str
    name: str
    kind: RoleKind = "unit"
    posts: frozenset[str] = frozenset()
    round: str = ""
    ours: bool = True  # an obligation of ours counts for the headline due date
    hidden_from: tuple[str, ...] = ()  # whoever plays only these roles does not learn who this party is
    hidden_by: str = ""  # where the matter remembers "yes" under this name; empty: always


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that an action requires to be filled in."""

    id: str
    name: str
    type: FieldType
    required: bool = True
    choices: Mapping[str, str] = field(default_factory=dict)
    help: str = ""
    default: str = ""  # what stands there when nothing is filled in
    private: bool = False  # tells of the party: hidden with it, see `Role.hidden_from`
    reasoning: bool = False  # holds legal reasoning: its citations are checked while it is written


@dataclass(frozen=True, slots=True)
class GuardRef:
    """A guard named by a transition, with its parameters."""

    name: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TermRule:
    """One period of an obligation: the first whose `when` holds is the one that runs."""

    term: Term | None
    when: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    basis: str = ""
    local: bool = False  # a setting of the city, never shown as law
    setting: str = ""
    field: str = ""  # the date that a paper fixes, where the law names no number of days
    note: str = ""


@dataclass(frozen=True, slots=True)
class ObligationRule:
    """What somebody owes, on which article, by when, and what silence does."""

    id: str
    name: str
    bearer: str
    terms: tuple[TermRule, ...] = ()
    basis: str = ""
    pausable: bool = False
    lapse: str = ""  # what the silence has the effect of: the timer takes this action, and the obligation ends
    overdue: str = ""  # what the timer does when it is late; it stays owed
    no_term: str = ""  # why there is no due date
    condition: str = ""  # a condition in words under which the obligation binds


@dataclass(frozen=True, slots=True)
class Start:
    """That an action starts an obligation, and from which day."""

    obligation: str
    at: str = ""  # a date field of the action; empty: the day on which the action occurred
    when: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    after: str = ""  # the obligation at whose due date the period begins
    met: str = ""  # the date field on which it had already been done: opened and met at once, so that it is judged
    without: tuple[str, str] | None = None  # the two date fields between which the period did not run


@dataclass(frozen=True, slots=True)
class Round:
    """Units asked together, each with its own clock, and the rule that closes the round."""

    id: str
    name: str
    close: CloseRule
    answers: Mapping[str, str]
    quorum: int = 0
    terms: tuple[TermRule, ...] = ()
    basis: str = ""
    to: str = ""  # the stage entered when the round closes
    no_term: str = ""


@dataclass(frozen=True, slots=True)
class Ask:
    """That an action asks the units in one of its fields."""

    round: str
    field: str


@dataclass(frozen=True, slots=True)
class Extend:
    """That an action lengthens an obligation, at most by so much and so often."""

    obligation: str
    by: Term | None
    times: int
    setting: str = ""
    agreed: bool = False  # by as many days as those concerned agree on: `by` gives only the unit


@dataclass(frozen=True, slots=True)
class Exclude:
    """That an action takes the days between two of its dates out of the period."""

    obligations: tuple[str, ...]
    since: str
    until: str


@dataclass(frozen=True, slots=True)
class Notice:
    """A message that an action sends to a role."""

    to: str
    kind: str


@dataclass(frozen=True, slots=True)
class Action:
    """One transition: from, action, to, who, guards, requirements, obligations, papers, notices, basis."""

    id: str
    name: str
    sources: frozenset[str]
    who: frozenset[str]
    to: str = ""
    guards: tuple[GuardRef, ...] = ()
    fields: tuple[Field, ...] = ()
    remember: tuple[str, ...] = ()
    sets: Mapping[str, str] = field(default_factory=dict)
    assigns: Mapping[str, str] = field(default_factory=dict)  # role <- field
    unassigns: tuple[str, ...] = ()  # roles that nobody plays until they are assigned again
    starts: tuple[Start, ...] = ()
    ends: tuple[str, ...] = ()
    drops: tuple[str, ...] = ()
    pauses: bool = False
    resumes: bool = False
    extends: Extend | None = None
    excludes: Exclude | None = None
    rechooses: tuple[str, ...] = ()  # their period is chosen anew, from the same start, by what is now known
    asks: Ask | None = None
    answers: str = ""
    closes_round: str = ""
    papers: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()
    outcome: str = ""
    outcome_field: str = ""  # the choice whose codes are outcomes, where one action can end in several
    outcome_fact: str = ""  # what the matter remembers as its outcome, where earlier acts have fixed it
    revoked_to: str = ""
    tally: str = ""  # what doing it is counted as: supervised, returned, urged, reworked
    creates: str = ""  # the procedure that a related matter is opened under
    creates_with: Mapping[str, str] = field(default_factory=dict)  # what its opening action is told
    basis: str = ""
    local: bool = False
    help: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Stage:
    """A place where a matter can be, and whose turn it is there."""

    id: str
    name: str
    role: str = ""
    end: bool = False
    basis: str = ""
    local: bool = False
    no_due: str = ""  # why nothing is due here
    help: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a matter can end, and what its archive owes."""

    id: str
    name: str
    archive: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Transition:
    """Which running matters of an older edition move to this one, and on what authority."""

    moves: Mapping[str, str] = field(default_factory=dict)  # stage there -> stage here
    stays: frozenset[str] = frozenset()
    recompute: bool = False
    basis: str = ""
    local: bool = False


@dataclass(frozen=True, slots=True)
class Intake:
    """How a message becomes a matter: the action that opens it, and the one by which the machine dispatches it."""

    action: str
    text: str = "text"  # the field of the opening action that holds the message
    dispatch: str = ""  # taken by the timer's role when the machine is sure enough
    to: str = ""  # the unit field of that action
    serving: str = ""  # not by what the message says but by where: to the unit of this kind that serves the region
    holders: Mapping[str, str] = field(default_factory=dict)  # unit field of the opening action -> kind of unit


@dataclass(frozen=True, slots=True)
class Edition:
    """One published text of a procedure, frozen, with its dates of validity and its digest."""

    procedure: str
    id: str
    name: str
    status: Literal["draft", "published"]
    valid_from: date
    valid_until: date | None
    roles: Mapping[str, Role]
    stages: Mapping[str, Stage]
    obligations: Mapping[str, ObligationRule]
    rounds: Mapping[str, Round]
    actions: Mapping[str, Action]
    outcomes: Mapping[str, Outcome]
    rules: CountingRules
    digest: str = ""
    summary: str = ""
    documents: tuple[str, ...] = ()
    records: tuple[str, ...] = ()
    confidential: tuple[str, ...] = ()
    publish: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()  # what the law leaves open and how it is read here
    transition: Transition | None = None
    intake: Intake | None = None
    lead: str = ""  # the role whose holder is named as the unit responsible (承办单位)
    binding: str = ""
    late_after_hours: int = 24
    overlay: str = ""
    source: str = ""
    by_stage: Mapping[str, tuple[Action, ...]] = field(default_factory=dict)

    def actions_at(self, stage: str) -> tuple[Action, ...]:
        """Return the actions that start from `stage`, in the order of the file."""
        return self.by_stage.get(stage, ())

    @property
    def opens_by_message(self) -> bool:
        """Whether a matter can be opened with no more than what somebody wrote; else a person fills in the rest."""
        if self.intake is None:
            return False
        fields = self.actions[self.intake.action].fields
        return not any(f.required and not f.default and f.id != self.intake.text for f in fields)
