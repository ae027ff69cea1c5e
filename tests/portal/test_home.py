"""The first page and the search: no dead end."""

import pytest
from django.test import Client


def test_home_shows_what_works_and_nothing_else(resident: Client) -> None:
    text = resident.get("/").content.decode()
    for shown in ("反映问题", "法律咨询", "申请人民调解", "查进度", "tel:12348"):
        assert shown in text
    assert 'href="#"' not in text


def test_every_address_on_the_home_page_answers(resident: Client) -> None:
    for service in resident.get("/").context["services"]:
        assert resident.get(f"/send/{service.slug}/", follow=True).status_code == 200
    assert resident.get("/follow/").status_code == 200


@pytest.mark.parametrize(
    ("words", "first", "sure"),
    [
        ("路灯坏了没人管", "matter", True),
        ("离婚后房子能不能要回", "consultation", True),
        ("邻居装修漏水不赔", "mediation", True),
        ("随便看看", "matter", False),
    ],
)
def test_plain_words_lead_to_the_service(resident: Client, words: str, first: str, sure: bool) -> None:
    page = resident.get("/search/", {"q": words})
    assert page.context["services"][0].slug == first
    assert page.context["sure"] is sure


def test_the_words_typed_begin_the_message(resident: Client) -> None:
    page = resident.post("/send/mediation/what/", {"begin": "邻居漏水不赔"})
    assert page.status_code == 200
    assert "邻居漏水不赔</textarea>" in page.content.decode()


@pytest.mark.parametrize("typed", ["清20261123-00042", "20261123-00042", "清２０２６１１２３-00042"])
def test_a_number_leads_to_its_matter(resident: Client, typed: str) -> None:
    there = resident.get("/search/", {"q": typed})
    assert there.status_code == 302
    assert resident.get(there["Location"]).context["form"]["number"].value() == "清20261123-00042"


def test_nothing_typed_leads_home(resident: Client) -> None:
    assert resident.get("/search/", {"q": "  "})["Location"] == "/"


def test_an_unknown_address_says_what_next(resident: Client) -> None:
    page = resident.get("/no-such-page/")
    assert page.status_code == 404
    assert "12348" in page.content.decode()


def test_without_its_token_a_form_is_not_taken(portal: None) -> None:
    page = Client(enforce_csrf_checks=True).post("/send/matter/what/", {"text": "路灯坏了"})
    assert page.status_code == 403
