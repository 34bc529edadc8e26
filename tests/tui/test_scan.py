"""The scanner tap as a state machine: keys with times in, keys and scans out. No clock runs here."""

from __future__ import annotations

import random
from dataclasses import dataclass

import pytest

from checkpoints.site import codes
from tui import scan
from tui.scan import Scan, Wedge

CODE = codes.make("demo", 7, 1, codes.Key(1, b"k" * 32))
FOREIGN = "6901234567892"


@dataclass
class Key:
    key: str
    character: str | None
    time: float


class Bench:
    """Feeds a wedge and plays the app's timer: what is held is flushed once its patience has run out."""

    def __init__(self, typing=True):
        self.wedge = Wedge(typing=lambda: typing)
        self.now = 100.0
        self.out = []

    def press(self, key, character=None, after=0.0):
        self.wait(after)
        self.out += self.wedge.key(Key(key, character, self.now))

    def write(self, text, gap):
        for character in text:
            self.press("space" if character == " " else character, character, gap)
        return self

    def wait(self, seconds):
        if self.wedge.held and self.wedge.stale(self.now + seconds):
            self.out += self.wedge.flush()
        self.now += seconds

    def end(self):
        self.wait(5)
        return self

    @property
    def scans(self):
        return [item.text for item in self.out if isinstance(item, Scan)]

    @property
    def keys(self):
        return [item.character or item.key for item in self.out if isinstance(item, Key)]


@pytest.mark.parametrize("gap", [0, 0.001, 0.005, 0.02, 0.03, 0.05])
@pytest.mark.parametrize("suffix", [["enter"], ["ctrl+j"], ["enter", "ctrl+j"], ["tab"]])
def test_a_code_becomes_one_scan_and_no_key_at_any_scanner_speed(gap, suffix):
    bench = Bench().write(CODE, gap)
    for key in suffix:
        bench.press(key, after=gap)
    bench.end()
    assert (bench.scans, bench.keys) == ([CODE], [])


@pytest.mark.parametrize("gap", [0, 0.002, 0.02])
def test_twenty_codes_in_a_row_are_twenty_scans(gap):
    bench = Bench()
    for _ in range(20):
        bench.write(CODE, gap).press("enter", after=gap)
    bench.end()
    assert (bench.scans, bench.keys) == ([CODE] * 20, [])


def test_a_hiccup_of_a_quarter_second_inside_our_code_is_forgiven():
    bench = Bench().write(CODE[:9], 0.004)
    bench.wait(0.24)
    bench.write(CODE[9:], 0.004).press("enter", after=0.24)
    bench.end()
    assert (bench.scans, bench.keys) == ([CODE], [])


def test_a_scanner_without_a_suffix_is_understood_and_a_late_enter_belongs_to_it():
    bench = Bench().write(CODE, 0.004)
    bench.press("enter", after=0.4)
    bench.press("enter", after=1)
    bench.end()
    assert (bench.scans, bench.keys) == ([CODE], ["enter"])


def test_two_codes_without_suffix_are_two_scans():
    bench = Bench().write(CODE + CODE, 0.004).end()
    assert (bench.scans, bench.keys) == ([CODE, CODE], [])


def test_shift_keys_of_the_kitty_protocol_inside_a_burst_are_nothing():
    bench = Bench()
    for character in CODE:
        bench.press("left_shift", after=0.002)
        bench.press(character, character, 0.002)
    bench.press("enter", after=0.002)
    assert (bench.scans, bench.keys) == ([CODE], [])


def test_full_width_digits_of_an_input_method_are_the_same_code():
    bench = Bench()
    for character in CODE:
        bench.press(chr(ord(character) + 0xFEE0), chr(ord(character) + 0xFEE0), 0.003)
    bench.press("enter", after=0.003)
    assert (bench.scans, bench.keys) == ([CODE], [])


@pytest.mark.parametrize("gap", [0.03, 0.045, 0.06, 0.1, 0.2])
@pytest.mark.parametrize("text", ["12.5", "2468", "73", "7312", "731234567890", "leak under tap", "O2ILABCD"])
def test_typing_comes_back_key_by_key_in_order(gap, text):
    bench = Bench().write(text, gap)
    bench.press("enter", after=gap)
    bench.end()
    assert bench.scans == []
    assert bench.keys == [*text, "enter"]


def test_keys_that_write_nothing_do_not_overtake_what_is_held():
    bench = Bench().write("12", 0.03)
    for key in ("backspace", "left", "f2", "escape"):
        bench.press(key, after=0.01)
    assert bench.keys == ["1", "2", "backspace", "left", "f2", "escape"]


def test_enter_alone_goes_straight_through():
    bench = Bench()
    bench.press("enter")
    assert bench.keys == ["enter"]


def test_another_barcode_is_a_scan_of_something_and_presses_nothing():
    bench = Bench(typing=False).write(FOREIGN, 0.008)
    bench.press("enter", after=0.008)
    bench.end()
    assert (bench.scans, bench.keys) == ([FOREIGN], [])


def test_another_barcode_without_suffix_is_a_scan_where_nothing_is_being_typed():
    assert Bench(typing=False).write(FOREIGN, 0.008).end().scans == [FOREIGN]
    assert Bench(typing=True).write(FOREIGN, 0.008).end().keys == list(FOREIGN)


CARD = ["BEGIN:VCARD", "N:Li", "TEL:1", "", "END:VCARD"]


@pytest.mark.parametrize("typing", [True, False])
@pytest.mark.parametrize("last", ["enter", None])
def test_a_code_of_several_lines_is_one_scan_and_presses_and_types_nothing(typing, last):
    bench = Bench(typing=typing)
    for place, line in enumerate(CARD):
        bench.write(line, 0.005)
        if last or place < len(CARD) - 1:
            bench.press("enter", after=0.005)
    bench.end()
    assert (bench.scans, bench.keys) == (CARD[:1], [])
    bench.write("12", 0.08).press("enter", after=0.08)
    assert bench.keys == ["1", "2", "enter"]  # a hand is heard again


def test_a_code_of_ours_right_behind_another_code_is_heard():
    bench = Bench().write(CARD[0], 0.005)
    bench.press("enter", after=0.005)
    bench.write(CODE, 0.005).press("enter", after=0.005)
    assert (bench.scans, bench.keys) == ([CARD[0], CODE], [])


def test_the_largest_code_there_is_takes_no_longer_than_its_keys(monkeypatch):
    looked = []
    plain = scan._plain
    monkeypatch.setattr(scan, "_plain", lambda event: looked.append(event) or plain(event))
    bench = Bench(typing=False).write("7" * 7089, 0.002)
    bench.press("enter", after=0.002)
    assert bench.scans == ["7" * 7089]
    assert len(looked) < 5 * 7089
    assert len(Bench(typing=False).write("7" * 20_000, 0.002).wedge.held) <= scan.MOST  # a key that stuck


def test_a_sentence_from_an_input_method_is_not_held_at_all():
    bench = Bench().write("东区地下车库入口有积水", 0)
    bench.press("enter", after=0.05)
    assert bench.keys == [*"东区地下车库入口有积水", "enter"]


def test_what_happens_among_the_keys_of_a_scan_does_not_break_it():
    bench = Bench().write(CODE[:20], 0.004)
    assert not bench.wedge.stale(bench.now + 0.01)
    bench.write(CODE[20:], 0.004).press("enter", after=0.004)
    assert bench.scans == [CODE]


@pytest.mark.parametrize("tail", ["", "\r", "\n", "\r\n", "\t"])
def test_a_pasted_code_is_a_scan_and_an_enter_after_it_belongs_to_it(tail):
    wedge = Wedge()
    assert wedge.paste(CODE + tail, 5.0) == [Scan(CODE, "paste")]
    assert wedge.key(Key("enter", None, 5.1)) == []


def test_several_pasted_codes_are_several_scans():
    assert [s.text for s in Wedge().paste(f"{CODE}\r\n{CODE}\r\n", 5.0)] == [CODE, CODE]


def test_pasted_words_are_left_to_the_field():
    assert Wedge().paste("电梯门口有积水", 5.0) == []
    assert Wedge().paste("call 13800138000 please", 5.0) == []


def test_gaps_are_kept_as_evidence():
    bench = Bench().write(CODE, 0.004)
    bench.press("enter", after=0.004)
    (scan,) = bench.out
    assert set(scan.gaps) == {4}
    assert len(scan.gaps) == len(CODE) - 1


def test_no_key_is_ever_lost_or_reordered_by_typing_at_random():
    seed = random.randrange(2**32)
    print("seed", seed)
    rnd = random.Random(seed)
    for _ in range(200):
        bench, sent = Bench(), []
        for _ in range(rnd.randrange(1, 30)):
            key = rnd.choice(["7", "3", "1", "a", "enter", "tab", "backspace", "东"])
            bench.press(key, key if len(key) == 1 else None, rnd.choice([0.031, 0.05, 0.12, 0.26]))
            sent.append(key)
        bench.end()
        assert bench.scans == []
        assert bench.keys == sent
