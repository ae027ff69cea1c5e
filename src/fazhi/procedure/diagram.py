"""A procedure drawn as SVG: stages as boxes, actions as arrows. No scripts, no inline styles; colours come by class."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from xml.sax.saxutils import escape, quoteattr

from fazhi.procedure.captions import RETURN, Captions, widest, width_of
from fazhi.procedure.flow import Arrow, Flow, Note, flow_of, in_order
from fazhi.procedure.layout import Arrangement, Box, Item, Line, Link, Point, arrange
from fazhi.procedure.model import START, Edition, Stage

NAME, SMALL = 15.0, 12.0  # sizes of letters, px
LINE = 18.0  # from one small line to the next
CURVE = 0.55
_DASH = ' stroke-dasharray="5 4"'


@dataclass(frozen=True, slots=True)
class _Sheet:
    flow: Flow
    arrows: tuple[Arrow, ...]
    place: Arrangement
    say: Captions


def diagram_svg(edition: Edition, here: str = "", visits: Mapping[str, str] | None = None) -> str:
    """Return the procedure as SVG text; `here` is the stage where a matter stands, `visits` words per stage passed.

    Classes to colour by: fz-stage with is-end, is-local, is-here, is-visited; fz-arrow; fz-note. Without any style
    sheet it is drawn in the colour of the text around it.
    """
    flow, say = flow_of(edition), Captions(edition, here, visits or {})
    arrows = (*flow.arrows, *flow.returns)
    links = [_link(say, a) for a in flow.arrows] + [_link(say, a, _return_id(a)) for a in flow.returns]
    links += [Link(n.id, n.arrow.target) for n in flow.notes]
    sheet = _Sheet(flow, arrows, arrange(list(_items(flow, say)), links), say)
    return "\n".join(_document(sheet))


def _items(flow: Flow, say: Captions) -> Iterator[Item]:
    yield Item(START, 64, 30)
    for note in flow.notes:
        lines = say.note(note)
        yield Item(note.id, widest(lines, SMALL) + 24, len(lines) * LINE + 10, aside=True)
    middle = {n.arrow.target: n.sources[len(n.sources) // 2] for n in flow.notes}
    led = {a.target for a in flow.arrows}
    for stage in in_order(say.edition):
        name, *more = say.stage(stage)
        width = max(112.0, width_of(name, NAME) + 32, widest(more, SMALL) + 28 if more else 0.0)
        below = "" if stage.id in led else middle.get(stage.id, "")
        yield Item(stage.id, width, 40 + LINE * len(more), below=below)
    for arrow in flow.returns:
        yield Item(_return_id(arrow), width_of(RETURN, SMALL) + 24, 28)


def _return_id(arrow: Arrow) -> str:
    return f"{arrow.source}>"


def _link(say: Captions, arrow: Arrow, target: str = "") -> Link:
    lines = say.arrow(arrow)
    return Link(arrow.source, target or arrow.target, widest(lines, SMALL) + 8, len(lines) * LINE)


def _document(sheet: _Sheet) -> Iterator[str]:
    place, flow, say = sheet.place, sheet.flow, sheet.say
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="fz-diagram" role="img" width="{place.width:g}"'
        f' height="{place.height:g}" viewBox="0 0 {place.width:g} {place.height:g}" fill="none"'
        ' stroke="currentColor" stroke-width="1.25" font-size="12" text-anchor="middle">'
    )
    yield f"<title>{_text(say.edition.name)}程序图</title>"
    yield f"<desc>{_text(say.described(flow))}</desc>"
    for arrow, line in zip(sheet.arrows, place.lines, strict=False):
        yield from _arrow(arrow.local, line, say.arrow(arrow))
    for note, line in zip(flow.notes, place.lines[len(sheet.arrows) :], strict=True):
        yield from _arrow(note.arrow.local, line, [])
        yield from _note(say, note, place.boxes[note.id])
    for arrow in flow.returns:
        yield from _pill(place.boxes[_return_id(arrow)], [RETURN], "fz-note", arrow.local)
    yield from _pill(place.boxes[START], ["开始"], "fz-start", False)
    for stage in in_order(say.edition):
        yield from _stage(say, stage, place.boxes[stage.id])
    yield "</svg>"


def _stage(say: Captions, stage: Stage, box: Box) -> Iterator[str]:
    here = stage.id == say.here
    marks = {"is-end": stage.end, "is-local": stage.local, "is-here": here, "is-visited": stage.id in say.visits}
    classes = " ".join(["fz-stage", *(mark for mark, holds in marks.items() if holds)])
    yield f"<g class={quoteattr(classes)} data-stage={quoteattr(stage.id)}>"
    yield f"<title>{_text(say.title(stage))}</title>"
    yield _rect(box, 8, "fz-box", (_DASH if stage.local else "") + (' stroke-width="2.5"' if here else ""))
    if stage.end:
        inner = Box(box.x + 3.5, box.y + 3.5, box.width - 7, box.height - 7)
        yield _rect(inner, 5, "fz-box-inner", _DASH if stage.local else "")
    name, *more = say.stage(stage)
    yield _words(box.middle, box.y + 25.5, name, "fz-name", f' font-size="{NAME:g}" font-weight="600"')
    for index, line in enumerate(more):
        now = here and index == len(more) - 1
        kind, bold = ("fz-here", ' font-weight="600"') if now else ("fz-role", "")
        yield _words(box.middle, box.y + 25.5 + LINE * (index + 1), line, kind, bold)
    yield "</g>"


def _note(say: Captions, note: Note, box: Box) -> Iterator[str]:
    yield f"<g><title>{_text('、'.join(map(say.name, note.sources)))}</title>"
    yield from _pill(box, say.note(note), "fz-note", note.arrow.local)
    yield "</g>"


def _pill(box: Box, lines: Sequence[str], kind: str, local: bool) -> Iterator[str]:
    light = ' stroke-opacity="0.45"' if kind == "fz-note" else ""
    yield _rect(box, 14, kind, light + (_DASH if local else ""))
    yield from _lines_in(box, lines)


def _arrow(local: bool, line: Line, lines: Sequence[str]) -> Iterator[str]:
    yield f'<g class="fz-arrow{" is-local" if local else ""}">'
    yield f'<path d="{_path(line)}" stroke-opacity="0.6"{_DASH if local else ""}/>'
    (_, before), (x, y) = line.points[-2:]
    up = -1 if before > y else 1
    yield f'<path class="fz-head" d="M{x:g} {y:g}l-4.5 {-8 * up}h9z" fill="currentColor" stroke="none"/>'
    if line.label:
        yield from _lines_in(line.label, lines)
    yield "</g>"


def _path(line: Line) -> str:
    """Return the line, left open where its label stands."""
    found = [f"M{line.points[0][0]:g} {line.points[0][1]:g}"]
    for index, (here, there) in enumerate(pairwise(line.points)):
        straight = index % 2 == 1
        if straight and line.label and _inside(line.label, here, there):
            found.append(_around(line.label, here, there))
        elif straight:
            found.append(f"L{there[0]:g} {there[1]:g}")
        else:
            found.append(_bend(here, there))
    return "".join(found)


def _inside(label: Box, here: Point, there: Point) -> bool:
    low, high = sorted((here[1], there[1]))
    return abs(here[0] - label.middle) < 1 and low <= label.y + label.height / 2 <= high


def _around(label: Box, here: Point, there: Point) -> str:
    near, far = label.y, label.y + label.height
    if there[1] < here[1]:
        near, far = far, near
    return f"L{here[0]:g} {near:g}M{there[0]:g} {far:g}L{there[0]:g} {there[1]:g}"


def _bend(here: Point, there: Point) -> str:
    (x, y), (to_x, to_y) = here, there
    reach = (to_y - y) * CURVE
    return f"C{x:g} {y + reach:g} {to_x:g} {to_y - reach:g} {to_x:g} {to_y:g}"


def _lines_in(box: Box, lines: Sequence[str]) -> Iterator[str]:
    top = box.y + (box.height - len(lines) * LINE) / 2
    for index, line in enumerate(lines):
        yield _words(box.middle, top + index * LINE + 13.5, line, "fz-label")


def _rect(box: Box, round: float, kind: str, more: str) -> str:
    return (
        f'<rect class="{kind}" x="{box.x:g}" y="{box.y:g}" width="{box.width:g}" height="{box.height:g}"'
        f' rx="{round:g}"{more}/>'
    )


def _words(x: float, y: float, words: str, kind: str, more: str = "") -> str:
    return f'<text class="{kind}" x="{x:g}" y="{y:g}" fill="currentColor" stroke="none"{more}>{_text(words)}</text>'


def _text(words: str) -> str:
    return escape("".join(c for c in words if c.isprintable()))
