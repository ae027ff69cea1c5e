"""Small messages written for the tests; none is anyone's letter."""

from fazhi.triage import Example, compose

WATER = ("水管漏水没人修", "自来水停水三天", "水压太低洗不了澡", "水表坏了多收水费", "家里自来水发黄", "水厂停水不通知")
SCHOOL = (
    "小学招生划片不公",
    "学校食堂饭菜变质",
    "老师有偿补课",
    "幼儿园学费太贵",
    "高中学生作业太多",
    "校车超员接送学生",
)
ROAD = ("公交车不按站停靠", "路口红绿灯坏了", "出租车拒载乘客", "公路坑洼难行", "货车夜间超载", "公交线路太少")


def examples() -> list[Example]:
    """Eighteen messages of three subjects."""
    return [
        Example(compose(title, f"领导您好，反映一件事：{title}，请尽快处理。"), label)
        for label, titles in (("供水", WATER), ("教育", SCHOOL), ("交通", ROAD))
        for title in titles
    ]
