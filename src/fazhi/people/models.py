"""Who: the staff account."""

from django.contrib.auth.models import AbstractUser


class Person(AbstractUser):
    """A natural person who signs in."""
