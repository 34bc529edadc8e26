"""One point of a round: looked at what is open, answered what is asked, noted what was seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from checkpoints.fact import Fact, Moment, Refused
from checkpoints.site.checks import Check
from checkpoints.site.places import Checkpoint
from checkpoints.work.findings import Draft, Finding, Fix, draft_for
from checkpoints.work.rounds import challenge, checking
from checkpoints.work.rounds.answers import passable
from checkpoints.work.rounds.state import Round
from store.demo.calendar import HalfDayPlan
from store.demo.character import ASIDES, failing, still_there, whole
from store.demo.mending import fix_for, fixed_words, reason, words_of
from store.demo.pen import Pen
from store.demo.readings import reading

__all__ = ["Party", "look_round"]

TOGETHER = 0.4
"""How often what is left is passed in one tap."""
REMARKED = 0.06
BOTCHED = 0.08
BY_ITSELF = 0.12
"""How often a fault that a department has in hand is gone at a visit before they said so."""
MENDED_HERE = 0.2
"""How often a fault that is gone was put right by the people on the round, before their eyes."""
TEXTS = {"COR-10": ("3、9、17层", "5、12、20层", "2、8、15层"), "PWR-12": ("今日 08:30", "今日 10:00", "今日 13:30")}
NO_PHOTO = "相机故障"

Value = str | float


@dataclass(frozen=True, slots=True)
class Party:
    """Who walks: the first started the round and mostly holds the tablet."""

    people: tuple[str, ...]


@dataclass(slots=True)
class _Visit:
    pen: Pen
    plan: HalfDayPlan
    round: str
    place: Checkpoint
    by: str
    people: tuple[str, ...]
    values: dict[str, Value]

    def record(self, decide: Callable[[], Sequence[Fact]]) -> None:
        self.pen.record(self.by, lambda _: decide())


def look_round(pen: Pen, plan: HalfDayPlan, round_: Round, place: Checkpoint, party: Party, seconds: float) -> None:
    """Do everything at a point that was reached, within about so many seconds, and leave it."""
    rng = pen.rng
    by = rng.choice(party.people) if rng.random() < 0.3 else party.people[0]
    checks = checking.checks_here(pen.ledger, round_, place.id)
    visit = _Visit(pen, plan, round_.id, place, by, party.people, {})
    _asked(visit, round_)
    open_here = {f.raised.check: f for f in pen.ledger.findings.at(place.id) if f.raised and f.raised.check}
    for check in checks:
        visit.values[check.id] = _value(visit, check, open_here.get(check.id))
    known = {check.id: check for check in checks}
    step = seconds / (len(checks) + len(open_here) + 2)
    for finding in pen.ledger.findings.at(place.id):
        pen.wait(step * 0.5, step)
        _see(visit, finding, known)
    rest = _rest(visit, checks)
    for check in checks:
        if check.id not in rest:
            pen.wait(step * 0.7, step * 1.3)
            _answer(visit, check)
    if rest:
        pen.wait(step * len(rest) * 0.3, step * len(rest) * 0.7)
        visit.record(lambda: checking.pass_rest(pen.ledger, round_.id, place.id, by))
    _remark(visit)
    pen.wait(2, 8)
    visit.record(lambda: checking.leave(pen.ledger, round_.id, place.id, by))


def _asked(visit: _Visit, round_: Round) -> None:
    """Answer what the place asks, if it does: meters rise, seals and mats stay as they are."""
    pen, due = visit.pen, challenge.due(visit.pen.ledger, round_, visit.place.id)
    if due is None:
        return
    question, lot = due.challenge, pen.fate.lot("asked", visit.place.id, due.challenge.id)
    value: Value = 3 + int(lot * 9)
    if question.options:
        value = question.options[int(lot * len(question.options))].value
    elif question.rule == "rising":
        value = int(pen.now.timestamp() / 86_400 * (question.most_per_day or 10) * (0.1 + 0.3 * lot))
    elif question.rule == "range":
        value = question.low or question.high or 0
    pen.record(visit.by, lambda now: challenge.answer(pen.ledger, round_.id, visit.place.id, value, visit.by, now))


def _value(visit: _Visit, check: Check, finding: Finding | None) -> Value:
    """What the check shows today; a fault that is known goes on until it is put right."""
    pen, plan = visit.pen, visit.plan
    match check.answer.type:
        case "number":
            return reading(pen.fate, check, visit.place.id, plan.day, plan.half, pen.rng)
        case "text":
            return pen.rng.choice(TEXTS.get(check.id, ("正常",)))
        case "photo":
            return pen.picture
        case _:
            pass
    if finding is not None and finding.raised is not None:
        there = _there(visit, finding)
        return finding.raised.value if there else whole(check)
    return failing(pen.fate, check, visit.place.id, plan.day, pen.rng) or whole(check)


def _there(visit: _Visit, finding: Finding) -> bool:
    """Whether a fault that is known shows today; what was rectified seldom does."""
    if finding.state == "rectified":
        return visit.pen.rng.random() < BOTCHED
    if finding.state in ("assigned", "accepted", "in_work") and visit.pen.rng.random() >= BY_ITSELF:
        return True
    return still_there(visit.pen.fate, finding, visit.plan.day, visit.pen.now, visit.pen.rng)


def _see(visit: _Visit, finding: Finding, checks: dict[str, Check]) -> None:
    """Say of an open finding whether it is still there (its check, where there is one, is answered accordingly)."""
    pen, raised = visit.pen, finding.raised
    assert raised is not None
    check = checks.get(raised.check)
    if check is not None:
        still = check.answer.outcome(visit.values[check.id]) in ("fail", "critical")
    else:
        still = _there(visit, finding)
    mended = check is not None and check.on_fail is not None and check.on_fail.on_the_spot
    if finding.open and not still and mended and raised.severity != "S1" and pen.rng.random() < MENDED_HERE:
        done = Fix(done=fixed_words(pen.site, visit.place, check, raised.category, pen.rng), fixer=visit.by)
        visit.record(lambda: checking.fix_here(pen.ledger, visit.round, finding.id, done, visit.by))
    else:
        try:
            visit.record(lambda: checking.see(pen.ledger, visit.round, finding.id, visit.by, still=still))
        except Refused:
            if finding.open:
                raise  # nobody has to verify what they did themselves; the next who comes does


def _rest(visit: _Visit, checks: tuple[Check, ...]) -> set[str]:
    """The checks that are passed together at the end, all of them in order; empty when each is tapped."""
    if visit.pen.rng.random() >= TOGETHER:
        return set()
    faulty = {f.raised.check for f in visit.pen.ledger.findings.at(visit.place.id) if f.raised}
    fine = (c for c in checks if passable(c) and c.id not in faulty)
    return {c.id for c in fine if c.answer.outcome(visit.values[c.id]) == "ok"}


def _answer(visit: _Visit, check: Check) -> None:
    pen, value = visit.pen, visit.values[check.id]
    outcome = check.answer.outcome(value)
    excuse = reason(pen.site.photo_reasons, visit.place.kind, NO_PHOTO, pen.rng) if check.photo != "never" else ""
    wanted = check.photo == "always" and outcome == "ok" and check.answer.type != "photo"

    def decide(now: Moment) -> Sequence[Fact]:
        draft: Draft | None = None
        if outcome in ("fail", "critical") and not _known(visit, check):
            words = words_of(check, visit.place.id, value)
            sheet = draft_for(pen.ledger, visit.place.id, check, value, outcome, words=words, round_id=visit.round)
            fix = fix_for(pen.site, visit.place, check, visit.people, visit.by, pen.rng) if outcome == "fail" else None
            draft = replace(sheet, no_photo=excuse if sheet.photo_asked else "", fix=fix)
        return checking.answer(
            pen.ledger,
            visit.round,
            visit.place.id,
            check.id,
            value,
            visit.by,
            now,
            no_photo=excuse if wanted else "",
            draft=draft,
        )

    pen.record(visit.by, decide)


def _known(visit: _Visit, check: Check) -> bool:
    return any(f.raised and f.raised.check == check.id for f in visit.pen.ledger.findings.at(visit.place.id))


def _remark(visit: _Visit) -> None:
    """Now and then something that no check asks about (D3.9)."""
    pen = visit.pen
    remark = next((r for r in ASIDES if r.place == visit.place.id), None)
    if remark is None or pen.rng.random() >= REMARKED or remark.category not in pen.site.category_of:
        return
    if any(f.raised and f.raised.words == remark.words for f in pen.ledger.findings.at(remark.place)):
        return
    pen.wait(20, 60)
    sheet = draft_for(pen.ledger, visit.place.id, None, words=remark.words, round_id=visit.round)
    draft = replace(
        sheet,
        category=remark.category,
        department=pen.site.category_of[remark.category].default_department,
        severity=remark.severity,
        due_h=pen.site.severity_of[remark.severity].default_deadline_h,
    )
    pen.record(visit.by, lambda now: checking.raise_here(pen.ledger, draft, visit.by, now))
