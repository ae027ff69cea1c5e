"""Invented articles for comparing two versions of an invented statute."""

from fazhi.law.model import Number
from fazhi.law.store.corpus import StoredArticle

GATES = "城门每日卯时开启，守门人应当逐一核对出入者的腰牌。"
LANTERNS = "沿街商铺应当在黄昏前点亮灯笼，灯油由坊正统一发放。"
WELLS = "水井周围十步以内不得饲养牲畜，违者由里长责令迁走。"
BRIDGES = "木桥每三年检修一次，检修期间行人改走下游渡口。"
GRAIN = "官仓粮食分三等储存，霉变的应当当日登记并移出仓房。"
BOATS = "渡船载客不得超过吃水线，艄公应当持有渡口签发的木牌。"
FEES = "渡口收取的铜钱按月公示，结余用于修缮堤岸和栈道。"


def articles(*texts: str | tuple[int, str], version: int = 1) -> tuple[StoredArticle, ...]:
    """Return articles numbered from 1, or as a text that comes with its own number says."""
    given = [one if isinstance(one, tuple) else (place, one) for place, one in enumerate(texts, 1)]
    return tuple(
        StoredArticle(version * 1_000 + place, version, place, Number(number), text, -1)
        for place, (number, text) in enumerate(given)
    )
