"""`roundsman labels`: sheets from the office, in words that say what lies where and what to do with it."""

from __future__ import annotations

import errno
import json
import shutil

import pytest

from store.labels import sheets
from store.logbook import Logbook
from tests.support.small_font import small_font
from tests.tui.test_cli import Roundsman


@pytest.fixture
def office(tmp_path, capsys, monkeypatch):
    """The command line on the packaged site, where the signing key is."""
    monkeypatch.setenv("ROUNDSMAN_FONT", small_font())
    roundsman = Roundsman(tmp_path / "data", capsys, monkeypatch)
    assert roundsman("site", "load", "--packaged")[0] == 0
    return roundsman


def register(office, place="CP-01"):
    book = Logbook.open(office.data)
    try:
        return book.ledger.labels.registers[place]
    finally:
        book.close()


def test_a_zone_is_printed_and_the_register_knows(office, tmp_path):
    out = tmp_path / "gates.pdf"
    code, said, err = office("labels", "--out", str(out), "--zone", "Z1", "--outdoor", "--lang", "en")
    assert (code, err) == (0, "")
    assert "4 labels" in said
    assert str(out) in said
    assert "100 %" in said
    assert out.read_bytes().startswith(b"%PDF-")
    assert register(office).printed[1].outdoor
    assert register(office, "CP-20").printed == {}


def test_only_what_is_owed(office, tmp_path):
    out = str(tmp_path / "sheet.pdf")
    assert office("labels", "--out", out, "--zone", "Z1")[0] == 0
    assert "42" in office("labels", "--out", out, "--owed", "--lang", "zh")[1]
    code, said, err = office("labels", "--out", out, "--owed", "--lang", "zh")
    assert (code, said) == (1, "")
    assert "没有" in err


def test_issued_anew_the_old_label_is_refused_and_both_are_told(office, tmp_path):
    old = next(row for row in json.loads(office("codes", "list", "--json")[1]) if row["checkpoint"] == "CP-09")
    arguments = ("--out", str(tmp_path / "one.pdf"), "--checkpoint", "CP-09", "--reissue", "--why", "照片外传")
    code, said, _err = office("labels", *arguments, "--lang", "zh")
    assert code == 0
    assert "旧标签" in said
    rows = [r for r in json.loads(office("codes", "list", "--all", "--json")[1]) if r["checkpoint"] == "CP-09"]
    assert [(r["issue"], r["retired"]) for r in rows] == [(1, "照片外传"), (2, "")]
    assert rows[0]["code"] == old["code"]
    assert list(register(office, "CP-09").printed) == [2]


def test_a_device_without_the_signing_key_refuses_in_plain_words(office, tmp_path):
    shutil.rmtree(office.data / "keys")
    for lang, words in (("zh", "签发密钥"), ("en", "signing key")):
        code, said, err = office("labels", "--out", str(tmp_path / "x.pdf"), "--lang", lang)
        assert (code, said) == (1, "")
        assert words in err
    assert not (tmp_path / "x.pdf").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--zone", "Z99"), "Z10"),
        (("--checkpoint", "CP-99"), "CP-99"),
        (("--out", "/nowhere/at/all.pdf"), "/nowhere/at"),
    ],
)
def test_nothing_is_issued_when_it_cannot_be_printed(office, tmp_path, arguments, words):
    code, said, err = office("labels", "--out", str(tmp_path / "x.pdf"), *arguments, "--reissue")
    assert (code, said) == (1, "")
    assert words in err
    assert register(office).current.issue == 1


def test_what_is_no_pdf_stays(office, tmp_path):
    (tmp_path / "letter.txt").write_text("dear owner")
    code, _said, err = office("labels", "--out", str(tmp_path / "letter.txt"), "--reissue", "--lang", "en")
    assert code == 1
    assert "letter.txt" in err
    assert (tmp_path / "letter.txt").read_text() == "dear owner"
    assert register(office).current.issue == 1


def test_a_sign_that_the_font_lacks_is_found_before_anything_is_issued(office, tmp_path, monkeypatch):
    monkeypatch.setenv("ROUNDSMAN_FONT", "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
    code, said, err = office("labels", "--out", str(tmp_path / "x.pdf"), "--reissue", "--lang", "en")
    assert (code, said) == (1, "")
    assert "CP-01" in err
    assert "U+5357" in err
    assert register(office).current.issue == 1


def test_issued_anew_and_then_not_written_says_how_to_go_on(office, tmp_path, monkeypatch):
    def full(*_arguments, **_options):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(sheets, "write_whole", full)
    code, said, err = office("labels", "--out", str(tmp_path / "x.pdf"), "--reissue", "--lang", "en")
    assert code == 1
    assert "--reissue" in said
    assert "no room" in err
    assert register(office).current.issue == 2
