"""D3.4 to D3.8: each of the brief's five groups is asked at the places that the brief names, on the packaged site."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import pytest

from checkpoints.site.catalogue import default_site
from checkpoints.site.checks import Check
from checkpoints.site.places import Checkpoint
from checkpoints.site.site import Site
from checkpoints.work.rounds import checking
from tests.support.ground import Desk, Walk, at

A_DAY = date(2026, 11, 23)


@cache
def site() -> Site:
    return default_site()


def places(kind: str) -> list[Checkpoint]:
    found = [c for c in site().active if c.kind == kind]
    assert found, kind
    return found


def of_group(place: Checkpoint, group: str, on: date = A_DAY) -> list[Check]:
    return [c for c in site().checks_at(place.id, on) if c.group == group]


@pytest.mark.parametrize(
    "kind",
    ["gate", "road", "corridor", "surface_parking", "underground_parking", "water_feature", "garden", "lobby"],
)
def test_D3_4_cleaning_and_greening_at_gates_roads_corridors_car_parks_and_water(kind):
    assert all(of_group(place, "a") for place in places(kind))


@pytest.mark.parametrize("kind", ["gate", "road", "surface_parking", "underground_parking", "bike_shed"])
def test_D3_5a_people_vehicles_goods_works_and_parking(kind):
    assert all(of_group(place, "b") for place in places(kind))


@pytest.mark.parametrize("kind", ["facade", "road", "garden", "playground", "water_feature", "clubhouse"])
def test_D3_5b_misuse_occupation_and_damage_of_facade_roads_landscape_and_fittings(kind):
    assert all(of_group(place, "b") for place in places(kind))


@pytest.mark.parametrize("kind", ["renovation_unit", "rooftop"])
def test_D3_5c_illegal_fitting_out_and_structures(kind):
    assert all(of_group(place, "b") for place in places(kind))


@pytest.mark.parametrize(
    "kind", ["power_room", "water_pump_room", "fire_pump_room", "fire_control_room", "generator_room"]
)
def test_D3_6_public_equipment_is_read_in_numbers_with_a_unit_and_a_range(kind):
    for place in places(kind):
        numbers = [c for c in of_group(place, "c") if c.answer.type == "number"]
        assert numbers
        for check in numbers:
            assert (check.answer.ok_min, check.answer.ok_max) != (None, None), check.id
        assert any(c.answer.unit for c in numbers)


def test_D3_6_every_reading_out_of_range_becomes_a_finding_at_once():
    for place in site().active:
        for check in site().checks_at(place.id, A_DAY):
            spec = check.answer
            if spec.type == "number" and (spec.ok_min, spec.ok_max) != (None, None):
                assert check.on_fail is not None, check.id
                beyond = spec.ok_max + 1e6 if spec.ok_max is not None else (spec.ok_min or 0) - 1e6
                assert spec.outcome(beyond) in ("fail", "critical"), check.id


def test_D3_7_vacant_units_for_hazards_cleanness_and_take_over():
    for place in places("vacant_unit"):
        assert len(of_group(place, "d")) == len(site().checks_at(place.id, A_DAY)) > 5
        assert place.key_needed


@pytest.mark.parametrize("kind", ["gate", "lobby", "underground_parking", "fire_control_room", "service_centre"])
def test_D3_8_dress_manner_and_discipline_of_the_staff_at_their_posts(kind):
    assert all(of_group(place, "e") for place in places(kind))


def test_D3_4_to_D3_8_every_group_is_asked_all_the_year():
    for week in range(53):
        day = A_DAY + timedelta(weeks=week)
        asked = {c.group for place in site().active for c in site().checks_at(place.id, day)}
        assert asked == {"a", "b", "c", "d", "e"}


def test_D3_4_to_D3_8_every_route_asks_the_groups_that_it_promises():
    for route in site().routes:
        asked = {c.group for place in route.checkpoints for c in site().checks_at(place, A_DAY)}
        assert set(route.groups_covered) <= asked, route.id


def test_D3_4_to_D3_8_every_failed_check_knows_whom_and_when():
    known = site()
    for kind in known.kinds:
        for check in kind.checks:
            if check.answer.type in ("text", "photo"):
                continue  # nothing to fail
            if check.on_fail is None:
                assert check.answer.type == "number", check.id  # a meter that is only read
                continue
            assert check.on_fail.department in known.department_of
            assert check.on_fail.category in known.category_of
            assert check.on_fail.deadline_h >= 0


@pytest.mark.parametrize("route", ["R-AM-EAST", "R-AM-WEST", "R-PM-EQUIP", "R-PM-VACANT"])
def test_D3_1_to_D3_8_the_routes_of_the_packaged_site_are_walked_and_count(route):
    desk = Desk(now=at(9 if "AM" in route else 14)).open(site())
    walk = Walk(desk, route)
    for checkpoint in walk.round.points:
        desk.wait(5)
        desk.scan(walk.id, checkpoint)
        for check in checking.unanswered(desk.ledger, walk.round, checkpoint):
            spec = check.answer
            good = {
                "number": spec.ok_min if spec.ok_min is not None else spec.ok_max or 0,
                "choice": next((o.value for o in spec.options if o.ok), ""),
                "text": "12, 15, 18",
                "photo": "f" * 64,
            }.get(spec.type, "pass")
            walk.answer(checkpoint, check.id, good, photos=("e" * 64,) if check.photo == "always" else ())
        walk.leave(checkpoint)
    walk.finish()
    assert walk.verdict.counts
    assert walk.verdict.visited == walk.verdict.planned == len(site().route_of[route].checkpoints)
    assert desk.ledger.findings.all == {}
