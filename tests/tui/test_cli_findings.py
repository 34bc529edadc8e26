"""`roundsman findings` and `roundsman notice`: what the office reads and prints without opening a screen."""

from __future__ import annotations

import json

import pytest

from checkpoints.work import findings
from tests.tui.test_cli import Roundsman
from tests.tui.test_finding import DRAFT, assigned


@pytest.fixture
def printed(book, tmp_path, capsys, monkeypatch):
    """The command line on a folder with one finding that has a notice."""
    made = book.record("p02", lambda now: findings.raise_finding(book.ledger, DRAFT, "p02", now))
    assigned(book, made[0].subject.partition(":")[2])
    return Roundsman(tmp_path / "data", capsys, monkeypatch), made[0].body.number


def test_findings_are_listed_for_people_and_for_scripts(printed):
    roundsman, number = printed
    code, out, _err = roundsman("findings", "--lang", "zh")
    assert code == 0
    assert number in out
    assert "已发通知" in out
    rows = json.loads(roundsman("findings", "--view", "unaccepted", "--json")[1])
    assert [(row["called"], row["state"], row["person"]) for row in rows] == [(number, "assigned", "p03")]
    assert json.loads(roundsman("findings", "--search", "nowhere", "--json")[1]) == []


def test_a_view_that_does_not_exist_is_wrong_usage(printed):
    code, _out, err = printed[0]("findings", "--view", "nonsense")
    assert code == 2
    assert "overdue" in err


def test_a_notice_is_printed_by_its_number(printed):
    roundsman, number = printed
    code, out, _err = roundsman("notice", number, "--lang", "zh")
    assert code == 0
    assert "整改方案: 抽水并查明来源" in out
    assert f"编号 {number}/1" in out
    code, _out, err = roundsman("notice", "XXX-0001")
    assert (code, bool(err)) == (1, True)
