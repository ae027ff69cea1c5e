"""A party is found again by phone, and no row tells name or number."""

import pytest
from django.db import connection

from fazhi.ledger.writing import Write, commit
from fazhi.people.models import Party, PartyKind
from fazhi.people.parties import ANONYMOUS, BadPhone, clean_phone, parties_with_phone, prepare_merge, prepare_party
from fazhi.vault.models import SealedText
from fazhi.vault.sealing import open_text

from .conftest import NOW

PHONES = {
    "13800138000": "13800138000",
    "+86 138-0013-8000": "13800138000",
    "１３８００１３８０００": "13800138000",
    "0393-7221234": "03937221234",
    "7221234": "7221234",
    "4008001234": "4008001234",
    "": "",
}


@pytest.mark.parametrize(("typed", "clean"), PHONES.items(), ids=PHONES)
def test_phones_are_made_alike(typed: str, clean: str) -> None:
    assert clean_phone(typed) == clean


@pytest.mark.parametrize("typed", ["1380013800", "138001380001", "abc", "12345678901", "1", "138001380OO"])
def test_what_is_no_phone_is_refused_with_advice(typed: str) -> None:
    with pytest.raises(BadPhone, match="请核对"):
        clean_phone(typed)


@pytest.mark.django_db(transaction=True)
def test_sec_21_identity_is_sealed_and_found_by_keyed_hash() -> None:
    rows, party = prepare_party("王小明", "138 0013 8000", NOW, identity="41092219900101123x")
    commit(Write(inserts=rows))
    kept = Party.objects.get()
    assert kept.display_name == "王某某"
    assert (open_text(kept.sealed_name), open_text(kept.sealed_phone)) == ("王小明", "13800138000")
    assert open_text(kept.sealed_identity) == "41092219900101123X"
    assert [found.pk for found in parties_with_phone("+8613800138000")] == [party.pk]
    assert parties_with_phone("13800138001") == []
    assert not canaries("王小明", "13800138000", "41092219900101123")


def canaries(*words: str) -> list[str]:
    """Return the words that any column of a table of this room or the vault holds in clear."""
    found = []
    with connection.cursor() as cursor:
        for model in (Party, SealedText):
            cursor.execute(f"SELECT * FROM {model._meta.db_table}")
            found += [bytes(v) if isinstance(v, memoryview) else str(v).encode() for row in cursor for v in row]
    return [word for word in words if any(word.encode() in value for value in found)]


@pytest.mark.django_db
def test_a_party_may_stay_unnamed_and_a_body_keeps_its_name() -> None:
    rows, nobody = prepare_party("", "", NOW)
    assert (rows, nobody.display_name, nobody.phone_hmac) == ([nobody], ANONYMOUS, "")
    _, body = prepare_party("清丰县某某食品有限公司", "", NOW, kind=PartyKind.LEGAL)
    assert body.display_name == "清丰县某某食品有限公司"
    assert parties_with_phone("") == []


@pytest.mark.django_db
def test_a_record_is_merged_only_into_one_that_stays() -> None:
    first, second = Party.objects.create(display_name="王某"), Party.objects.create(display_name="王某")
    assert prepare_merge(first.pk, second.pk).fields == {"merged_into_id": second.pk}
    Party.objects.filter(pk=first.pk).update(merged_into=second)
    for target in (first.pk, second.pk):
        with pytest.raises(ValueError, match="最终保留"):
            prepare_merge(second.pk, target)
