"""Rules 4: whatever is done about a promise, and in whatever order, what was late once is never in time again."""

from __future__ import annotations

import contextlib
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from checkpoints.fact import Refused
from checkpoints.work.people import PersonAdded
from checkpoints.work.promises import replying, revisiting
from checkpoints.work.sites import load
from tests.support.ground import PROPERTY, Desk, at
from tests.support.promised import Owner, site_with_limits

SAID = "so it was said"
ACTS = {
    "reply": lambda case, _by: replying.reply(case, "phone", SAID, final=False),
    "solve": lambda case, _by: replying.reply(case, "phone", SAID, final=True),
    "phone": lambda case, _by: replying.try_to_reach(case, "phone"),
    "visit": lambda case, _by: replying.try_to_reach(case, "visit"),
    "notice": lambda case, _by: replying.leave_notice(case, SAID),
    "extend": lambda case, by: replying.extend(case, by, "phone", SAID),
    "outside": lambda case, _by: replying.outside(case, "the developer", "phone", SAID),
    "good": lambda case, _by: revisiting.revisit(case, "phone", "", satisfied=True),
    "bad": lambda case, by: revisiting.revisit(case, "phone", SAID, satisfied=False, final_by=by),
}
STEPS = st.lists(
    st.tuples(st.sampled_from(sorted(ACTS)), st.sampled_from([5, 60, 240, 1500]), st.integers(1, 60)), max_size=16
)


@PROPERTY
@given(STEPS, st.booleans())
def test_rules_4_what_was_late_is_never_in_time_again(steps, urgent):
    desk = Desk(now=at(9))
    desk.record("-", load(desk.ledger, site_with_limits(unreachable_tries=2)))
    for person, role in (("wang", "assistant"), ("zhao", "supervisor")):
        desk.record("-", [PersonAdded(person=person, zh=person, en=person, role=role, department="service")])
    owner = Owner(desk, urgent=urgent, final_by=at(17))
    late = {"first": False, "final": False}
    for act, minutes, hours in steps:
        desk.wait(minutes)
        with contextlib.suppress(Refused):
            owner.does("zhao", ACTS[act], desk.wall + timedelta(hours=hours))
        clock = owner.clock
        for name, due in (("first", clock.first), ("final", clock.final)):
            assert due.late or not late[name]
            late[name] = due.late
        assert (clock.status in ("answered", "satisfied")) == (not owner.promise.open)
        assert (clock.next is None) == (clock.status == "satisfied")
        assert (owner.id in desk.ledger.promises.live) == (clock.status != "satisfied")
