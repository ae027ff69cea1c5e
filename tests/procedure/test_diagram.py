"""The drawing: it shows every stage and every way, runs nothing, escapes all text, and nothing covers anything."""

import re
from itertools import combinations
from xml.etree import ElementTree as ET

import pytest
from procedure_cases import licence

from fazhi.procedure.captions import width_of
from fazhi.procedure.diagram import diagram_svg
from fazhi.procedure.flow import flow_of, stays, wholly_local
from fazhi.procedure.layout import Box, Item, Link, arrange

SVG = "{http://www.w3.org/2000/svg}"


def texts(svg: str) -> list[str]:
    return ["".join(t.itertext()) for t in ET.fromstring(svg).iter(f"{SVG}text")]


def test_every_stage_role_and_action_that_leads_on_is_written() -> None:
    edition = licence()
    said = texts(diagram_svg(edition))
    for stage in edition.stages.values():
        assert stage.name in said
    for name in ("受理", "作出决定", "征求意见：全部答复", "视为受理（期满）", "约谈（本地）", "恢复", "撤回申请"):
        assert name in said, name
    assert "经办人 · 本地" in said


def test_what_starts_from_many_stages_is_written_once() -> None:
    edition = licence()
    assert texts(diagram_svg(edition)).count("撤回申请") == 1
    note = flow_of(edition).notes[0]
    assert note.sources == ("received", "review", "opinions", "talk", "suspended")
    assert "任一在办环节：" in texts(diagram_svg(edition))


def test_a_pause_of_one_stage_leads_back_to_it() -> None:
    arrows = {(a.source, a.target) for a in flow_of(licence()).arrows}
    assert ("suspended", "review") in arrows
    assert not flow_of(licence()).returns


def test_several_ways_between_two_stages_are_one_arrow() -> None:
    arrow = next(a for a in flow_of(licence()).arrows if (a.source, a.target) == ("received", "review"))
    assert [s.name for s in arrow.steps] == ["受理", "视为受理"]
    assert [s.by for s in arrow.steps] == ["", "silence"]


def test_what_stays_in_a_stage_is_no_arrow() -> None:
    assert [a.id for a in stays(licence(), "review")] == ["remind", "call_back", "hear", "notify_hearing", "extend"]


def test_the_place_of_a_matter_is_a_word_not_only_a_colour() -> None:
    svg = diagram_svg(licence(), here="review", visits={"received": "3月2日至3日"})
    assert "● 当前" in texts(svg)
    assert "3月2日至3日" in texts(svg)
    assert 'class="fz-stage is-here" data-stage="review"' in svg
    assert "● 当前" not in texts(diagram_svg(licence()))


def test_an_end_has_a_double_border_and_a_local_stage_a_dashed_one() -> None:
    root = ET.fromstring(diagram_svg(licence()))
    groups = {g.get("data-stage"): g for g in root.iter(f"{SVG}g") if g.get("data-stage")}
    assert len(list(groups["done"].iter(f"{SVG}rect"))) == 2
    assert len(list(groups["review"].iter(f"{SVG}rect"))) == 1
    assert [r.get("stroke-dasharray") for r in groups["talk"].iter(f"{SVG}rect")] == ["5 4"]
    assert [r.get("stroke-dasharray") for r in groups["review"].iter(f"{SVG}rect")] == [None]


def test_a_screen_reader_hears_the_whole() -> None:
    root = ET.fromstring(diagram_svg(licence(), here="review"))
    assert root.findtext(f"{SVG}title") == "示例许可程序图"
    said = root.findtext(f"{SVG}desc", "")
    assert said.startswith("现在是“审查”环节。环节：受理审查、审查")
    assert "受理审查到审查：受理、视为受理（期满）" in said


def test_nothing_in_it_runs_or_styles_and_text_is_escaped() -> None:
    edition = licence("name: 示例许可", 'name: "<script>alert(1)</script>&\\u0007示例"')
    svg = diagram_svg(edition, here="review", visits={"received": '"><img onerror=x>'})
    names = {e.tag.removeprefix(SVG) for e in ET.fromstring(svg).iter()}
    assert names == {"svg", "title", "desc", "g", "rect", "path", "text"}
    assert not re.search(r"\s(style|on\w+|href)=", re.sub(r">[^<]*<", "><", svg))
    assert "<script>" not in svg


def test_the_same_edition_gives_the_same_drawing() -> None:
    assert diagram_svg(licence()) == diagram_svg(licence())


def test_a_wholly_local_procedure_does_not_repeat_the_mark_on_every_line() -> None:
    edition = licence()
    assert not wholly_local(edition)
    assert any("（本地）" in t for t in texts(diagram_svg(edition)))


def _apart(one: Box, other: Box) -> bool:
    return (
        one.x + one.width <= other.x or other.x + other.width <= one.x
        or one.y + one.height <= other.y or other.y + other.height <= one.y
    )  # fmt: skip


@pytest.mark.parametrize("stages", [1, 3, 8, 20])
def test_no_box_and_no_label_covers_another(stages: int) -> None:
    items = [Item(f"s{n}", 100 + n % 3 * 40, 40 + n % 2 * 20) for n in range(stages)]
    links = [
        Link(f"s{n}", f"s{(n * 7 + step) % stages}", 60 + n % 4 * 20, 18 * (1 + n % 3))
        for n in range(stages)
        for step in (1, 2, 5)
        if (n * 7 + step) % stages != n
    ]
    place = arrange(items, links)
    boxes = [*place.boxes.values(), *(line.label for line in place.lines if line.label)]
    assert len(boxes) == len(items) + len(links)
    assert all(_apart(one, other) for one, other in combinations(boxes, 2))
    assert all(b.x >= 0 and b.x + b.width <= place.width and b.y + b.height <= place.height for b in boxes)


def test_lines_begin_and_end_at_their_boxes() -> None:
    items, links = [Item("a", 100, 40), Item("b", 80, 40)], [Link("a", "b", 50, 18), Link("b", "a", 50, 18)]
    place = arrange(items, links)
    down, up = place.lines
    a, b = place.boxes["a"], place.boxes["b"]
    assert down.points[0][1] == a.y + a.height
    assert down.points[-1][1] == b.y
    assert up.points[0][1] == b.y
    assert up.points[-1][1] == a.y + a.height


def test_chinese_letters_are_square() -> None:
    assert width_of("受理", 12) == 24
    assert width_of("ab", 10) < 20
