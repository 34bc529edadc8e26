"""What accountability is called on every screen, and how many decisions wait for somebody (brief D3.15).

Nothing here names anybody in the lobby: counts are 0 there, and screens ask `visible` before they show a line.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from checkpoints.site.words import Named
from checkpoints.work.accounts import deciding
from checkpoints.work.accounts.owing import decided, undecided
from checkpoints.work.accounts.seeing import visible
from checkpoints.work.accounts.state import Account
from checkpoints.work.deputies import may
from tui.i18n import N_, _, lang
from tui.words.finding_text import department_name, person_name

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = [
    "FAULTS",
    "MEASURES",
    "OUTCOMES",
    "STATES",
    "account_line",
    "decision_state",
    "listed",
    "measure_line",
    "waiting",
]


def both(zh: str, en: str) -> Named:
    return Named(zh=zh, en=en)


FAULTS = {
    "duty": N_("duty neglected"),
    "standard": N_("below standard"),
    "late": N_("late"),
    "false": N_("false record"),
}
MEASURES = {
    "reminder": N_("reminder"),
    "training": N_("training"),
    "notice": N_("notice to all"),
    "points": N_("points off"),
    "money": N_("money off"),
}
OUTCOMES = {"upheld": N_("upheld"), "eased": N_("eased"), "lifted": N_("lifted")}
WAITS = N_("proposed, waits for approval")
STATES = {
    "none": N_("on its way here"),
    "proposed": WAITS,
    "waived": N_("none, because"),
    "approved": N_("stands"),
    "refused": N_("not approved"),
    "appealed": N_("appealed, waits for the manager"),
    **OUTCOMES,
}
HAPPENED = (
    both("未按要求巡查", "Did not check as required"),
    both("未按时整改", "Was not put right in time"),
    both("整改不到位，反复出现", "Was not put right properly, came back"),
    both("记录与现场不符", "The record does not match the place"),
    both("有照片和记录为证", "Photos and the record show it"),
)
BECAUSE = (
    both("自然老化或天气原因", "Age or weather"),
    both("业主或第三方造成", "Caused by an owner or a third party"),
    both("责任已由合同约定处理", "Dealt with under the contract"),
    both("处理及时，未造成影响", "Dealt with at once, no harm done"),
)
SAID = (
    both("情况属实，接受处理", "It is so, and I accept it"),
    both("当时在处理其他事项", "I was busy with another matter"),
    both("没有收到通知", "I was not told"),
    both("缺少材料或配件", "Material or parts were missing"),
)
JUDGED = (
    both("情况已核实", "The facts were checked"),
    both("已听取本人陈述", "The person was heard"),
    both("证据不足", "There is too little to show for it"),
    both("首次发生，从轻处理", "The first time, so a mild one"),
)


def measure_line(measure: str, amount: float) -> str:
    """A measure with what it costs."""
    if not measure:
        return "–"
    return f"{_(MEASURES[measure])} {amount:g}" if amount else _(MEASURES[measure])


def account_line(ledger: Ledger, account: Account, language: str = "") -> str:  # noqa: ARG001  (as the face speaks)
    """One record in a line: who, what for, which measure, how it stands. Ask `visible` first."""
    fact = account.proposed
    state = _(STATES[account.state])
    if fact is None:
        waived = account.waived
        if waived is None:
            return state
        return (_("credit") if waived.credit else state) + " · " + waived.reason
    who = (
        department_name(ledger.site, fact.who) if fact.party == "department" else person_name(ledger, fact.who, lang())
    )
    return " · ".join((who, _(FAULTS[fact.fault]), measure_line(account.measure, account.amount), state))


def decision_state(ledger: Ledger, finding: str, now: datetime) -> str:
    """How the decision about a finding stands, naming nobody; empty where none is needed."""
    if decided(ledger, finding):
        return "✓ " + _("decided")
    if any(a.id in ledger.accounts.waiting for a in ledger.accounts.of(finding)):
        return "◐ " + _(WAITS)
    return ("! " + _("to be decided before it closes")) if deciding.needed(ledger, finding, now) else ""


def listed(ledger: Ledger, person: str, place: str, now: datetime) -> tuple[list[str], list[str], list[str]]:
    """Findings without a decision, records that wait, and decided records that somebody may see at a place."""
    if place == "kiosk" or not person:
        return [], [], []
    lead = may(ledger, person, "approve_account", now.date())
    heads = may(ledger, person, "propose_account", now.date())
    mine = ledger.people[person].department if person in ledger.people else ""
    open_ids = undecided(ledger, now) if lead or heads else []
    findings = [
        f
        for f in open_ids
        if (lead or ledger.findings.brief(f).department == mine)
        and not any(a.id in ledger.accounts.waiting for a in ledger.accounts.of(f))
    ]
    seen = [a for a in ledger.accounts.all.values() if visible(ledger, a, person, place, now.date())]
    seen.sort(key=lambda a: (-(a.at.timestamp() if a.at else 0.0), a.id))
    waits = [a.id for a in seen if a.id in ledger.accounts.waiting]
    return findings, waits, [a.id for a in seen if a.id not in ledger.accounts.waiting and a.state != "none"]


def waiting(ledger: Ledger, person: str, place: str, now: datetime) -> int:
    """How many decisions wait: findings without one, and records that wait; 0 in the lobby."""
    findings, waits, _rest = listed(ledger, person, place, now)
    return len(findings) + len(waits)
