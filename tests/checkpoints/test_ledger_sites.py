"""The site of a folder: numbers on walls are never reused, places are retired and not lost, one folder one site."""

from __future__ import annotations

from dataclasses import replace

import pytest

from checkpoints.work import sites
from checkpoints.work.sites import SiteLoaded
from tests.support.ground import Desk, at, refusal
from tests.support.small_site import place, small_site


@pytest.fixture
def desk() -> Desk:
    return Desk(now=at(9)).open()


def with_places(*changed):
    """The small site with some of its places replaced or added."""
    mine = {c.id: c for c in small_site().checkpoints} | {c.id: c for c in changed}
    return replace(small_site(), checkpoints=tuple(mine.values()))


def test_a_new_edition_of_the_site_comes_into_force(desk):
    desk.record("chen", sites.load(desk.ledger, small_site(min_minutes=45)))
    assert desk.ledger.site is not None
    assert desk.ledger.site.patrol_policy.min_minutes == 45


def test_a_place_may_be_added_and_retired(desk):
    edition = with_places(place(9), replace(place(2), retired=True))
    desk.record("chen", sites.load(desk.ledger, edition))
    assert [c.id for c in desk.ledger.site.active] == [f"CP-0{n}" for n in (1, 3, 4, 5, 6, 7, 9)]


def test_rules_11_17_a_number_is_never_given_to_another_place(desk):
    for number in (1, 8):
        edition = with_places(replace(place(9), number=number))
        assert refusal(sites.load, desk.ledger, edition) == "site.reused"


def test_rules_11_17_a_place_keeps_the_number_on_its_wall(desk):
    edition = with_places(replace(place(1), number=99))
    assert refusal(sites.load, desk.ledger, edition) == "site.renumbered"


def test_rules_11_17_a_place_is_retired_and_not_lost(desk):
    edition = replace(small_site(), checkpoints=small_site().checkpoints[:-1])
    assert refusal(sites.load, desk.ledger, edition) == "site.lost"


def test_another_sites_file_does_not_fit_the_folder(desk):
    assert refusal(sites.load, desk.ledger, small_site("other")) == "site.other"


def test_a_strange_site_that_arrives_from_elsewhere_never_takes_over(desk):
    stray = Desk("t9", at(10))
    stray.record("-", [SiteLoaded(site=small_site("other"))])
    desk.hear(stray.events)
    assert desk.ledger.site is not None
    assert desk.ledger.site.site.id == "small"
    desk.record("chen", sites.load(desk.ledger, small_site(min_minutes=30)))
    assert desk.ledger.site.patrol_policy.min_minutes == 30


def test_the_site_that_was_there_first_wins_whichever_is_heard_first(desk):
    stray = Desk("t9", at(10))
    stray.record("-", [SiteLoaded(site=small_site("other"))])
    stray.hear(desk.events)
    desk.hear(stray.events)
    assert stray.ledger == desk.ledger
    assert stray.ledger.site is not None
    assert stray.ledger.site.site.id == "small"


def test_an_older_edition_that_arrives_late_changes_nothing():
    first, second = Desk("t1", at(9)), Desk("t2", at(10))
    first.record("-", [SiteLoaded(site=small_site(min_minutes=30))])
    second.record("-", [SiteLoaded(site=small_site(min_minutes=50))])
    second.hear(first.events)
    assert second.ledger.site is not None
    assert second.ledger.site.patrol_policy.min_minutes == 50
