"""What can be done with a promise, in words: the buttons, what each asks for, and ready words for gloved hands.

The ready words carry both languages like content of the site does.
"""

from __future__ import annotations

from dataclasses import dataclass

from checkpoints.site.words import Named
from checkpoints.work.promises.acts import PromiseAct
from tui.i18n import N_

__all__ = ["ANSWERED", "ASKS", "CONTACTS", "MATTERS", "NAMES", "Ask"]


def both(zh: str, en: str) -> Named:
    return Named(zh=zh, en=en)


NAMES: dict[PromiseAct, str] = {
    "take": N_("Take it over"),
    "decline": N_("Do not take it"),
    "reply": N_("Reply to the owner"),
    "solve": N_("Final answer"),
    "try": N_("Could not reach"),
    "notice": N_("Leave a notice"),
    "extend": N_("Agree a later time"),
    "revisit": N_("Return visit"),
    "hand_on": N_("Hand on"),
    "outside": N_("Outside our remit"),
    "move": N_("Give to somebody"),
    "look_up": N_("Show number"),
}
"""What the button says, by act."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What the sheet of one act asks for besides words: which fields, and which ready words."""

    says: str
    phrases: tuple[Named, ...]
    channel: bool = True
    later: bool = False
    """A time by which it is solved."""
    person: bool = False
    bodies: tuple[Named, ...] = ()
    """Bodies it can be handed to."""
    silent: bool = False
    """Words may stay empty."""


MATTERS = (
    both("漏水渗水", "A leak"),
    both("设施设备故障", "Something does not work"),
    both("环境卫生问题", "Dirt or rubbish"),
    both("噪音扰民", "Noise"),
    both("车辆停放问题", "Parking"),
    both("装修问题咨询", "A question about fitting-out"),
    both("收费问题咨询", "A question about fees"),
    both("邻里纠纷", "A dispute with neighbours"),
    both("服务态度投诉", "A complaint about manners"),
    both("物品遗失求助", "Something was lost"),
)
CONTACTS = (
    both("业主本人", "The owner"),
    both("家属", "A family member"),
    both("租户", "The tenant"),
    both("装修负责人", "The fitting-out firm"),
)
ANSWERED = (
    both("已当场解释清楚，业主表示理解", "Explained at once, the owner understood"),
    both("已当场告知办理流程", "Told how it is done"),
    both("已当场处理完毕", "Dealt with at once"),
    both("已告知收费标准和依据", "Told the fee and its ground"),
)
_REPLIES = (
    both("已受理，正在安排处理", "Taken up, it is being arranged"),
    both("已派人上门查看", "Somebody is on the way to look"),
    both("配件已订，到货后立即维修", "The part is ordered and is fitted when it comes"),
    both("已联系外包单位处理", "The contractor was called"),
    both("需进一步查明原因，查明后再回复", "The cause is being looked for, we call again"),
)
_SOLVED = (
    both("已维修完毕，可正常使用", "Repaired, it works again"),
    both("已清理完毕", "Cleaned up"),
    both("已核实并解释清楚", "Looked into and explained"),
    both("已制止并加强巡查", "Stopped, and we look more often"),
    both("已协调解决", "Settled between those concerned"),
)
_TRIES = (
    both("电话无人接听", "Nobody answers"),
    both("手机关机", "Switched off"),
    both("上门无人应答", "Nobody opens"),
    both("微信未回复", "No answer on WeChat"),
    both("业主拒绝进入", "The owner does not let us in"),
)
_NOTICES = (
    both("书面通知已张贴于入户门", "Notice put on the door"),
    both("书面通知已投入信箱", "Notice put into the letter box"),
    both("书面通知已交邻居转达", "Notice left with a neighbour"),
)
_CONSENTS = (
    both("业主同意，等待配件到货", "The owner agrees to wait for the part"),
    both("业主本人要求改期", "The owner asked for another day"),
    both("业主同意改期上门", "The owner agrees to another visit"),
    both("业主同意，需多部门协调", "The owner agrees, several departments are needed"),
)
_HANDING = (
    both("下班交接", "End of shift"),
    both("休假", "On leave"),
    both("属该岗位职责", "It is that post's duty"),
    both("需专业人员处理", "A specialist is needed"),
)
_DECLINES = (
    both("不属本岗位职责", "Not this post's duty"),
    both("即将下班", "My shift ends"),
    both("手头工作已满", "Too much on hand"),
    both("应由原经办人跟进", "Who began it should go on"),
)
_MOVES = (
    both("原跟进人下班或休假", "The follower is off duty"),
    both("原跟进人离职", "The follower leaves"),
    both("双方有争议，由主管裁定", "The two could not agree"),
    both("需升级处理", "It needs somebody senior"),
)
_BODIES = (
    both("开发商（建设单位）", "The developer"),
    both("供水公司", "The water company"),
    both("供电公司", "The power company"),
    both("燃气公司", "The gas company"),
    both("社区居委会", "The neighbourhood committee"),
    both("街道办", "The sub-district office"),
    both("城管", "City management"),
    both("派出所", "The police"),
)
_OUTSIDE = (
    both("已告知业主由该单位处理，我方继续跟进", "The owner knows that they deal with it and that we follow it"),
    both("已告知业主联系方式和预计时间", "The owner has their number and when it is likely done"),
)
_VISITS = (
    both("业主表示满意", "The owner is satisfied"),
    both("业主表示感谢", "The owner says thank you"),
    both("问题未再出现", "It has not come back"),
)
_UNHAPPY = (
    both("问题再次出现", "It has come back"),
    both("未彻底解决", "It is not solved"),
    both("处理质量不满意", "The work is bad"),
    both("对服务态度不满意", "The manners were bad"),
)

ASKS: dict[PromiseAct | str, Ask] = {
    "reply": Ask(says=N_("What the owner was told. Telling a department is not a reply."), phrases=_REPLIES),
    "solve": Ask(says=N_("It is solved, and the owner was told. The return visit follows."), phrases=_SOLVED),
    "try": Ask(
        says=N_("Tries count when they are an hour apart or by another way. After enough of them a notice is left."),
        phrases=_TRIES,
        silent=True,
    ),
    "notice": Ask(says=N_("The clock then shows unreachable, not answered."), phrases=_NOTICES, channel=False),
    "extend": Ask(
        says=N_("The owner agrees before the limit. Who agreed, and in which words?"), phrases=_CONSENTS, later=True
    ),
    "decline": Ask(says=N_("It stays with whoever handed it to you."), phrases=_DECLINES, channel=False),
    "hand_on": Ask(
        says=N_("It is yours until the other person takes it."), phrases=_HANDING, channel=False, person=True
    ),
    "move": Ask(says=N_("It is theirs at once, without their yes."), phrases=_MOVES, channel=False, person=True),
    "outside": Ask(
        says=N_("Which body deals with it, and what the owner was told. It is followed on."),
        phrases=_OUTSIDE,
        bodies=_BODIES,
    ),
    "satisfied": Ask(says=N_("The owner was asked afterwards."), phrases=_VISITS, silent=True),
    "unsatisfied": Ask(
        says=N_("It is opened again with a new limit, and its closed finding with it."), phrases=_UNHAPPY, later=True
    ),
}
"""What each act asks for; `satisfied` and `unsatisfied` are the two outcomes of a return visit."""
