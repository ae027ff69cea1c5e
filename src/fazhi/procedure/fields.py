"""Checking what was filled in against what an action requires."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from fazhi.procedure.errors import Refused
from fazhi.procedure.model import Action, Field

LONGEST_TEXT = 20_000  # characters
LONGEST_CODE = 120  # characters
_NOTHING: tuple[object, ...] = (None, "", [])
_CODE = re.compile(r"[\w.:/@+#()（）〔〕\-]+")  # codes, numbers of matters and of papers: no blanks, no prose
# Control characters other than tab and line ends: they break papers, exports and the terminals of those who read them.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u202a-\u202e\ufeff]")


def checked(action: Action, data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of `action` as clean JSON values; raise Refused("fields") naming each that is wrong."""
    wrong: dict[str, str] = {}
    clean: dict[str, Any] = {}
    for field in action.fields:
        given = data.get(field.id)
        value = field.default if given in _NOTHING else given
        if value in _NOTHING:
            if field.required:
                wrong[field.id] = f"请填写“{field.name}”"
            continue
        try:
            clean[field.id] = _CHECKS[field.type](field, value)
        except ValueError as error:
            wrong[field.id] = str(error)
    for unknown in data.keys() - {f.id for f in action.fields}:
        wrong[unknown] = f"“{action.name}”没有这一项"
    if wrong:
        raise Refused("fields", "填写的内容有误：" + "；".join(wrong.values()), "请改正后再办理", wrong)
    return clean


def clean_text(value: str) -> str:
    """Return text without control characters and outer blanks."""
    return _CONTROL.sub("", value).strip()


def _text(field: Field, value: Any) -> Any:
    if isinstance(value, Mapping):  # already sealed: a reference into the vault
        return dict(value)
    text = clean_text(str(value))
    if not text:
        raise ValueError(f"请填写“{field.name}”")
    if len(text) > LONGEST_TEXT:
        raise ValueError(f"“{field.name}”有 {len(text)} 字，最多 {LONGEST_TEXT} 字，请精简或者作为附件上传")
    return text


def _code(field: Field, value: Any) -> str:
    code = clean_text(str(value))
    if len(code) > LONGEST_CODE or not _CODE.fullmatch(code):
        raise ValueError(f"“{field.name}”须是代码或者编号，不含空格和标点，最多 {LONGEST_CODE} 字")
    return code


def _choice(field: Field, value: Any) -> str:
    if str(value) not in field.choices:
        raise ValueError(f"“{field.name}”须从下列选项中选：{'、'.join(field.choices.values())}")
    return str(value)


def _date(field: Field, value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()[:10]
    try:
        return date.fromisoformat(str(value).strip()).isoformat()
    except ValueError:
        raise ValueError(f"“{field.name}”不是有效日期，请按 2026-11-23 的样式填写") from None


def _datetime(field: Field, value: Any) -> str:
    try:
        return (value if isinstance(value, datetime) else datetime.fromisoformat(str(value).strip())).isoformat()
    except ValueError:
        raise ValueError(f"“{field.name}”不是有效时间，请按 2026-11-23T09:30 的样式填写") from None


def _number(field: Field, value: Any) -> int:
    try:
        return int(str(value))
    except ValueError:
        raise ValueError(f"“{field.name}”须填整数") from None


def _yesno(field: Field, value: Any) -> str:
    answer = {"yes": "yes", "no": "no", "true": "yes", "false": "no", "是": "yes", "否": "no"}.get(str(value).lower())
    if answer is None:
        raise ValueError(f"“{field.name}”须填是或者否")
    return answer


def _many(field: Field, value: Any) -> list[str]:
    if not isinstance(value, str | list | tuple):
        raise ValueError(f"“{field.name}”须是列表")
    values = [value] if isinstance(value, str) else [str(v) for v in value]
    return list(dict.fromkeys(values))


def _id(field: Field, value: Any) -> str:
    return str(value)


_CHECKS: Mapping[str, Callable[[Field, Any], Any]] = {
    "text": _text, "choice": _choice, "date": _date, "datetime": _datetime, "number": _number, "yesno": _yesno,
    "unit": _id, "units": _many, "person": _id, "party": _id, "file": _many, "code": _code,
}  # fmt: skip
