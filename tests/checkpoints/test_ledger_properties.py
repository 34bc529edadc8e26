"""Properties of the ledger over random histories: any order and duplication of delivery gives an equal ledger, and
every index says what a look at all states would say."""

from __future__ import annotations

import random
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from checkpoints.ledger.events import Event, decode_event, encode_event
from checkpoints.ledger.ledger import Ledger
from checkpoints.ledger.queries import count
from tests.support.ground import PROPERTY
from tests.support.histories import everything, live, steps


def folded(events: list[Event]) -> Ledger:
    ledger = Ledger()
    ledger.apply(events)
    return ledger


def by_order(event: Event):
    return event.order


@PROPERTY
@given(done=steps(), seed=st.integers(0, 2**32))
def test_any_order_and_duplication_of_events_gives_an_equal_ledger(done, seed):
    events = everything(live(done))
    expected = folded(sorted(events, key=by_order))
    chance = random.Random(seed)
    mixed = [*events, *chance.sample(events, len(events) // 2)]
    chance.shuffle(mixed)

    assert folded(mixed) == expected
    assert folded(sorted(events, key=by_order, reverse=True)) == expected
    assert count(folded(mixed)) == count(expected)


@PROPERTY
@given(done=steps(), seed=st.integers(0, 2**32))
def test_a_ledger_fed_one_by_one_or_in_handfuls_equals_one_folded_at_once(done, seed):
    events = everything(live(done))
    chance = random.Random(seed)
    chance.shuffle(events)
    expected = folded(events)

    singly, handfuls = Ledger(), Ledger()
    for event in events:
        singly.apply([event])
    rest = list(events)
    while rest:
        size = chance.randint(1, 9)
        handfuls.apply(rest[:size])
        rest = rest[size:]
    assert singly == expected
    assert handfuls == expected


@PROPERTY
@given(done=steps())
def test_devices_that_heard_the_same_know_the_same(done):
    desks = live(done)
    everywhere = everything(desks)
    for desk in desks:
        desk.ledger.apply(everywhere)
    assert desks[0].ledger == desks[1].ledger == desks[2].ledger


@PROPERTY
@given(done=steps())
def test_events_go_through_the_journal_unchanged(done):
    events = everything(live(done))
    again = [decode_event(encode_event(event)) for event in events]
    assert again == events
    assert folded(again) == folded(events)


@PROPERTY
@given(done=steps())
def test_every_index_says_what_the_states_say(done):
    ledger = folded(everything(live(done)))
    rounds, findings = ledger.rounds, ledger.findings

    assert rounds.open == {r.id for r in rounds.all.values() if r.open}
    assert {f.id for f in findings.open()} == {f.id for f in findings.all.values() if f.open}
    for place in findings.open_at:
        assert {f.id for f in findings.at(place)} == {
            f.id for f in findings.all.values() if f.open and f.raised and f.raised.checkpoint == place
        }
    readings = [
        (visit.checkpoint, check, given.at, given.fact.value)
        for round_ in rounds.all.values()
        for visit in round_.visits.values()
        for check, given in visit.answers.items()
        if isinstance(given.fact.value, float | int)
    ]
    assert sorted(readings) == sorted((c, k, r.at, r.value) for (c, k), s in rounds.readings.items() for r in s)
    assert all(a.order < b.order for series in rounds.readings.values() for a, b in pairwise(series))
    for place, reached in rounds.reached.items():
        assert reached == sorted(
            (a.at, r.id) for r in rounds.all.values() for a in r.visit(place).arrivals if a.fact.method != "paper"
        )
        assert rounds.last_visit(place) == reached[-1]
    for day, ids in rounds.by_day.items():
        assert ids == {
            s.removeprefix("round:")
            for s in ledger.heads
            if any(e.at.date() == day and s.startswith("round:") for e in ledger.history(s) if e.body.kind() != "newer")
        }


@PROPERTY
@given(done=steps())
def test_heads_counts_and_timelines_are_those_of_the_events(done):
    events = everything(live(done))
    ledger = folded(events)
    assert ledger.events() == sorted(events, key=by_order)
    assert ledger.count == len(events)
    assert ledger.heads == {s: ledger.history(s)[-1].id for s in {e.subject for e in events}}
    assert ledger.by_device == {d: max(e.seq for e in events if e.device == d) for d in {e.device for e in events}}
    assert ledger.newer == sum(e.body.kind() == "newer" for e in events)
    assert all(e in ledger for e in events)


@PROPERTY
@given(done=steps())
def test_rules_1_no_two_findings_ever_have_one_number(done):
    ledger = folded(everything(live(done)))
    numbers = [f.raised.number for f in ledger.findings.all.values() if f.raised]
    assert len(numbers) == len(set(numbers))
