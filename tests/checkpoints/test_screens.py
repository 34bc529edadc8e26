"""A screen's code dies within a minute, is checked without a secret, and counts once on each device."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoints.site import codes, screen_codes
from checkpoints.work import labels, screens
from checkpoints.work.rounds import presence
from checkpoints.work.rounds.facts import PointReached, ScanRefused
from checkpoints.work.sites import SiteLoaded
from tests.support.ground import KEY, PROPERTY, Desk, Walk, at, refusal

PLACE = "CP-02"
SECRET = screen_codes.secret_for(KEY, "small", 2, 1)


@pytest.fixture
def desk() -> Desk:
    desk = Desk(now=at(9)).open()
    desk.record("zhao", screens.issue(desk.ledger, PLACE, KEY, desk.now(), 3))
    return desk


@pytest.fixture
def walk(desk) -> Walk:
    return Walk(desk)


def shown(desk: Desk, late: float = 0) -> str:
    """What the screen showed so many seconds ago."""
    secret = screens.secret_of(desk.ledger, PLACE, KEY)
    return screen_codes.digits(secret, desk.wall - timedelta(seconds=late))


def scan(walk: Walk, text: str):
    desk = walk.desk
    reading = screens.read(desk.ledger, text, desk.wall)
    (event,) = desk.record("wang", presence.arrive(desk.ledger, walk.id, reading, "wang", desk.now()))
    return event.body


def test_the_code_on_the_screen_confirms_presence_as_the_strongest_proof(walk):
    fact = scan(walk, shown(walk.desk))
    assert isinstance(fact, PointReached)
    assert (fact.method, fact.issue, fact.window) == ("screen", 1, screen_codes.window_of(walk.desk.wall))


@pytest.mark.parametrize(("late", "counts"), [(-30, True), (30, True), (-60, False), (60, False), (3000, False)])
def test_one_window_on_either_side_is_accepted_and_no_more(walk, late, counts):
    fact = scan(walk, shown(walk.desk, late))
    if counts:
        assert isinstance(fact, PointReached)
    else:
        assert isinstance(fact, ScanRefused)
        assert (fact.why, fact.checkpoint) == ("stale", PLACE)
        assert walk.round.visits == {}


def test_a_code_counts_once_on_a_device_and_the_second_time_is_recorded(walk):
    code = shown(walk.desk)
    scan(walk, code)
    walk.desk.wait(seconds=20)
    again = scan(walk, code)
    assert (again.why, again.window) == ("replayed", screen_codes.window_of(at(9)))
    walk.desk.wait(seconds=15)
    assert scan(walk, shown(walk.desk)).method == "screen"


def test_an_older_code_after_a_newer_one_is_a_replay(walk):
    scan(walk, shown(walk.desk))
    assert scan(walk, shown(walk.desk, late=30)).why == "replayed"


def test_the_same_code_counts_on_another_device_too(desk, walk):
    other = Desk("t2", desk.wall)
    other.hear(desk.events)
    theirs = Walk(other, by="zhao", second="chen")
    code = shown(desk)
    assert scan(walk, code).method == "screen"
    other.hear(desk.events)
    reading = screens.read(other.ledger, code, other.wall)
    (event,) = other.record("zhao", presence.arrive(other.ledger, theirs.id, reading, "zhao", other.now()))
    assert event.body.method == "screen"


def test_the_register_alone_makes_no_code(desk):
    """What travels is an anchor a day; a code made from it, or from codes that were seen, is not taken."""
    (issued,) = desk.ledger.screens[PLACE].issued.values()
    assert len(set(issued.anchors)) == 3
    seen = screen_codes.parse(shown(desk))
    assert seen is not None
    guessed = int(shown(desk)[2:]) + 1
    assert screens.read(desk.ledger, f"73{guessed:039d}", desk.wall).status == "bad_tag"
    later = desk.wall + timedelta(seconds=60)
    moved = int(shown(desk)[2:]) + (2 << 80)  # the same link, said to be of two windows later
    assert screens.read(desk.ledger, f"73{moved:039d}", later).status == "bad_tag"


def test_a_million_to_one_is_not_enough(desk):
    rng = random.Random(4)
    head = int(shown(desk)[2:]) >> 80 << 80
    made = (f"73{head | rng.getrandbits(80):039d}" for _ in range(300))
    assert {screens.read(desk.ledger, text, desk.wall).status for text in made} == {"bad_tag"}


def test_the_secret_of_a_screen_is_not_the_signing_key_nor_another_screens():
    others = {
        screen_codes.secret_for(KEY, "small", 3, 1).secret,
        screen_codes.secret_for(KEY, "small", 2, 2).secret,
        screen_codes.secret_for(KEY, "large", 2, 1).secret,
        screen_codes.secret_for(codes.Key(3, b"another"), "small", 2, 1).secret,
        KEY.secret,
    }
    assert SECRET.secret not in others
    assert len(others) == 5


@PROPERTY
@given(second=st.integers(0, 3 * 86_400), off=st.integers(-3000, 3000))
def test_every_code_leads_to_the_anchor_of_its_own_day_and_window(second, off):
    when = at(0) + timedelta(seconds=second)
    code = screen_codes.parse(screen_codes.digits(SECRET, when))
    assert code is not None
    window = screen_codes.window_meant(code, screen_codes.window_of(when + timedelta(seconds=off)))
    assert window == screen_codes.window_of(when)
    day = window // screen_codes.WINDOWS_A_DAY
    assert screen_codes.genuine(code, window, screen_codes.anchor(SECRET, day))
    assert not screen_codes.genuine(code, window, screen_codes.anchor(SECRET, day + 1))


@PROPERTY
@given(text=st.text(max_size=60) | st.from_regex(r"73[0-9]{39}", fullmatch=True))
def test_any_text_can_be_read_and_proves_nothing(text):
    desk = Desk(now=at(9)).open()
    assert screens.read(desk.ledger, text, desk.wall).status != "active"


def test_a_label_is_read_as_ever(desk):
    assert screens.read(desk.ledger, desk.code("CP-01"), desk.wall).status == "active"
    assert screens.read(desk.ledger, "hello", desk.wall).status == "not_a_code"


def test_where_something_is_any_code_of_a_place_in_use_says(desk):
    def said(text):
        return screens.place_of(desk.ledger, text, desk.wall)

    old, forged = desk.code("CP-01"), codes.make("small", 1, 1, codes.Key(KEY.id, b"x" * 32))
    desk.record("zhao", labels.issue(desk.ledger, "CP-01", KEY))
    for text, place in ((old, "CP-01"), (desk.code("CP-01"), "CP-01"), (shown(desk, 3600), PLACE), (forged, ""),
                        (codes.make("elsewhere", 1, 1, KEY), ""), ("https://example.org", "")):  # fmt: skip
        assert said(text) == place
    site, on_screen = desk.ledger.site, shown(desk)
    kept = [replace(c, retired=True) if c.id == "CP-01" else c for c in site.checkpoints if c.id != PLACE]
    desk.record("-", [SiteLoaded(site=replace(site, checkpoints=tuple(kept)))])  # another office's site
    assert (said(old), said(on_screen)) == ("", "")


def test_another_sites_screen_and_one_not_known_yet_are_told_apart(desk):
    elsewhere = screen_codes.digits(screen_codes.secret_for(KEY, "elsewhere", 2, 1), desk.wall)
    assert screens.read(desk.ledger, elsewhere, desk.wall).status == "foreign"
    fresh = screen_codes.digits(screen_codes.secret_for(KEY, "small", 2, 2), desk.wall)
    assert screens.read(desk.ledger, fresh, desk.wall).status == "unknown"


def test_a_screens_code_ends_with_its_days_and_when_it_is_retired_or_issued_anew(desk):
    old = shown(desk)
    ends = desk.wall + timedelta(days=3)
    assert screens.read(desk.ledger, screen_codes.digits(SECRET, ends), ends).status == "stale"
    desk.record("zhao", screens.issue(desk.ledger, PLACE, KEY, desk.now(), 3))
    assert screens.read(desk.ledger, old, desk.wall).status == "stale"
    assert screens.read(desk.ledger, shown(desk), desk.wall).status == "active"
    desk.record("zhao", screens.retire(desk.ledger, PLACE, "stolen"))
    assert refusal(screens.secret_of, desk.ledger, PLACE, KEY) == "screen.none"
    assert refusal(screens.retire, desk.ledger, PLACE, "stolen") == "screen.none"


def test_only_the_office_that_issued_it_hands_the_secret_over(desk):
    assert refusal(screens.secret_of, desk.ledger, PLACE, codes.Key(3, b"another")) == "screen.other_key"


def test_what_cannot_be_issued(desk):
    ask = (desk.ledger, "CP-08", KEY, desk.now())
    assert refusal(screens.issue, *ask) == "label.no_place"
    for days in (0, 401):
        assert refusal(screens.issue, desk.ledger, PLACE, KEY, desk.now(), days) == "screen.days"
    for _ in range(30):
        desk.record("zhao", screens.issue(desk.ledger, PLACE, KEY, desk.now(), 1))
    assert refusal(screens.issue, desk.ledger, PLACE, KEY, desk.now(), 1) == "screen.used_up"
