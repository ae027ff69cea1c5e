"""Questions of law that were answered: staff keep which article answered, and may let residents see the question.

A question may tell of somebody. So numbers of phones and of identity papers are masked before it is kept, nobody but
staff sees it until one of them says that it may be shown, and whoever keeps one may delete it again.
"""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _

from fazhi.law.addresses import parsed
from fazhi.law.search import accepted
from fazhi.law.search.opening import ANSWERED
from fazhi.law.store.corpus import NoCorpus
from fazhi.screens.lawbook.book import Lawbook, lawbook
from fazhi.screens.lawbook.searching import LONGEST
from fazhi.vault.masking import mask_numbers


class NotKept(Exception):
    """It was not done; says why, and what to do."""


def done(given: Mapping[str, str], today: date) -> str:
    """Do what a button of the page of law asks for, and return what to say; NotKept with the reason."""
    try:
        book = lawbook()
    except NoCorpus as none:
        raise NotKept(str(none)) from none
    path, id, wanted = book.path.with_suffix(ANSWERED), given.get("id", ""), given.get("do", "")
    if wanted == "accept":
        accepted.join(path, _answer(book, given, today))
        return _("已记下。只有工作人员能看到；问题里没有姓名、电话、住址的，可以给群众看。")
    if wanted in ("publish", "hide") and accepted.publish(path, id, public=wanted == "publish"):
        return _("群众查类似的问题时，能看到这个问题和所依据的条文。") if wanted == "publish" else _("群众看不到了。")
    if wanted == "forget" and accepted.remove(path, id):
        return _("已删去。学到的排序里如果有它，管理员运行 fazhi law learn 以后就没有了。")
    raise NotKept(_("这个问题已经不在了，没有改动。请重新查一次。"))


def _answer(book: Lawbook, given: Mapping[str, str], today: date) -> accepted.Accepted:
    try:
        article = given.get("article", "")
        one = accepted.accepted(mask_numbers(given.get("q", "")[:LONGEST]), [article], today)
        held = book.corpus.at(parsed(article))
    except ValueError as wrong:
        raise NotKept(str(wrong)) from wrong
    if held is None:
        raise NotKept(_("条文库里没有（不等于不存在）这一条，没有记下。请重新查一次。"))
    return one
