"""Sample content for the gallery of components. Every name, number and figure here is invented and labelled 样例."""

from datetime import date, datetime, timedelta
from typing import Any

from django import forms

from fazhi.clock import BEIJING
from fazhi.screens.navigation import ShownItem
from fazhi.screens.words import Period, rate_words

# A fixed moment, so that two pictures of the gallery differ only where the design does.
SAMPLE_NOW = datetime(2026, 11, 23, 9, 30, tzinfo=BEIJING)
TODAY = SAMPLE_NOW.date()
SAMPLE_UNITS = ("样例一县", "样例二县", "样例三县", "样例四县", "样例五区", "样例六区")
THIS_YEAR = (412, 388, 455, 470, 498, 512, 476, 503, 529, 541, 507)
LAST_YEAR = (430, 401, 440, 452, 466, 489, 490, 497, 502, 510, 495)
OPEN_BY_UNIT = (31, 42, 58, 76, 103, 141)


class SampleForm(forms.Form):
    """One field of each kind."""

    what = forms.CharField(
        label="发生了什么事",
        help_text="写清楚谁、什么时候、在哪里、怎么了。不用法律词语。",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    phone = forms.CharField(label="怎么联系您", help_text="只有承办人能看到完整号码。")
    where = forms.ChoiceField(label="事情发生在哪里", choices=[("", "请选择"), ("1", "样例一县"), ("2", "样例二县")])
    wish = forms.ChoiceField(
        label="您希望怎么办",
        choices=[("mediate", "请人调解"), ("ask", "先问问律师"), ("unsure", "说不好，听你们的")],
        widget=forms.RadioSelect,
    )
    photo = forms.FileField(label="照片或材料", required=False, help_text="一次最多 5 个，每个不超过 10 MB。")
    quiet = forms.BooleanField(label="不要在白天打电话给我", required=False)


class SampleFilters(forms.Form):
    """What a list may be narrowed by."""

    stage = forms.ChoiceField(label="环节", required=False, choices=[("", "全部"), ("1", "受理审查"), ("2", "审理")])
    light = forms.ChoiceField(label="期限", required=False, choices=[("", "全部"), ("1", "超期"), ("2", "将到期")])
    q = forms.CharField(label="编号或摘要", required=False)


def gallery_context(wall: bool = False) -> dict[str, Any]:
    """Return what the gallery's templates show."""
    return {
        "now": SAMPLE_NOW,
        "wall": wall,
        "as_of": SAMPLE_NOW,
        "scope": "样例市，六个县区",
        "rows": sample_rows(),
        "events": sample_events(),
        "obligations": sample_obligations(),
        "sample_form": SampleForm(data={"what": "", "phone": "13800001234", "where": "1", "wish": "mediate"}),
        "filter_form": SampleFilters(),
        "facts": [("编号", "样例复〔2026〕12号"), ("申请人", "张某某（已遮盖）"), ("被申请人", "样例一县样例局")],
        "actions": sample_actions(),
        "candidates": sample_candidates(),
        "tiles": sample_tiles(),
        "charts": [trend_chart(), unit_chart()],
        "services": SERVICES,
        "steps": ["发生了什么", "在哪里", "照片", "怎么联系"],
        "lights": [TODAY - timedelta(days=2), TODAY + timedelta(days=1), TODAY + timedelta(days=30), None],
        "navigation": sample_menu(),
        "sample_period": obligation_period(),
    }


def obligation_period() -> Period:
    """Return the term that the obligation cards unfold."""
    return Period(date(2026, 11, 2), "受理", "60 日", date(2027, 1, 1), "次年放假安排未公布")


def sample_menu() -> list[ShownItem]:
    """Return the desk's menu with its counts."""
    icons = ["list-check", "send", "bell", "chart-bar"]
    labels = ["今日待办", "分办", "督办", "看板"]
    counts = [23, 6, 4, None]
    return [ShownItem(labels[n], "#", icons[n], n == 0, counts[n]) for n in range(len(labels))]


def sample_rows() -> list[dict[str, Any]]:
    """Return rows of a work list, most urgent first."""
    gists = ["邻居装修漏水，要求赔偿", "拖欠三个月工资", "对罚款决定不服", "小区消防通道被占", "土地承包合同的面积"]
    days = [-2, 0, 2, 9, 30]
    stages = ["调解", "受理审查", "审理", "分办", "调解"]
    return [
        {
            "url": "#",
            "gist": f"{gist}（样例）",
            "number": f"样例〔2026〕{100 + at}号",
            "stage": stages[at],
            "unit": SAMPLE_UNITS[at],
            "received": SAMPLE_NOW - timedelta(days=20 - at),
            "due": TODAY + timedelta(days=days[at]),
        }
        for at, gist in enumerate(gists)
    ]


def sample_events() -> list[dict[str, Any]]:
    """Return a line of events with a late entry, a void one, and what is awaited."""
    return [
        {"what": "收到申请", "when": datetime(2026, 10, 30, 15, 5, tzinfo=BEIJING), "who": "样例一县司法局窗口"},
        {
            "what": "要求补正材料",
            "when": datetime(2026, 10, 31, 10, 0, tzinfo=BEIJING),
            "who": "样例一县司法局",
            "is_void": True,
            "text": "作废理由：材料当日已交齐，通知发错了。",
        },
        {"what": "受理", "when": datetime(2026, 11, 2, 9, 12, tzinfo=BEIJING), "who": "样例一县司法局"},
        {
            "what": "送达受理通知书",
            "when": datetime(2026, 11, 4, 16, 40, tzinfo=BEIJING),
            "who": "样例邮政",
            "late_entry": datetime(2026, 11, 9, 8, 50, tzinfo=BEIJING),
            "late_reason": "回证寄回较晚",
        },
        {"what": "等待对方书面答复", "awaited": True, "who": "样例一县样例局", "due": date(2026, 11, 24)},
    ]


def sample_obligations() -> list[dict[str, Any]]:
    """Return cards in each light, one of them unfolded into its reckoning."""
    steps = [
        {"label": "起算：2026年11月2日当日不计入，自次日起算"},
        {"label": "届满：计满60日为2027年1月1日"},
        {"label": "结果：最迟2027年1月1日24时"},
    ]
    return [
        {"what": "作出书面答复", "bearer": "样例一县样例局", "article": "样例条例 第四条", "due": date(2026, 11, 24)},
        {
            "what": "作出决定",
            "bearer": "样例一县司法局",
            "article": "样例条例 第十二条",
            "due": date(2027, 1, 1),
            "period": obligation_period(),
            "steps": steps,
        },
        {"what": "告知案号", "bearer": "样例一县司法局", "due": date(2026, 11, 20), "lapse": "报上一级督办"},
        {"what": "登记", "bearer": "样例一县司法局", "due": date(2026, 11, 3), "met_at": date(2026, 10, 30)},
    ]


def sample_actions() -> list[dict[str, Any]]:
    """Return one primary action, one other, one that may not be done now and says why."""
    refused = "现在不能结案：对方的书面答复还没有收到（样例条例 第四条）。可以先催办，或者写明不再等待的理由。"
    return [
        {"label": "安排听取意见", "url": "#", "primary": True},
        {"label": "催办", "url": "#"},
        {"label": "结案", "refused": refused},
    ]


def sample_candidates() -> list[dict[str, str]]:
    """Return three candidate units with reasons."""
    reasons = ["同类消息近一年由它办理 37 件", "地点在它的辖区", "文中提到“物业”"]
    words = ["把握较大", "有可能", "把握较小"]
    return [
        {
            "key": str(n + 1),
            "unit": f"样例{'甲乙丙'[n]}局",
            "confidence": words[n],
            "reason": reasons[n],
            "name": "unit",
            "value": str(n),
        }
        for n in range(3)
    ]


def sample_tiles() -> list[dict[str, str]]:
    """Return figures with their numerators and denominators."""
    rate = rate_words(4843, 5291, "件")
    return [
        {"label": "收到矛盾纠纷", "value": "5,291", "unit": "件", "change": "比去年同期多 119 件", "url": "#"},
        {"label": "化解率", "value": rate[: rate.index("（")], "of": rate[rate.index("（") + 1 : -1], "url": "#"},
        {"label": "超期未结", "value": "27", "unit": "件", "of": "占在办 451 件的 5.99%", "url": "#"},
        {"label": "法院移送", "value": "312", "unit": "件", "reported": "样例法院函〔2026〕8号"},
    ]


def trend_chart() -> dict[str, Any]:
    """Return a trend beside last year's."""
    months = [f"{n}月" for n in range(1, len(THIS_YEAR) + 1)]
    lines = [("2026年", THIS_YEAR), ("2025年", LAST_YEAR)]
    option = {
        "legend": {"top": 0, "left": 0},
        "grid": {"left": 48, "right": 16, "top": 44, "bottom": 32},
        "tooltip": {"trigger": "axis"},
        "xAxis": {"type": "category", "data": months},
        "yAxis": {"type": "value"},
        "series": [{"type": "line", "name": name, "data": list(values)} for name, values in lines],
    }
    rows = list(zip(months, THIS_YEAR, LAST_YEAR, strict=True))
    title = "每月收到的矛盾纠纷（件），与去年比（样例）"
    return {"id": "trend", "title": title, "option": option, "headers": ["月份", "2026年", "2025年"], "rows": rows}


def unit_chart() -> dict[str, Any]:
    """Return units as bars, sorted, with their n."""
    option = {
        "grid": {"left": 88, "right": 48, "top": 8, "bottom": 24},
        "tooltip": {},
        "xAxis": {"type": "value"},
        "yAxis": {"type": "category", "data": list(SAMPLE_UNITS)},
        "series": [
            {"type": "bar", "name": "在办", "data": list(OPEN_BY_UNIT), "label": {"show": True, "position": "right"}}
        ],
    }
    rows = list(zip(SAMPLE_UNITS, OPEN_BY_UNIT, strict=True))[::-1]
    return {
        "id": "units",
        "title": "各县区在办件数（样例）",
        "option": option,
        "headers": ["单位", "在办件"],
        "rows": rows,
    }


SERVICES = [
    ("message-circle", "法律咨询", "问一问，当场有依据"),
    ("heart-handshake", "人民调解", "请人来说和"),
    ("scale", "法律援助", "请不起律师时"),
    ("user-check", "找律师", "律师和律所名录"),
    ("rubber-stamp", "公证指引", "带什么、去哪里"),
    ("book-2", "学法", "看案例、看法条"),
]
