"""The manual of the API: for signed-in staff, with no file from elsewhere."""

import re

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from fazhi.people.models import Person

URL = "/api/v1/docs"


@pytest.fixture
def clerk(client: Client, people: dict[str, Person]) -> Client:
    client.force_login(people["dispatcher"], backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_staff_read_it_with_files_of_this_machine_only(clerk: Client) -> None:
    answer = clerk.get(URL)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert '"url": "/api/v1/openapi.json"' in page
    assert "//" not in re.sub(r"/\*.*?\*/", "", page)
    files = re.findall(r'(?:src|href)="/static/([^"]+)"', page)
    assert {"ninja/swagger-ui-bundle.js", "ninja/swagger-ui.css"} <= set(files)
    assert [file for file in files if finders.find(file) is None] == []


def test_a_change_tried_there_carries_the_csrf_token(clerk: Client) -> None:
    assert re.search(r'data-csrf-token="\w+"', clerk.get(URL).content.decode())


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer fz_nobody"}])
def test_others_sign_in_first(client: Client, db: None, headers: dict[str, str]) -> None:
    answer = client.get(URL, headers=headers)
    assert answer.status_code == 302
    assert answer["Location"].endswith(f"?next={URL}")


def test_the_document_shown_is_3_1(clerk: Client) -> None:
    assert clerk.get("/api/v1/openapi.json").json()["openapi"].startswith("3.1")
