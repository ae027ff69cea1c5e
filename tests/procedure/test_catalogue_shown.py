"""Every procedure of the catalogue can be drawn, exported, explained and compared."""

import re
from importlib.resources import files
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from fazhi.procedure import Edition, load_edition
from fazhi.procedure.bpmn import to_bpmn
from fazhi.procedure.diagram import diagram_svg
from fazhi.procedure.diff import diff
from fazhi.procedure.explain import show
from fazhi.procedure.guards import guard_book

FILES = sorted(Path(str(files("fazhi.catalogue"))).glob("procedures/*.yaml"))


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def edition(request: Any) -> Edition:
    named = re.findall(r"fact: (\w+)", request.param.read_text("utf-8"))
    return load_edition(request.param, book=guard_book(frozenset(named)))


def test_the_catalogue_is_not_empty() -> None:
    assert FILES


def test_it_is_drawn_with_every_stage_and_fits_a_wide_screen(edition: Edition) -> None:
    root = ET.fromstring(diagram_svg(edition, here=next(iter(edition.stages))))
    drawn = {g.get("data-stage") for g in root.iter() if g.get("data-stage")}
    assert drawn == set(edition.stages)
    assert float(root.get("width", "0")) <= 1440


def test_it_is_exported_whole_and_valid(edition: Edition) -> None:
    spiff: Any = pytest.importorskip("SpiffWorkflow.bpmn.parser.BpmnParser")
    text = to_bpmn(edition)
    etree: Any = pytest.importorskip("lxml.etree")
    spiff.BpmnValidator().validate(etree.fromstring(text.encode()), edition.id)
    assert all(f'id="stage_{stage}"' in text for stage in edition.stages)


def test_it_is_explained_without_a_code_left_in_the_words(edition: Edition) -> None:
    text = show(edition)
    assert all(f"【{o.name}】" in text for o in edition.obligations.values())
    assert not [name for name in edition.stages if f"【{name}】" in text]


def test_it_differs_from_itself_in_nothing(edition: Edition) -> None:
    assert diff(edition, edition) == []
