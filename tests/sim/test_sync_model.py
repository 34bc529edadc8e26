"""Three devices and a shared file against a set: in whatever order they record, exchange, die and suffer."""

from __future__ import annotations

import os

import hypothesis
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.support.sim_time import still
from tests.support.sim_world import World

WHO = st.integers(0, 2)
STRIKES = ("back_up", "roll_back", "truncate", "flip", "fork", "shuffle", "copy_part", "move_away", "empty", "scribble")


class Sync(RuleBasedStateMachine):
    """The model is the set of what `record` returned; hypothesis chooses what happens, and makes a failure short."""

    @initialize(seed=st.integers(0, 2**32), own_files=st.booleans(), locks_lie=st.booleans())
    def begin(self, seed, own_files, locks_lie):
        self.world = World(seed)
        self.world.sharing.own_files, self.world.sharing.locks_lie = own_files, locks_lie
        self.stillness = still(self.world.chance)
        self.stillness.__enter__()
        for _ in range(3):
            self.world._new_tablet()

    def _tablet(self, who):
        tablet = self.world.tablets[who]
        tablet.clock.advance(seconds=60)
        return tablet

    @rule(who=WHO)
    def record(self, who):
        self.world.tap(self._tablet(who).processes[0])

    @rule(who=WHO)
    def record_on_a_bad_disk(self, who):
        self.world.record(self._tablet(who))

    @rule(who=WHO)
    def exchange(self, who):
        self.world.sharing.sync(self._tablet(who).processes[0])

    @rule(who=WHO)
    def exchange_on_a_bad_share(self, who):
        self.world.sharing.exchange(self._tablet(who))

    @rule(who=WHO)
    def audit(self, who):
        self.world.sharing.audit(self._tablet(who))

    @rule(who=WHO)
    def power_cut(self, who):
        self.world.power_cut(self._tablet(who))

    @rule(who=WHO)
    def second_program(self, who):
        self.world.second(self._tablet(who))

    @rule(who=WHO)
    def seal_the_year(self, who):
        self.world.compact(self._tablet(who))

    @rule(who=WHO)
    def set_the_clock(self, who):
        self.world.set_clock(self._tablet(who))

    @rule(what=st.sampled_from(STRIKES))
    def strike_the_share(self, what):
        self.world.sharing.strike(what)

    @invariant()
    def nothing_acknowledged_is_lost_here(self):
        if hasattr(self, "world"):
            for tablet in self.world.tablets:
                assert tablet.mine <= tablet.journal().keys()

    def teardown(self):
        if hasattr(self, "world"):
            try:
                self.world.end()
            finally:
                self.stillness.__exit__(None, None, None)


TestSync = Sync.TestCase
TestSync.settings = hypothesis.settings(
    max_examples=100, stateful_step_count=30, deadline=None, derandomize=bool(os.environ.get("CI"))
)
