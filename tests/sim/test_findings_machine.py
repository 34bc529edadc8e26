"""Findings on three devices that seldom hear each other, moved by random people in every way that is allowed.

What must hold in the end: everybody knows the same, nothing is lost, no finding stands where no path of the rules
leads, and every contradiction is shown once, on every device, until somebody settles it on any of them.
"""

from __future__ import annotations

import random
from collections import Counter
from typing import NamedTuple

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoints.fact import Refused
from checkpoints.ledger import board
from checkpoints.work.findings.acts import ACTS, perform
from checkpoints.work.findings.form import Form
from checkpoints.work.promises.acts import PROMISE_ACTS
from tests.support import lives
from tests.support.crowd import Crowd, thawed
from tests.support.ground import PROPERTY
from tests.support.lives_rules import forbidden, impossible

OFTEN = ("act",) * 14 + ("wait", "wait", "exchange", "exchange", "raise", "look", "promise", "promise", "account")
SELDOM = ("night", "deputy", "account")


class Step(NamedTuple):
    """One thing that happens: on which device, what, and the seed of whatever is left to chance."""

    device: int
    what: str
    seed: int


STEPS = st.lists(
    st.builds(Step, st.integers(0, 2), st.sampled_from(OFTEN + SELDOM), st.integers(0, 2**20)),
    min_size=12,
    max_size=50,
)


class Story:
    """Lives through steps; `done` counts what was really done, because a random form is often refused."""

    def __init__(self) -> None:
        self.crowd = Crowd("t1", "t2", "k3")
        self.done: Counter[str] = Counter()
        chance = random.Random(0)
        for device in range(3):
            for _ in range(2 - (device > 0)):
                self.write(device, "wang", lives.raise_one(self.crowd.desks[device], "wang", chance))
        self.crowd.meet(chance)

    def write(self, device, by, facts):
        ledger = self.crowd.desks[device].ledger
        for event in self.crowd.record(device, by, facts):
            if event.subject.startswith("finding:"):
                found = ledger.findings.all[event.subject.partition(":")[2]]
                assert [*impossible(found), *forbidden(ledger, event, found)] == [], event
                assert found.conflict == self.crowd.torn(event.subject, self.crowd.heard[device][event.subject])

    def live(self, step):
        desk, chance = self.crowd.desks[step.device], random.Random(step.seed)
        try:
            self._happen(step, desk, chance)
        except Refused:
            desk.wait(1)

    def _happen(self, step, desk, chance):
        finding = lives.one_of(desk, step.what, chance)
        match step.what:
            case "act":
                by, what, facts = lives.act_on(desk, finding, chance)
            case "look":
                (by, facts), what = lives.look(desk, finding, chance), "see"
            case "raise":
                by, what, facts = "li", "raise", lives.raise_one(desk, "li", chance)
            case "promise":
                by, what, facts = lives.promise(desk, finding, chance)
            case "account":
                by, what, facts = lives.account(desk, finding, chance)
            case "deputy":
                (by, facts), what = lives.deputy(desk, chance), "deputy"
            case _:
                self._pass_time(step, desk, chance)
                return
        self.write(step.device, by, facts)
        self.done[f"{step.what} {what}"] += 1
        desk.wait(chance.randint(0, 90))

    def _pass_time(self, step, desk, chance):
        match step.what:
            case "wait":
                desk.wait(chance.choice((5, 60, 600, 3000)))
            case "night":
                desk.ledger = thawed(desk.ledger)
            case _:
                self.crowd.exchange(step.device, (step.device + chance.randint(1, 2)) % 3, chance)

    # what must hold

    def check_everybody_knows_the_same(self, chance):
        ledgers = [desk.ledger for desk in self.crowd.desks]
        assert ledgers[0] == ledgers[1] == ledgers[2]
        assert self.crowd.folded_again(chance) == ledgers[0]
        assert thawed(ledgers[0]) == ledgers[0]

    def check_nothing_is_lost(self):
        for desk in self.crowd.desks:
            for event in self.crowd.written.values():
                assert event in desk.ledger.history(event.subject)

    def check_findings_are_possible(self):
        ledger = self.crowd.desks[0].ledger
        assert {f.id: why for f in ledger.findings.all.values() if (why := [*impossible(f)])} == {}
        called = [ledger.findings.called(f) for f in ledger.findings.all]
        assert len(set(called)) == len(called)

    def check_contradictions_are_shown_once(self):
        torn = sorted(f for f in self.crowd.desks[0].ledger.findings.all if self.crowd.torn("finding:" + f))
        for desk in self.crowd.desks:
            shown = board.select(desk.ledger, board.Filter(view="conflict"), "due", False, desk.wall, "chen")
            assert sorted(shown) == torn
        return torn

    def check_settling_on_one_device_ends_it_everywhere(self, torn, chance):
        for finding in torn:
            device = chance.randrange(3)
            desk = self.crowd.desks[device]
            tip = chance.choice(desk.ledger.findings.all[finding].tips).id
            chosen = desk.ledger.findings.all[finding].progress_of(tip)
            form = Form(version=tip, reason="asked both of them")
            self.write(device, "zhao", perform(desk.ledger, finding, "settle", form, "zhao", desk.now()))
            self.done["act settle"] += 1
            settled = desk.ledger.findings.all[finding]
            assert (settled.conflict, settled.state, settled.due) == (False, chosen.state, chosen.due)
            for other in {0, 1, 2} - {device}:
                assert self.crowd.desks[other].ledger.findings.brief(finding).conflict
        self.crowd.meet(chance)
        assert self.check_contradictions_are_shown_once() == []

    def end(self, seed):
        chance = random.Random(seed)
        self.crowd.meet(chance)
        self.check_everybody_knows_the_same(chance)
        self.check_nothing_is_lost()
        self.check_findings_are_possible()
        torn = self.check_contradictions_are_shown_once()
        self.done["conflict"] += len(torn)
        self.check_settling_on_one_device_ends_it_everywhere(torn, chance)
        self.check_everybody_knows_the_same(chance)


@hypothesis.settings(PROPERTY, max_examples=60, suppress_health_check=[hypothesis.HealthCheck.too_slow])
@given(steps=STEPS, seed=st.integers(0, 2**32))
def test_whatever_three_devices_do_apart_holds_together_when_they_meet(steps, seed):
    story = Story()
    for step in steps:
        story.live(step)
    story.end(seed)


@pytest.mark.timeout(120)
def test_in_some_long_lives_everything_that_can_be_done_is_done():
    done: Counter[str] = Counter()
    for seed in range(40):
        chance, story = random.Random(seed), Story()
        for _ in range(160):
            story.live(Step(chance.randrange(3), chance.choice(OFTEN + SELDOM), chance.getrandbits(20)))
        story.end(seed)
        done += story.done
    assert {act for act in ACTS if not done[f"act {act}"]} == set()
    assert {act for act in PROMISE_ACTS if not done[f"promise {act}"]} <= {"notice"}, "which needs three tries first"
    assert done["conflict"] > 10
