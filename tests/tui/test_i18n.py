"""Both languages: complete, fresh, with the same fields; and times as people read them."""

from __future__ import annotations

import string
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from checkpoints.fact import Refused
from checkpoints.site.words import Named
from tui import i18n, when
from tui.locale import __main__ as catalogues

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=SHANGHAI)


@pytest.fixture(params=["zh", "en"])
def lang(request):
    before = i18n.lang()
    i18n.use(request.param)
    yield request.param
    i18n.use(before)


@pytest.fixture
def zh():
    before = i18n.lang()
    i18n.use("zh")
    yield
    i18n.use(before)


def fields(text):
    return {name for _text, name, _spec, _conv in string.Formatter().parse(text) if name}


def test_every_text_of_the_program_has_chinese():
    known = catalogues.translated()
    missing = {text: where for text, where in catalogues.msgids().items() if text not in known}
    assert missing == {}


def test_the_chinese_of_a_text_fills_the_same_fields():
    used = catalogues.msgids()
    plural = {"count"}  # "1 round" and "{count} rounds" have one Chinese
    pairs = {text: zh for text, zh in catalogues.translated().items() if text in used}
    wrong = {text: zh for text, zh in pairs.items() if fields(text) - fields(zh) or fields(zh) - fields(text) - plural}
    assert wrong == {}


def test_a_text_has_one_chinese_whichever_area_says_it():
    seen, twice = {}, []
    for path in catalogues.sources():
        for text, zh in catalogues.entries(path).items():
            if seen.setdefault(text, zh) != zh:
                twice.append((text, seen[text], zh, path.name))
    assert twice == []


@pytest.mark.parametrize("path", catalogues.sources(), ids=lambda path: path.stem)
def test_the_compiled_catalogue_is_fresh(path):
    assert path.with_suffix(".mo").read_bytes() == catalogues.compiled(path), "run: python -m tui.locale"


def test_a_refusal_is_told_with_names_in_the_language_spoken(lang):
    no = Refused("x", "Too many wrong PINs. Try again in {seconds} s.", seconds=5)
    assert i18n.tell(no) == {"zh": "密码错误次数过多，请 5 秒后再试。", "en": no.message.format(seconds=5)}[lang]
    named = Refused("x", "{place}", place=Named(zh="大堂", en="Lobby"))
    assert i18n.tell(named) == {"zh": "大堂", "en": "Lobby"}[lang]


def test_an_unknown_language_is_chinese():
    before = i18n.lang()
    assert i18n.use("fr") == "zh"
    i18n.use(before)


def test_days_and_clocks(lang):
    assert when.clock(NOON.replace(hour=9, minute=42)) == "09:42"
    assert when.day(date(2026, 11, 23)) == {"zh": "11月23日 周一", "en": "Mon 23 Nov"}[lang]
    assert when.day_and_clock(NOON, NOON) == "12:00"
    assert when.day_and_clock(NOON - timedelta(days=1), NOON).endswith("12:00")


@pytest.mark.parametrize(
    ("took", "zh_text", "en_text"),
    [
        (timedelta(seconds=59), "0 分", "0 min"),
        (timedelta(minutes=41, seconds=59), "41 分", "41 min"),
        (timedelta(minutes=119), "119 分", "119 min"),
        (timedelta(hours=3), "3 小时", "3 h"),
        (timedelta(days=2), "2 天", "2 d"),
        (timedelta(seconds=-5), "0 分", "0 min"),
    ],
)
def test_lengths_of_time_are_rounded_down(lang, took, zh_text, en_text):
    assert when.length(took) == {"zh": zh_text, "en": en_text}[lang]


def test_deadlines_count_down_and_then_up(lang):
    assert when.countdown(NOON, NOON - timedelta(minutes=30)) == {"zh": "还剩 30 分", "en": "30 min left"}[lang]
    assert when.countdown(NOON, NOON + timedelta(hours=3)) == {"zh": "逾期 3 小时", "en": "3 h overdue"}[lang]


@pytest.mark.parametrize(("left", "seconds"), [(4.01, 5), (4.0, 4), (0.2, 1), (0, 0), (-3, 0)])
def test_seconds_to_wait_are_rounded_up(left, seconds):
    assert when.whole_seconds(timedelta(seconds=left)) == seconds
