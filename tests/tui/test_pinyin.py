"""Pinyin without tones to Chinese: what letters may mean, and in which order. Pure."""

from __future__ import annotations

import unicodedata
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypinyin.pinyin_dict import pinyin_dict

from checkpoints.site.catalogue import default_site
from tests.support.ground import PROPERTY
from tests.support.small_site import small_site
from tui.pinyin import lexicon as tables
from tui.pinyin.composing import Composing, Lately
from tui.pinyin.harvest import site_words
from tui.pinyin.lexicon import hints, read, spells

LEVEL_1 = [
    bytes((high, low)).decode("gb2312")
    for high in range(0xB0, 0xD8)
    for low in range(0xA1, 0xFF)
    if (high, low) <= (0xD7, 0xF9)
]


@cache
def lexicon():
    return read(site_words(default_site()))


def found(letters, lately=()):
    return [c.text for c in lexicon().candidates(letters, lately)]


def composing():
    return Composing(Lately(), lexicon=lexicon())


def typed(text, into=None):
    """What the field holds after these characters, and the letters that still wait."""
    into = into or composing()
    return "".join(into.type(char) for char in text), into.letters


@pytest.mark.parametrize(
    ("letters", "meant", "among"),
    [
        ("dianti", "电梯", 1),
        ("dt", "电梯", 1),
        ("diant", "电梯", 1),
        ("dti", "电梯", 1),
        ("loushui", "漏水", 1),
        ("ls", "漏水", 3),
        ("lsh", "漏水", 3),
        ("nv", "女", 1),
        ("lv", "绿", 4),
        ("lve", "略", 1),
        ("zhong", "重", 3),
        ("chong", "重", 6),
        ("chongfu", "重复", 1),
        ("zhongdian", "重点", 1),
        ("hang", "行", 6),
        ("xing", "行", 3),
        ("lou", "楼", 1),
        ("yezhu", "业主", 1),
        ("xi'an", "西安", 1),
        ("xian", "西安", 9),
        ("diantiloushui", "电梯漏水", 1),
        ("dian'ti'lou'shui", "电梯漏水", 1),
    ],
)
def test_letters_mean_the_words_of_the_trade_first(letters, meant, among):
    assert meant in found(letters)[:among]


@pytest.mark.parametrize("letters", ["i", "u", "v", "vvv", "iii", "'", ""])
def test_letters_that_no_syllable_begins_with_mean_nothing(letters):
    assert found(letters) == []


def test_letters_that_mean_nothing_stay_as_they_are():
    assert typed("vip ") == ("vip", "")


@PROPERTY
@given(st.sampled_from(LEVEL_1))
def test_every_common_character_is_found_by_each_of_its_readings(char):
    for sound in pinyin_dict[ord(char)].split(","):
        plain = "".join(c for c in unicodedata.normalize("NFD", sound).replace("u\u0308", "v") if "a" <= c <= "z")
        assert char in found(plain)


def test_the_table_holds_all_of_gb2312_and_the_common_characters_first():
    characters = list(lexicon().readings)
    assert len(characters) == 6763
    assert set(characters[: tables.COMMON]) == set(LEVEL_1)


@PROPERTY
@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz'", max_size=20))
def test_candidates_use_letters_that_are_there_and_come_only_once(letters):
    offered = lexicon().candidates(letters)
    assert len(set(offered)) == len(offered)
    assert all(0 < c.used <= len(letters.lstrip("'")) and c.text for c in offered)


@PROPERTY
@given(st.data())
def test_every_word_is_found_by_its_full_reading_and_by_its_first_letters(data):
    word = data.draw(st.sampled_from(tables._lines(tables.WORDS)))
    text, *sounds = word.split(" ")
    assert spells(sounds, "".join(sounds)) == len("".join(sounds))
    assert hints(sounds, "".join(sound[0] for sound in sounds))
    assert text in found("".join(sounds))


def test_a_site_adds_its_own_words_and_people_their_names():
    own = read(site_words(small_site(), ["欧阳娜娜"]))
    assert own.candidates("oynn")[0].text == "欧阳娜娜"
    assert own.candidates("ouyangnana")[0].text == "欧阳娜娜"
    place = next(run for run in site_words(small_site()) if all(char in own.readings for char in run))
    assert place in [c.text for c in own.candidates("".join(own.spell(place)))]


def test_what_was_chosen_lately_comes_first():
    assert found("ls", ["老师"])[0] == "老师"
    assert found("ls", ["电梯"])[0] == found("ls")[0]


def test_only_words_of_the_tables_are_remembered():
    writing = composing()
    assert typed("diantiloushui ", writing) == ("电梯漏水", "")
    assert writing.lately.words == []
    assert typed("loushui ", writing) == ("漏水", "")
    assert writing.lately.words == ["漏水"]


def test_digits_and_chinese_go_between_the_letters():
    writing = composing()
    assert typed("3栋lou", writing) == ("3栋", "lou")
    assert writing.first() == "楼"
    assert typed("dt，", writing) == ("电梯，", "")
    assert typed("12'", writing) == ("12'", "")


def test_a_digit_chooses_what_is_offered_and_the_rest_of_the_letters_stays():
    writing = composing()
    typed("diantiloush", writing)
    offered = writing.candidates
    assert offered[0].text == "电梯"
    assert writing.type("9", offered[:3]) == ""
    assert writing.type("1", offered) == "电梯"
    assert writing.letters == "loush"
    assert writing.first() == "漏水"
    assert (writing.letters, writing.back()) == ("", False)


def test_before_the_tables_are_read_letters_are_kept_and_lost_to_nobody():
    writing = Composing(Lately())
    assert typed("dianti", writing) == ("", "dianti")
    assert writing.candidates == ()
    writing.lexicon = lexicon()
    assert writing.first() == "电梯"
    typed("dianti", writing)
    assert (writing.back(), writing.letters) == (True, "diant")
    assert writing.plain() == "diant"
