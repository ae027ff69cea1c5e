"""The procedure language and its engine: load, check, explain; fold, allowed, decide."""

from fazhi.procedure.decide import Choice, Command, allowed, decide, plays
from fazhi.procedure.errors import BadDefinition, Problem, Refused
from fazhi.procedure.events import Event, from_body, to_body
from fazhi.procedure.fold import fold, timeline
from fazhi.procedure.load import load_edition, parse_edition
from fazhi.procedure.model import START, TIMER, Action, Actor, Edition
from fazhi.procedure.state import Obligation, Request, State

__all__ = [
    "START",
    "TIMER",
    "Action",
    "Actor",
    "BadDefinition",
    "Choice",
    "Command",
    "Edition",
    "Event",
    "Obligation",
    "Problem",
    "Refused",
    "Request",
    "State",
    "allowed",
    "decide",
    "fold",
    "from_body",
    "load_edition",
    "parse_edition",
    "plays",
    "timeline",
    "to_body",
]
