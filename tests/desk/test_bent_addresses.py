"""Addresses that somebody bent: each is answered, none fails, none makes the page say what its maker likes."""

import pytest

from fazhi.matters.models import Matter
from tests.desk.conftest import Enter

ENDS = "span=own&since=0001-01-01&until=9999-12-31"
NUL = [
    "?q=%00", "?procedure=%00", "?region=%00", "?after=20260101T000000.000000_00000000000000000000000000000000_%00",
    "matters/%00/", "bulk/?m=%00", "supervision/?unit=%00", "new/registered/%00/", "dashboard/?unit=%00",
]  # fmt: skip
SHOWS_NOW = [
    "known_at=0001-01-01T00:00:00%2B14:00", "effective_at=0001-01-01T00:00:00%2B14:00",
    "known_at=9999-12-31T23:59:59-14:00", "effective_at=9999-12-31T23:59:59-14:00",
]  # fmt: skip
NO_SUCH_DAYS = [
    "figure/intake/", "figure/intake/by-week.csv", "figure/intake/by-month.csv", "scores/cards/",
]  # fmt: skip


@pytest.mark.parametrize("bent", NUL)
def test_a_character_that_no_text_holds_is_a_bad_request(enter: Enter, matter: Matter, bent: str) -> None:
    answer = enter("qian").get(f"/desk/{bent}")
    assert answer.status_code == 400
    assert "这个请求没有看懂" in answer.content.decode()


@pytest.mark.parametrize(("url", "field", "status"), [("dispatch/", "number", 404), ("bulk/", "m", 302)])
def test_nor_does_it_fail_in_what_is_sent(enter: Enter, matter: Matter, url: str, field: str, status: int) -> None:
    assert enter("zhao").post(f"/desk/{url}", {field: "\0"}).status_code == status


@pytest.mark.parametrize("asked", SHOWS_NOW)
def test_a_moment_that_beijing_never_had_shows_the_present(enter: Enter, matter: Matter, asked: str) -> None:
    answer = enter("qian").get(f"/desk/matters/{matter.number}/?{asked}")
    assert answer.status_code == 200
    assert not answer.context["moment"].past


@pytest.mark.parametrize("page", NO_SUCH_DAYS)
def test_days_that_cannot_be_reckoned_with_make_no_figure(enter: Enter, matter: Matter, page: str) -> None:
    assert enter("qian").get(f"/desk/dashboard/{page}?{ENDS}").status_code == 400


@pytest.mark.parametrize("page", ["", "scores/"])
def test_a_dashboard_says_which_days_it_can_show(enter: Enter, matter: Matter, page: str) -> None:
    answer = enter("qian").get(f"/desk/dashboard/{page}?{ENDS}")
    assert answer.status_code == 200
    assert "请填 2000 年到 2099 年之间的日期。" in answer.content.decode()


@pytest.mark.parametrize(("given", "said"), [("清20261123-00001", True), ("请拨打 010-12345678 缴费", False)])
def test_only_a_number_is_repeated_from_the_address(enter: Enter, matter: Matter, given: str, said: bool) -> None:
    page = enter("qian").get("/desk/", {"given": given}).content.decode()
    assert (f"{given} 已办理" in page) is said
