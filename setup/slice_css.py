"""Cut a large stylesheet down to the classes that the design system has adopted.

The whole of Tabler is 635 KB, and a resident's first page on a slow line may be 100 KB. What is kept is named here, not
guessed from the templates, so that a new page never loses a style because nobody rebuilt.
"""

import re
from collections.abc import Iterator

_SIZES = r"(sm-|md-|lg-|xl-)?"
ADOPTED = re.compile(
    "|".join(
        [
            r"btn(-(primary|secondary|danger|link|sm|lg|list|icon|check|outline(-\w+)?))?",
            r"form-(control|select|label|hint|text|check|switch|fieldset|footer|selectgroup|help)[\w-]*",
            r"input-group(-\w+)?|input-icon(-\w+)?|col-form-label|(is-)?(invalid|valid)(-feedback)?|required",
            r"table(-(sm|responsive|hover|vcenter|nowrap|active|borderless))?",
            r"card(-(body|header|title|footer|subtitle|table|link|sm|actions))?",
            r"container(-(fluid|xl|lg|narrow|tight))?|row(-cards|-deck)?|g[xy]?-" + _SIZES + r"[0-5]",
            r"col(-" + _SIZES + r"(auto|\d+))?|col-(sm|md|lg|xl)",
            r"nav(-(link|item|tabs|pills|underline|fill))?|breadcrumb(-\w+)?",
            r"pagination|page-(item|link)|list-(unstyled|inline|inline-item|group[\w-]*)|datagrid[\w-]*",
            r"alert(-(danger|success|warning|info|title|link|heading|icon))?|badge|icon|steps?(-[\w]+)?",
            r"d-" + _SIZES + r"(none|block|flex|grid|inline|inline-block|inline-flex)|d-print-\w+",
            r"[mp][tbsexy]?-" + _SIZES + r"([0-5]|auto)|gap-[0-5]|[hv]stack",
            r"text-(start|end|center|secondary|muted|body|danger|primary|nowrap|truncate|wrap|break|reset)",
            r"text-decoration-none|fw-(bold|normal|medium)|fs-[1-6]|h[1-6]|small|lead|display-[56]",
            r"flex-" + _SIZES + r"(row|column|wrap|nowrap|fill|grow-[01]|shrink-[01])",
            r"(justify-content|align-items|align-self)-" + _SIZES + r"\w+|ms-auto|me-auto|w-(25|50|75|100|auto)|h-100",
            r"border(-(top|bottom|start|end))?(-0)?|rounded(-\d)?|position-\w+|overflow-\w+|sticky-top",
            r"visually-hidden(-focusable)?|img-fluid|ratio(-\w+)?|active|disabled|show|first|last",
        ]
    )
)
_CLASS = re.compile(r"\.(-?[_a-zA-Z][\w-]*)")
_VARIABLE = re.compile(r"var\((--[\w-]+)")
_DEFINITION = re.compile(r"(?<=[{;])(--[\w-]+):[^;{}]*(;|(?=\}))")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def sliced(css: str) -> str:
    """Return `css` without the rules whose selectors name a class that is not adopted, and without unused variables."""
    banner = _COMMENT.search(css)
    kept = "".join(_kept_rules(_COMMENT.sub("", css)))
    return (banner.group(0) + "\n" if banner else "") + _without_unused_variables(kept)


def _kept_rules(css: str) -> Iterator[str]:
    for head, body in _blocks(css):
        if head.startswith(("@media", "@supports", "@layer", "@container")):
            inner = "".join(_kept_rules(body))
            if inner:
                yield f"{head}{{{inner}}}"
        elif not head.startswith("@"):
            selectors = ",".join(one for one in _split_selectors(head) if _is_adopted(one))
            if selectors:
                yield f"{selectors}{{{body}}}"


def _blocks(css: str) -> Iterator[tuple[str, str]]:
    """Yield each top-level (head, body); statements without a block, as @charset, are passed over."""
    position = 0
    while (opening := css.find("{", position)) >= 0:
        head = css[position:opening].rsplit(";", 1)[-1].strip()
        closing = _closing_brace(css, opening)
        yield head, css[opening + 1 : closing]
        position = closing + 1


def _closing_brace(css: str, opening: int) -> int:
    depth = 0
    for found in re.finditer(r"[{}]|\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'", css[opening:]):
        depth += {"{": 1, "}": -1}.get(found.group(0), 0)
        if depth == 0:
            return opening + found.start()
    raise ValueError("样式表的花括号不成对 / unbalanced braces in the stylesheet")


def _split_selectors(head: str) -> list[str]:
    """Split at commas that stand outside brackets: `:is(a,b)` is one selector."""
    parts, depth = [""], 0
    for sign in head:
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if sign == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += sign
    return parts


def _is_adopted(selector: str) -> bool:
    if "theme=" in selector and "theme=light" not in selector:
        return False  # the dark wall screen has its own tokens
    return all(ADOPTED.fullmatch(name) for name in _CLASS.findall(selector))


def _without_unused_variables(css: str) -> str:
    """Drop definitions of custom properties that nothing reads, until no more can be dropped."""
    while (leaner := _without_variables_but(set(_VARIABLE.findall(css)), css)) != css:
        css = leaner
    return re.sub(r"[^{}]+\{\}", "", css)


def _without_variables_but(used: set[str], css: str) -> str:
    return _DEFINITION.sub(lambda found: found.group(0) if found.group(1) in used else "", css)
