"""A whole city, made once a module for the tests that only look at it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.db import transaction
from django.test import override_settings

from fazhi.cities.demo import Made, forget, make_city
from fazhi.clock import BEIJING
from fazhi.matters import units

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=BEIJING)


class QuickHasher(PBKDF2PasswordHasher):
    """Fifty passwords at once are not what these tests are about."""

    iterations = 1


@contextmanager
def fresh() -> Iterator[None]:
    """Remember nothing of another database, and hash passwords quickly."""
    units.forget()
    forget()
    with override_settings(PASSWORD_HASHERS=["tests.cities.conftest.QuickHasher"]):
        yield
    units.forget()
    forget()


@pytest.fixture
def empty(db: None) -> Iterator[None]:
    """A database without a city."""
    with fresh():
        yield


@contextmanager
def standing(blocker: Any, now: datetime) -> Iterator[tuple[Made, list[str]]]:
    """A demonstration city with what the operator was told; rolled back at the end."""
    told: list[str] = []
    with fresh():
        with blocker.unblock():
            outer = transaction.atomic()
            outer._from_testcase = True  # as Django's own test case marks its transactions
            outer.__enter__()
            made = make_city(now, told.append)
        yield made, told
        with blocker.unblock():
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)


@pytest.fixture(scope="module")
def city(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[Made, list[str]]]:
    """The city as of NOW, made once a module."""
    with standing(django_db_blocker, NOW) as found:
        yield found


@pytest.fixture
def made(city: tuple[Made, list[str]], db: None) -> Made:
    """What was made; each test changes it only for itself."""
    return city[0]
