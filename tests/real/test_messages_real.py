"""Real messages beside the checkout: the whole file comes in, and a hundred go to closure over HTTP."""

import csv
import os
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any, cast

import orjson
import pytest
from django.test import Client
from django.utils import timezone

from fazhi.api.tokens import forget as forget_tokens
from fazhi.api.tokens import make_token
from fazhi.ledger.verifying import verify
from fazhi.matters.catalogue import current
from fazhi.matters.importing.dates import dated
from fazhi.matters.importing.mapping import guess
from fazhi.matters.importing.reading import open_source
from fazhi.matters.importing.rows import Options
from fazhi.matters.importing.running import Tally, bring_in
from fazhi.matters.models import Matter
from fazhi.people.models import Person
from tests.cities.conftest import standing

ROOT = Path(__file__).parents[2]
DATA = Path(os.environ.get("FAZHI_SHARED_DATA") or ROOT.parent / "shared" / "data") / "messages"
FILE = DATA / "residents.csv"
ROWS = 9_547
HUNDRED = 100
COUNTY = "410922"
SURE = 0.5  # so sure of its first unit the machine must be that the dispatcher follows it
OTHERWISE = "urban"

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not FILE.is_file(), reason=f"没有真实信件：{FILE} 不存在"),
]


@pytest.fixture(scope="module")
def city(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The demonstration city, gone again after the module."""
    with standing(django_db_blocker, timezone.now() - timedelta(minutes=1)):
        yield


@pytest.fixture
def county(city: None, db: None) -> Iterator[None]:
    """The city, changed by each test only for itself."""
    forget_tokens()
    yield
    forget_tokens()


def import_whole(rejects: Path, now: datetime) -> Tally:
    source = open_source(FILE)
    edition = current("grid_matter", timezone.localdate(now))
    assert edition.intake is not None
    fields = frozenset(f.id for f in edition.actions[edition.intake.action].fields)
    columns = dated(guess(source.columns), source)
    return bring_in(source, columns, Options("grid_matter", COUNTY, "real", fields), rejects, now)


def test_the_whole_file_comes_in_and_a_second_time_changes_nothing(
    county: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = Matter.objects.unscoped("测试").count()
    now = timezone.now()
    first = import_whole(tmp_path / "rejects.csv", now)
    with capsys.disabled():
        print(f"\n导入 {first.rows} 行：登记 {first.opened}，未导入 {first.rejected} {first.reasons}")
    assert first.rows == ROWS
    assert first.adds_up()
    assert first.reasons == {}, "日期次序由全文件判断，没有一行因此不能导入"
    with (tmp_path / "rejects.csv").open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.reader(file))) == first.rejected + 1
    assert Matter.objects.unscoped("测试").count() == before + first.opened
    again = import_whole(tmp_path / "again.csv", now + timedelta(minutes=5))
    assert (again.rows, again.opened, again.rejected) == (ROWS, 0, first.rejected)
    assert again.known == ROWS - first.rejected
    assert Matter.objects.unscoped("测试").count() == before + first.opened


class Office:
    """The staff of the city, each behind a token, as programs of theirs would call."""

    def __init__(self) -> None:
        self.client = Client()
        self._tokens: dict[str, str] = {}
        self.calls = 0

    def post(self, username: str, path: str, body: dict[str, Any], key: str) -> dict[str, Any]:
        """Call and return the answer; a refusal fails the test with its words."""
        if username not in self._tokens:
            self._tokens[username] = make_token(Person.objects.get(username=username), "test")
        answer = self.client.post(
            f"/api/v1{path}", orjson.dumps(body), content_type="application/json",
            headers={"Authorization": f"Bearer {self._tokens[username]}", "Idempotency-Key": key},
        )  # fmt: skip
        assert answer.status_code in (200, 201), answer.content.decode()
        return cast(dict[str, Any], orjson.loads(answer.content))

    def act(self, username: str, number: str, action: str, **data: Any) -> dict[str, Any]:
        """Act on a matter."""
        self.calls += 1
        return self.post(username, f"/matters/{number}/actions/{action}", {"data": data}, f"call-{self.calls}")


def messages() -> Iterator[dict[str, str]]:
    with FILE.open(encoding="utf-8-sig", newline="") as file:
        yield from islice((row for row in csv.DictReader(file) if row["text"].strip()), HUNDRED)


SATISFIED = ("satisfied", "fair", "dissatisfied")


def close_one(office: Office, n: int, row: dict[str, str]) -> dict[str, Any]:
    """Take one message to closure; each tenth is first returned by the unit that was named."""
    opened = office.post(
        "centre.dispatcher", "/matters",
        {"text": row["text"], "title": row["title"][:200], "region": COUNTY, "channel": "hotline"}, row["id"],
    )  # fmt: skip
    number = opened["number"]
    offered = opened["suggestions"]
    unit = offered[0]["unit"] if offered and offered[0]["confidence"] > SURE else OTHERWISE
    if not opened["unit"] or opened["unit"] != unit:
        office.act("centre.dispatcher", number, "dispatch", unit=unit)
    if n % 10 == 9:
        office.act(f"{unit}.handler", number, "return", reason="不属本单位职责，请改交。")
        unit = OTHERWISE if unit != OTHERWISE else "housing"
        office.act("centre.dispatcher", number, "dispatch", unit=unit)
    office.act(f"{unit}.handler", number, "sign")
    office.act(f"{unit}.handler", number, "feedback", result="已办理，情况见附件。")
    office.act("centre.verifier", number, "verify_pass", finding="到场核查，情况属实。")
    office.act(
        "centre.dispatcher", number, "call_back", responded="yes", resolved="yes", satisfied=SATISFIED[n % 3],
    )  # fmt: skip
    closed = office.act("centre.dispatcher", number, "close")
    return {**closed, "number": number, "unit_wanted": unit}


def test_a_hundred_go_to_closure_over_http(county: None, capsys: pytest.CaptureFixture[str]) -> None:
    office = Office()
    done = [close_one(office, n, row) for n, row in enumerate(messages())]
    assert len({one["id"] for one in done}) == HUNDRED
    for n, one in enumerate(done):
        assert (one["stage"], one["outcome"]) == ("closed", "resolved")
        matter = Matter.objects.unscoped("测试").get(number=one["number"])
        assert (matter.responded, matter.resolved, matter.satisfied) == ("yes", "yes", SATISFIED[n % 3])
        assert matter.unit == one["unit_wanted"]
        assert matter.returned == (n % 10 == 9)
        assert matter.on_time is True
    found = verify()
    assert found.sound
    assert found.streams >= HUNDRED
    with capsys.disabled():
        print(f"\n一百件办结，承办单位：{dict(Counter(one['unit'] for one in done))}")


def test_the_same_message_with_the_same_key_opens_one_matter(county: None) -> None:
    office = Office()
    row = next(messages())
    body = {"text": row["text"], "region": COUNTY, "channel": "hotline"}
    first, again = (office.post("centre.dispatcher", "/matters", body, row["id"]) for _ in range(2))
    assert first["number"] == again["number"]
    assert again["repeated"]
