"""No code that was not issued is ever taken for one; `roundsman bench forgery` tries a million."""

from __future__ import annotations

from random import Random

import pytest

from checkpoints.site.catalogue import default_site
from checkpoints.work import labels
from tests.support.forgeries import near_misses, random_codes
from tests.support.ground import KEY, Desk

SEED = 20261128


@pytest.fixture(scope="module")
def office() -> tuple[Desk, list[str]]:
    desk = Desk().open(default_site())
    return desk, [desk.code(place.id) for place in desk.ledger.site.active]


@pytest.mark.parametrize(("key", "share"), [(None, 1), (KEY, 5)], ids=["tablet", "office"])
def test_of_20000_random_codes_and_5000_near_misses_none_is_taken(office, key, share):
    desk, genuine = office
    assert {labels.read(desk.ledger, code, key).status for code in genuine} == {"active"}
    chance = Random(SEED)
    tried = (*random_codes(genuine, 20_000 // share, chance), *near_misses(genuine, 5_000 // share, chance))
    said = [labels.read(desk.ledger, code, key).status for code in tried]
    assert not {"active", "retired"} & set(said)
    assert set(said) >= {"bad_tag", "foreign", "not_a_code"}
