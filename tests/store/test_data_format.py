"""docs/data-format.md is true: its own program reads a journal, and every kind of fact is named in it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

from checkpoints.ledger.facts import AnyFact
from checkpoints.work import people, sites

DOCUMENT = Path(__file__).parents[2] / "docs" / "data-format.md"


def test_the_program_in_the_document_reads_a_journal_in_fold_order(book, site, monkeypatch):
    book.record("-", lambda _: sites.load(book.ledger, site))
    for name in ("wang", "li"):
        fact = people.PersonAdded(person=name, zh=name, en=name, role="assistant", department="service")
        book.record("-", lambda _, fact=fact: [fact])
    monkeypatch.chdir(book.data)
    program = re.search(r"```python\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)
    assert program
    found = {}
    exec(program.group(1), found)
    assert [event["id"] for event in found["in_order"]] == [event.id for event in book.events()]
    assert found["in_order"][0]["body"]["kind"] == "site.loaded"


def test_every_kind_of_fact_is_named_in_the_document():
    text = DOCUMENT.read_text(encoding="utf-8").partition("**Kinds**")[2].partition("\n\n")[0]
    named = set()
    family = ""
    for word in re.findall(r"`([a-z_]*\.[a-z_]+)`", text):
        family = word.partition(".")[0] or family
        named.add(f"{family}.{word.partition('.')[2]}")
    assert named == {fact.kind() for fact in get_args(AnyFact)}
