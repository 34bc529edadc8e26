"""Which events are known, against a plain set of (device, number, id)."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from checkpoints.ledger.known import Known
from tests.support.ground import PROPERTY

events = st.tuples(
    st.sampled_from(["t1", "t2"]),
    st.integers(-1, 9) | st.just(1 << 40),
    st.sampled_from(["a", "b", "019ab35f-ee80-76c5-a522-4a59ac8bda6a", "019ab35f-ee80-76c5-zzzz-4a59ac8bda6a"]),
)


def known(of) -> Known:
    made = Known()
    for event in of:
        made.add(*event)
    return made


@PROPERTY
@given(st.lists(events, max_size=40))
def test_it_is_the_set_of_what_was_added_in_whatever_order(given_events):
    made, model = Known(), set()
    for event in given_events:
        assert made.add(*event) == (event not in model)
        model.add(event)
        assert made.has(*event)
    assert made.count == len(model)
    assert made == known(reversed(given_events))
    assert made == Known.unpack(*made.pack())
    assert Known.unpack(*made.pack()).vector == made.vector


@PROPERTY
@given(st.lists(events, max_size=40))
def test_the_vector_ends_where_the_first_gap_begins_and_gaps_lie_between_known_events(given_events):
    made = known(given_events)
    for device in ("t1", "t2"):
        numbers = {seq for d, seq, _ in given_events if d == device and 0 < seq < 100}
        full = next(n for n in range(11) if n + 1 not in numbers)
        assert made.full(device) == made.vector.get(device, 0) == full
        assert made.highest(device) == max(numbers, default=0)
        missing = {seq for d, first, last in made.gaps() if d == device for seq in range(first, last + 1)}
        assert missing == set(range(1, max(numbers, default=0))) - numbers


@PROPERTY
@given(st.lists(events, max_size=30), st.lists(events, max_size=30))
def test_what_is_beyond_another_is_the_difference(mine, theirs):
    assert known(mine).beyond(known(theirs)) == len(set(mine) - set(theirs))


def test_a_twin_that_the_other_lacks_is_beyond_it_though_the_rows_are_alike():
    assert known([("t1", 1, "a"), ("t1", 1, "b")]).beyond(known([("t1", 1, "a")])) == 1
