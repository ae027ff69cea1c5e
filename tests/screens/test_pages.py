"""The gallery, error answers, form fields, the menu."""

from datetime import datetime
from typing import Any

import pytest
from django import forms
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest
from django.template import Context, Template, TemplateSyntaxError
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from pytest_django import Settings

from fazhi.clock import BEIJING
from fazhi.screens import navigation
from fazhi.screens.context import moment_of, screens
from fazhi.screens.gallery import SampleForm
from fazhi.screens.views import bad_request

NOW = datetime(2025, 11, 24, 9, 30, tzinfo=BEIJING)


def rendered(source: str, **context: Any) -> str:
    return Template("{% load fazhi %}" + source).render(Context({"now": NOW, **context}))


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["desk", "portal", "board", "wall", "print"])
def test_gallery_labels_its_samples(client: Client, settings: Settings, page: str) -> None:
    settings.DEBUG = True
    assert "样例" in client.get(f"/_design/?page={page}").content.decode()


@pytest.mark.django_db
def test_gallery_is_not_for_the_public(client: Client) -> None:
    answer = client.get("/_design/")
    assert answer.status_code == 404
    assert "没有找到您要的页面" in answer.content.decode()


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "413", "500"])
def test_error_page_says_what_to_do_and_needs_no_context(name: str) -> None:
    page = render_to_string(f"{name}.html")
    assert "请" in page or "可以" in page
    assert page.count("btn-primary") == 1


@pytest.mark.parametrize(("error", "status"), [(RequestDataTooBig(), 413), (SuspiciousOperation(), 400)])
def test_body_over_the_limit_is_413(db: None, rf: RequestFactory, error: Exception, status: int) -> None:
    assert bad_request(rf.get("/"), error).status_code == status


def test_one_request_has_one_present_moment(rf: RequestFactory) -> None:
    request = rf.get("/")
    assert screens(request)["now"] is moment_of(request)
    assert moment_of(request).utcoffset() == NOW.utcoffset()


def test_light_tag_always_says_its_word() -> None:
    assert (
        rendered("{% light due %}", due=NOW.date().replace(day=20)) == '<span class="light light-overdue">超期</span>'
    )
    assert rendered("{{ owed|due_light:now }}", owed={"due": None} and type("Owed", (), {"due": None})()) == "未计时"


def test_unknown_icon_says_where_to_add_it() -> None:
    with pytest.raises(TemplateSyntaxError, match=r"icons\.txt"):
        rendered('{% icon "unicorn" %}')


def test_field_ties_label_hint_error_and_control() -> None:
    html = rendered("{% field form.what %}", form=SampleForm(data={}))
    assert '<label for="id_what">' in html
    assert 'aria-describedby="id_what-hint id_what-errors"' in html
    assert 'aria-invalid="true"' in html
    assert "请填写“发生了什么事”。" in html


def test_field_escapes_what_people_typed() -> None:
    html = rendered("{% field form.what %}", form=SampleForm(data={"what": "<b>x</b>"}))
    assert "<b>x</b>" not in html


def test_error_summary_links_to_each_wrong_field() -> None:
    html = rendered("{% error_summary form %}", form=SampleForm(data={}))
    assert html.count('href="#field-') == 4
    assert "请选择“事情发生在哪里”。" in html


def test_error_summary_is_silent_when_nothing_is_wrong() -> None:
    assert rendered("{% error_summary form %}", form=SampleForm()).strip() == ""


@pytest.fixture
def menu(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(navigation, "_items", {})
    monkeypatch.setattr(navigation, "address_of", lambda name: "" if name == "gone" else f"/{name}/")


@pytest.mark.usefixtures("menu")
def test_menu_is_in_order_and_leaves_out_what_is_not_open(rf: RequestFactory) -> None:
    def to_nobody(request: HttpRequest) -> bool:
        return False

    navigation.register(navigation.MenuItem("看板", "desk/boards", "chart-bar", 20))
    navigation.register(navigation.MenuItem("今日待办", "desk", "list-check", 10, count=lambda request: 3))
    navigation.register(navigation.MenuItem("密", "desk/secret", "lock", 5, shows_to=to_nobody))
    navigation.register(navigation.MenuItem("没有", "gone", "lock", 1))
    shown = navigation.items_for(rf.get("/desk/boards/1/"))
    assert [(item.label, item.is_current, item.count) for item in shown] == [
        ("今日待办", False, 3),
        ("看板", True, None),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "leads"), [("/desk/none/", "/desk/"), ("/none/", "/")])
def test_what_is_not_there_leads_back_to_the_same_door(client: Client, path: str, leads: str) -> None:
    assert f'<a class="btn btn-primary" href="{leads}">' in client.get(path).content.decode()


class _Asks(forms.Form):
    unit = forms.CharField(label="承办单位")
    days = forms.IntegerField(label="日数")


def test_the_summary_of_errors_names_each_field_once() -> None:
    page = rendered("{% error_summary form %}", form=_Asks({"days": "三"}))
    assert ">请填写“承办单位”。</a>" in page
    assert ">日数：" in page
