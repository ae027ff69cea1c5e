"""分办：what a message is about, which unit is responsible, with reasons a dispatcher can read. Knows no Django."""

from fazhi.triage.errors import TriageError
from fazhi.triage.evaluation import Evaluation, evaluate, threshold_for
from fazhi.triage.examples import Candidate, Example, Ranker, compose
from fazhi.triage.model import Model
from fazhi.triage.storage import load, save
from fazhi.triage.training import train

__all__ = [
    "Candidate",
    "Evaluation",
    "Example",
    "Model",
    "Ranker",
    "TriageError",
    "compose",
    "evaluate",
    "load",
    "save",
    "threshold_for",
    "train",
]
