"""Ready reasons for acts that the site file has no list for, so that a gloved hand types nothing.

They carry both languages like content of the site: what is chosen in one is read in the other.
"""

from __future__ import annotations

from checkpoints.site.site import Site
from checkpoints.site.words import Named
from tui.i18n import lang

__all__ = [
    "ACCEPT",
    "CANNOT_TELL",
    "CLAIM",
    "CORRECTED",
    "GIVE_UP",
    "LET_GO",
    "MISSED",
    "REISSUE",
    "WAIVE",
    "WITHDRAWN",
    "reason",
]

MISSED = (
    Named(zh="暴雨台风等恶劣天气", en="Storm or heavy rain"),
    Named(zh="处理突发事件", en="Incident on the site"),
    Named(zh="当班人手不足", en="Too few people on duty"),
    Named(zh="上级检查或接待", en="Inspection or visit from above"),
    Named(zh="设备或平板故障", en="Tablet or equipment out of order"),
    Named(zh="漏做", en="Forgotten"),
)
CANNOT_TELL = (
    Named(zh="看不清或太暗", en="Too dark or worn to read"),
    Named(zh="够不着或被挡住", en="Out of reach or covered"),
    Named(zh="柜门锁着", en="Behind a locked door"),
    Named(zh="没有这样东西", en="There is no such thing here"),
    Named(zh="表具损坏", en="The meter is broken"),
)
GIVE_UP = (
    Named(zh="处理突发事件", en="Incident on the site"),
    Named(zh="恶劣天气无法继续", en="Weather makes it impossible"),
    Named(zh="同行人员被调走", en="The second person was called away"),
    Named(zh="选错路线", en="The wrong route was chosen"),
    Named(zh="设备故障", en="Tablet or scanner out of order"),
)
REISSUE = (
    Named(zh="定期更换", en="Exchanged on schedule"),
    Named(zh="标签照片外传", en="A photo of it goes round"),
    Named(zh="标签丢失或被揭走", en="Lost or taken down"),
    Named(zh="人员离职", en="Somebody left"),
)
ACCEPT = (
    Named(zh="途中处理突发事件", en="Dealt with an incident on the way"),
    Named(zh="恶劣天气提前结束", en="Ended early because of weather"),
    Named(zh="点位均已认真检查", en="Every point was checked with care"),
    Named(zh="夜间或节假日缩短", en="Shortened on a holiday or at night"),
)
WAIVE = (
    Named(zh="当班只有一人", en="Only one person on duty"),
    Named(zh="同行人员处理突发事件", en="The second person dealt with an incident"),
    Named(zh="同行人员忘记确认", en="The second person forgot to confirm"),
)
CORRECTED = (
    Named(zh="笔误", en="Slip of the pen"),
    Named(zh="数字填错", en="Wrong figure"),
    Named(zh="选错人员", en="Wrong person chosen"),
    Named(zh="漏填内容补齐", en="Something was left out"),
    Named(zh="情况核实后更正", en="Put right after checking"),
)
WITHDRAWN = (
    Named(zh="重复填写", en="Filled in twice"),
    Named(zh="选错表单", en="The wrong form"),
    Named(zh="误操作", en="Begun by mistake"),
)

LET_GO = (
    Named(zh="公司统一安排停办", en="Put off by the company"),
    Named(zh="节假日不安排", en="Not on a holiday"),
    Named(zh="处理突发事件", en="Incident on the site"),
    Named(zh="暴雨台风等恶劣天气", en="Storm or heavy rain"),
    Named(zh="本期无此项工作", en="There is nothing of the kind this time"),
)
CLAIM = (
    Named(zh="免除有误", en="Waived by mistake"),
    Named(zh="情况已恢复，照常执行", en="Things are back to normal"),
)


def reason(site: Site | None, text: str) -> str:
    """A stored reason in the reader's language where it was chosen from a list; else as it was written."""
    if not text:
        return ""
    lists = [MISSED, CANNOT_TELL, GIVE_UP, ACCEPT, WAIVE, CORRECTED, WITHDRAWN, REISSUE, LET_GO, CLAIM]
    if site is not None:
        lists += [site.skip_reasons, site.pause_reasons, site.label_reasons, site.photo_reasons]
    known = next((n for names in lists for n in names if text in (n.zh, n.en, getattr(n, "id", None))), None)
    return known.name(lang()) if known else text
