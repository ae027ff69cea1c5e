"""Residents and bodies as rows for a write: what identifies them goes sealed into the vault and stays findable."""

import re
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from fazhi.ids import new_id
from fazhi.ledger.writing import Change
from fazhi.people.models import Party, PartyKind
from fazhi.vault.keys import lookup_hash
from fazhi.vault.masking import mask_name
from fazhi.vault.sealing import Subject, ToSeal, prepare_seals

_PHONE = re.compile(r"1[3-9]\d{9}|0\d{9,11}|[48]00\d{7}|[2-9]\d{6,7}")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９－＋（）", "0123456789-+()")
_PURPOSES = {"name": "party.name", "phone": "party.phone", "identity": "party.identity"}
ANONYMOUS = gettext_noop("匿名群众")


class BadPhone(ValueError):
    """What was given as a phone number is none of the mainland's."""

    def __init__(self) -> None:
        super().__init__(_("电话号码看起来不对：应为 11 位手机号，或者带区号的固定电话。请核对后重新填写。"))


def clean_phone(phone: str) -> str:
    """Return the digits of a mainland phone number without the country code, or "" for none; BadPhone otherwise."""
    digits = re.sub(r"[\s\-+()]", "", phone.translate(_FULL_WIDTH))
    digits = digits[2:] if re.fullmatch(r"86\d{11}", digits) else digits
    if digits and not _PHONE.fullmatch(digits):
        raise BadPhone
    return digits


def prepare_party(
    name: str, phone: str, now: datetime, *, identity: str = "", kind: PartyKind = PartyKind.NATURAL
) -> tuple[list[Model], Party]:
    """Return the unsaved rows of a new party, the party itself last; BadPhone when the number cannot be one.

    Never looks for an earlier record of the same person: a phone is shared in families, so joining is for people.
    """
    told = {"name": name.strip(), "phone": clean_phone(phone), "identity": identity.strip().upper()}
    id = new_id()
    given = {field: text for field, text in told.items() if text}
    items = [ToSeal(Subject("party", id), _PURPOSES[field], text) for field, text in given.items()]
    rows, sealed = prepare_seals(items, now, new_subjects=True)
    party = Party(
        id=id,
        kind=kind,
        display_name=_shown(told["name"], kind),
        phone_hmac=lookup_hash(told["phone"], "phone") if told["phone"] else "",
        identity_hmac=lookup_hash(told["identity"], "identity") if told["identity"] else "",
        **{f"sealed_{field}": text.id for field, text in zip(given, sealed, strict=True)},
    )
    return [*rows, party], party


def parties_with_phone(phone: str) -> Sequence[Party]:
    """Return the parties who gave this phone number, found without decrypting any."""
    digits = clean_phone(phone)
    return list(Party.objects.filter(phone_hmac=lookup_hash(digits, "phone"))) if digits else []


def prepare_merge(party_id: UUID, into_id: UUID) -> Change:
    """Return the change that links one record of a person to the other; ValueError for a circle. Undone by `None`."""
    if party_id == into_id or Party.objects.filter(pk=into_id, merged_into_id__isnull=False).exists():
        raise ValueError(_("不能并入这条当事人记录：它就是本身，或者已经并入别的记录。请选择最终保留的那一条。"))
    return Change(Party, party_id, {"merged_into_id": into_id})


def _shown(name: str, kind: PartyKind) -> str:
    # A body's name is public; a person's is masked before it reaches any row.
    if not name:
        return ANONYMOUS
    return name[:64] if kind is PartyKind.LEGAL else mask_name(name)[:64]
