"""Stories that cannot be played are refused when read."""

from typing import Any

import pytest

from fazhi.cities.stories import BadStory, _story

PLAY = {"p": [[0, "10:00", "centre.dispatcher", "dispatch", {"unit": "$unit"}], [1, "09:00", "$unit.handler", "sign"]]}
GOOD: dict[str, Any] = {
    "id": "s", "open": [-3, "09:00"], "region": "410922", "title": "题", "text": "文", "play": "p",
    "with": {"unit": "housing"},
}  # fmt: skip


def test_a_play_is_filled_in() -> None:
    story = _story(GOOD, PLAY)
    assert [(s.who, s.action, dict(s.data)) for s in story.steps] == [
        ("centre.dispatcher", "dispatch", {"unit": "housing"}),
        ("housing.handler", "sign", {}),
    ]
    assert story.parties == ("reporter",)


def test_a_story_stops_where_it_says() -> None:
    assert [s.action for s in _story({**GOOD, "until": "dispatch"}, PLAY).steps] == ["dispatch"]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"open": [-3, "11:00"]}, "早于登记"),
        ({"open": [0, "09:00"]}, "在将来"),
        ({"until": "close"}, "没有“close”这一步"),
        ({"with": {}}, "没有填写“unit”"),
    ],
)
def test_a_story_that_cannot_be_played_is_refused(change: dict[str, Any], why: str) -> None:
    with pytest.raises(BadStory, match=why):
        _story({**GOOD, **change}, PLAY)
