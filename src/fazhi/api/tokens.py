"""Tokens: made, revoked, and turned into the person who acts, with no query for a token seen in the last seconds."""

import hashlib
import secrets
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from django.utils import timezone

from fazhi.api.models import ApiToken
from fazhi.ledger.writing import Change, Write, commit
from fazhi.people.models import Person, Post
from fazhi.people.posts import actor_of, posts_on
from fazhi.people.viewers import Viewer, person_viewer
from fazhi.procedure import Actor

PREFIX: Final = "fz_"
KEPT_SECONDS: Final = 3.0  # in other processes a revoked token, or a person who left, may act so much longer
NOTE_EVERY: Final = timedelta(hours=1)  # each note of use is a synced write
MOST_KEPT: Final = 1_000


@dataclass(frozen=True, slots=True)
class Caller:
    """The person for whom a program acts, with the posts held today."""

    person: Person
    posts: tuple[Post, ...]
    actor: Actor

    def viewer(self, now: datetime) -> Viewer:
        """Return the person as a viewer; `now` is the moment of the request."""
        return person_viewer(self.person, now, self.posts, present=True)


_kept: dict[str, tuple[float, Caller]] = {}


def make_token(person: Person, name: str) -> str:
    """Return a new token for `person`, to be shown once: only its digest is kept. `name` says for which program."""
    secret = PREFIX + secrets.token_urlsafe(32)
    row = ApiToken(person=person, name=name.strip()[:80], digest=_digest(secret), created_at=timezone.now())
    commit(Write(inserts=[row]))
    return secret


def revoke_token(token: ApiToken, now: datetime) -> None:
    """End a token, at once in this process and within seconds in all others."""
    commit(Write(changes=[Change(ApiToken, token.pk, {"revoked_at": now})]))
    forget()


def caller_of(secret: str, now: datetime) -> Caller | None:
    """Return for whom a token stands; None where it is unknown or revoked, or the person has left or holds no post."""
    digest = _digest(secret)
    found = _kept.get(digest)
    if found is not None and time.monotonic() - found[0] < KEPT_SECONDS:
        return found[1]
    caller = _looked_up(digest, now)
    if caller is None:
        _kept.pop(digest, None)
    else:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        _kept[digest] = (time.monotonic(), caller)
    return caller


def caller_for(person: Person, posts: list[Post], now: datetime) -> Caller | None:
    """Return the signed-in person as a caller; None without an active account and a post."""
    if not person.is_active or not posts:
        return None
    return Caller(person, tuple(posts), actor_of(person, now, posts))


def forget(*_: Any, **__: Any) -> None:
    """Look every token up anew."""
    _kept.clear()


def forget_on_change() -> None:
    """Have `forget` called when an account, a post or a token is saved or deleted in this process."""
    models: tuple[type[Model], ...] = (Person, Post, ApiToken)
    for model in models:
        post_save.connect(forget, sender=model, dispatch_uid=f"api.forget.save.{model.__name__}")
        post_delete.connect(forget, sender=model, dispatch_uid=f"api.forget.delete.{model.__name__}")


def _looked_up(digest: str, now: datetime) -> Caller | None:
    token = ApiToken.objects.select_related("person").filter(digest=digest, revoked_at=None).first()
    if token is None:
        return None
    caller = caller_for(token.person, posts_on(token.person, timezone.localdate(now)), now)
    if caller is not None and (token.last_used_at is None or now - token.last_used_at > NOTE_EVERY):
        commit(Write(changes=[Change(ApiToken, token.pk, {"last_used_at": now})]))
    return caller


def _digest(secret: str) -> str:
    # The token is 256 random bits: nothing to guess, so no slow hash is needed.
    return hashlib.sha256(secret.encode()).hexdigest()
