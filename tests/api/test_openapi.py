"""The document: OpenAPI 3.1, every operation with its errors; and every answer of the door is JSON."""

from typing import Any

import pytest
from django.test import Client

from fazhi.people.models import Person
from tests.api.conftest import Program, refusal

OPERATIONS = {
    ("/api/v1/matters", "post"): {"200", "201", "400", "401", "403", "409", "413", "422", "500"},
    ("/api/v1/matters", "get"): {"200", "401", "422", "500"},
    ("/api/v1/matters/{number}", "get"): {"200", "401", "404", "422", "500"},
    ("/api/v1/matters/{number}/actions/{action}", "post"): {
        "200", "400", "401", "403", "404", "409", "413", "422", "500",
    },
    ("/api/v1/matters/actions", "post"): {"200", "400", "401", "403", "404", "409", "413", "422", "500"},
    ("/api/v1/procedures", "get"): {"200", "401", "500"},
    ("/api/v1/regions", "get"): {"200", "401", "422", "500"},
    ("/api/v1/law/search", "get"): {"200", "401", "404", "422", "500"},
    ("/api/v1/law/article", "get"): {"200", "401", "404", "422", "500"},
    ("/api/v1/law/verify", "post"): {"200", "400", "401", "404", "413", "422", "500"},
    ("/api/v1/law/diff", "get"): {"200", "401", "404", "422", "500"},
}  # fmt: skip


@pytest.fixture
def document(client: Client, db: None) -> dict[str, Any]:
    answer = client.get("/api/v1/openapi.json")
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


def test_it_is_openapi_3_1(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1")
    assert {(path, method) for path, there in document["paths"].items() for method in there} == set(OPERATIONS)


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_every_operation_lists_its_errors_and_says_who_may(document: dict[str, Any], path: str, method: str) -> None:
    operation = document["paths"][path][method]
    assert set(operation["responses"]) == OPERATIONS[path, method]
    for status, answer in operation["responses"].items():
        (content,) = answer["content"].values()
        if int(status) >= 400:
            assert content["schema"] == {"$ref": "#/components/schemas/Problem"}
    assert operation["security"]
    assert operation["summary"]


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    assert {name for name in _references(document)} <= set(schemas)


def _references(node: Any) -> set[str]:
    if isinstance(node, dict):
        own = {node["$ref"].rsplit("/", 1)[-1]} if isinstance(node.get("$ref"), str) else set()
        return own.union(*map(_references, node.values()))
    if isinstance(node, list):
        return set().union(*map(_references, node))
    return set()


@pytest.mark.parametrize("secret", ["", "fz_wrong"])
@pytest.mark.parametrize("path", ["/nothing", "/matters/a/b/c"])
def test_an_unknown_address(people: dict[str, Person], secret: str, path: str) -> None:
    answer = Program(None, secret).get(path)
    assert (answer.status_code, refusal(answer)["code"]) == (404, "not_found")


def test_a_method_that_is_not_there(people: dict[str, Person]) -> None:
    answer = Client().delete("/api/v1/matters", headers={"Authorization": "Bearer x"})
    assert answer.status_code == 405
    refusal(answer)  # type: ignore[arg-type]
