"""What stands in a row of the list: escaped, the same as Django would write it, and addressed as Django would."""

from typing import Any

import pytest
from django import forms
from django.urls import reverse

from fazhi.desk.addresses import address_by
from fazhi.desk.counting import counted
from fazhi.matters.models import Gist, Matter, Task
from fazhi.people.models import Region
from fazhi.screens.selects import PlainSelect
from tests.desk.conftest import Enter

SCRIPT = "<script>alert(1)</script>&\"'"


def test_what_people_wrote_is_escaped_in_a_row(enter: Enter, matter: Matter) -> None:
    Gist.objects.unscoped("测试").update(text=SCRIPT)
    Task.objects.unscoped("测试").update(name=SCRIPT)
    shown = enter("qian").get("/desk/").content.decode()
    assert "<script>alert" not in shown
    assert shown.count("&lt;script&gt;alert(1)&lt;/script&gt;&amp;&quot;&#x27;") == 2


def test_an_erased_matter_says_so(enter: Enter, matter: Matter) -> None:
    Gist.objects.unscoped("测试").all().delete()
    (row,) = enter("qian").get("/desk/").context["rows"]
    assert row["gist"] == "（内容已销毁）"


@pytest.mark.parametrize("number", ["清20261123-00001", "a b?c#d%e", "&'()*+,;=:@$!~"])
def test_an_address_is_the_one_that_django_gives(number: str) -> None:
    assert address_by("desk:matter")(number) == reverse("desk:matter", args=[number])


@pytest.mark.parametrize("chosen", ["", "a", SCRIPT])
@pytest.mark.parametrize("attrs", [{}, {"class": "x", "aria-invalid": True, "hidden": False, "title": SCRIPT}])
def test_a_select_is_drawn_to_the_letter(chosen: str, attrs: dict[str, Any]) -> None:
    choices = [("", "全部"), ("a", "甲"), (SCRIPT, SCRIPT)]
    plain, django = PlainSelect(choices=choices), forms.Select(choices=choices)
    assert plain.render("town", chosen, {"id": "id_town", **attrs}) == django.render(
        "town", chosen, {"id": "id_town", **attrs}
    )


def test_several_counts_are_one_query(db: None, django_assert_num_queries: Any) -> None:
    Region.objects.bulk_create(Region(code=f"{n:02}", name="区", level=1) for n in range(7))
    asked = {
        "all": Region.objects.all(),
        "two": Region.objects.filter(code__in=["01", "02"]),
        "none": Region.objects.filter(code__in=[]),
    }
    with django_assert_num_queries(1):
        assert counted(asked, 5) == {"all": 5, "two": 2, "none": 0}
    with django_assert_num_queries(0):
        assert counted({"none": asked["none"]}, 5) == {"none": 0}
