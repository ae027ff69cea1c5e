"""Revoking (撤销) and varying (变更) at the desk: offered where the edition lets, confirmed by another, never wiped."""

import pytest
from django.test import Client
from django.urls import reverse

from fazhi.desk.models import Proposal
from fazhi.matters.models import Matter
from fazhi.matters.streams import read
from fazhi.people.models import Person, Post
from fazhi.procedure import fold
from tests.desk.conftest import SINCE, Clock, Enter, acted
from tests.desk.test_corrections import done, propose, stage, types
from tests.desk.test_opening_reconsideration import justice, sent

__all__ = ["done", "justice"]


@pytest.fixture
def refused(justice: Client, staff: dict[str, Person], enter: Enter, clock: Clock) -> Matter:
    """An application for reconsideration that was not accepted; its bureau has a head."""
    staff["head"] = Person.objects.create_user("head", display_name="司局长")
    Post.objects.create(person=staff["head"], unit_id="justice", role="leader", valid_from=SINCE)
    sent(justice)
    matter: Matter = Matter.objects.unscoped("测试").get()
    clock.go(hours=1)
    assert acted(enter("justice"), matter, "refuse", ground="no_interest").status_code == 302
    clock.go(days=1)
    return matter


@pytest.fixture
def officer(refused: Matter, enter: Enter) -> Client:
    """The officer who refused it, signed in again the day after."""
    return enter("justice")


def confirmed(client: Client) -> int:
    proposal = Proposal.objects.unscoped("测试").get()
    return client.post(f"/desk/corrections/{proposal.id}/", {"decision": "confirm"}).status_code


def test_only_what_the_edition_lets_is_offered(officer: Client, refused: Matter, enter: Enter, done: Matter) -> None:
    offered = dict(officer.get(f"/desk/matters/{refused.number}/correct/2/").context["form"].fields["kind"].choices)
    assert {"revoke", "vary"} <= set(offered)
    fed_back = dict(enter("qian").get(f"/desk/matters/{done.number}/correct/4/").context["form"].fields["kind"].choices)
    assert "revoke" not in fed_back
    assert "vary" not in fed_back


def test_it_is_offered_to_whose_act_it_was_and_to_nobody_else(officer: Client, refused: Matter, enter: Enter) -> None:
    url = reverse("desk:correct", args=[refused.number, 2])
    assert url in officer.get(f"/desk/matters/{refused.number}/").content.decode()
    assert enter("stranger").get(url).status_code == 404
    page = enter("qian").get(f"/desk/matters/{refused.number}/")  # the respondent
    assert url not in page.content.decode()
    assert propose_as(enter("qian"), url) in (403, 404)
    assert not Proposal.objects.unscoped("测试").exists()


def propose_as(client: Client, url: str) -> int:
    return client.post(url, {"kind": "revoke", "reason": "不服"}).status_code


def test_a_refusal_revoked_ends_now_and_the_matter_goes_on(officer: Client, refused: Matter, enter: Enter) -> None:
    assert (stage(refused), refused.outcome) == ("aftermath", "not_accepted")
    assert propose(officer, refused, 2, kind="revoke").status_code == 302
    assert stage(refused) == "aftermath"
    assert confirmed(officer) == 403
    assert confirmed(enter("head")) == 302
    assert (stage(refused), refused.outcome) == ("review", "")
    assert types(refused) == ["act", "act", "revoke"]
    shown = officer.get(f"/desk/matters/{refused.number}/").content.decode()
    assert "撤销" in shown
    assert "点错了" in shown
    assert "复核：司局长" in shown
    assert "不予受理" in shown  # what was revoked is still told


def test_a_ground_varied_holds_from_now_on(officer: Client, refused: Matter, enter: Enter) -> None:
    assert propose(officer, refused, 2, kind="vary", v_ground="late").status_code == 302
    assert confirmed(enter("head")) == 302
    assert stage(refused) == "aftermath"
    state = fold(read(refused.id))
    assert state.facts["ground"] == "late"
    shown = officer.get(f"/desk/matters/{refused.number}/").content.decode()
    assert "变更" in shown
    assert "超过申请期限" in shown


def test_what_is_not_remembered_is_not_varied(officer: Client, refused: Matter) -> None:
    answer = propose(officer, refused, 2, kind="vary", v_ground="no_interest")
    assert answer.status_code == 422
    assert not Proposal.objects.unscoped("测试").exists()
