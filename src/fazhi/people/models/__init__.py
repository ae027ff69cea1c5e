"""The tables of the room, one module a noun."""

from fazhi.people.models.grants import Dated, Grant, Level, ObjectKind, Oversight, ScopeKind, SubjectKind
from fazhi.people.models.parties import Party, PartyKind
from fazhi.people.models.persons import Person, Post
from fazhi.people.models.regions import Region
from fazhi.people.models.units import Hierarchy, Unit, UnitKind, UnitLink

__all__ = [
    "Dated",
    "Grant",
    "Hierarchy",
    "Level",
    "ObjectKind",
    "Oversight",
    "Party",
    "PartyKind",
    "Person",
    "Post",
    "Region",
    "ScopeKind",
    "SubjectKind",
    "Unit",
    "UnitKind",
    "UnitLink",
]
