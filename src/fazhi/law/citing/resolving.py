"""Which instruments a mention means: none held here, one, or several. Never guessed."""

from fazhi.law import names
from fazhi.law.citing.model import Mention
from fazhi.law.store.corpus import Corpus, Instrument

_COURTS = (
    "最高人民法院、最高人民检察院", "最高人民法院最高人民检察院", "最高人民法院", "最高人民检察院", "国务院",
    "全国人民代表大会常务委员会",
)  # fmt: skip
_COMMON = {
    "民诉法": "民事诉讼法", "刑诉法": "刑事诉讼法", "行诉法": "行政诉讼法", "消法": "消费者权益保护法",
    "消保法": "消费者权益保护法", "调解仲裁法": "劳动争议调解仲裁法", "劳动争议仲裁法": "劳动争议调解仲裁法",
    "专利法细则": "专利法实施细则", "土地法": "土地管理法", "交通安全法": "道路交通安全法", "道交法": "道路交通安全法",
    "治安处罚法": "治安管理处罚法", "税收征管法": "税收征收管理法", "农地承包法": "农村土地承包法",
}  # fmt: skip


def resolve(
    mention: Mention, corpus: Corpus, *, own: Instrument | None = None, place: str = ""
) -> tuple[Instrument, ...]:
    """Return the instruments meant by `mention`; several where the text does not tell which.

    `own` is the document in which it stands (本法, 前款); `place` is the GB/T 2260 code of the place where the document
    was made, by which local instruments of one name are told apart.
    """
    if mention.itself or not (mention.name or mention.document_number):
        return (own,) if own is not None and (mention.itself or mention.article) else ()
    found = _named(mention.name, corpus) if mention.name else ()
    if mention.document_number and len(found) != 1:
        found = _numbered(mention.document_number, found, corpus)
    return _of_place(found, place or (own.place if own is not None else ""))


def _named(name: str, corpus: Corpus) -> tuple[Instrument, ...]:
    for form in _forms(name):
        if found := corpus.instruments(form):
            return found
    return ()


def _numbered(number: str, named: tuple[Instrument, ...], corpus: Corpus) -> tuple[Instrument, ...]:
    """Return the instruments issued under a number: of those named, where there are any, else of all."""
    issued = dict.fromkeys(version.instrument for version in corpus.by_number(number))
    if named:
        return tuple(one for one in named if one.id in issued) or named
    return tuple(corpus.instrument(one) for one in issued)


def _forms(name: str) -> list[str]:
    """Return the ways in which the same name may be on record, the one written first."""
    plain = names.normal(name.replace("﹤", "〈").replace("﹥", "〉"))
    bare = names.short(plain)
    forms = [plain, bare, names.NATION + bare]
    if bare in _COMMON:
        forms.append(_COMMON[bare])
    for court in _COURTS:
        if plain.startswith(court):
            forms.append(plain.removeprefix(court))
    if plain.startswith("关于"):
        forms += [court + plain for court in _COURTS]
    return list(dict.fromkeys(form for form in forms if form))


def _of_place(found: tuple[Instrument, ...], place: str) -> tuple[Instrument, ...]:
    """Keep of several the ones of the place, or of the province or city above it; all where that leaves none."""
    if len(found) < 2 or not place:
        return found
    for code in dict.fromkeys((place, place[:4] + "00", place[:2] + "0000")):
        if kept := tuple(one for one in found if one.place == code):
            return kept
    return found
