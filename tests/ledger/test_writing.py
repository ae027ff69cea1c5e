"""A write is whole or not at all; the second of two writers is told; a command counts once."""

from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection
from django.db.models import Q
from ledger_cases import MOMENT, event, write

from fazhi.ledger.models import Event
from fazhi.ledger.verifying import verify
from fazhi.ledger.writing import Append, Change, StreamMoved, Write, commit, commit_many, stream_id_for
from fazhi.notices.models import Message

INSIDE = pytest.param(True, marks=pytest.mark.django_db, id="inside a transaction")
ALONE = pytest.param(False, marks=pytest.mark.django_db(transaction=True), id="in one of its own")


@pytest.fixture(params=[INSIDE, ALONE], autouse=True)
def _way(request: pytest.FixtureRequest, _django_db_helper: None) -> None:
    """Write on both ways: as part of somebody's transaction, and through the queue."""
    assert connection.in_atomic_block == request.param


def message(to: str = "unit-3", **fields: object) -> Message:
    return Message(kind="due_soon", to=to, created=MOMENT, not_before=MOMENT, **fields)


def seqs(stream: UUID) -> list[int]:
    return list(Event.objects.filter(stream_id=stream).order_by("seq").values_list("seq", flat=True))


def test_events_are_numbered_from_one_and_chained(stream: UUID) -> None:
    first = commit(write(stream, 0, 2)).appended[0]
    second = commit(write(stream, 2)).appended[0]
    rows = list(Event.objects.filter(stream_id=stream).order_by("seq"))
    assert (first.seqs, second.seqs) == ((1, 2), (3,))
    assert [bytes(row.prev) for row in rows] == [bytes(32), bytes(rows[0].digest), bytes(rows[1].digest)]
    assert first.digests + second.digests == tuple(bytes(row.digest) for row in rows)


@pytest.mark.parametrize("expected", [0, 1, 3, 9])
def test_who_expects_another_head_is_told_that_the_stream_moved(stream: UUID, expected: int) -> None:
    commit(write(stream, 0, 2))
    with pytest.raises(StreamMoved):
        commit(write(stream, expected))
    assert seqs(stream) == [1, 2]


def test_of_two_who_act_at_once_one_wins(stream: UUID) -> None:
    commit(write(stream, 0))
    outcomes = commit_many([write(stream, 1), write(stream, 1)])
    assert [type(outcome).__name__ for outcome in outcomes] == ["Committed", "StreamMoved"]
    assert seqs(stream) == [1, 2]


@pytest.mark.parametrize("expected_again", [0, 2])
def test_a_command_given_twice_returns_its_first_result(stream: UUID, expected_again: int) -> None:
    first = commit(write(stream, 0, 2, command="c-1"))
    again = commit(write(stream, expected_again, 2, command="c-1"))
    assert not first.first_result
    assert again.first_result
    assert again.appended == first.appended
    assert seqs(stream) == [1, 2]


def test_a_command_given_twice_in_one_group_counts_once(stream: UUID) -> None:
    first, again = commit_many([write(stream, 0, command="c-1"), write(stream, 0, command="c-1")])
    assert again.appended == first.appended
    assert again.first_result
    assert seqs(stream) == [1]


def test_a_creation_repeated_finds_its_own_stream() -> None:
    assert stream_id_for("matter", "key-1") == stream_id_for("matter", "key-1")
    assert stream_id_for("matter", "key-1") != stream_id_for("matter", "key-2")
    assert stream_id_for("matter", "key-1") != stream_id_for("request", "key-1")


def test_paired_events_in_two_streams_come_together_or_not_at_all(stream: UUID) -> None:
    other = uuid4()
    commit(write(other, 0))
    pair = Write([Append("matter", stream, 0, (event(),)), Append("matter", other, 0, (event(),))])
    with pytest.raises(StreamMoved):
        commit(pair)
    assert seqs(stream) == []


def test_rows_and_events_are_one_transaction(stream: UUID) -> None:
    kept = message()
    commit(Write([], inserts=[kept]))
    clash = write(stream, 0)
    clash.inserts = [message(), message(id=kept.id)]
    with pytest.raises(IntegrityError):
        commit(clash)
    assert seqs(stream) == []
    assert Message.objects.count() == 1


def test_the_guilty_write_fails_alone(stream: UUID) -> None:
    kept, other = message(), uuid4()
    commit(Write([], inserts=[kept]))
    bad = write(stream, 0)
    bad.inserts = [message(id=kept.id)]
    outcomes = commit_many([bad, write(other, 0), write(other, 1)])
    assert [type(outcome).__name__ for outcome in outcomes] == ["IntegrityError", "Committed", "Committed"]
    assert (seqs(stream), seqs(other)) == ([], [1, 2])


def test_a_write_that_makes_no_sense_fails_alone(stream: UUID) -> None:
    senseless = [
        Write([], deletes=[(Message, Q(colour="red"))]),
        Write([], changes=[Change(Message, "no-uuid", {"to": "unit-1"})]),
        Write([], changes=[Change(Message, uuid4(), {"colour": "red"})]),
        Write([Append("matter", "no-uuid", 0, (event(),))]),
    ]
    outcomes = commit_many([*senseless, write(stream, 0)])
    assert [isinstance(outcome, Exception) for outcome in outcomes] == [True, True, True, True, False]
    assert seqs(stream) == [1]


def test_what_has_no_json_form_is_refused_before_anything_is_written(stream: UUID) -> None:
    bad = Write([Append("matter", stream, 0, (event(when=object()),))])
    good = write(uuid4(), 0)
    outcomes = commit_many([bad, good])
    assert isinstance(outcomes[0], TypeError)
    assert outcomes[1].appended[0].seqs == (1,)


def test_changes_and_deletes_of_one_group_keep_their_order(stream: UUID) -> None:
    row = message()
    fields = [{"to": "unit-1", "attempts": 1}, {"to": "unit-2"}, {"to": "unit-3", "attempts": 3}]
    writes = [Write([], inserts=[row])] + [Write([], changes=[Change(Message, row.pk, f)]) for f in fields]
    commit_many(writes)
    row.refresh_from_db()
    assert (row.to, row.attempts) == ("unit-3", 3)


def test_a_write_replaces_the_rows_it_owns() -> None:
    commit(Write([], inserts=[message("unit-1"), message("unit-1"), message("unit-2")]))
    commit(Write([], deletes=[(Message, {"to": "unit-1"})], inserts=[message("unit-1", payload={"task": "t-1"})]))
    assert sorted(Message.objects.values_list("to", flat=True)) == ["unit-1", "unit-2"]
    assert Message.objects.get(to="unit-1").payload == {"task": "t-1"}


def test_rows_are_read_back_as_django_would_have_saved_them() -> None:
    row = message(payload={"票据": ["一", 2, None]}, done_at=MOMENT)
    commit(Write([], inserts=[row]))
    read = Message.objects.get(pk=row.pk)
    assert [getattr(read, f.attname) for f in Message._meta.fields] == [
        getattr(row, f.attname) for f in Message._meta.fields
    ]


@pytest.mark.parametrize("count", [1, 49, 50, 51, 300])
def test_a_large_group_is_written_as_a_small_one(count: int) -> None:
    streams = [uuid4() for _ in range(count)]
    writes = [write(stream, 0, command="c-1") for stream in streams]
    for each in writes:
        each.inserts = [message(payload={"甲\t乙\\N": None}, last_error="第一行\n第二行")]
    outcomes = commit_many(writes)
    assert {type(outcome).__name__ for outcome in outcomes} == {"Committed"}
    assert verify().faults == []
    assert Event.objects.filter(txid__gt=0, command_id="c-1").count() == count
    assert {(m.last_error, *m.payload) for m in Message.objects.all()} == {("第一行\n第二行", "甲\t乙\\N")}


def test_the_guilty_write_of_a_large_group_fails_alone() -> None:
    kept = message()
    writes = [Write([], inserts=[message(id=kept.id)])] + [write(uuid4(), 0) for _ in range(80)]
    writes += [Write([], inserts=[kept])] + [Write([], inserts=[message()]) for _ in range(60)]
    outcomes = commit_many(writes)
    assert [i for i, outcome in enumerate(outcomes) if isinstance(outcome, IntegrityError)] == [81]
    assert (Event.objects.count(), Message.objects.count()) == (80, 61)
