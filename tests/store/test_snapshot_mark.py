"""An upgrade that folds events differently finds no snapshot: the mark in its head is of all the code that folds."""

from __future__ import annotations

from typing import get_args

from checkpoints.ledger.facts import AnyFact
from checkpoints.ledger.ledger import Ledger
from store.snapshot import form


def test_whatever_decides_how_an_event_is_folded_is_part_of_the_mark():
    ledger = Ledger()
    folding = {module.__name__ for module in form._FOLDING}
    states = [family.blank("x") for family in ledger.families.values()]
    decide = [*get_args(AnyFact), *(family.apply for family in ledger.families.values()), *map(type, states)]
    decide += [type(known) for known in vars(ledger).values() if type(known).__module__.startswith("checkpoints.")]
    assert {of.__module__ for of in decide} <= folding
