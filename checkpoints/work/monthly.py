"""The month: the meeting with its seven blocks, and the summary that goes up to the company and down to the staff (M1).

What the ledger knows is drafted (rounds, findings, sums of the evenings); what only the books or people know is asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from checkpoints.work.assessments import deductions_of
from checkpoints.work.records.asking import Ask, Beside, Rule
from checkpoints.work.records.facts import RecordFact, Values
from checkpoints.work.records.making import tasks_of
from checkpoints.work.records.periods import before, days_of, period_of
from checkpoints.work.sums import (
    FindingSums,
    PatrolSums,
    evening_sum,
    evenings,
    findings_in,
    moves_in,
    patrols_in,
    share,
)
from checkpoints.work.training import attendance, coverage
from checkpoints.work.weekly import held_within

if TYPE_CHECKING:
    from checkpoints.work.records.state import Record

__all__ = ["BLOCKS", "RULES"]

BLOCKS = ("receivable", "arrears", "on_behalf", "complaints", "receptions", "fit_outs", "patrols")
"""The seven blocks of the brief (M1.1)."""


def _patrols_said(ask: Ask, patrols: PatrolSums, found: FindingSums) -> str:
    done = len(found.in_time) + len(found.late)
    return "\n".join(
        (
            ask.say(
                f"应巡 {patrols.owed} 次，有效 {patrols.done} 次，不计 {patrols.not_counting} 次，"
                f"缺 {patrols.missed} 次；满一小时 {patrols.hours}/{patrols.walked}。",
                f"Rounds: {patrols.owed} owed, {patrols.done} count, {patrols.not_counting} do not, "
                f"{patrols.missed} missed; of at least an hour {patrols.hours} of {patrols.walked}.",
            ),
            ask.say(
                f"发现问题 {len(found.found)} 个，整改完成 {done} 个，其中按时 {len(found.in_time)} 个；"
                f"逾期未改 {len(found.overdue)} 个，复发 {len(found.repeats)} 个。",
                f"Findings: {len(found.found)} found, {done} put right, {len(found.in_time)} of them in time; "
                f"{len(found.overdue)} overdue, {len(found.repeats)} repeats.",
            ),
        )
    )


def _meeting_draft(ask: Ask) -> Values:
    ledger, month = ask.ledger, ask.period
    patrols = patrols_in(ledger, month, ask.at)
    drafted: Values = {
        "at": ask.at.isoformat(),
        "chair": ask.by,
        "people": [p.id for p in ledger.people.active() if p.department == "service"],
        "patrols": str(patrols.done),
        "patrols_said": _patrols_said(ask, patrols, findings_in(ledger, month, ask.at)),
    }
    if evenings(ledger, month):
        drafted["received"] = str(evening_sum(ledger, "fees", month))
        drafted["complaints"] = str(int(evening_sum(ledger, "complaints", month)))
        drafted["fit_outs"] = str(int(evening_sum(ledger, "fit_outs", month)))
    return drafted


def _meeting_beside(ask: Ask) -> dict[str, Beside]:
    """The figures of the month before, where there was a meeting."""
    last = next(iter(ask.ledger.records.during("monthly_meeting", before(ask.period))), None)
    said: dict[str, Beside] = {}
    if last is not None:
        for block in (*BLOCKS, "received"):
            value = last.value("meeting", block)
            if value is not None:
                said[block] = Beside("Last month {last}", {"last": value})
    return said


def _meeting_after(ask: Ask) -> list[RecordFact]:
    """Next month's focus becomes tasks (M1.3)."""
    return tasks_of(ask, ask.values.get("tasks"), "meeting")


# summary


def _meeting_of(ask: Ask) -> Record | None:
    return next(iter(ask.ledger.records.during("monthly_meeting", ask.period)), None)


def _blocks(ask: Ask) -> str:
    """The seven blocks as the meeting had them."""
    meeting = _meeting_of(ask)
    form = ask.ledger.site.form_of.get("monthly_meeting") if ask.ledger.site else None
    step = form.step("meeting") if form else None
    if meeting is None or step is None:
        return ""
    lines: list[str] = []
    for block in BLOCKS:
        field, value = step.field(block), meeting.value("meeting", block)
        if field is not None and value is not None:
            said = meeting.value("meeting", block + "_said", "")
            lines.append(f"{field.name(ask.lang)}: {value}" + (f"  {said}".replace("\n", " ") if said else ""))
    return "\n".join(lines)


def _people_work(ask: Ask) -> str:
    """Trainings, talks and events of the month, counted; nothing of what was said in private."""
    ledger, month = ask.ledger, ask.period
    trained = attendance(ledger, month)
    covered = sum(bool(n) for n in coverage(ledger, int(month[:4])).values())
    talks = sum(line.period in _weeks(month) for _, line in ledger.records.lines("staff_talk"))
    clients = len(ledger.records.during("client_talk", month))
    events = [r for r in ledger.records.during("community_event", month) if r.entry("closed")]
    return ask.say(
        f"全员培训 {len(trained.records)} 次，到课 {len(trained.there)} 人，补训 {len(trained.made_up)} 人，"
        f"待补 {len(trained.owing)} 人；本年已覆盖四类内容中的 {covered} 类。员工面谈 {talks} 次，"
        f"重点客户面谈 {clients} 次，社区活动 {len(events)} 场。",
        f"All-hands trainings {len(trained.records)}, {len(trained.there)} there, {len(trained.made_up)} made up, "
        f"{len(trained.owing)} still to; {covered} of the four contents covered this year. Staff talks {talks}, "
        f"key-client talks {clients}, community events {len(events)}.",
    )


def _weeks(month: str) -> set[str]:
    return {period_of("week", day) for day in days_of(month)}


def _summary_draft(ask: Ask) -> Values:
    if ask.step.id == "sent_up":
        return {"at": ask.at.isoformat()}
    if ask.step.id == "issued":
        return {"people": [p.id for p in ask.ledger.people.active() if p.department == "service" and p.id != ask.by]}
    if ask.step.id != "summary":
        return {}
    patrols, found = patrols_in(ask.ledger, ask.period, ask.at), findings_in(ask.ledger, ask.period, ask.at)
    moves = moves_in(ask.ledger, ask.period, ask.at)
    meeting = _meeting_of(ask)
    parts = ("finance_review", "quality_review", "daily_review")
    reviews = [str(meeting.value("meeting", part, "")) for part in parts] if meeting else []
    plan = cast("list[dict[str, str]]", meeting.value("meeting", "tasks", [])) if meeting else []
    rates = {
        "patrol_rate": share(patrols.done, patrols.owed),
        "hour_rate": share(patrols.hours, patrols.walked),
        "in_time_rate": share(len(found.in_time), len(found.in_time) + len(found.late)),
    }
    return {
        "data": _blocks(ask),
        **{name: f"{rate:g}" for name, rate in rates.items() if rate is not None},
        "repeats": str(len(found.repeats)),
        "review": "\n".join(r for r in reviews if r),
        "contractors": _contractors(ask),
        "people_work": _people_work(ask),
        "turnover": ask.say(
            f"在岗 {moves.staff} 人，本月入职 {len(moves.joined)} 人，离职 {len(moves.left)} 人。",
            f"{moves.staff} people; {len(moves.joined)} came and {len(moves.left)} left this month.",
        ),
        "plan": "\n".join(
            f"{n}. {line['what']} ({ask.ledger.people.name(line['person'], ask.lang)}, {line['due']})"
            for n, line in enumerate(plan, start=1)
        ),
    }


def _contractors(ask: Ask) -> str:
    """What was taken off each contractor's hundred points."""
    lines: list[str] = []
    for contractor in ask.ledger.site.contractors if ask.ledger.site else ():
        points = deductions_of(ask.ledger, contractor.id, ask.period)
        name = contractor.name(ask.lang)
        lines.append(
            ask.say(f"{name}：未评分", f"{name}: not scored")
            if points is None
            else ask.say(f"{name}：扣 {points:g} 分", f"{name}: {points:g} points off")
        )
    return "\n".join(lines)


def _check(ask: Ask) -> None:
    """A meeting lies in its month. Raises Refused `record.outside`."""
    if ask.form.id == "monthly_meeting":
        held_within(ask)


RULES: dict[str, Rule] = {
    "monthly_meeting": Rule(draft=_meeting_draft, beside=_meeting_beside, check=_check, after=_meeting_after),
    "monthly_summary": Rule(draft=_summary_draft),
}
