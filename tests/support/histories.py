"""Random histories: people on up to three devices do whatever the rules allow them, in any order, hearing each other
now and then, with clocks that are moved and machines that restart.

A history is made from a list of `Step`s, so that hypothesis can shorten one that breaks a rule.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import NamedTuple, TypeVar

import msgspec
from hypothesis import strategies as st

from checkpoints.fact import Fact, Refused
from checkpoints.ledger.events import Event, decode_event, encode_event
from checkpoints.site import codes, screen_codes
from checkpoints.site.checks import Check
from checkpoints.site.people import Confirmed
from checkpoints.work import findings, labels, missed, people, screens, sites
from checkpoints.work.findings import FindingNoted, Fix
from checkpoints.work.rounds import checking, course, presence
from checkpoints.work.rounds.answers import UNREADABLE
from checkpoints.work.rounds.facts import PointReached
from checkpoints.work.rounds.state import Round
from tests.support.ground import KEY, TEAM, Desk, at
from tests.support.small_site import SIX, small_site


class Step(NamedTuple):
    """One thing somebody does: on which device, what, and a number that chooses whatever is to be chosen."""

    desk: int
    act: str
    choice: int


T = TypeVar("T")
Act = Callable[[Desk, str, int], Sequence[Fact]]


def pick(of: Sequence[T], choice: int) -> T:
    if not of:
        raise Refused("nothing", "There is nothing to choose from.")
    return of[choice % len(of)]


def _round(desk: Desk, by: str) -> Round:
    walking = desk.ledger.rounds.open_for(by)
    return pick([walking] if walking else [], 0)


def _any_round(desk: Desk, choice: int) -> str:
    return pick(sorted(desk.ledger.rounds.all), choice)


def _other(by: str, choice: int) -> Confirmed:
    return Confirmed(pick([p for p in TEAM if p != by], choice))


def _start(desk: Desk, by: str, choice: int) -> Sequence[Fact]:
    request = pick(
        [
            course.StartRequest(route="R-AM"),
            course.StartRequest(route="R-PM"),
            course.StartRequest(route="R-PUMP"),
            course.StartRequest(size=3),
            course.StartRequest(clusters=("west",), size=2),
            course.StartRequest(route="R-ANY", paper=choice % 3 == 0),
        ],
        choice,
    )
    return course.start(desk.ledger, request, by, desk.now())


def _scan(desk: Desk, by: str, choice: int) -> Sequence[Fact]:
    round_ = _round(desk, by)
    place = pick(round_.points, choice)
    current = desk.ledger.labels.registers[place].current
    text = desk.code(place, current.issue if current is not None and choice % 7 else 1)
    if choice % 11 == 0:
        text = codes.make("elsewhere", 1, 1, KEY)
    return presence.arrive(desk.ledger, round_.id, labels.read(desk.ledger, text), by, desk.now())


def _typed(desk: Desk, by: str, choice: int) -> Sequence[Fact]:
    round_ = _round(desk, by)
    reading = labels.read_typed(desk.ledger, desk.letters(pick(round_.points, choice)))
    return presence.arrive_typed(desk.ledger, round_.id, reading, "torn off", by, desk.now())


def _witnessed(desk: Desk, by: str, choice: int) -> Sequence[Fact]:
    round_ = _round(desk, by)
    point = pick(round_.points, choice)
    return presence.arrive_witnessed(desk.ledger, round_.id, point, "gone", _other(by, choice), by, desk.now())


def _shown(desk: Desk, by: str, choice: int) -> Sequence[Fact]:
    """The screen of a place shows its code, now and then a little late; a screen without one gets one first."""
    round_ = _round(desk, by)
    place = pick(round_.points, choice)
    if place not in desk.ledger.screens:
        return screens.issue(desk.ledger, place, KEY, desk.now(), 2)
    shown = screen_codes.digits(screens.secret_of(desk.ledger, place, KEY), desk.wall - timedelta(seconds=choice % 80))
    return presence.arrive(desk.ledger, round_.id, screens.read(desk.ledger, shown, desk.wall), by, desk.now())


def _paper(desk: Desk, by: str, choice: int) -> Sequence[Fact]:
    round_ = _round(desk, by)
    return presence.arrive_on_paper(desk.ledger, round_.id, pick(round_.points, choice), by)


def _answer(desk: Desk, by: str, choice: int) -> Sequence[Fact]:
    round_ = _round(desk, by)
    here = pick([c for c in round_.points if round_.visit(c).arrivals], choice)
    return _answered(
        desk, round_.id, here, pick(checking.checks_here(desk.ledger, round_, here), choice // 5), choice, by
    )


def _answered(desk: Desk, round_id: str, here: str, check: Check, choice: int, by: str) -> Sequence[Fact]:
    raw = {
        "number": choice % 140 if choice % 17 else UNREADABLE,
        "choice": pick([o.value for o in check.answer.options] or [""], choice // 3),
        "text": "12, 14",
        "photo": "f" * 64,
    }.get(check.answer.type, ("pass", "pass", "fail", "na")[choice // 2 % 4])
    excuse = "too dark" if choice % 5 else ""
    return checking.answer(desk.ledger, round_id, here, check.id, raw, by, desk.now(), no_photo=excuse)


def _rest(desk: Desk, by: str, choice: int) -> Sequence[Fact]:
    round_ = _round(desk, by)
    here = pick([c for c in round_.points if round_.visit(c).arrivals], choice)
    return checking.pass_rest(desk.ledger, round_.id, here, by)


def _leave(desk: Desk, by: str, choice: int) -> Sequence[Fact]:
    round_ = _round(desk, by)
    here = pick([c for c in round_.points if round_.visit(c).state == "here"], choice)
    return checking.leave(desk.ledger, round_.id, here, by)


def _skip(desk: Desk, by: str, choice: int) -> Sequence[Fact]:
    round_ = _round(desk, by)
    return presence.skip(desk.ledger, round_.id, pick(round_.points, choice), "locked", by)


def _visit(desk: Desk, by: str, choice: int) -> Sequence[Fact]:
    """A whole visit of the next point: everything answered, most of it well, and every open finding seen again."""
    round_ = _round(desk, by)
    place = pick([round_.next_point() or ""], 0)
    if not round_.visit(place).arrivals:
        desk.record(by, [PointReached(round=round_.id, checkpoint=place, method="scan", issue=1)])
    for n, check in enumerate(checking.unanswered(desk.ledger, round_, place)):
        desk.wait(seconds=(choice + n) % 90)
        desk.record(by, _answered(desk, round_.id, place, check, choice * 7 + n * 11, by))
    for found in checking.unseen(desk.ledger, round_, place):
        desk.record(by, checking.see(desk.ledger, round_.id, found.id, by, still=choice % 2 == 0))
    desk.wait(choice % 7)
    return checking.leave(desk.ledger, round_.id, place, by)


def _see(desk: Desk, by: str, choice: int) -> Sequence[Fact]:
    round_ = _round(desk, by)
    found = pick(desk.ledger.findings.open(), choice)
    return checking.see(desk.ledger, round_.id, found.id, by, still=choice % 2 == 0)


def _fix(desk: Desk, by: str, choice: int) -> Sequence[Fact]:
    round_ = _round(desk, by)
    found = pick(desk.ledger.findings.open(), choice)
    return checking.fix_here(
        desk.ledger, round_.id, found.id, Fix(done="mended", fixer=by, witness=_other(by, choice)), by
    )


def _note(desk: Desk, by: str, choice: int) -> Sequence[Fact]:
    found = pick(desk.ledger.findings.open(), choice)
    return findings.note(desk.ledger, found.id, FindingNoted(finding="", photos=(f"{choice:064d}",)))


def _pin(desk: Desk, by: str, choice: int) -> Sequence[Fact]:
    if choice % 3 == 0:
        return people.set_pin(desk.ledger, by, f"hash {choice}", by)
    if choice % 3 == 1:
        return people.sign_in(desk.ledger, by, "tablet", desk.now())
    return people.refuse_sign_in(desk.ledger, by, desk.now())


def _person(desk: Desk, by: str, choice: int) -> Sequence[Fact]:
    added = people.PersonAdded(
        person=f"new-{choice % 3}", zh="新", en=f"N{choice}", role="staff", department="service", active=choice % 2 == 0
    )
    return people.add(desk.ledger, added, by)


def _site(desk: Desk, by: str, choice: int) -> Sequence[Fact]:
    del by
    return sites.load(desk.ledger, small_site(min_minutes=choice % 90))


def _missed(desk: Desk, by: str, choice: int) -> Sequence[Fact]:
    half = "am" if choice % 2 else "pm"
    return missed.explain(desk.ledger, desk.wall.date(), half, f"reason {choice}", by, desk.now())


ACTS: dict[str, Act] = {
    "start": _start,
    "join": lambda desk, by, n: course.join(desk.ledger, _round(desk, by).id, _other(by, n), by),
    "scan": _scan,
    "visit": _visit,
    "typed": _typed,
    "witnessed": _witnessed,
    "paper": _paper,
    "shown": _shown,
    "retire screen": lambda desk, _, n: screens.retire(desk.ledger, pick(SIX, n), "stolen"),
    "answer": _answer,
    "rest": _rest,
    "leave": _leave,
    "skip": _skip,
    "see": _see,
    "fix": _fix,
    "note": _note,
    "pause": lambda desk, by, _: course.pause(desk.ledger, _round(desk, by).id, "a call", by),
    "resume": lambda desk, by, _: course.resume(desk.ledger, _round(desk, by).id, by),
    "finish": lambda desk, by, _: course.finish(desk.ledger, _round(desk, by).id, by),
    "abandon": lambda desk, by, _: course.abandon(desk.ledger, _round(desk, by).id, "storm", by),
    "accept": lambda desk, by, n: course.accept_short(desk.ledger, _any_round(desk, n), "fine", by),
    "waive": lambda desk, by, n: course.waive(desk.ledger, _any_round(desk, n), "fine", by),
    "pin": _pin,
    "person": _person,
    "label": lambda desk, _, n: labels.issue(desk.ledger, pick(SIX, n), KEY),
    "site": _site,
    "missed": _missed,
}
OFTEN = (*("visit",) * 12, *("answer",) * 4, "scan", "leave", "rest", "start", "start", "join", "finish", "see")
MOVES = ("wait", "wait", "hear", "hear", "set clock", "reboot", "newer", "unknown")
CALM = ("wait", "wait", "hear")


def steps(*, calm: bool = False, most: int = 90) -> st.SearchStrategy[list[Step]]:
    """Lists of steps. When `calm`, nobody moves a clock, nothing restarts, and there is one device."""
    acts = (*ACTS, *OFTEN, *(CALM if calm else MOVES))
    step = st.builds(Step, st.integers(0, 0 if calm else 2), st.sampled_from(acts), st.integers(0, 9999))
    return st.lists(step, min_size=1, max_size=most) | st.lists(step, min_size=most // 2, max_size=most)


def live(done: Sequence[Step]) -> list[Desk]:
    """Live through the steps; what the rules refuse does not happen."""
    first = Desk("t1", at(8)).open()
    desks = [first, Desk("t2", at(8)), Desk("k3", at(8, 1))]
    for other in desks[1:]:
        other.hear(first.events)
    for step in done:
        desk = desks[step.desk]
        by = _who(desk, step.choice // 13)
        if step.act in ACTS:
            try:
                desk.record(by, ACTS[step.act](desk, by, step.choice))
            except Refused:
                desk.wait(seconds=10)
        else:
            _move(desks, desk, step)
    return desks


def _who(desk: Desk, choice: int) -> str:
    """Mostly somebody who is on a round, sometimes anybody."""
    walking = sorted(p for p in TEAM if desk.ledger.rounds.open_for(p))
    return pick(walking if walking and choice % 4 else list(TEAM), choice // 4)


def _move(desks: list[Desk], desk: Desk, step: Step) -> None:
    n = step.choice
    match step.act:
        case "wait":
            desk.wait(n % 200 / 10)
        case "hear":
            other = pick([d for d in desks if d is not desk], n)
            desk.hear(other.events[: len(other.events) - n % 4])
        case "set clock":
            desk.set_clock(minutes=n % 300 - 150)
        case "reboot":
            desk.reboot(minutes=n % 40 - 10)
        case "newer":
            desk.hear([strange(desk, pick(sorted(desk.ledger.heads), n))])
        case _:
            desk.hear([strange(desk, f"promise:{n % 3}")])


def strange(desk: Desk, subject: str) -> Event:
    """An event of a newer version, with a fact that this one does not know."""
    (event,) = desk.record("wang", [people.SignedOut(person="wang", why="self")])
    raw = msgspec.json.decode(encode_event(event))
    raw |= {"id": event.id + "-new", "seq": event.seq + 100_000, "subject": subject}
    raw["body"] = {"kind": "promise.made", "by": [1, {"a": None}]}
    made = decode_event(msgspec.json.encode(raw))
    desk.events.append(made)
    return made


def everything(desks: Sequence[Desk]) -> list[Event]:
    """What all devices wrote."""
    return [event for desk in desks for event in desk.events]
