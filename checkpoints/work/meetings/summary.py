"""What the evening is told of the day before anybody writes (D5.3): rounds at all levels, findings, repeats, overdue.

A draft, in the language of whoever asks; what the supervisor makes of it is theirs. Findings of superiors 上级检查 are
named one by one, because the supervisor can void none of them (rules.md 11.25).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from checkpoints.site.checks import Group
from checkpoints.work.findings.brief import Brief
from checkpoints.work.findings.groups import GROUPS, grouping
from checkpoints.work.rounds.day import HalfDayStatus, half_day
from checkpoints.work.rounds.state import Round
from checkpoints.work.rounds.verdict import HalfDay, judge
from checkpoints.work.sums import findings_in
from checkpoints.work.supervision import checks_of

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["Say", "day_in_words"]

Say = Callable[[str, str], str]
"""Chooses between a text's Chinese and English form."""
NAMED: Final = 5
"""So many findings are named, the rest is counted."""
_HALVES: dict[HalfDay, tuple[str, str]] = {"am": ("上午巡区", "Morning round"), "pm": ("下午巡区", "Afternoon round")}
_STANDS: dict[HalfDayStatus, tuple[str, str]] = {
    "todo": ("未开始", "not begun"),
    "walking": ("进行中", "under way"),
    "done": ("完成", "done"),
    "not_counting": ("不计入", "does not count"),
    "missed": ("漏巡", "missed"),
}
_GROUPS: dict[Group, tuple[str, str]] = {
    "a": ("清洁绿化", "cleaning and greening"),
    "b": ("秩序", "order"),
    "c": ("设备", "equipment"),
    "d": ("空置单元", "vacant units"),
    "e": ("人员", "staff"),
}


def day_in_words(ledger: Ledger, day: date, now: datetime, say: Say) -> str:
    """The rounds and findings of a local day, a few lines of plain text."""
    sums = findings_in(ledger, day.isoformat(), now)
    found, again = _lines(ledger, sums.found), _lines(ledger, sums.repeats)
    overdue = sorted(_lines(ledger, sums.overdue), key=lambda one: one[1].due.timestamp() if one[1].due else 0.0)
    put_right = len(sums.in_time) + len(sums.late)
    lines = [
        *_rounds(ledger, day, now, say),
        _posts(ledger, day, say),
        _found(ledger, found, say),
        *_above(ledger, found, say),
        say("整改完成：{done} 项，关闭 {closed} 项", "Put right: {done}, closed: {closed}").format(
            done=put_right, closed=len(sums.closed)
        ),
        say("重复发生：{n} 项", "Repeats: {n}").format(n=len(again)) + _names(ledger, again, say),
        say("超期未整改：{n} 项", "Overdue: {n}").format(n=len(overdue)) + _names(ledger, overdue, say),
    ]
    return "\n".join(lines)


def _lines(ledger: Ledger, findings: Iterable[str]) -> list[tuple[str, Brief]]:
    return [(finding, ledger.findings.brief(finding)) for finding in findings]


def _named(ledger: Ledger, found: Iterable[tuple[str, Brief]], say: Say) -> str:
    """Findings by number and words, the first few of them; '' for none."""
    pairs = list(found)
    words = [f"{ledger.findings.called(finding)} {line.words}" for finding, line in pairs[:NAMED]]
    if len(pairs) > NAMED:
        words.append(say("等 {n} 项", "{n} in all").format(n=len(pairs)))
    return say("；", "; ").join(words)


def _rounds(ledger: Ledger, day: date, now: datetime, say: Say) -> list[str]:
    lines: list[str] = []
    for half, (zh, en) in _HALVES.items():
        state = half_day(ledger, day, half, now)
        words = [say(*_STANDS[state.state]), *(_round(ledger, r, say) for r in state.rounds)]
        if state.reason:
            words.append(state.reason)
        lines.append(f"{say(zh, en)}{say('：', ': ')}{say('；', '; ').join(words)}")
    return lines


def _round(ledger: Ledger, round_: Round, say: Say) -> str:
    verdict = judge(round_)
    minutes = int(verdict.net.total_seconds() // 60)
    names = say("、", ", ").join(ledger.people.name(p, say("zh", "en")) for p in round_.people)
    text = say(
        "{names}，净时 {minutes} 分钟，到点 {visited}/{planned}",
        "{names}, {minutes} min, {visited} of {planned} points",
    ).format(names=names, minutes=minutes, visited=verdict.visited, planned=verdict.planned)
    if any(p in ledger.people and ledger.people[p].role == "manager" for p in round_.people):
        text += say("（项目经理参加）", " (with the manager)")
    return text


def _posts(ledger: Ledger, day: date, say: Say) -> str:
    checks = len(checks_of(ledger, day.isoformat()))
    return say("岗位品质检查：{n} 次", "Post checks: {n}").format(n=checks)


def _found(ledger: Ledger, found: list[tuple[str, Brief]], say: Say) -> str:
    group = grouping(ledger.site)
    count = Counter(group(line) for _, line in found)
    groups = say("、", ", ").join(f"{say(*_GROUPS[g])} {count[g]}" for g in GROUPS if count[g])
    spot = sum(
        line.state == "fixed_on_spot" or (line.done_at is not None and not line.assigned_at) for _, line in found
    )
    text = say("发现问题：{n} 项", "Found: {n}").format(n=len(found))
    if not found:
        return text
    return text + say("（{groups}），当场整改 {spot} 项", " ({groups}), put right on the spot: {spot}").format(
        groups=groups, spot=spot
    )


def _above(ledger: Ledger, found: list[tuple[str, Brief]], say: Say) -> list[str]:
    theirs = [(f, line) for f, line in found if line.origin == "superior"]
    if not theirs:
        return []
    return [say("上级检查：{names}", "Found by superiors: {names}").format(names=_named(ledger, theirs, say))]


def _names(ledger: Ledger, found: list[tuple[str, Brief]], say: Say) -> str:
    return say("（{names}）", " ({names})").format(names=_named(ledger, found, say)) if found else ""
