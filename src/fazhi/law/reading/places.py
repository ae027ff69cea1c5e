"""The place that made a local instrument, from its title: 郑州市…条例 is the city's, 河南省…条例 the province's."""

from functools import cache
from importlib.resources import files

# GB/T 2260-2007.
PROVINCES = {
    "北京": "110000", "天津": "120000", "河北": "130000", "山西": "140000", "内蒙古": "150000", "辽宁": "210000",
    "吉林": "220000", "黑龙江": "230000", "上海": "310000", "江苏": "320000", "浙江": "330000", "安徽": "340000",
    "福建": "350000", "江西": "360000", "山东": "370000", "河南": "410000", "湖北": "420000", "湖南": "430000",
    "广东": "440000", "广西": "450000", "海南": "460000", "重庆": "500000", "四川": "510000", "贵州": "520000",
    "云南": "530000", "西藏": "540000", "陕西": "610000", "甘肃": "620000", "青海": "630000", "宁夏": "640000",
    "新疆": "650000",
}  # fmt: skip


def place_of(title: str, province: str = "") -> str:
    """Return the GB/T 2260 code of the place whose name begins `title`; `province` (a code or empty) where none does.

    With a province known only its own cities are looked at; a city's name may lack 市 (深圳经济特区…).
    """
    for name, code in _cities():
        if title.startswith(name) and (not province or code[:2] == province[:2]):
            return code
    return province or next((code for name, code in PROVINCES.items() if title.startswith(name)), "")


def province_of(folder: str) -> str:
    """Return the code of the province whose name begins a folder's name; empty where none does."""
    return next((code for name, code in PROVINCES.items() if folder.startswith(name)), "")


@cache
def _cities() -> tuple[tuple[str, str], ...]:
    """Names of cities, the full ones first; a short one that is a province's too (吉林) is left out."""
    lines = files("fazhi.law.reading").joinpath("prefectures.txt").read_text("utf-8").splitlines()
    full = [(name, code) for code, name in (line.split() for line in lines if not line.startswith("#"))]
    bare = [(name[:-1], code) for name, code in full if name.endswith("市") and len(name) > 2]
    return (*full, *(one for one in bare if one[0] not in PROVINCES))
