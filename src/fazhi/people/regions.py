"""A county's regions in the database, and finding one by its code."""

from django.db.models import QuerySet

from fazhi.people.divisions import DATA, Division, UnknownRegion, county
from fazhi.people.models import Region
from fazhi.people.models.regions import level_of, parent_code


def load_county(code: str) -> int:
    """Bring a county of the official list into the database, five levels; return how many regions are new.

    Idempotent. Raises UnknownRegion with names near by.
    """
    divisions = county(code, DATA)
    there = set(Region.objects.filter(pk__in=[d.code for d in divisions]).values_list("pk", flat=True))
    new = [_region(division) for division in divisions if division.code not in there]
    Region.objects.bulk_create(new, batch_size=500)
    return len(new)


def region(code: str) -> Region:
    """Return the region with this official code; UnknownRegion, with those near by, when it is not in the database."""
    try:
        level_of(code)
    except ValueError:
        raise UnknownRegion(code, _named_like(code)) from None
    found = Region.objects.filter(pk=code).first()
    if found is None:
        raise UnknownRegion(
            code, [f"{r.name}（{r.pk}）" for r in Region.objects.filter(parent_id=parent_code(code))[:5]]
        )
    return found


def _named_like(name: str) -> list[str]:
    return _shown(Region.objects.filter(name__contains=name)) if name else []


def _shown(regions: QuerySet[Region]) -> list[str]:
    return [f"{found.name}（{found.pk}）" for found in regions[:5]]


def _region(division: Division) -> Region:
    parent = parent_code(division.code) or None
    # No `valid_from`: the list says what there is on its day, not since when.
    return Region(code=division.code, name=division.name, level=division.level, parent_id=parent)
