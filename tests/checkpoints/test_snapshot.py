"""A frozen ledger thaws to an equal one, at whatever moment and in whatever order its events came."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoints.ledger import frozen
from checkpoints.ledger.events import Event
from checkpoints.ledger.ledger import Ledger
from checkpoints.ledger.queries import count, not_counting
from checkpoints.ledger.shelf import Shelf
from checkpoints.work.rounds import verdict
from tests.support.ground import PROPERTY, Desk, Walk, at
from tests.support.histories import everything, live, steps, strange


class Drawer:
    """The source of a thawed ledger: what it knew when it was frozen. Counts how often it is asked."""

    def __init__(self, events: list[Event]) -> None:
        self.events = {e.id: e for e in events}
        self.asked: list[str] = []

    def of(self, subject: str, expected: int) -> list[Event]:
        self.asked.append(subject)
        found = [e for e in self.events.values() if e.subject == subject]
        assert len(found) == expected
        return found

    def all(self):
        return [*self.events.values(), *list(self.events.values())[:3]]


def frozen_and_thawed(ledger: Ledger) -> Ledger:
    return frozen.thaw(frozen.freeze(ledger), Drawer(ledger.events()))


def folded(events: list[Event]) -> Ledger:
    ledger = Ledger()
    ledger.apply(events)
    return ledger


@PROPERTY
@given(done=steps())
def test_a_thawed_ledger_equals_the_one_that_was_frozen(done):
    ledger = folded(everything(live(done)))
    thawed = frozen_and_thawed(ledger)
    assert count(thawed) == count(ledger)
    assert not_counting(thawed) == not_counting(ledger)
    assert thawed.events() == ledger.events()
    assert thawed == ledger
    assert ledger == frozen_and_thawed(thawed)


@PROPERTY
@given(done=steps(), seed=st.integers(0, 2**32))
def test_what_comes_after_or_late_or_twice_is_folded_into_a_thawed_ledger_as_into_any(done, seed):
    events = everything(live(done))
    chance = random.Random(seed)
    mixed = [*events, *chance.sample(events, len(events) // 3)]
    chance.shuffle(mixed)
    ledger = Ledger()
    while mixed:
        size = chance.randint(1, 40)
        ledger.apply(mixed[:size])
        mixed = mixed[size:]
        if chance.random() < 0.6:
            ledger = frozen_and_thawed(ledger)
    expected = folded(events)
    assert count(ledger) == count(expected)
    assert ledger == expected


@PROPERTY
@given(done=steps(), seed=st.integers(0, 2**32))
def test_looking_at_some_things_before_others_changes_nothing(done, seed):
    ledger = folded(everything(live(done)))
    thawed = frozen_and_thawed(ledger)
    chance = random.Random(seed)
    looks = [
        *(lambda r=r: thawed.rounds.all[r] for r in ledger.rounds.all),
        *(lambda f=f: thawed.findings.all.get(f) for f in ledger.findings.all),
        *(lambda c=c: thawed.rounds.last_visit(c) for c in ledger.rounds.reached),
        *(lambda k=k: thawed.rounds.last_reading(*k) for k in ledger.rounds.readings),
        *(lambda s=s: thawed.history(s) for s in ledger.heads),
    ]
    for look in chance.sample(looks, len(looks) // 2):
        look()
    assert frozen_and_thawed(thawed) == ledger
    for round_ in ledger.rounds.newest():
        assert verdict.judge(thawed.rounds.all[round_.id]) == verdict.judge(round_)


def test_a_page_of_the_history_thaws_its_own_rounds_only(walked_days):
    ledger = walked_days
    drawer = Drawer(ledger.events())
    thawed = frozen.thaw(frozen.freeze(ledger), drawer)
    page = thawed.rounds.newest(3)
    assert page == ledger.rounds.newest()[:3]
    assert sorted(drawer.asked) == sorted("round:" + r.id for r in page)
    assert len(thawed.rounds.newest_ids()) == 8


def test_a_fact_of_a_newer_version_that_comes_late_leaves_a_cold_round_as_it_was():
    desk = Desk("t1", at(8)).open()
    other = Desk("t2", at(8))
    other.hear(desk.events)
    walk = Walk(desk)
    early = strange(other, "round:" + walk.id)  # stamped before the finish, and heard after the snapshot
    desk.wait(5)
    walk.finish()
    thawed = frozen_and_thawed(desk.ledger)
    thawed.apply([early])
    assert thawed.rounds.all[walk.id] == walk.round
    assert thawed == folded([*desk.events, early])


def test_counting_and_the_state_of_things_thaw_nothing(walked_days):
    drawer = Drawer(walked_days.events())
    thawed = frozen.thaw(frozen.freeze(walked_days), drawer)
    assert count(thawed) == count(walked_days)
    assert not_counting(thawed) == not_counting(walked_days)
    assert thawed.rounds.open == walked_days.rounds.open
    assert thawed.site == walked_days.site
    assert thawed.people.active() == walked_days.people.active()
    assert drawer.asked == []


@pytest.fixture
def walked_days():
    desk = Desk("t1", at(8)).open()
    for day in range(8):
        desk.until(at(9, day=day))
        Walk(desk).finish()
    return desk.ledger


def test_a_shelf_is_a_dict_whose_entries_come_when_called():
    thawed = []

    def thaw(key, cold):
        thawed.append(key)
        return [key, cold]

    shelf = Shelf({"a": 1, "b": 2, "c": 3}, thaw)
    assert "a" in shelf
    assert list(shelf) == list(shelf.keys()) == ["a", "b", "c"]
    assert (len(shelf), bool(shelf), thawed) == (3, True, [])
    assert shelf["a"] is shelf["a"] is shelf.get("a")
    assert thawed == ["a"]
    shelf["b"] = ["set"]
    assert shelf.setdefault("c", []) == ["c", 3]
    assert shelf.setdefault("d", []) == []
    assert (shelf.get("z"), shelf.get("z", 0)) == (None, 0)
    assert shelf == {"a": ["a", 1], "b": ["set"], "c": ["c", 3], "d": []} == shelf.copy()
    assert dict(shelf.items()) == shelf
    assert shelf != {"a": 1}
    assert shelf.pop("a") == ["a", 1]
    del shelf["b"]
    assert sorted(shelf) == ["c", "d"]
    assert thawed == ["a", "c"]
    with pytest.raises(KeyError):
        shelf["a"]
