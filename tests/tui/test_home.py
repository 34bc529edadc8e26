"""Home: the two rounds of today, what is mine, what nobody visited (D3.1, D3.3)."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from checkpoints.site import codes
from checkpoints.work import findings, labels
from checkpoints.work.findings.facts import FindingAcknowledged, FindingAssigned
from checkpoints.work.findings.ladder import KEYS
from checkpoints.work.people import PersonAdded
from checkpoints.work.promises.facts import PromiseMade
from tests.support.walked import arrive, finish, start, walk
from tests.tui.conftest import until
from tui import i18n
from tui.scan import Scanned
from tui.words.ladder import STEPS, step_name

KEY = codes.Key(1, b"a key for tests, no secret")


@pytest.fixture
def home(book, run_app):
    """`async with home(person="p02", ...)`: the app on the home screen, in the office too, where the board is first."""

    @asynccontextmanager
    async def at_home(**more):
        async with run_app(book, **{"person": "p02", "lang": "en", **more}) as (app, pilot):
            app.go("home")
            await pilot.pause()
            yield app, pilot

    return at_home


def at(clock, hour, minute=0):
    clock.at = clock.at.replace(hour=hour, minute=minute)


def text(app, selector):
    return app.screen.query_one(selector).text


async def tap(pilot, selector):
    pilot.app.screen.query_one(selector).press()
    await pilot.pause()


def code_of(book, checkpoint):
    site = book.ledger.site
    book.record("p01", lambda _now: labels.issue(book.ledger, checkpoint, KEY))
    return codes.make(site.site.id, site.checkpoint_of[checkpoint].number, 1, KEY)


async def test_in_the_morning_both_rounds_are_owed_until_their_hour(home):
    async with home() as (app, _pilot):
        assert "○ owed" in text(app, "#home-am")
        assert "until 12:00" in text(app, "#home-am")
        assert "from 12:00 to 18:00" in text(app, "#home-pm")
        assert "Tap to start" not in text(app, "#home-pm")


async def test_a_finished_round_shows_minutes_people_and_points(book, clock, home):
    round_id = start(book)
    walk(book, round_id, minutes=68)
    finish(book, round_id)
    async with home() as (app, _pilot):
        assert "✓ done" in text(app, "#home-am")
        assert "68 min · 2 people · 18/18" in text(app, "#home-am")


async def test_a_round_that_does_not_count_says_why_on_its_card(book, clock, home):
    round_id = start(book)
    walk(book, round_id, minutes=41)
    finish(book, round_id)
    async with home(size=(160, 48)) as (app, _pilot):
        assert "! does not count" in text(app, "#home-am")
        assert "Only 41 min from the first scan to the last" in text(app, "#home-am")


async def test_the_end_of_the_morning_turns_owed_into_missed_without_a_touch(clock, home):
    async with home() as (app, pilot):
        at(clock, 12)
        app.screen._look()
        await pilot.pause()
        assert "✗ missed" in text(app, "#home-am")
        assert "Tap: say why" in text(app, "#home-am")


async def test_a_missed_round_is_explained_in_three_taps(book, clock, home):
    at(clock, 13)
    async with home() as (app, pilot):
        await tap(pilot, "#home-am")
        await pilot.pause()
        app.screen.query(".tile").first().press()
        await pilot.pause()
        await tap(pilot, "#reason-ok")
        await until(pilot, lambda: app.current_mode == "home" and "Reason:" in text(app, "#home-am"))
        assert book.ledger.missed["2026-11-23.am"].explained.reason == "Storm or heavy rain"


async def test_a_reason_chosen_in_english_is_read_in_chinese(book, clock, home):
    from checkpoints.work import missed

    at(clock, 13)
    day = clock.at.date()
    book.record("p02", lambda now: missed.explain(book.ledger, day, "am", "Storm or heavy rain", "p02", now))
    async with home(lang="zh") as (app, _pilot):
        assert "暴雨台风等恶劣天气" in text(app, "#home-am")


async def test_one_tap_goes_on_with_my_round_at_its_point(book, clock, home):
    round_id = start(book)
    arrive(book, round_id, "CP-01")
    async with home() as (app, pilot):
        assert "CP-01" in text(app, "#home-go")
        assert not app.screen.query_one("#home-start").display
        await tap(pilot, "#home-go")
        assert app.current_mode == "checkpoint"


async def test_a_round_that_others_walk_with_this_device_can_be_joined_with_my_pin(book, clock, home):
    round_id = start(book, second="")
    async with home(person="p01") as (app, pilot):
        await tap(pilot, "#home-join")
        await pilot.pause()
        await pilot.press(*"2468", "enter")
        await until(pilot, lambda: "p01" in book.ledger.rounds.all[round_id].people)
        joined = book.ledger.history("round:" + round_id)[-1]
        assert joined.actor == "p01"
        await until(pilot, lambda: app.current_mode == "checkpoint")


async def test_a_scan_without_a_round_says_to_start_one(book, home):
    code = code_of(book, "CP-05")
    async with home() as (app, pilot):
        app.screen.post_message(Scanned(code))
        await pilot.pause()
        notice = text(app, "Notice")
        assert "CP-05" in notice
        assert "Start a round first" in notice


async def test_a_scan_of_a_point_of_my_round_goes_there_and_arrives(book, home):
    code = code_of(book, "CP-02")
    round_id = start(book)
    async with home() as (app, pilot):
        app.screen.post_message(Scanned(code))
        await until(pilot, lambda: app.current_mode == "checkpoint")
        await until(pilot, lambda: book.ledger.rounds.all[round_id].visit("CP-02").arrivals)


async def test_a_scan_of_a_place_that_is_not_on_my_round_changes_nothing(book, home):
    code = code_of(book, "CP-46")
    start(book)
    async with home() as (app, pilot):
        before = book.ledger.count
        app.screen.post_message(Scanned(code))
        await pilot.pause()
        assert "is not on your round" in text(app, "Notice")
        assert (app.current_mode, book.ledger.count) == ("home", before)


async def test_my_open_findings_are_listed_with_what_is_overdue(book, clock, home):
    draft = findings.draft_for(book.ledger, "CP-05", None, words="Standing water by the door")
    book.record("p02", lambda now: findings.raise_finding(book.ledger, draft, "p02", now))
    clock.advance(hours=draft.due_h + 2)
    async with home() as (app, _pilot):
        assert "1 open · ! 1 overdue" in text(app, "#home-mine-title")
        tile = app.screen.query("#home-mine-list .tile").first()
        assert "Standing water" in tile.text
        assert "overdue" in tile.text


async def test_a_finding_of_somebody_else_is_not_among_mine(book, home):
    draft = findings.draft_for(book.ledger, "CP-05", None, words="Standing water by the door")
    book.record("p01", lambda now: findings.raise_finding(book.ledger, draft, "p01", now))
    async with home() as (app, _pilot):
        assert "0 open" in text(app, "#home-mine-title")


async def test_the_office_lists_everybodys_findings(book, home):
    draft = findings.draft_for(book.ledger, "CP-05", None, words="Standing water by the door")
    book.record("p01", lambda now: findings.raise_finding(book.ledger, draft, "p01", now))
    async with home(place="office") as (app, _pilot):
        assert "Findings: 1 open" in text(app, "#home-mine-title")


def raised(book, words, by="p02", checkpoint="CP-05", **changes):
    """A finding on the book; gives its id."""
    draft = replace(findings.draft_for(book.ledger, checkpoint, None, words=words), **changes)
    book.record(by, lambda now: findings.raise_finding(book.ledger, draft, by, now))
    return max(book.ledger.findings.all, key=lambda f: book.ledger.findings.brief(f).number)


def ordered(book, finding, person, department):
    due = book.ledger.findings.brief(finding).due
    order = FindingAssigned(
        finding=finding, notice="1", department=department, head="", plan="mend it", person=person, due=due
    )
    book.record("p01", lambda _now: [order])


def added(book, person, role, department):
    book.record(
        "p01", lambda _now: [PersonAdded(person=person, zh=person, en=person, role=role, department=department)]
    )


def gone_to(app):
    """Where taps lead from now on, instead of there."""
    ways = []
    app.go = lambda *way: ways.append(way)
    return ways


@pytest.mark.parametrize(("place", "size"), [("tablet", (80, 24)), ("kiosk", (120, 38)), ("office", (160, 48))])
async def test_rules_3_every_home_shows_what_nobody_acknowledged_and_what_is_overdue(book, clock, home, place, size):
    serious = raised(book, "Water in the lift pit", severity="S2", due_h=24.0)
    raised(book, "A scratch on the door", checkpoint="CP-09", due_h=2.0)
    clock.advance(hours=3)
    async with home(place=place, size=size) as (app, pilot):
        told = text(app, "#home-alerts")
        assert "Unseen 2" in told
        assert "overdue 1" in told
        await tap(pilot, "#home-alerts")
        await until(pilot, lambda: len(app.screen.query(".tile")) == 2)
        assert "the manager the same day" in app.screen.query(".tile").first().text
        ways = gone_to(app)
        app.screen.query(".tile").first().press()
        await until(pilot, lambda: ways == [("finding", serious)])
        book.record("p01", lambda _now: [FindingAcknowledged(finding=serious, step="S2")])
        app.screen.repaint()
        assert "Unseen 1" in text(app, "#home-alerts")


def test_every_step_of_the_ladder_has_a_name_in_both_languages():
    assert set(STEPS) == set(KEYS)
    i18n.use("zh")
    assert all(step_name(key) != STEPS[key] for key in KEYS)
    i18n.use("en")
    assert all(step_name(key) == STEPS[key] for key in KEYS)


async def test_where_all_is_well_home_says_so(home):
    async with home() as (app, _pilot):
        assert text(app, "#home-alerts") == "✓ Nothing overdue"


async def test_whoever_has_to_put_it_right_sees_it_first_and_acts_from_the_tablet(book, home):
    found = raised(book, "A scratch on the door", by="p03", due_h=1.0)
    theirs = raised(book, "Water in the lift pit", checkpoint="CP-09", due_h=50.0)
    ordered(book, theirs, "p03", "engineering")
    async with home(person="p03", size=(160, 48)) as (app, pilot):
        assert "My findings: 2 open" in text(app, "#home-mine-title")
        assert [tile.key for tile in app.screen.query_one("#home-mine-list").tiles] == [theirs, found]
        ways = gone_to(app)
        app.screen.query("#home-mine-list .tile").first().press()
        await until(pilot, lambda: ways == [("finding", theirs)])


async def test_a_contractor_sees_his_own_department_and_nothing_of_others(book, clock, home):
    added(book, "p09", "contractor", "contractor")
    raised(book, "A scratch on the door", severity="S2")
    ours = raised(book, "Lift door sticks", checkpoint="CP-09")
    ordered(book, ours, "lift firm", "contractor")
    clock.advance(hours=200)
    async with home(person="p09", place="office") as (app, _pilot):
        assert "1 open" in text(app, "#home-mine-title")
        assert "overdue 1" in text(app, "#home-alerts")


async def test_D3_14_my_promises_are_counted_with_what_is_left_of_the_next_limit(book, clock, home):
    async with home() as (app, pilot):
        assert text(app, "#home-promises") == "My promises: 0"
        made = PromiseMade(
            promise="p-1",
            number="T1-P1",
            matter="a leak",
            unit="3-1-1502",
            contact="Mrs Lin",
            kind_of="owner_finding",
            first_asked="p02",
            follower="p02",
            first_reply_by=clock.at + timedelta(hours=4),
            final_by=clock.at + timedelta(hours=72),
        )
        book.record("p02", lambda _now: [made])
        app.screen.repaint()
        assert text(app, "#home-promises") == "My promises: 1\n4 h left"
        clock.advance(hours=5)
        app.screen._look()
        await pilot.pause()
        assert "! 1 late" in text(app, "#home-promises")
        ways = gone_to(app)
        await tap(pilot, "#home-promises")
        assert ways == [("promises",)]


async def test_nothing_of_anybody_is_on_the_kiosk_before_a_pin(book, run_app):
    raised(book, "Water in the lift pit", severity="S1")
    async with run_app(book, place="kiosk", lang="en", size=(120, 38)) as (app, _pilot):
        assert app.current_mode == "kiosk"
        assert not any("lift pit" in big.text for big in app.screen.query("Big"))


async def test_nobody_joins_a_round_from_the_office(book, home):
    start(book, second="")
    async with home(person="p01", place="office") as (app, _pilot):
        assert not app.screen.query_one("#home-join").display


async def test_places_nobody_visited_for_a_week_are_counted_and_listed(book, clock, home):
    round_id = start(book)
    walk(book, round_id)
    async with home() as (app, pilot):
        assert "28 places not visited" in text(app, "#home-stale")
        await tap(pilot, "#home-stale")
        await until(pilot, lambda: "CP-03" in app.screen.query(".tile").first().text)


async def test_in_the_office_rounds_are_only_entered_from_paper(home):
    async with home(place="office") as (app, pilot):
        assert "from paper" in text(app, "#home-start")
        await tap(pilot, "#home-start")
        assert app.screen.paper


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (160, 48)])
@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_every_button_is_big_enough_for_a_glove_and_whole(book, home, size, lang):
    start(book)
    async with home(size=size, lang=lang) as (app, _pilot):
        for big in (b for b in app.screen.query("#body Big") if b.region.area):
            assert big.outer_size.height >= 5, big
            assert big.outer_size.width >= 16, big
            assert app.screen.region.contains_region(big.region), big


async def test_a_repaint_with_nothing_new_draws_nothing(book, home):
    round_id = start(book)
    walk(book, round_id, minutes=30)
    async with home() as (app, pilot):
        await pilot.pause()
        drawn = []
        for widget in app.screen.query("*"):
            widget.refresh = lambda *_regions, widget=widget, **_how: drawn.append(widget)
        app.screen.repaint()
        assert drawn == []
