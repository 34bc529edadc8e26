"""D3.4 to D3.6: answers as values, of every type, as hands, pads and input methods give them."""

from __future__ import annotations

import pytest

from checkpoints.site.checks import Answer
from checkpoints.site.words import Named
from checkpoints.work.rounds.answers import passable, range_words, value_of, words_for
from tests.support.ground import refusal
from tests.support.small_site import COLOUR, GRADE, MARK, PPM, check


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("12", 12.0),
        (" 12.50 ", 12.5),
        ("0", 0.0),
        ("-0", 0.0),
        ("-5", -5.0),
        ("+5", 5.0),
        (".4", 0.4),
        ("7.", 7.0),
        ("0,4", 0.4),
        ("\uff11\uff12", 12.0),
        ("\uff10\uff0e\uff14", 0.4),
        ("\uff10\uff0c\uff14", 0.4),
        ("0\u30024", 0.4),
        ("\uff0d\uff13", -3.0),
        ("\u22123", -3.0),
        ("\u3000\uff15\u3000", 5.0),
        (7, 7.0),
        (1e-7, 1e-7),
        ("999999999", 999999999.0),
        ("000012", 12.0),
    ],
)
def test_D3_6_a_number_is_read_however_it_was_typed(raw, value):
    assert value_of(PPM, raw) == value


@pytest.mark.parametrize(
    "raw",
    [
        *("", " ", "abc", "12 ppm", "1 2", "1.2.3", "1,234.5", "--5", "-", ".", "\x00", "0x10", "1_000"),
        *("nan", "inf", "-inf", "Infinity", "1e400", "1e3", "10000000000", float("nan"), float("inf"), -2e9),
        *("\u0663", "\u00b2", "\u00bd", "5\u00b2", "\uff11\uff12ppm"),
    ],
)
def test_D3_6_what_is_no_sensible_number_is_refused(raw):
    assert refusal(value_of, PPM, raw) == "answer.number"


def test_D3_6_there_is_one_zero():
    assert str(value_of(PPM, "-0.0")) == "0.0"


@pytest.mark.parametrize("raw", ["pass", "fail", "na"])
def test_D3_4_a_mark_is_pass_fail_or_not_applicable(raw):
    assert value_of(MARK, f" {raw} ") == raw


def test_D3_4_any_other_mark_is_refused():
    for raw in ("", "ok", "PASS", "1", 1):
        assert refusal(value_of, MARK, raw) == "answer.mark"


def test_D3_4_a_choice_is_one_of_its_options():
    assert value_of(COLOUR, "cloudy") == "cloudy"
    for raw in ("", "red", "Clear"):
        assert refusal(value_of, COLOUR, raw) == "answer.choice"


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("无", "无"),
        ("  层\uff1a3\uff0c12 ", "层\uff1a3\uff0c12"),
        ("第①项", "第①项"),
        ("a\nb", "a b"),
        ("e\u0301", "\u00e9"),
    ],
)
def test_D3_4_words_stay_as_the_person_wrote_them(raw, value):
    assert value_of(Answer(type="text"), raw) == value


def test_D3_4_no_words_are_no_answer():
    for raw in ("", "   ", "\n"):
        assert refusal(value_of, Answer(type="text"), raw) == "answer.text"


def test_D3_4_a_photo_is_an_answer_and_nothing_is_none():
    assert value_of(Answer(type="photo"), "f" * 64) == "f" * 64
    assert refusal(value_of, Answer(type="photo"), " ") == "answer.photo"


@pytest.mark.parametrize(
    ("value", "outcome"),
    [(0, "ok"), (30, "ok"), (30.01, "fail"), (-0.01, "fail"), (100, "fail"), (100.01, "critical")],
)
def test_D3_6_the_range_includes_its_ends_and_beyond_the_critical_one_it_is_critical(value, outcome):
    assert PPM.outcome(value) == outcome


def test_D3_6_an_open_end_allows_everything_on_its_side():
    above = Answer(type="number", ok_min=5, crit_min=1)
    assert [above.outcome(v) for v in (1e8, 5, 4.9, 1, 0.9)] == ["ok", "ok", "fail", "fail", "critical"]
    assert Answer(type="number").outcome(-1e8) == "ok"


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [(0, 30, "0–30 ppm"), (0.42, None, "≥0.42 ppm"), (None, 30, "≤30 ppm"), (None, None, "")],
)
def test_D3_6_the_range_in_words(low, high, words):
    spec = Answer(type="number", unit=Named(zh="ppm", en="ppm"), ok_min=low, ok_max=high)
    assert range_words(spec, "en") == words


def test_D3_6_the_first_words_of_a_finding_tell_the_reading_or_the_choice():
    assert words_for(check("X-1", PPM), 35.0, "en") == "Check X-1: 35 ppm, normal 0–30 ppm"
    assert words_for(check("X-1", PPM), 35.0, "zh") == "检查 X-1: 35 ppm\uff0c正常 0–30 ppm"
    assert words_for(check("X-2", COLOUR), "cloudy", "zh") == "检查 X-2: 浑浊"
    assert words_for(check("X-3", MARK), "fail", "en") == "Failed: Check X-3"
    assert words_for(check("X-3", MARK), "fail", "zh") == "不合格\uff1a检查 X-3"


@pytest.mark.parametrize(
    ("asked", "may"),
    [
        (check("X", MARK), True),
        (check("X", MARK, photo="on_fail"), True),
        (check("X", COLOUR), True),
        (check("X", PPM), False),
        (check("X", MARK, "S1"), False),
        (check("X", COLOUR, "S1"), False),
        (check("X", MARK, photo="always"), False),
        (check("X", GRADE), False),
        (check("X", Answer(type="text")), False),
        (check("X", Answer(type="photo")), False),
    ],
)
def test_rules_8_only_what_is_no_number_no_photo_and_no_emergency_is_passed_with_the_rest(asked, may):
    assert passable(asked) is may
