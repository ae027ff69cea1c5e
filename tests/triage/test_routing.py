"""From subjects to units."""

import pytest

from fazhi.triage import Candidate, TriageError
from fazhi.triage.routing import (
    Auto,
    Manual,
    Route,
    RoutingTable,
    UnitCandidate,
    decide,
    lessons,
    route,
    table_of,
    units_of,
)

TABLE = RoutingTable(
    (
        Route("供水", "水务局", "4109"),
        Route("供水", "马镇水管所", "410922101"),
        Route("教育", "教育局"),
        Route("教育", "督导室", priority=1),
        Route("市容", "住建局", words=("房屋", "物业")),
        Route("市容", "城管局", words=("占道", "路灯")),
        Route("治安", "公安局", share=3.0),
        Route("治安", "司法局", share=1.0),
    )
)


def shares(subject: str, region: str, text: str = "") -> dict[str, float]:
    found = route([Candidate(subject, 0.8)], TABLE, region, text)
    return {one.unit: round(one.confidence, 4) for one in found}


@pytest.mark.parametrize(
    ("subject", "region", "text", "units"),
    [
        ("供水", "410922101000", "", {"马镇水管所": 0.8}),
        ("供水", "410922102000", "", {"水务局": 0.8}),
        ("供水", "110101000000", "", {}),
        ("教育", "410922", "", {"教育局": 0.8}),
        ("治安", "410922", "", {"公安局": 0.6, "司法局": 0.2}),
        ("市容", "410922", "", {"住建局": 0.4, "城管局": 0.4}),
        ("市容", "410922", "占道施工", {"城管局": 0.64, "住建局": 0.16}),
        ("不明", "410922", "", {}),
    ],
)
def test_who_answers_where(subject: str, region: str, text: str, units: dict[str, float]) -> None:
    assert shares(subject, region, text) == pytest.approx(units)


def test_a_unit_of_two_subjects_is_as_sure_as_both() -> None:
    table = RoutingTable((Route("供水", "城管局"), Route("市容", "城管局")))
    (only,) = route([Candidate("供水", 0.5, ("停水",)), Candidate("市容", 0.3, ("占道",))], table, "41")
    assert only == UnitCandidate("城管局", 0.8, "供水", ("停水",))


def test_the_words_of_the_duty_are_reasons() -> None:
    first = route([Candidate("市容", 0.9, ("施工",))], TABLE, "41", "占道施工")[0]
    assert first.reasons == ("占道", "施工")


def test_a_share_must_be_positive() -> None:
    with pytest.raises(TriageError, match="份额"):
        RoutingTable((Route("供水", "水务局", share=0.0),))


UNITS = tuple(UnitCandidate(f"U{number}", confidence) for number, confidence in enumerate((0.6, 0.2, 0.1, 0.05)))


@pytest.mark.parametrize(
    ("units", "threshold", "decision"),
    [
        (UNITS, 0.6, Auto(UNITS[0])),
        (UNITS, 0.61, Manual(UNITS[:3])),
        (UNITS, 0.0, Auto(UNITS[0])),
        ((), 0.0, Manual(())),
    ],
)
def test_below_the_threshold_a_person_decides(
    units: tuple[UnitCandidate, ...], threshold: float, decision: Auto | Manual
) -> None:
    assert decide(units, threshold) == decision


@pytest.mark.parametrize("threshold", [-0.01, 1.01, float("nan")])
def test_a_threshold_out_of_range_is_refused(threshold: float) -> None:
    with pytest.raises(TriageError, match="阈值"):
        decide(UNITS, threshold)


@pytest.mark.parametrize(
    ("returned_by", "taken_by", "learnt"),
    [
        ([], "甲", [("甲", False, 1.0)]),
        (["乙"], "甲", [("乙", True, 2.0), ("甲", False, 2.0)]),
        (["乙", "乙"], None, [("乙", True, 2.0)]),
        (["甲", "乙"], "甲", [("乙", True, 2.0), ("甲", False, 2.0)]),
        ([], None, []),
    ],
)
def test_returns_and_dispatches_are_lessons(
    returned_by: list[str], taken_by: str | None, learnt: list[tuple[str, bool, float]]
) -> None:
    found = lessons("停水", returned_by, taken_by, "M1")
    assert [(one.label, one.against, one.weight) for one in found] == learnt
    assert {one.group for one in found} <= {"M1"}


def test_a_table_from_duties_and_units() -> None:
    table = table_of({"供水": {"水利": ("停水",), "住建": ()}}, {"水利": ("U1", "U2")})
    assert [(one.subject, one.unit, one.words) for one in table.routes] == [
        ("供水", "U1", ("停水",)),
        ("供水", "U2", ("停水",)),
    ]


def test_a_model_of_units_needs_no_table() -> None:
    assert units_of([Candidate("U1", 0.7, ("停水",))]) == (UnitCandidate("U1", 0.7, "", ("停水",)),)
