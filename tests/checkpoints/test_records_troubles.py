"""Where a half-filled step is not right yet: the first field, line or cell, whatever somebody typed into it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoints.fact import Refused
from checkpoints.work.records.troubles import asked, clean_so_far, first_trouble, rows_of
from checkpoints.work.records.values import clean_all
from tests.support.desk_work import office
from tests.support.every_field import with_forms

FIELDS = next(f for f in with_forms().forms if f.id == "every").step("fill").fields
UNSIGNED = [f for f in FIELDS if f.type != "signature"]
WHOLE = {
    "what": "a",
    "reading": "5",
    "kind": "fire",
    "roll": [{"row": "am", "here": "yes_here"}, {"row": "pm", "here": "away", "why": "ill"}],
}


@pytest.fixture(scope="module")
def desk():
    return office()


def trouble(desk, **changes):
    return first_trouble(desk.ledger, UNSIGNED, WHOLE | changes, desk.now().at)


def test_the_first_field_in_the_form_s_order_is_named(desk):
    assert trouble(desk) is None
    assert trouble(desk, what="", reading="x").path == ("what",)
    assert trouble(desk, reading="x").refused.code == "answer.number"


def test_a_cell_is_named_by_its_field_its_row_and_its_column(desk):
    rows = [{"what": "one", "who": "wang"}, {}, {"what": "two"}]
    found = trouble(desk, lines=rows)
    assert found.path == ("lines", 2, "who")  # an empty line is no line
    assert found.refused.code == "record.missing"


def test_a_condition_stands_on_what_is_asked_for_and_not_on_what_was_typed_once(desk):
    ids = [c.id for c in asked(UNSIGNED, {"kind": "flood"})]
    assert "where" in ids
    assert trouble(desk, kind="flood").path == ("where",)
    row = {"row": "pm", "here": "yes_here", "why": ""}
    assert trouble(desk, roll=[WHOLE["roll"][0], row]) is None


def test_rules_are_given_what_holds_so_far_and_nothing_else(desk):
    entered = {"what": " a ", "reading": "no", "fees": "1,280.5", "lines": [{"what": "x", "who": "nobody"}]}
    known = clean_so_far(desk.ledger, UNSIGNED, entered, desk.now().at)
    assert known["what"] == "a"
    assert known["fees"] == "1280.50"
    assert known["lines"] == [{"what": "x"}]
    assert "reading" not in known


ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=40),
    st.sampled_from(
        ["[bold]x[/]", "\u202eabc", "\U0001f600" * 9, "x" * 9000, "\x00\x1b[2J", "2026-02-30", "-0", "１２"]
    ),
    st.lists(st.one_of(st.text(max_size=5), st.integers(), st.dictionaries(st.text(max_size=4), st.text(max_size=4)))),
)


@given(entered=st.dictionaries(st.sampled_from([f.id for f in UNSIGNED]), ODD))
def test_whatever_was_typed_is_said_where_it_stands_exactly_when_the_decision_refuses_it(desk, entered):
    now = desk.now().at
    found = first_trouble(desk.ledger, UNSIGNED, WHOLE | entered, now)
    assert (found.refused.code if found else None) == refusal(desk, WHOLE | entered, now)
    assert found is None or found.path[0] in {f.id for f in UNSIGNED}
    clean_so_far(desk.ledger, UNSIGNED, WHOLE | entered, now)


def refusal(desk, entered, now):
    """The code with which the decision refuses it; None where it does not."""
    try:
        clean_all(desk.ledger, UNSIGNED, entered, now)
    except Refused as no:
        return no.code
    return None


def test_nought_is_a_figure_and_was_filled_in_rules_11_21(desk):
    assert trouble(desk, reading=0) is None
    assert trouble(desk, reading="0") is None
    assert trouble(desk, reading="").path == ("reading",)


def test_what_is_no_list_of_rows_holds_none():
    assert rows_of("x") == []
    assert rows_of([1, {"a": 2}]) == [{"a": 2}]
