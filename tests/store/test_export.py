"""Documents as text and as HTML: nothing of a person's words is obeyed, nothing is lost, nothing is loaded."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from checkpoints.reports.document import Chart, Column, Document, Joined, Money, Said, Series, Share, Signatures, Table
from checkpoints.site.words import Named
from store.errors import StoreError
from store.export.cells import clean, cut, width, wrapped
from store.export.filing import file_under, keep
from store.export.html import html
from store.export.pictures import pictures
from store.export.svg import svg
from store.export.text import OPEN, text
from store.photos import Photos
from tests.support.papers import HOSTILE, PHOTO, hostile, work_log
from tui import i18n
from tui.words.papers import said

STEERING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
VOID = {"meta", "col", "img"}


@pytest.fixture(autouse=True)
def _english():
    i18n.use("en")


class Read(HTMLParser):
    """What a browser would make of a page: its elements in order, its texts, and whether all were closed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.words = ""
        self.open: list[str] = []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in VOID and tag not in ("rect", "line", "circle", "polyline"):
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag):
        if tag in ("rect", "line", "circle", "polyline"):
            return
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words += data


def table(*rows: tuple[object, ...], columns=("a", "b")) -> Document:
    return work_log(number="", blocks=(Table(tuple(Column(c) for c in columns), rows),))


# text


def test_a_page_of_text_is_never_wider_than_it_was_asked_to_be():
    for document in [work_log(), *hostile()]:
        for cells in (40, 58, 80):
            for line in text(document, said, cells).split("\n"):
                assert width(line) <= cells, (cells, line)


def test_in_text_nothing_steers_a_terminal():
    for document in hostile():
        assert not STEERING.search(text(document, said))


def test_words_of_people_are_shown_as_they_were_written():
    page = text(work_log("<b>[bold]{name}</b>"), said)
    assert "<b>[bold]{name}</b>" in page


def test_an_open_field_is_a_line_to_write_on_and_a_signature_has_room():
    page = text(work_log(), said)
    assert f"Result: {OPEN}" in page
    assert f"Supervisor: {OPEN} Date: {OPEN}" in page
    assert "Sent by: 门岗雨棚漏水，已设置警示。 2026-11-23 00:00" in page


def test_tables_and_charts_without_anything_in_them_are_left_out():
    for page in (text(work_log(), said), html(work_log(), said, "en")):
        assert "left out" not in page
        assert "None" in page


def test_columns_keep_words_whole_and_wrap_the_rest():
    page = text(table(("T1-0042", "the quick brown fox jumps over the lazy dog " * 3)), said, 40)
    assert "T1-0042  the quick brown fox jumps over" in page


def test_numbers_stand_under_each_other_at_the_right():
    of = Table((Column("Nr", 1, "right"), Column("b")), ((7, "x"), (1200, "y")))
    lines = text(work_log(blocks=(of,)), said).split("\n")
    assert [line for line in lines if line.endswith(("x", "y"))] == ["   7  x", "1200  y"]


def test_a_chart_in_text_has_bars_in_proportion_and_its_numbers():
    of = Chart("bar", "t", ("long", "half", "none"), (Series("s", (10.0, 5.0, None)),))
    lines = text(work_log(blocks=(of,), made_at=None), said, 40).rstrip().split("\n")[-3:]
    assert [line.count("█") for line in lines] == [lines[0].count("█"), lines[0].count("█") // 2, 0]
    assert [line.split()[-1] for line in lines] == ["10", "5", "–"]


def test_a_private_document_says_so_in_both_formats():
    secret = work_log(private=True)
    assert "Private: not to be passed on" in text(secret, said)
    assert "Private: not to be passed on" in html(secret, said, "en")
    assert "Private" not in text(work_log(), said)


# cells


def test_lines_break_between_words_and_at_any_chinese_character_but_not_before_a_mark():
    assert wrapped("地下车库入口，地面积水", 12) == ["地下车库入", "口，地面积水"]
    assert wrapped("one two three", 7) == ["one two", "three"]
    assert wrapped("unbreakable", 4) == ["unbr", "eaka", "ble"]
    assert wrapped("a\nb", 9) == ["a", "b"]
    assert wrapped("", 9) == [""]


def test_no_line_is_lost_in_wrapping():
    for words in HOSTILE:
        plain = clean(words)
        assert "".join("".join(wrapped(plain, 11)).split()) == "".join(plain.split())


def test_what_is_cut_says_so():
    assert cut("地下车库入口", 7) == "地下车…"
    assert cut("short", 7) == "short"


# html


def test_in_a_page_no_words_become_elements_or_attributes():
    expected = [tag for tag in Read(html(work_log("plain"), said, "en")).tags if tag != "text"]
    for document in hostile():
        read = Read(html(document, said, "zh"))
        assert [tag for tag in read.tags if tag != "text"] == expected  # a long name in a chart takes two lines
        assert not [name for name, _ in read.attributes if name.startswith("on")]


def test_a_page_loads_nothing_and_runs_nothing():
    for document in [work_log(), *hostile()]:
        page = html(document, said, "en", lambda _sha: ("image/png", b"\x89PNG"))
        read = Read(page)
        assert "script" not in read.tags
        assert {tag for tag in read.tags if tag in ("link", "iframe", "object", "base", "form", "a")} == set()
        for name, value in read.attributes:
            if name in ("src", "href", "srcset", "data", "action", "xlink:href"):
                assert str(value).startswith("data:image/")
            if name == "style":
                assert "url(" not in str(value)
        style = page[page.index("<style>") : page.index("</style>")]
        assert "url(" not in style
        assert "@import" not in style
        assert "default-src 'none'" in page


def test_nothing_in_a_page_steers_or_turns_the_direction_of_writing():
    for document in hostile():
        assert not STEERING.search(html(document, said, "en"))


def test_all_words_are_in_the_page():
    for words in HOSTILE:
        shown = clean(words)
        assert shown in Read(html(work_log(words), said, "en")).words


def test_a_page_is_said_to_be_in_its_language():
    assert '<html lang="zh-CN">' in html(work_log(), said, "zh")
    assert '<html lang="en">' in html(work_log(), said, "en")


def test_heads_of_tables_can_be_repeated_and_the_sums_are_not():
    read = Read(html(work_log(), said, "en"))
    assert read.tags.count("thead") == 2
    assert "tfoot" not in read.tags


def test_a_chart_is_well_formed_whatever_its_words_are():
    for words in HOSTILE:
        for kind in ("bar", "stacked", "line"):
            of = Chart(kind, words, (words, "b"), (Series(words, (1.0, None)), Series("b", (0.0, 2.5))), limit=2)
            drawn = ET.fromstring(svg(of, clean(words), [clean(words), "b"], [clean(words), "b"]))
            assert drawn.tag.endswith("svg")


def test_a_chart_of_noughts_and_one_of_nothing_known_can_be_drawn():
    for kind in ("bar", "stacked", "line"):
        of = Chart(kind, "t", ("a", "b"), (Series("s", (0.0, 0.0)),))
        assert "<svg" in svg(of, "t", ["a", "b"], ["s"])
    assert not Chart("line", "t", ("a",), (Series("s", (None,)),)).shown


def test_the_bars_of_a_chart_are_as_long_as_their_numbers():
    drawn = ET.fromstring(svg(Chart("bar", "t", ("a", "b"), (Series("s", (4.0, 1.0)),)), "t", ["a", "b"], ["s"]))
    wide = [float(r.get("width", 0)) for r in drawn if r.tag.endswith("rect")]
    assert wide[0] == pytest.approx(4 * wide[1], rel=0.01)


# photos


def test_photos_stand_in_the_page_where_they_are_here(tmp_path):
    folder = tmp_path / "photos"
    folder.mkdir()
    (folder / f"{PHOTO}.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    page = html(work_log(), said, "en", pictures(Photos(folder)))
    assert 'src="data:image/png;base64,iVBORw0KGgo="' in page
    assert "data:image" not in html(work_log(), said, "en", pictures(Photos(tmp_path / "none")))


def test_a_photo_of_a_kind_no_browser_shows_is_only_counted(tmp_path):
    (tmp_path / f"{PHOTO}.heic").write_bytes(b"\x00\x00\x00\x18ftypheic")
    page = html(work_log(), said, "en", pictures(Photos(tmp_path)))
    assert "data:image" not in page
    assert "1 pictures" in page


# values


@pytest.mark.parametrize(
    ("value", "en", "zh"),
    [
        (date(2026, 11, 23), "Mon 23 Nov 2026", "2026年11月23日 周一"),
        (datetime(2026, 11, 23, 9, 5, tzinfo=UTC), "2026-11-23 09:05", "2026-11-23 09:05"),
        (time(9, 5), "09:05", "09:05"),
        (timedelta(minutes=71), "71 min", "71 分"),
        (Money(Decimal("1234567.5")), "CNY 1,234,567.50", "1,234,567.50 元"),
        (Share(0.875), "87.5 %", "87.5 %"),
        (Share(1), "100 %", "100 %"),
        (Named(zh="保洁", en="Cleaning"), "Cleaning", "保洁"),
        (Joined(("a", "b", "")), "a, b", "a、b"),
        (Said("No. {number}", number=Named(zh="甲", en="A")), "No. A", "编号 甲"),
        (Decimal("12.50"), "12.50", "12.50"),
        (12.0, "12", "12"),
        (None, "", ""),
    ],
)
def test_each_value_reads_as_people_of_the_language_write_it(value, en, zh):
    assert said(value) == en
    i18n.use("zh")
    assert said(value) == zh


def test_braces_in_what_fills_a_message_are_words():
    assert said(Said("No. {number}", number="{0.__class__}")) == "No. {0.__class__}"


# files


def test_a_file_is_named_by_what_it_holds_and_by_nothing_a_disk_minds():
    odd = work_log(key="../K7Q/00:42 漢\x00")
    path = file_under(Path("/data"), odd, "zh", "html")
    assert path.parent.as_posix() == "/data/reports"
    assert re.fullmatch(r"work_log-[A-Za-z0-9._-]+\.zh\.html", path.name)


def test_a_document_is_kept_whole_and_printed_again_takes_its_place(tmp_path):
    path = file_under(tmp_path, work_log(), "zh", "text")
    keep(path, "一")
    keep(path, "二")
    assert path.read_text("utf-8") == "二"
    assert [p.name for p in path.parent.iterdir()] == ["work_log-2026-11-23.zh.txt"]
    assert path.stat().st_mode & 0o077 == 0


def test_a_folder_that_takes_no_file_is_told(tmp_path):
    (tmp_path / "reports").write_text("in the way")
    with pytest.raises(StoreError):
        keep(file_under(tmp_path, work_log(), "zh", "text"), "x")


def test_signatures_without_a_line_are_no_fault():
    assert text(work_log(blocks=(Signatures(()),)), said)
