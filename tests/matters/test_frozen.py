"""A published edition that matters ran on is frozen: its changed file is refused; local values are no part of it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from fazhi.matters import frozen
from fazhi.matters.catalogue import editions
from fazhi.matters.frozen import changed, hold
from fazhi.matters.intake import Received
from fazhi.matters.models import EditionText
from fazhi.procedure import BadDefinition, Edition

Send = Callable[..., Received]
GRID = "grid_matter@1"


@pytest.fixture
def catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the procedures that may be changed; the path of the one for grid matters."""
    copied: dict[str, Edition] = {}
    for id, edition in editions().items():
        path = tmp_path / Path(edition.source).name
        path.write_text(Path(edition.source).read_text("utf-8"), "utf-8")
        copied[id] = replace(edition, source=str(path))
    monkeypatch.setattr(frozen, "editions", lambda: copied)
    return tmp_path / "grid_matter.yaml"


def alter(path: Path) -> None:
    path.write_text(path.read_text("utf-8") + "\n# 改动\n", "utf-8")


def test_a_changed_text_in_use_is_refused_with_its_file_and_the_remedy(catalogue: Path, sent: Send) -> None:
    hold()
    sent()
    alter(catalogue)
    with pytest.raises(BadDefinition) as refused:
        hold()
    (problem,) = refused.value.problems
    assert problem.file == str(catalogue)
    assert f"版本 {GRID} 已经有办件在用" in problem.what
    assert "另写一个新版本" in problem.remedy
    assert [edition.id for edition in changed()] == [GRID]


def test_refused_again_and_well_again_when_restored(catalogue: Path, sent: Send) -> None:
    hold()
    sent()
    text = catalogue.read_text("utf-8")
    alter(catalogue)
    for _ in range(2):
        with pytest.raises(BadDefinition):
            hold()
    catalogue.write_text(text, "utf-8")
    hold()
    assert changed() == []


def test_a_text_that_no_matter_ran_on_may_be_worked_at(catalogue: Path, county: None) -> None:
    hold()
    before = EditionText.objects.get(edition=GRID)
    alter(catalogue)
    hold()
    assert EditionText.objects.get(edition=GRID).digest != before.digest
    assert changed() == []


def test_a_draft_is_not_frozen(catalogue: Path, sent: Send, monkeypatch: pytest.MonkeyPatch) -> None:
    hold()
    sent()
    alter(catalogue)
    drafts = {id: replace(edition, status="draft") for id, edition in frozen.editions().items()}
    monkeypatch.setattr(frozen, "editions", lambda: drafts)
    hold()
    assert changed() == []


def test_the_citys_own_values_may_change(catalogue: Path, sent: Send, monkeypatch: pytest.MonkeyPatch) -> None:
    hold()
    sent()
    other = {id: replace(edition, digest="other values") for id, edition in frozen.editions().items()}
    monkeypatch.setattr(frozen, "editions", lambda: other)
    hold()
    assert changed() == []


def test_marking_a_text_for_checking_changes_no_edition(catalogue: Path, sent: Send) -> None:
    text = catalogue.read_text("utf-8")
    assert ", reasoning: true}" in text
    catalogue.write_text(text.replace(", reasoning: true}", "}"), "utf-8")
    hold()
    sent()
    catalogue.write_text(text, "utf-8")
    hold()
    assert changed() == []
    catalogue.write_text(text.replace(", reasoning: true}", ", required: true}", 1), "utf-8")
    assert [edition.id for edition in changed()] == [GRID]
