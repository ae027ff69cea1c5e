"""The services that work today: what each is called, which procedure it opens, and what it asks, one by one."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Service:
    """One service of the door."""

    slug: str
    procedure: str
    name: Text
    says: Text
    icon: str
    question: Text
    hint: Text
    steps: tuple[str, ...]
    words: tuple[str, ...]  # plain words by which people mean it


MATTER = Service(
    slug="matter",
    procedure="grid_matter",
    name=_("反映问题"),
    says=_("路灯不亮、污水外溢、拖欠工资"),
    icon="message-plus",
    question=_("发生了什么事？"),
    hint=_("用自己的话写。写清什么事、从什么时候起、希望怎么办。"),
    steps=("what", "township", "place", "photos", "contact", "check"),
    words=(
        "反映",
        "投诉",
        "举报",
        "没人管",
        "路灯",
        "垃圾",
        "污水",
        "噪音",
        "噪声",
        "漏水",
        "停水",
        "停电",
        "欠薪",
        "违建",
    ),
)
CONSULTATION = Service(
    slug="consultation",
    procedure="legal_consultation",
    name=_("法律咨询"),
    says=_("法律上的事，先问一问"),
    icon="help-circle",
    question=_("您想问什么？"),
    hint=_("写清事情的经过，和您最想弄明白的问题。"),
    steps=("what", "township", "place", "photos", "contact", "check"),
    words=("咨询", "法律", "律师", "合法", "违法", "怎么办", "能不能", "离婚", "继承", "合同", "工伤", "赔偿", "起诉"),
)
MEDIATION = Service(
    slug="mediation",
    procedure="people_mediation",
    name=_("申请人民调解"),
    says=_("邻里、家庭、债务纠纷，请人说和，不收费"),
    icon="heart-handshake",
    question=_("是什么纠纷？"),
    hint=_("写清和谁、为什么事、到了什么地步。"),
    steps=("what", "whom", "township", "place", "photos", "contact", "check"),
    words=("调解", "纠纷", "邻居", "邻里", "宅基地", "吵架", "借钱", "债", "彩礼", "赡养", "抚养", "婆媳", "不赔"),
)
SERVICES: dict[str, Service] = {s.slug: s for s in (MATTER, CONSULTATION, MEDIATION)}
STEP_NAMES: dict[str, Text] = {
    "what": _("事情"), "whom": _("对方"), "township": _("乡镇"), "place": _("地点"),
    "photos": _("照片"), "contact": _("联系方式"), "check": _("核对"),
}  # fmt: skip


def suited(words: str) -> list[Service]:
    """Return the services, those that the words speak for first, in the order of the home page otherwise."""
    return sorted(SERVICES.values(), key=lambda s: -sum(word in words for word in s.words))


def is_meant(service: Service, words: str) -> bool:
    """Whether any of the plain words of a service occurs."""
    return any(word in words for word in service.words)
