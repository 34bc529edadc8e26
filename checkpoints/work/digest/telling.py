"""The texts of a digest as they are drafted, in the language of whoever writes; what is sent are their words.

Overdue things are named first, then new ones, so many of each; the rest is counted. An owner is named by the unit only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from decimal import Decimal

from checkpoints.work.digest.counting import Counted, Kind
from checkpoints.work.digest.following import NAMED, finding_words, follow_through, in_brackets, problems, until
from checkpoints.work.evening_figures import figures_of, month_to_date
from checkpoints.work.finance import differences, method_of, rate
from checkpoints.work.promises.clocks import clock
from checkpoints.work.records.asking import Ask
from checkpoints.work.records.facts import Values
from checkpoints.work.records.periods import first_day

__all__ = ["told"]


def told(ask: Ask, counted: Counted) -> Values:
    """The texts by field."""
    return {
        "repairs": _kind(ask, counted.repairs, lambda f: finding_words(ask, f)),
        "complaints": _complaints(ask, counted),
        "fees": _fees(ask, counted),
        "plan": _plan(ask, counted),
        "problems": problems(ask),
        "more": follow_through(ask),
    }


def _kind(ask: Ask, kind: Kind, name: Callable[[str], str]) -> str:
    """So many new, open, overdue; then the names of what is overdue and of what is new."""
    lines = [
        ask.say(
            "新增 {new} 项，未完成 {open} 项，超时 {overdue} 项。", "New: {new}, open: {open}, overdue: {overdue}."
        ).format(new=len(kind.new), open=len(kind.open), overdue=len(kind.overdue))
    ]
    lines += _named(ask, ask.say("超时", "Overdue"), kind.overdue, name)
    lines += _named(ask, ask.say("新增", "New"), [one for one in kind.new if one not in kind.overdue], name)
    return "\n".join(lines)


def _named(ask: Ask, title: str, ids: Iterable[str], name: Callable[[str], str]) -> list[str]:
    known = list(ids)
    lines = [f"{title}{ask.say('：', ': ')}{name(one)}" for one in known[:NAMED]]
    if len(known) > NAMED:
        lines.append(ask.say("其余 {n} 项见清单。", "{n} more are in the list.").format(n=len(known) - NAMED))
    return lines


def _complaints(ask: Ask, counted: Counted) -> str:
    def name(promise: str) -> str:
        known = ask.ledger.promises.all.get(promise)
        if known is None or known.made is None:
            return finding_words(ask, promise)
        who = ask.ledger.people.name(known.follower, ask.lang)
        called = ask.ledger.promises.called(promise)
        owed = clock(known, ask.at, ask.ledger.site).next if ask.ledger.site else None
        said = who + until(ask, owed[1].due if owed else None)
        return f"{called} {known.made.unit} {known.made.matter[:80]}{in_brackets(ask, said)}"

    text = _kind(ask, counted.complaints, name)
    if not (counted.owners.new or counted.owners.open):
        return text
    title = ask.say("其他业主事项：", "Other owner matters: ")
    return f"{text}\n{title}{_kind(ask, counted.owners, name)}"


def _fees(ask: Ask, counted: Counted) -> str:
    """Arrears, by assistant, and what came in."""
    day, people = first_day(ask.period), ask.ledger.people
    owed = sum((a.amount for a in counted.arrears), Decimal())
    lines = [
        ask.say(
            "欠费 {open} 户，共 {sum} 元；新增 {new} 户，承诺到期未付 {late} 户。",
            "Arrears: {open} households, {sum} yuan; new: {new}, promise not kept: {late}.",
        ).format(
            open=len(counted.fees.open), sum=f"{owed:,.2f}", new=len(counted.fees.new), late=len(counted.fees.overdue)
        )
    ]
    for assistant in sorted({a.assistant for a in counted.arrears}):
        theirs = [a for a in counted.arrears if a.assistant == assistant]
        amount = sum((a.amount for a in theirs), Decimal())
        name = people.name(assistant, ask.lang)
        lines.append(
            ask.say("{name}：{n} 户，{sum} 元", "{name}: {n} households, {sum} yuan").format(
                name=name, n=len(theirs), sum=f"{amount:,.2f}"
            )
        )
    late = [a.unit for a in counted.arrears if a.unit in counted.fees.overdue]
    lines += _named(ask, ask.say("承诺到期未付", "Promise not kept"), late, str)
    eve = day - timedelta(days=1)
    yesterday, month = figures_of(ask.ledger, eve), month_to_date(ask.ledger, eve)
    if yesterday is not None and eve.month == day.month:
        lines.append(
            ask.say("昨日收费 {a} 元，本月累计 {b} 元。", "Collected yesterday {a} yuan, this month {b} yuan.").format(
                a=f"{yesterday.fees:,.2f}", b=f"{month.fees:,.2f}"
            )
        )
    lines += _differences(ask)
    paid = rate(ask.ledger, day)
    if paid is not None:
        lines.append(ask.say("本月收缴率 {rate}%。", "Collected of what is due this month: {rate}%.").format(rate=paid))
    return "\n".join(lines)


def _differences(ask: Ask) -> list[str]:
    """Sums of the day that do not agree are for the manager the same day (rules.md 3)."""
    words = ask.say("收款差异：{method} {sum} 元，{why}", "Difference: {method} {sum} yuan, {why}")
    found: list[str] = []
    for one in differences(ask.ledger, first_day(ask.period)):
        method = method_of(ask.ledger, one.method)
        called = method.name(ask.lang) if method else one.method
        found.append(words.format(method=called, sum=f"{one.amount:,.2f}", why=one.why))
    return found


def _plan(ask: Ask, counted: Counted) -> str:
    """D2.9: what the department does today, from the morning's tasks and what is due."""
    if not counted.tasks:
        return ask.say("今日晨会尚未布置任务。", "No tasks were given this morning yet.")
    lines: list[str] = []
    for n, task in enumerate(counted.tasks[: 3 * NAMED], start=1):
        who = ask.ledger.people.name(task.person, ask.lang)
        due = f"{task.due:%m-%d}" if task.due else ""
        done = (
            ask.say("，已完成", ", done")
            if task.done
            else ask.say("，超时", ", overdue")
            if task.late(ask.today)
            else ""
        )
        lines.append(f"{n}. {task.what[:100]}{in_brackets(ask, who + ask.say('，', ', ') + due + done)}")
    if len(counted.tasks) > 3 * NAMED:
        left = len(counted.tasks) - 3 * NAMED
        lines.append(ask.say("其余 {n} 项见清单。", "{n} more are in the list.").format(n=left))
    return "\n".join(lines)
