"""The texts of a digest as they are drafted, in the language of whoever writes; what is sent are their words.

Overdue things are named first, then new ones, so many of each; the rest is counted. An owner is named by the unit only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from checkpoints.work.digest.counting import Counted, Kind, since_last
from checkpoints.work.finance import rate
from checkpoints.work.meetings.figures import figures_of, month_to_date
from checkpoints.work.records.asking import Ask
from checkpoints.work.records.facts import Values
from checkpoints.work.records.periods import first_day
from checkpoints.work.supervision import checks_of

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["NAMED", "told"]

NAMED: Final = 8
"""So many things of a kind are named."""


def told(ask: Ask, counted: Counted) -> Values:
    """The texts by field."""
    return {
        "repairs": _kind(ask, counted.repairs, lambda f: _finding(ask, f)),
        "complaints": _complaints(ask, counted),
        "fees": _fees(ask, counted),
        "plan": _plan(ask, counted),
        "problems": _problems(ask),
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


def _finding(ask: Ask, finding: str) -> str:
    line = ask.ledger.findings.brief(finding)
    site = ask.ledger.site
    place = site.checkpoint_of.get(line.checkpoint) if site else None
    where = f"{place.name(ask.lang)} " if place else ""
    who = ask.ledger.people.name(line.person, ask.lang) if line.person else ask.say("未指派", "nobody yet")
    return f"{ask.ledger.findings.called(finding)} {where}{line.words[:80]} ({who}{_until(ask, line.due)})"


def _until(ask: Ask, due: datetime | None) -> str:
    if due is None:
        return ""
    local = due.astimezone(ask.at.tzinfo)
    return ask.say(f"，期限 {local:%m-%d %H:%M}", f", due {local:%m-%d %H:%M}")


def _complaints(ask: Ask, counted: Counted) -> str:
    def name(promise: str) -> str:
        known = ask.ledger.promises.all.get(promise)
        if known is None or known.made is None:
            return _finding(ask, promise)
        who = ask.ledger.people.name(known.follower, ask.lang)
        called = ask.ledger.promises.called(promise)
        return f"{called} {known.made.unit} {known.made.matter[:80]} ({who}{_until(ask, known.final_by)})"

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
    paid = rate(ask.ledger, day)
    if paid is not None:
        lines.append(ask.say("本月收缴率 {rate}%。", "Collected of what is due this month: {rate}%.").format(rate=paid))
    return "\n".join(lines)


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
        lines.append(f"{n}. {task.what[:100]} ({who}{ask.say('，', ', ')}{due}{done})")
    if len(counted.tasks) > 3 * NAMED:
        left = len(counted.tasks) - 3 * NAMED
        lines.append(ask.say("其余 {n} 项见清单。", "{n} more are in the list.").format(n=left))
    return "\n".join(lines)


def _problems(ask: Ask) -> str:
    """D4.2: what the checks of our own posts found since the last digest, and what supervision raised."""
    since = since_last(ask.ledger, first_day(ask.period), ask.at)
    lines = [*_post_checks(ask, ask.ledger, since), *_supervised(ask, since)]
    return "\n".join(lines) or ask.say("无。", "None.")


def _post_checks(ask: Ask, ledger: Ledger, since: datetime) -> list[str]:
    found: list[str] = []
    day = since.astimezone(ask.at.tzinfo).date()
    while day <= ask.today:
        for record in checks_of(ledger, day.isoformat()):
            entry = record.entry("check")
            if entry is None or entry.at <= since or entry.get("result") != "fault":
                continue
            place = ledger.site.checkpoint_of.get(str(entry.get("post", ""))) if ledger.site else None
            post, who = (
                place.name(ask.lang) if place else "",
                ledger.people.name(str(entry.get("person", "")), ask.lang),
            )
            found.append(f"{post} {who}{ask.say('：', ': ')}{entry.get('problem', '')}".strip())
        day += timedelta(days=1)
    return found


def _supervised(ask: Ask, since: datetime) -> list[str]:
    known = ask.ledger.findings
    raised = [
        f
        for f, line in known.lines(known.live)
        if line.origin == "supervision" and line.found_at and line.found_at > since
    ]
    return [_finding(ask, f) for f in sorted(raised, key=lambda f: known.brief(f).number)[:NAMED]]
