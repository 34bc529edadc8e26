"""What a supervisor sees of presence: scores with reasons, proof of each visit, and the question asked at a place."""

# ruff: noqa: F811  (fixtures are imported by name)
from __future__ import annotations

from dataclasses import replace

import pytest

from checkpoints.site.challenges import Challenge, ChallengeOption
from checkpoints.site.policy import PresencePolicy
from checkpoints.work import sites
from checkpoints.work.labels import Reading
from checkpoints.work.rounds import presence
from tests.support.patrol import GATE, LOBBY, patrol, walking  # noqa: F401
from tests.support.walked import arrive, finish, start
from tests.tui.conftest import until
from tui.scan import Scanned
from tui.widgets.reader import Reader

SEAL = Challenge(id="seal", zh="铅封号后四位", en="Last four digits of the seal", rule="match", expected=4711)
CARD = Challenge(
    id="card",
    zh="今天的卡片是什么颜色",
    en="What colour is today's card?",
    rule="match",
    options=(ChallengeOption(value="red", zh="红", en="Red"), ChallengeOption(value="blue", zh="蓝", en="Blue")),
)


def asks(patrol, **questions):
    """The site asks these at each arrival, on a round that is started anew."""
    site = patrol.ledger.site
    places = tuple(replace(c, challenges=questions.get(c.id.replace("-", ""), ())) for c in site.checkpoints)
    asking = replace(site, checkpoints=places, presence_policy=PresencePolicy(challenge_one_in=1))
    patrol.book.record("p01", lambda _now: sites.load(patrol.ledger, asking))
    patrol.finish()
    patrol.start()
    return patrol


def told(patrol, point):
    return patrol.visit(point).challenged


async def test_a_number_is_asked_right_after_the_scan_and_its_judgement_is_not_given_away(walking, patrol):
    asks(patrol, CP01=(SEAL,))
    async with walking() as walker:
        assert walker.sheet == "CheckpointScreen"
        await walker.scan(GATE)
        await walker.until_sheet("NumberQuestion")
        assert "Last four digits of the seal" in walker.app.screen.query_one(".sheet-title").text
        await walker.press("enter")
        assert "Type the number first" in walker.notice
        await walker.press(*"4712", "enter")
        await walker.until_sheet("CheckpointScreen")
        assert (told(patrol, GATE)[1].value, told(patrol, GATE)[1].outcome) == (4712, "wrong")
        assert walker.screen.listed.display
        assert not walker.notice
        await walker.go(LOBBY)
        await walker.go(GATE)
        assert walker.sheet == "CheckpointScreen"


async def test_a_question_left_by_back_is_recorded_and_one_that_nobody_can_tell_has_a_reason(walking, patrol):
    asks(patrol, CP01=(SEAL,), CP05=(CARD,))
    async with walking() as walker:
        await walker.scan(GATE)
        await walker.until_sheet("NumberQuestion")
        await walker.press("escape")
        await walker.until_sheet("CheckpointScreen")
        assert told(patrol, GATE)[1].outcome == "skipped"
        await walker.scan(LOBBY)
        await walker.until_sheet("ChoiceQuestion")
        await walker.tap("#question-cannot")
        await walker.until_sheet("ReasonSheet")
        await walker.press("escape")
        await walker.until_sheet("ChoiceQuestion")
        await walker.tap("#question-cannot")
        await walker.until_sheet("ReasonSheet")
        await walker.choose("Out of reach")
        await walker.tap("#reason-ok")
        await walker.until(lambda: told(patrol, LOBBY), "the reason")
        fact = told(patrol, LOBBY)[1]
        assert (fact.outcome, fact.reason) == ("cannot_tell", "Out of reach or covered")


async def test_a_question_survives_a_crash_and_is_asked_again(walking, patrol):
    asks(patrol, CP05=(CARD,))
    patrol.arrive(LOBBY)
    async with walking(LOBBY) as walker:
        await walker.until_sheet("ChoiceQuestion")
        await walker.scan(GATE)
        assert patrol.visit(GATE).arrivals
        assert "Scanned and recorded" in walker.notice
        await walker.press("enter")
        await walker.until(lambda: told(patrol, LOBBY), "the answer")
        await walker.until(lambda: walker.screen.checkpoint == GATE, "the scanned point")
        assert told(patrol, LOBBY)[1].value == "red"


async def test_digits_that_were_pasted_are_recorded_as_pasted(walking, patrol):
    async with walking() as walker:
        walker.app.screen.post_message(Scanned(patrol.codes[GATE], "paste"))
        await walker.until(lambda: patrol.visit(GATE).arrivals, "the arrival")
        assert patrol.visit(GATE).arrivals[0].fact.method == "pasted"


@pytest.fixture
def rounds(book, clock):
    """An ordinary round in the morning, and one in the afternoon with pasted codes and a retired label."""
    good = start(book)
    for number, place in enumerate(book.ledger.rounds.all[good].points):
        clock.advance(seconds=200 + 53 * (number % 4))
        arrive(book, good, place)
    finish(book, good)
    clock.at = clock.at.replace(hour=14, minute=0)
    odd = start(book, route="R-PM-EQUIP", by="p02", second="p03")
    for number, place in enumerate(book.ledger.rounds.all[odd].points):
        clock.advance(seconds=200 + 37 * (number % 5))
        reading = Reading("active", place, 1, "f" * 64)
        method = "pasted" if number > 9 else "scan"
        book.record("p02", lambda now, r=reading, m=method: presence.arrive(book.ledger, odd, r, "p02", now, method=m))
    retired = Reading("retired", "CP-39", 1, "e" * 64)
    book.record("p02", lambda now: presence.arrive(book.ledger, odd, retired, "p02", now))
    finish(book, odd)
    return good, odd


def tiles(app):
    return [t.text for t in app.screen.query("#presence-rounds .tile") if t.display]


async def test_the_review_lists_rounds_with_score_and_reasons_and_opens_them(rounds, book, run_app):
    async with run_app(book, person="p01", lang="en") as (app, pilot):
        app.go("board")
        await pilot.pause()
        app.go("presence")
        await until(pilot, lambda: len(tiles(app)) == 2, "both rounds")
        odd, good = tiles(app)
        assert "15, worth a look" in odd
        assert "pasted codes, retired label" in odd
        assert "100 of 100" in good
        assert "nothing unusual" in good
        assert "worth a look: 1" in str(app.screen.subheading())
        assert "proves nothing against anybody" in app.screen.query_one("#presence-limits").text
        app.screen.query_one("#presence-filter").press()
        await until(pilot, lambda: len(tiles(app)) == 1, "only the odd one")
        app.screen.query("#presence-rounds .tile").first().press()
        await until(pilot, lambda: any("▮" in r.text for r in app.screen.query(Reader)), "the round")
        text = app.screen.query_one("#detail-text").text
        assert "Plausibility: ! 15 of 100, worth a look" in text
        assert "Labels that were taken out of use were scanned: 1." in text
        assert "scanned ▮▮▮▯" in text
        assert "pasted ▮▮▯▯" in text
        await pilot.press("f2")
        await pilot.pause()
        text = app.screen.query_one("#detail-text").text
        assert "到点可信度：! 15/100，建议复核" in text
        assert "不能作为认定依据" in text
        await pilot.press("escape")
        await until(pilot, lambda: app.current_mode == "presence", "back")


async def test_the_score_is_for_those_who_review(rounds, book, run_app):
    _good, odd = rounds
    async with run_app(book, person="p02", lang="en") as (app, pilot):
        app.go("presence")
        await pilot.pause()
        assert tiles(app) == []
        assert "supervisor and the manager" in app.screen.query_one("#presence-limits").text
        app.go("round_detail", odd)
        await pilot.pause()
        assert "Plausibility" not in app.screen.query_one("#detail-text").text
