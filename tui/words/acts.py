"""The acts on a finding in words: their names, their order on the screen, what they mean, and ready words for them.

The ready words carry both languages, as content of the site does: what was chosen in one is read in the other. They
are ours and not the brief's; what stands in the site's own lists comes after them.
"""

from __future__ import annotations

from checkpoints.site.words import Named
from checkpoints.work.findings.act import ActId
from checkpoints.work.findings.table import State
from tui.i18n import N_

__all__ = ["ACT_MEANINGS", "ACT_NAMES", "NEXT", "READY"]

ACT_NAMES: dict[str, str] = {
    "assign": N_("Send the notice"),
    "propose": N_("Propose a plan"),
    "accept": N_("Sign for it"),
    "refuse": N_("Not ours: refuse"),
    "begin": N_("Begin the work"),
    "block": N_("Has to wait"),
    "unblock": N_("Go on with it"),
    "ask_extension": N_("Ask for more time"),
    "grant_extension": N_("Grant more time"),
    "refuse_extension": N_("Refuse more time"),
    "make_safe": N_("Made safe"),
    "fix": N_("Fixed on the spot"),
    "rectify": N_("It is put right"),
    "pass": N_("Re-check: passed"),
    "fail": N_("Re-check: failed"),
    "close": N_("Close it"),
    "reopen": N_("Reopen it"),
    "void": N_("Make it void"),
    "merge": N_("Same as another"),
    "correct": N_("Correct the record"),
    "flag": N_("Mark key or hard"),
    "refer": N_("Refer elsewhere"),
    "report": N_("Report it upwards"),
    "acknowledge": N_("Take note"),
    "chase": N_("Chase it"),
    "cause": N_("Root cause"),
    "note": N_("Add words, photo"),
    "settle": N_("Settle the versions"),
}
"""What the button says, by act."""
ACT_MEANINGS: dict[str, str] = {
    "assign": N_("The rectification notice: plan, person and finish time. The department signs for it."),
    "propose": N_("A proposal for the supervisor, who sends the notice."),
    "accept": N_("The department takes it on, with this plan and by this time."),
    "refuse": N_("The supervisor then rules whose it is. The clock runs on meanwhile."),
    "begin": N_("Somebody is at work on it from now on."),
    "block": N_("Parts, a vote or a firm are awaited. The clock does not stop."),
    "unblock": N_("What it waited for is there."),
    "ask_extension": N_("The first promised date stays visible."),
    "grant_extension": N_("The first promised date stays visible."),
    "refuse_extension": N_("The deadline stays as it is."),
    "make_safe": N_("Fenced, shut off or watched. The clock of the real repair begins."),
    "fix": N_("Put right at once. Somebody else still looks at it."),
    "rectify": N_("Somebody other than whoever put it right then looks."),
    "pass": N_("You looked at the place, and it is put right."),
    "fail": N_("It goes back into work as another attempt. The deadline keeps its lateness."),
    "close": N_("Done, answered to the owner and accounted for."),
    "reopen": N_("The same number, another attempt."),
    "void": N_("It stays in the record with the reason, and counts for nothing."),
    "merge": N_("Both sightings are kept; it goes on under the other number."),
    "correct": N_("The old entry stays in the timeline. Leave empty what is right."),
    "flag": N_("Key and hard problems are reported to the manager and closed by the manager."),
    "refer": N_("Somebody else has to mend it. The owner is still answered by us."),
    "report": N_("Sent is not taken note of: that is recorded by whoever it is for."),
    "acknowledge": N_("You have taken note of the report."),
    "chase": N_("Whom you asked after it, what was answered, and when you ask again."),
    "cause": N_("What has to change, so that it does not come back."),
    "note": N_("Nothing that stands is taken away."),
    "settle": N_("One version holds from now on. Both stay in the timeline."),
}
"""One sentence on the sheet, by act."""

NEXT: dict[State, tuple[ActId, ...]] = {
    "found": ("assign", "propose", "fix"),
    "reopened": ("assign", "propose"),
    "assigned": ("accept",),
    "accepted": ("begin", "rectify"),
    "in_work": ("rectify",),
    "fixed_on_spot": ("pass",),
    "gone": ("pass",),
    "rectified": ("pass",),
    "verified": ("close", "cause"),
    "closed": ("reopen",),
}
"""What naturally comes next, the first one that is allowed is the primary button."""


def both(zh: str, en: str) -> Named:
    return Named(zh=zh, en=en)


_PLANS = (
    both("按标准整改到位，完成后拍照报复查", "Put right to standard, take a photo, report for the re-check"),
    both("立即组织维修", "Repair at once"),
    both("更换损坏部件", "Replace the broken part"),
    both("联系外包单位处理", "Call the contractor"),
    both("清理并安排专人盯守", "Clear it and have somebody watch it"),
    both("现场培训并复查", "Train on the spot and look again"),
)
READY: dict[tuple[str, str], tuple[Named, ...]] = {
    ("assign", "plan"): _PLANS,
    ("propose", "plan"): _PLANS,
    ("refuse", "reason"): (
        both("不属本部门职责", "Not our department's duty"),
        both("属外包单位范围", "The contractor's scope"),
        both("属开发商保修", "The developer's warranty"),
        both("现场未发现该问题", "Nothing of it was found there"),
        both("需其他部门先处理", "Another department has to go first"),
    ),
    ("block", "reason"): (
        both("等待配件到货", "Waiting for parts"),
        both("等待维修资金审批", "Waiting for the maintenance fund"),
        both("等待外包单位进场", "Waiting for the contractor"),
        both("天气原因无法施工", "The weather does not allow it"),
        both("业主不在，无法入户", "The owner is away"),
    ),
    ("block", "measure"): (
        both("已围挡并设警示标识", "Fenced off, with warning signs"),
        both("已停用并挂牌", "Out of use, with a tag on it"),
        both("安排专人每日巡查", "Somebody looks at it every day"),
        both("已临时修复", "Mended for the time being"),
    ),
    ("make_safe", "measure"): (
        both("已围挡并设警示标识", "Fenced off, with warning signs"),
        both("已断电或关阀", "Power or valve shut off"),
        both("已停用并挂牌", "Out of use, with a tag on it"),
        both("已派专人看守", "Somebody stands by"),
    ),
    ("ask_extension", "reason"): (
        both("配件未到货", "Parts have not come"),
        both("工程量超出预计", "More work than expected"),
        both("外包单位排期", "The contractor's schedule"),
        both("天气原因", "The weather"),
    ),
    ("pass", "words"): (
        both("现场查看，已整改到位", "Seen on the spot, put right to standard"),
        both("读数恢复正常", "The reading is back in range"),
        both("试运行正常", "Tried out, works"),
    ),
    ("fail", "reason"): (
        both("问题仍然存在", "The fault is still there"),
        both("整改不彻底", "Only half done"),
        both("与方案不符", "Not as planned"),
        both("产生新的问题", "It made another fault"),
    ),
    ("reopen", "reason"): (
        both("同一问题再次出现", "The same fault is back"),
        both("业主反映未解决", "The owner says it is not solved"),
        both("抽查不合格", "A spot check failed"),
    ),
    ("void", "reason"): (
        both("重复登记", "Recorded twice"),
        both("不属本项目管理范围", "Outside our remit"),
        both("经核实无问题", "Looked at again: nothing wrong"),
    ),
    ("correct", "reason"): (
        both("等级有误", "The severity was wrong"),
        both("类别选错", "The wrong category was chosen"),
        both("描述不准确", "The words were not right"),
    ),
    ("flag", "reason"): (
        both("影响多户业主", "Many owners are affected"),
        both("存在安全风险", "It is a danger"),
        both("多次反复", "It comes back again and again"),
        both("需多部门配合", "Several departments are needed"),
        both("责任或资金难以落实", "Duty or money is hard to settle"),
    ),
    ("chase", "words"): (
        both("已安排，按期完成", "In hand, will be in time"),
        both("正在处理", "Being worked on"),
        both("无人接听", "Nobody answered"),
        both("答复延期", "Answered that it will be late"),
    ),
    ("cause", "words"): (
        both("设备老化", "Worn out"),
        both("保养不到位", "Not maintained as it should be"),
        both("人员培训不足", "Staff not trained for it"),
        both("设计或施工缺陷", "Built or planned wrongly"),
        both("外包单位履约不足", "The contractor does not do its part"),
    ),
    ("close", "words"): (both("整改合格，予以关闭", "Put right, closed"),),
    ("grant_extension", "words"): (both("同意延期", "Agreed"),),
    ("refuse_extension", "reason"): (
        both("按原期限完成", "To be done by the first date"),
        both("理由不充分", "The reason does not carry"),
    ),
}
"""Ready words by act and field, both languages; the act sheet puts the site's own lists behind them."""
