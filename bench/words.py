"""Messages put together from templates of our own: varied texts of 40 to 200 characters, the same for the same seed."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

DEPARTMENTS: dict[str, tuple[str, ...]] = {
    "housing": (
        "小区电梯停运",
        "楼顶漏水",
        "物业不清理楼道",
        "交房后墙面开裂",
        "暖气不热",
        "维修基金申请不下来",
        "地下车库积水",
    ),
    "urban": (
        "路灯不亮",
        "井盖缺失",
        "占道摆摊堵住巷口",
        "垃圾没人清运",
        "绿化带被踩坏",
        "人行道地砖松动",
        "广告牌松动",
    ),
    "ecology": ("养殖场臭味很大", "工厂夜里排黑烟", "沟里的水发黑发臭", "工地扬尘", "油烟直排窗口", "机器噪声整夜不停"),
    "transport": (
        "公交车半小时不来",
        "乡道路面坑洼",
        "货车超载压坏路",
        "出租车拒载",
        "路口没有标志牌",
        "桥栏杆断了一截",
    ),
    "education": (
        "幼儿园乱收费",
        "学校门口放学拥堵",
        "孩子转学办不下来",
        "培训班关门不退费",
        "校车超员",
        "操场晚上不开放",
    ),
    "labour": ("工地拖欠工资", "单位不给交社保", "养老金少发", "工伤没有认定", "签了合同又辞退", "技能补贴没有到账"),
    "health": ("卫生院没有大夫值班", "药费报销不了", "预约挂号排不上", "疫苗接种点总是没人", "病历复印要跑三趟"),
    "market": (
        "超市卖过期食品",
        "健身卡退不了款",
        "缺斤少两",
        "药店价格不标",
        "网购的家电坏了不给修",
        "饭店没有营业执照",
    ),
    "police": ("半夜有人放炮", "电动车被偷", "路口红绿灯坏了", "邻居养的狗咬人", "有人在桥下赌博", "身份证补办太慢"),
    "civil": ("低保申请没有回音", "高龄补贴停发", "残疾证换证找不到人", "敬老院伙食差", "坟地占了耕地", "救助款没有发"),
    "water": ("机井坏了浇不了地", "自来水发黄", "河堤塌了一块", "排涝沟堵死", "水费算错", "闸门关不上淹了庄稼"),
    "farming": ("种子不出苗", "农药瓶扔在沟边", "秸秆堆在路上", "大棚补贴没到位", "合作社不分红", "果树成片枯死"),
}
_PLACES = (
    "村口",
    "东头",
    "西头",
    "学校后面",
    "市场门前",
    "卫生院旁边",
    "老桥头",
    "广场边",
    "三号楼下",
    "主街中段",
    "河边",
    "新区北侧",
)
_TIMES = (
    "上个月起",
    "已经半个多月",
    "从春节后",
    "每天早晚",
    "连续三天",
    "去年秋天开始",
    "最近一周",
    "下雨以后",
    "前天夜里",
    "开学以来",
)
_EFFECTS = (
    "老人出门很不方便",
    "孩子上学要绕远路",
    "晚上摔倒过两个人",
    "一家人睡不好觉",
    "地里的活耽误了",
    "大家意见很大",
    "生意做不下去",
    "看着很危险",
)
_DONE = (
    "打过两次电话没有下文",
    "村里说管不了",
    "找过物业没人理",
    "填过表一直没有回复",
    "来人看了一眼就走了",
    "还没有向别处反映过",
    "上次修好没几天又坏",
)
_WISHES = (
    "请尽快派人来看看",
    "希望有个明确答复",
    "请告诉我们归谁管",
    "盼望在雨季前处理好",
    "请核实后依法处理",
    "希望能公开处理结果",
    "请给个期限",
)
_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"


@dataclass(frozen=True, slots=True)
class Sample:
    """A message, the department it is for, and a number of its own."""

    number: int
    title: str
    text: str
    department: str


def samples(count: int, seed: int = 1) -> Iterator[Sample]:
    """Yield `count` different messages."""
    chance = random.Random(seed)
    for number in range(1, count + 1):
        department = chance.choice(tuple(DEPARTMENTS))
        issue, more = chance.sample(DEPARTMENTS[department], 2)
        yield Sample(number, issue, _text(chance, number, issue, more), department)


def _text(chance: random.Random, number: int, issue: str, more: str) -> str:
    house = f"{chance.choice('一二三四五六七八九十')}组{chance.randint(1, 400)}号{chance.choice(_SURNAMES)}家"
    parts = [
        f"我是{house}，{chance.choice(_PLACES)}{issue}，{chance.choice(_TIMES)}就这样，{chance.choice(_EFFECTS)}。",
        f"{chance.choice(_DONE)}，{chance.choice(_WISHES)}。",
    ]
    extra = [
        f"另外{chance.choice(_PLACES)}还有{more}的情况，{chance.choice(_EFFECTS)}。",
        f"附近{chance.randint(3, 90)}户都是这样，{chance.choice(_TIMES)}反映到现在，{chance.choice(_DONE)}。",
        f"如果今年解决不了，{chance.choice(_EFFECTS)}，{chance.choice(_WISHES)}，登记序号{number}。",
    ]
    return "".join([*parts, *chance.sample(extra, chance.randint(0, 3))])
