"""What every page is told: whether its data is a demonstration."""

from typing import Any

from django.http import HttpRequest

from fazhi.cities.demo import is_demo


def demonstration(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `demonstration` is true where the data was made for showing."""
    return {"demonstration": is_demo()}
