"""The page about people says of each right who has it, and it says what the program does."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

from checkpoints.site.catalogue import default_site
from checkpoints.site.people import PERMITTED, RoleId

PAGE = Path(__file__).parents[2] / "docs" / "people.md"


def test_the_table_of_rights_in_the_docs_is_the_one_of_the_program():
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in PAGE.read_text("utf-8").splitlines()]
    (head,) = [row for row in rows if row[0].endswith("right")]
    roles = [cell.partition("<br>")[2] for cell in head[2:]]
    told = {
        row[0].strip("`"): {role for role, cell in zip(roles, row[2:], strict=True) if cell == "●"}
        for row in rows
        if row[0].startswith("`")
    }
    assert told == {right: set(who) for right, who in PERMITTED.items()}


def test_the_packaged_site_has_a_name_for_every_role():
    assert {role.id for role in default_site().roles} == set(get_args(RoleId))
