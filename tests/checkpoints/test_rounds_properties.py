"""Properties of the judgement over random histories: no time out of nothing, no round for two half-days."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from checkpoints.ledger.ledger import Ledger
from checkpoints.ledger.queries import count, expected_checks
from checkpoints.work.rounds.day import half_day
from checkpoints.work.rounds.draw import drawn
from checkpoints.work.rounds.elapsed import elapsed, net_until
from checkpoints.work.rounds.facts import RoundRules
from checkpoints.work.rounds.state import Mark, Round
from checkpoints.work.rounds.verdict import judge
from tests.support.ground import PROPERTY, at
from tests.support.histories import everything, live, steps

NOTHING = timedelta()
RULES = RoundRules(
    min_minutes=60,
    min_participants=2,
    pause_minutes=10,
    min_gap_seconds=60,
    max_dwell_share=0.25,
    am_ends="12:00",
    pm_ends="18:00",
)

wild_marks = st.lists(
    st.builds(
        Mark,
        st.integers(-100_000, 100_000).map(lambda s: at(12) + timedelta(seconds=s)),
        st.sampled_from(["t1", "t2"]),
        st.sampled_from(["", "b1", "b2"]),
        st.integers(0, 50_000_000),
        st.sampled_from(["", "CP-01", "CP-02"]),
    ),
    max_size=12,
)


def begun(ledger: Ledger) -> list[Round]:
    return [r for r in ledger.rounds.all.values() if r.started is not None]


def folded(done) -> Ledger:
    ledger = Ledger()
    ledger.apply(everything(live(done)))
    return ledger


@PROPERTY
@given(marks=wild_marks)
def test_D3_2_whatever_the_clocks_say_no_time_is_negative(marks):
    took = elapsed(marks, RULES)
    assert took.net >= NOTHING
    assert took.paused >= NOTHING
    assert all(s.length >= NOTHING for s in took.spans)
    assert all(s.pause == (s.length > timedelta(minutes=10)) for s in took.spans)


@PROPERTY
@given(ups=st.lists(st.integers(0, 1_500_000), min_size=2, max_size=12), jumps=st.data())
def test_D3_2_in_one_run_of_one_machine_no_hand_on_the_clock_changes_the_net_time(ups, jumps):
    honest, moved, up = [], [], 0
    for step in ups:
        up += step
        wall = at(9) + timedelta(milliseconds=up)
        honest.append(Mark(wall, "t1", "b1", up, "CP-01"))
        hand = timedelta(minutes=jumps.draw(st.integers(-600, 600)))
        moved.append(Mark(wall + hand, "t1", "b1", up, "CP-01"))
    assert elapsed(moved, RULES).net == elapsed(honest, RULES).net
    assert elapsed(honest, RULES).jumps == 0
    assert elapsed(honest, RULES).net + elapsed(honest, RULES).paused == honest[-1].at - honest[0].at


@PROPERTY
@given(done=steps())
def test_D3_2_every_round_can_be_judged_and_adds_up(done):
    ledger = folded(done)
    for round_ in begun(ledger):
        found = judge(round_, expected_checks(ledger, round_))
        assert found.net >= NOTHING
        assert found.paused >= NOTHING
        assert found.visited + found.skipped >= found.planned - len(
            next((r.params["points"] for r in found.reasons if r.code == "points_missing"), ())
        )
        assert found.counts == (found.reasons == ())
        assert len({r.code for r in found.reasons}) == len(found.reasons)
        for remark in (*found.reasons, *found.warnings):
            assert remark.message.format(**remark.params)


@PROPERTY
@given(done=steps(calm=True))
def test_D3_2_with_an_honest_clock_net_time_is_within_the_walk(done):
    (desk, *_) = live(done)
    for round_ in begun(desk.ledger):
        arrivals = [m.at for m in round_.marks if m.arrival]
        found = judge(round_)
        span = arrivals[-1] - arrivals[0] if arrivals else NOTHING
        assert found.net + found.paused == span
        assert "clock" not in [r.code for r in found.warnings]
        if round_.open:
            until = net_until(round_, desk.mark())
            assert found.net <= until <= found.net + (desk.wall - arrivals[-1] if arrivals else NOTHING)


@PROPERTY
@given(done=steps())
def test_D3_1_a_round_belongs_to_one_half_day_only(done):
    ledger = folded(done)
    days = set(ledger.rounds.by_day)
    homes: dict[str, int] = {}
    for day in days:
        for half in ("am", "pm"):
            state = half_day(ledger, day, half, at(23, day=9))
            assert state.state in ("done", "walking", "not_counting", "missed")
            for round_ in state.rounds:
                homes[round_.id] = homes.get(round_.id, 0) + 1
            if state.state == "done":
                assert judge(state.rounds[0]).counts
    assert set(homes.values()) <= {1}
    assert homes.keys() <= {r.id for r in begun(ledger)}


@PROPERTY
@given(done=steps())
def test_D3_3_every_sampled_round_can_be_drawn_again(done):
    for round_ in begun(folded(done)):
        assert round_.started is not None
        if round_.started.draw is not None:
            assert drawn(round_.started.draw) == round_.points


@PROPERTY
@given(done=steps())
def test_D3_2_every_round_is_counted_under_one_heading(done):
    ledger = folded(done)
    counted = count(ledger)
    assert sum(counted.rounds.values()) == len(begun(ledger))
    assert sum(counted.findings.values()) == len([f for f in ledger.findings.all.values() if f.raised])
