"""Folding: Chinese between any two characters, but never before closing punctuation or behind an opening bracket."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.content import Content

from tui.lines import breaks, fold
from tui.widgets.words import Words

LIMITS = "张贴的二维码不能证明人在现场，也不能作为认定依据。请先核实。"


@pytest.mark.parametrize("cells", range(8, 60))
def test_no_line_begins_with_closing_punctuation(cells):
    assert not any(line[0] in "，。；）)" for line in fold(LIMITS + "宅间绿地(东); 环区道路(西段)", cells))


def test_a_bracket_stays_with_what_it_opens():
    assert fold("CP-24 宅间绿地(东)", 16) == ["CP-24 宅间绿地", "(东)"]


def test_a_blank_before_a_sentence_is_no_reason_to_leave_half_a_line_empty():
    assert fold("点 二维码不能证明人在现场", 16) == ["点 二维码不能证", "明人在现场"]


def test_a_last_character_is_not_left_alone():
    assert fold("设备异常、停水停电通知", 20) == ["设备异常、停水停电", "通知"]


def test_what_stands_on_the_screen_is_folded_like_that():
    assert Words  # its module is what tells Textual
    lines = Content(LIMITS).wrap(30)
    assert [line.plain for line in lines] == fold(LIMITS, 30)


def test_a_word_longer_than_a_line_is_cut_only_where_that_is_asked_for():
    text = "请看 /srv/roundsman/sheets/labels-20261129.pdf"
    assert breaks(text, 20) == [3, 23, 43]
    assert breaks(text, 20, fold=False) == [3]


@given(st.text(alphabet="巡区点，。（）() ab1", max_size=40), st.integers(min_value=6, max_value=30))
def test_nothing_is_lost_and_what_can_be_folded_fits(text, cells):
    at = breaks(text, cells)
    assert at == sorted(set(at))
    assert all(0 < place < len(text) for place in at)
    ends = [0, *at, len(text)]
    lines = [text[begin:end].rstrip() for begin, end in pairwise(ends)]
    assert all(cell_len(line) <= cells for line in lines)
