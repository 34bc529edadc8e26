"""Codes on the wall: what stands in them, what a scanner and a person may do to them, and what is refused."""

import hashlib
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkpoints.site import codes
from checkpoints.site.codes import Key

KEY = Key(3, bytes(range(32)))
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")

keys = st.builds(Key, st.integers(0, 31), st.binary(min_size=1, max_size=32))
sites = st.text(min_size=1, max_size=20)
numbers = st.integers(1, 0xFFFF)
issues = st.integers(1, 255)


def test_the_known_answers():
    """If this changes, every label on every wall is worthless."""
    assert codes.site_number("demo-garden") == 0xBFB3
    assert codes.make("demo-garden", 9, 1, KEY) == "73047518339106558171466119711274303105829"
    assert codes.typed("demo-garden", 9, 1, KEY) == "8JCGRFVF"
    assert codes.typed_hash("demo-garden", "0123ABCD") == (
        "b0a60615e50ebd9786cdff8e30f50991e0c0a64550f2db8fbbcac9cc3d891e29"
    )


def test_the_digits_are_the_prefix_and_the_fields_in_this_order():
    """Worked out by hand from the format, without the module's own arithmetic."""
    site = int.from_bytes(hashlib.blake2s(b"demo-garden", digest_size=2, person=b"rm-site").digest(), "big")
    head = f"{1:03b}{3:05b}{site:016b}{9:016b}{1:08b}"
    body = int(head, 2).to_bytes(6, "big")
    tag = hashlib.blake2s(body, key=KEY.secret, digest_size=10, person=b"rm-label").digest()
    assert codes.make("demo-garden", 9, 1, KEY) == "73" + str(int.from_bytes(body + tag, "big")).zfill(39)


@given(keys, sites, numbers, issues)
def test_a_code_has_41_digits_and_says_what_was_put_in(key: Key, site: str, number: int, issue: int):
    text = codes.make(site, number, issue, key)
    assert len(text) == codes.LENGTH == 41
    assert text.isascii()
    assert text.isdigit()
    assert text.startswith(codes.PREFIX)
    code = codes.parse(text)
    assert code is not None
    assert (code.key, code.site, code.checkpoint, code.issue) == (key.id, codes.site_number(site), number, issue)
    assert codes.verify(code, key)


def test_a_code_with_any_one_digit_changed_never_verifies():
    text = codes.make("demo-garden", 9, 1, KEY)
    for place, digit in ((place, digit) for place in range(41) for digit in "0123456789" if digit != text[place]):
        code = codes.parse(text[:place] + digit + text[place + 1 :])
        assert code is None or not codes.verify(code, KEY), (place, digit)


@given(st.integers(0, 10**39 - 1))
def test_no_number_without_the_key_verifies(number: int):
    code = codes.parse(f"{codes.PREFIX}{number:039d}")
    assert code is None or not codes.verify(code, KEY)


@given(keys, keys, numbers, issues)
def test_another_key_does_not_verify(one: Key, other: Key, number: int, issue: int):
    code = codes.parse(codes.make("demo-garden", number, issue, one))
    assert code is not None
    assert codes.verify(code, other) is (one == other)


@pytest.mark.parametrize(
    "dress", [str, lambda t: t.translate(FULL_WIDTH), lambda t: f"  {t}\r\n", lambda t: f"\u3000{t}"]
)
def test_a_scan_may_come_in_full_width_or_with_blanks_around(dress):
    text = codes.make("demo-garden", 9, 1, KEY)
    assert codes.normalise(dress(text)) == text
    assert codes.parse(dress(text)) == codes.parse(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "73",
        "6901234567892",
        "13800138000",
        "https://example.invalid/q?x=1",
        "7" * 41,
        "73" + "9" * 39,
        "73" + "0" * 39,
        "73" + "-" + "0" * 38,
        "73" + "٣" * 39,
        "ＣＰ-09",
        "7" * 100_000,
    ],
)
def test_what_is_not_one_of_our_codes_is_none(text: str):
    assert codes.parse(text) is None


@given(st.text(max_size=60))
def test_no_text_at_all_breaks_the_reading(text: str):
    codes.parse(text)
    codes.normalise_typed(text)


@pytest.mark.parametrize(("number", "issue", "key"), [(0, 1, 0), (0x10000, 1, 0), (1, 0, 0), (1, 256, 0), (1, 1, 32)])
def test_numbers_out_of_range_make_no_code(number: int, issue: int, key: int):
    with pytest.raises(ValueError, match="out of range"):
        codes.make("demo-garden", number, issue, Key(key, b"secret"))


@given(keys, sites, numbers, issues)
def test_the_letters_are_eight_and_survive_how_people_type(key: Key, site: str, number: int, issue: int):
    letters = codes.typed(site, number, issue, key)
    assert len(letters) == 8
    assert set(letters) <= set(codes.CROCKFORD)
    for written in (letters.lower(), f"{letters[:4]}-{letters[4:]}", " ".join(letters), f" {letters}\n"):
        assert codes.normalise_typed(written) == letters


@pytest.mark.parametrize(
    ("written", "letters"),
    [
        ("oOiIlL01", "00111101"),
        ("abcd-efgh", "ABCDEFGH"),
        ("abcd—efgh", "ABCDEFGH"),
        ("ａｂｃｄ－ｅｆｇｈ", "ABCDEFGH"),
        ("０１２３　ＡＢＣＤ", "0123ABCD"),
        ("AB CD\tEF\u00a0GH", "ABCDEFGH"),
        ("ABCDEFG", None),
        ("ABCDEFGHJ", None),
        ("ABCDEFGU", None),
        ("ABCD.EFG", None),
        ("扫不出来", None),
        ("", None),
    ],
)
def test_typing_is_forgiven_and_guessing_is_not(written: str, letters: str | None):
    assert codes.normalise_typed(written) == letters


def test_the_letters_have_nothing_to_do_with_the_digits():
    """Who has a picture of the digits cannot work out the letters, nor the other way round."""
    first, second = (codes.typed("demo-garden", 9, issue, KEY) for issue in (1, 2))
    assert first != second
    code = codes.parse(codes.make("demo-garden", 9, 1, KEY))
    assert code is not None
    bits = int.from_bytes(code.tag, "big")
    letters = int("".join(f"{codes.CROCKFORD.index(letter):05b}" for letter in first), 2)
    assert all((bits >> shift) & (2**40 - 1) != letters for shift in range(41))


def test_what_the_register_keeps_of_the_letters_is_slow_to_guess():
    """40 bits: at a thousandth of a second each, all of them take one core more than 30 years."""
    codes.typed_hash.cache_clear()
    began = time.process_time()
    codes.typed_hash("demo-garden", "0123ABCD")
    assert time.process_time() - began > 0.001
    assert codes.typed_hash("demo-garden", "0123ABCD") != codes.typed_hash("other", "0123ABCD")


@settings(max_examples=50)
@given(sites)
def test_a_site_number_has_16_bits(site: str):
    assert 0 <= codes.site_number(site) <= 0xFFFF


def test_41_digits_fit_the_small_qr_codes_the_labels_use():
    """QR version 2 at level Q holds 22 bytes, version 3 at level H 26 (ISO/IEC 18004, table 7)."""
    tens, rest = divmod(codes.LENGTH, 3)
    bits = 4 + 10 + 10 * tens + (0, 4, 7)[rest]
    assert bits <= 22 * 8
    assert bits <= 26 * 8
    assert bits > 16 * 8, "version 2 at level H would be too small"
