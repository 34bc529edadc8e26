"""What goes wrong where: the habits of the places, and how likely any check is to fail out of turn.

The table is the packaged estate's. A fault of the table comes back in spells; the rest fails by lot, seldom, the
rarer the graver it would be, and stays until it is put right.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from checkpoints.site.checks import Check, Severity
from checkpoints.work.findings import Finding
from store.demo.chance import Fate, Spell

__all__ = ["ASIDES", "HABITS", "Aside", "Habit", "failing", "still_there", "whole"]

When = Literal["", "workday", "weekend", "wet"]


@dataclass(frozen=True, slots=True)
class Habit:
    """A fault that a place is known for. `words` is what people write; `fixed` what they do about it at once."""

    place: str
    check: str
    spell: Spell
    words: str
    fixed: str = ""
    value: str = "fail"
    when: When = ""

    def shows(self, fate: Fate, day: date) -> bool:
        """Whether the fault is there on a day."""
        match self.when:
            case "workday" if day.weekday() >= 5:
                return False
            case "weekend" if day.weekday() < 5:
                return False
            case "wet" if not fate.wet(day):
                return False
            case _:
                return fate.spell(day, self.spell, self.place, self.check) is not None


@dataclass(frozen=True, slots=True)
class Aside:
    """Something that no check asks about, noted on the way (D3.9)."""

    place: str
    category: str
    severity: Severity
    words: str


HABITS = {
    (habit.place, habit.check): habit
    for habit in (
        Habit("CP-01", "GATE-08", Spell(9, 1), "公告栏上贴有过期停水通知和小广告", "已清除过期张贴"),
        Habit("CP-01", "GATE-E1", Spell(10, 1), "当班保安未佩戴工牌", "已当场纠正提醒", value="minor"),
        Habit("CP-02", "GATE-06", Spell(6, 2), "出口道闸抬杆不到位，车辆需倒车再刷"),
        Habit("CP-04", "GATE-01", Spell(6, 1), "货运门口散落装修碎料", "已现场清扫干净"),
        Habit("CP-04", "GATE-03", Spell(4, 1), "两名装修工人未佩戴临时出入证", "已补办登记", when="workday"),
        Habit("CP-05", "LOB-04", Spell(13, 3), "单元门闭门器漏油，门关不严"),
        Habit("CP-08", "LFT-01", Spell(7, 1), "轿厢地面有水渍和脚印", "已通知保洁擦净"),
        Habit("CP-09", "LOB-02", Spell(8, 1), "大堂垃圾桶满溢", "已更换清空垃圾桶"),
        Habit("CP-10", "COR-08", Spell(12, 2), "11层水管井内有渗水痕迹"),
        Habit("CP-12", "COR-02", Spell(7, 3), "8层过道放有鞋柜和纸箱"),
        Habit("CP-14", "LFT-02", Spell(11, 3), "2号轿厢上行到顶层时抖动"),
        Habit("CP-16", "COR-03", Spell(9, 1), "15层常闭防火门被木块顶住", "已取走木块并关闭"),
        Habit("CP-17", "ROD-02", Spell(9, 1), "送货车停在消防车道上", "已联系车主挪车"),
        Habit("CP-18", "ROD-04", Spell(14, 4), "一块雨水篦松动，车压有响声"),
        Habit("CP-18", "ROD-08", Spell(3, 2), "低洼处积水未扫", "已现场扫水", when="wet"),
        Habit("CP-20", "BIK-01", Spell(3, 1), "车棚东侧有废弃自行车两辆，地面有纸箱", "已联系保洁清走"),
        Habit("CP-20", "BIK-05", Spell(5, 2), "电动车停到出口前，疏散通道变窄", "已挪开并提醒车主"),
        Habit("CP-20", "BIK-03", Spell(15, 4), "6号充电插座面板破裂"),
        Habit("CP-21", "UPK-04", Spell(10, 1), "防火卷帘下停放一辆三轮车", "已联系车主挪车"),
        Habit("CP-22", "UPK-03", Spell(19, 1), "2号集水坑液位偏高，排污泵故障灯亮"),
        Habit("CP-24", "GRD-01", Spell(4, 1), "草地有宠物粪便", "已清理并提醒遛狗业主"),
        Habit("CP-25", "WAT-01", Spell(7, 2), "水面有落叶和漂浮物"),
        Habit("CP-26", "PLY-03", Spell(15, 5), "滑梯下地垫一角翘起"),
        Habit("CP-28", "VAC-11", Spell(10, 4), "地面有灰，需保洁后才能收楼", value="clean"),
        Habit("CP-29", "VAC-02", Spell(4, 2), "北阳台窗角渗水", when="wet"),
        Habit("CP-30", "REN-07", Spell(7, 1), "中午时段有电锤施工", "已要求立即停工", when="workday"),
        Habit("CP-30", "REN-08", Spell(5, 1), "装修垃圾未装袋，楼道有灰", "已要求现场清扫"),
        Habit("CP-31", "PWR-09", Spell(14, 2), "挡鼠板取下后未复位", "已复位"),
        Habit("CP-34", "FPR-08", Spell(17, 5), "喷淋泵出口法兰处锈蚀渗水"),
        Habit("CP-35", "FCR-03", Spell(16, 1), "主机报3栋9层探测器故障", value="fault"),
        Habit("CP-39", "RUB-04", Spell(5, 1), "垃圾房门前有污水外流", "已冲洗干净"),
        Habit("CP-39", "RUB-06", Spell(9, 2), "大件垃圾堆出围挡", when="weekend"),
        Habit("CP-40", "FAC-03", Spell(12, 2), "2栋9层外窗台摆放花盆", "已联系业主收回"),
        Habit("CP-41", "ROF-05", Spell(8, 2), "天台有烟头和饮料瓶"),
        Habit("CP-42", "SHP-01", Spell(6, 1), "水果店外摆占道", "已要求收回店内"),
        Habit("CP-43", "SHP-02", Spell(10, 1), "餐饮后门堆放啤酒箱，堵住半边出口", "已要求搬走"),
        Habit("CP-43", "SHP-04", Spell(6, 2), "油烟净化器未开，后巷油味重"),
        Habit("CP-45", "SVC-03", Spell(9, 1), "报修登记有两处空项", "已当场补记"),
    )
}

ASIDES = (
    Aside("CP-01", "owner", "S3", "业主反映晚间广场舞音量大，希望协调"),
    Aside("CP-05", "owner", "S3", "业主反映信箱被塞广告"),
    Aside("CP-11", "pest", "S3", "大堂角落见到蟑螂"),
    Aside("CP-15", "owner", "S3", "业主反映楼上周末装修噪声"),
    Aside("CP-19", "order", "S3", "一辆访客车停放超过三天无人认领"),
    Aside("CP-21", "equipment", "S3", "坡道减速带一颗螺栓松动"),
    Aside("CP-22", "pest", "S3", "集水坑旁有鼠迹"),
    Aside("CP-23", "greening", "S4", "一株桂花被风吹歪，需扶正支撑"),
    Aside("CP-44", "equipment", "S4", "会所门口地垫卷边，容易绊脚"),
    Aside("CP-46", "cleaning", "S4", "样板间玻璃有手印"),
)

FAILS: dict[Severity, float] = {"S1": 0.0006, "S2": 0.003, "S3": 0.007, "S4": 0.011}
"""How likely a check without a habit fails at one visit, by the severity it would have."""
MENDED: dict[Severity, float] = {"S1": 0.9, "S2": 0.6, "S3": 0.5, "S4": 0.55}
"""How likely such a fault is gone at the next visit."""
OVERDUE = 0.85
"""The same once its deadline has passed."""


def whole(check: Check) -> str:
    """The answer of a check with nothing to complain of."""
    if check.answer.type == "choice":
        return next(option.value for option in check.answer.options if option.ok)
    return "pass"


def failing(fate: Fate, check: Check, place: str, day: date, rng: random.Random) -> str | None:
    """The failed answer of a mark or choice that has nothing open against it; None when all is well."""
    if (habit := HABITS.get((place, check.id))) is not None:
        return habit.value if habit.shows(fate, day) else None
    if check.on_fail is None or rng.random() >= FAILS[check.on_fail.severity]:
        return None
    if check.answer.type == "choice":
        return rng.choice([option.value for option in check.answer.options if not option.ok])
    return "fail"


def still_there(fate: Fate, finding: Finding, day: date, now: datetime, rng: random.Random) -> bool:
    """Whether a fault found earlier is still there at a visit (marks, choices, and what no check asked for)."""
    raised = finding.raised
    assert raised is not None
    if (habit := HABITS.get((raised.checkpoint, raised.check))) is not None:
        return habit.shows(fate, day)
    return rng.random() >= (OVERDUE if finding.overdue(now) else MENDED[raised.severity])
