"""The ledger, case by case: late events, events of newer versions, families nobody knows, broken streams, size."""

from __future__ import annotations

import json
import time
from itertools import permutations

import msgspec
import pytest

from checkpoints.ledger.events import Event, NewerFact, decode_event, encode_event
from checkpoints.ledger.ledger import Ledger
from checkpoints.ledger.queries import count
from checkpoints.site import codes
from checkpoints.work import labels, people
from checkpoints.work.labels import LabelIssued, LabelRetired
from checkpoints.work.rounds import course
from tests.support.ground import KEY, Desk, Walk, at
from tests.support.histories import strange
from tests.support.small_site import SIX

PUMPS = "CP-06"


@pytest.fixture
def desk() -> Desk:
    return Desk(now=at(9)).open()


def folded(*batches: list[Event]) -> Ledger:
    ledger = Ledger()
    for batch in batches:
        ledger.apply(batch)
    return ledger


def test_the_same_event_twice_counts_once(desk):
    before = desk.ledger.count
    assert desk.ledger.apply(desk.events) == set()
    assert desk.ledger.count == before
    assert desk.ledger == folded(desk.events + desk.events)


def test_apply_says_which_subjects_changed(desk):
    walk = Walk(desk)
    events = desk.scan(walk.id, SIX[0])
    assert folded(desk.events[:-1]).apply(events) == {"round:" + walk.id}


def test_a_different_history_is_a_different_ledger(desk):
    other = folded(desk.events[:-1])
    assert other != desk.ledger
    assert desk.ledger != "a ledger"


def test_a_round_whose_start_comes_last_is_whole_in_the_end(desk):
    before = len(desk.events)
    walk = Walk(desk).hour().finish()
    mine = desk.events[before:]
    ledger = folded(desk.events[:before])
    for event in mine[1:]:
        ledger.apply([event])
    assert ledger.rounds.all[walk.id].started is None
    assert ledger.rounds.newest() == []
    assert ledger.rounds.of_day(at(9).date()) == []
    assert count(ledger).rounds == {"open": 0, "valid": 0, "not_counting": 0, "abandoned": 0}
    ledger.apply(mine[:1])
    assert ledger == desk.ledger
    assert count(ledger).rounds["valid"] == 1


def test_a_correction_may_arrive_before_what_it_corrects(desk):
    walk = Walk(desk).scan(PUMPS)
    before = len(desk.events)
    for value in (4000, 400, 4):
        walk.answer(PUMPS, "PMP-8", "pass")
        walk.answer(PUMPS, "PMP-1", value)
    answers = [e for e in desk.events[before:] if e.body.kind() == "round.answered" and e.body.check == "PMP-1"]
    rest = [e for e in desk.events if e not in answers]
    for order in permutations(answers):
        ledger = folded(rest, *([e] for e in order))
        assert [r.value for r in ledger.rounds.readings[PUMPS, "PMP-1"]] == [4.0]
        assert ledger == desk.ledger


def test_a_fact_of_a_newer_version_is_kept_and_nothing_is_guessed_from_it(desk):
    walk = Walk(desk).scan(SIX[0])
    desk.wait(5)
    newer = strange(desk, "round:" + walk.id)
    desk.hear([newer])
    desk.wait(9)
    walk.scan(SIX[1])
    assert isinstance(newer.body, NewerFact)
    assert desk.ledger.newer == 1
    assert walk.verdict.net == walk.verdict.net.min * 0  # 14 minutes without a mark are a pause
    assert newer in desk.ledger.history("round:" + walk.id)
    assert folded(list(reversed(desk.events))) == desk.ledger
    for event in reversed(desk.events):
        assert event in desk.ledger
    assert folded(*([e] for e in reversed(desk.events))) == desk.ledger


def test_a_newer_fact_goes_back_into_the_journal_as_it_came(desk):
    newer = strange(desk, "promise:1")
    assert json.loads(encode_event(newer))["body"] == {"kind": "promise.made", "by": [1, {"a": None}]}
    assert decode_event(encode_event(newer)) == newer


def test_a_known_kind_in_an_unknown_shape_is_a_newer_fact(desk):
    (event,) = desk.record("wang", [people.SignedOut(person="wang", why="self")])
    raw = json.loads(encode_event(event))
    raw["body"]["why"] = "fired"
    assert isinstance(decode_event(json.dumps(raw).encode()).body, NewerFact)


def test_a_field_that_a_newer_version_added_does_not_hide_the_fact(desk):
    (event,) = desk.record("wang", [people.SignedOut(person="wang", why="self")])
    raw = json.loads(encode_event(event))
    raw["body"]["mood"] = "good"
    assert decode_event(json.dumps(raw).encode()).body == event.body


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"id": 3}', "null"])
def test_what_is_no_envelope_is_not_read(text):
    with pytest.raises(msgspec.MsgspecError):
        decode_event(text.encode())


@pytest.mark.parametrize("subject", ["promise:7", "nothing", "", ":", "round"])
def test_subjects_of_unknown_families_are_kept_aside(desk, subject):
    (event,) = desk.record("wang", [people.SignedOut(person="wang", why="self")])
    odd = msgspec.structs.replace(event, id="odd", seq=9999, subject=subject)
    before = (len(desk.ledger.rounds.all), desk.ledger.people.members.copy())
    assert desk.ledger.apply([odd]) == {subject}
    assert (len(desk.ledger.rounds.all), desk.ledger.people.members) == before
    assert desk.ledger.history(subject) == [odd]
    assert desk.ledger.heads[subject] == "odd"


def test_a_fact_in_the_stream_of_another_subject_breaks_nothing(desk):
    label = LabelIssued(checkpoint="CP-99", issue=1, key=3, code_hash=codes.code_hash(stray_code()), typed_hash="t")
    (event,) = desk.record("zhao", [label])
    lost = msgspec.structs.replace(event, id="lost", seq=9999, subject="label:CP-98")
    ledger = folded([e for e in desk.events if e is not event], [lost])
    assert labels.read(ledger, stray_code()).status == "unknown"
    assert ledger.newer == 1
    assert ledger.labels.registers.keys() == {c.id for c in ledger.site.active}


def stray_code() -> str:
    return codes.make("small", 99, 1, KEY)


def test_a_label_retired_before_it_was_issued_stays_retired(desk):
    """The office that issued it had a clock that ran ahead; the one that retired it had not."""
    ahead, office = Desk("k1", at(11)), Desk("k2", at(10))
    ahead.record("zhao", [LabelIssued(checkpoint=SIX[0], issue=7, key=3, code_hash="c", typed_hash="t")])
    office.record("zhao", [LabelRetired(checkpoint=SIX[0], issue=7, why="photographed")])
    for order in (ahead.events + office.events, office.events + ahead.events):
        register = folded(order).labels.registers[SIX[0]]
        assert register.labels[7].retired == "photographed"
        assert register.current is None


def test_when_the_events_break_off_what_came_is_folded(desk):
    Walk(desk).hour().finish()
    late = list(reversed(desk.events))

    def broken():
        yield from late[:-3]
        raise OSError

    ledger = Ledger()
    with pytest.raises(OSError):
        ledger.apply(broken())
    assert ledger == folded(late[:-3])
    ledger.apply(late)
    assert ledger == desk.ledger


def test_the_round_that_a_person_walks_is_found(desk):
    assert desk.ledger.rounds.open_for("wang") is None
    walk = Walk(desk)
    for person in ("wang", "li"):
        assert desk.ledger.rounds.open_for(person) is walk.round
    assert desk.ledger.rounds.open_for("zhao") is None
    walk.finish()
    assert desk.ledger.rounds.open_for("wang") is None


def test_all_rounds_come_newest_first(desk):
    rounds = []
    for _ in range(3):
        rounds.insert(0, Walk(desk).finish().round)
        desk.wait(30)
    assert desk.ledger.rounds.newest() == rounds


def test_everything_is_counted_once(desk):
    Walk(desk).hour().finish()
    walk = Walk(desk).scan(SIX[0])
    walk.answer(SIX[0], "LOB-2", "fail")
    walk.answer(SIX[0], "LOB-2", "pass")
    walk.skip(SIX[1])
    desk.record("wang", course.abandon(desk.ledger, walk.id, "storm", "wang"))
    Walk(desk)
    counted = count(desk.ledger)
    assert counted.rounds == {"open": 1, "valid": 1, "not_counting": 0, "abandoned": 1}
    assert (counted.visits, counted.skips, counted.answers) == (7, 1, 6)
    assert {state: n for state, n in counted.findings.items() if n} == {"found": 1}


def test_a_month_of_events_folds_in_any_order_in_a_blink(desk):
    """6,000 events, delivered backwards; it was quadratic once and took four seconds."""
    day = 0
    while len(desk.events) < 6000:
        desk.until(at(9, day=day))
        walk = Walk(desk)
        for checkpoint in SIX:
            desk.wait(5)
            desk.scan(walk.id, checkpoint)
            for _ in range(20):
                walk.answer(checkpoint, "PMP-8" if checkpoint == PUMPS else "LOB-1", "pass")
        walk.finish()
        day += 1
    backwards = list(reversed(desk.events))
    began = time.process_time()
    ledger = folded(backwards)
    took = time.process_time() - began
    assert ledger == desk.ledger
    assert took < 1
