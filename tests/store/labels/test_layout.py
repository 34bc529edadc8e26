"""What stands where on a sheet: inside the page, outside the quiet zone, in the order of the labels."""

from __future__ import annotations

import itertools
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.labels.layout import EVERY_SHEET, INDOOR, MM_PER_POINT, OUTDOOR, PAGE, Format, Label, Page, Text, lay_out
from store.qr import QUIET

SIDE = {"Q": 25, "H": 29}


def width(text: str, size: float) -> float:
    """A font in which every letter is as wide as a Chinese one: nothing real is wider."""
    return len(text) * size * MM_PER_POINT


def label(form: Format, name: str = "南门主出入口", number: int = 1) -> Label:
    dark = tuple((True,) * SIDE[form.level] for _ in range(SIDE[form.level]))
    issued = date(2026, 11, 28)
    return Label(f"CP-{number:02}", name, name, "出入口区", "Gates", 3, issued, "ABCD2345", dark)


def pages(form: Format, *labels: Label) -> list[Page]:
    return list(lay_out(labels, form, width, "示范花园 Demo Garden"))


def reach(text: Text) -> tuple[float, float]:
    takes = width(text.text, text.size)
    left = text.x - {"left": 0.0, "middle": takes / 2, "right": takes}[text.align]
    return left, left + takes


@pytest.mark.parametrize(("form", "code", "side"), [(INDOOR, 40.0, 25), (OUTDOOR, 60.0, 29)], ids=["indoor", "outdoor"])
def test_a_code_is_40_mm_indoors_and_60_outdoors_with_four_modules_of_white_around(form, code, side):
    (page,) = pages(form, *(label(form, number=n) for n in range(form.on_page)))
    assert len(page.labels) == form.on_page
    modules = [b for b in page.boxes if b.y == page.boxes[0].y][: form.columns]
    assert [round(b.width, 6) for b in modules] == [code] * form.columns
    quiet = code / side * QUIET
    for nth in range(form.on_page):
        rows = page.boxes[nth * side : (nth + 1) * side]
        left, top, right = rows[0].x - quiet, rows[0].y - quiet, rows[0].x + code + quiet
        bottom = rows[-1].y + rows[-1].height + quiet
        assert round(bottom - top - 2 * quiet, 6) == code
        assert left >= form.margins[0]
        assert top >= form.margins[1] - 1e-9
        # Nothing stands in the white: no text above the base of its letters, no cut line.
        for text in page.texts:
            begin, end = reach(text)
            inside = end > left and begin < right and text.y > top and text.y - text.size * MM_PER_POINT < bottom
            assert not inside
        for stroke in page.strokes:
            upright = stroke.x1 == stroke.x2
            assert not (left < stroke.x1 < right and upright)
            assert not (top + 1e-9 < stroke.y1 < bottom and not upright)


@pytest.mark.parametrize("form", [INDOOR, OUTDOOR], ids=["indoor", "outdoor"])
@given(name=st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=200))
def test_no_name_however_long_leaves_its_label(form, name):
    (page,) = pages(form, label(form, name), label(form))
    for text in page.texts[:5]:
        begin, end = reach(text)
        assert form.margins[0] <= begin
        assert end <= form.margins[0] + form.cell[0]
        assert text.y <= form.margins[1] + form.cell[1] - 1


@pytest.mark.parametrize("form", [INDOOR, OUTDOOR], ids=["indoor", "outdoor"])
def test_the_page_is_kept(form):
    for page in pages(form, *(label(form, number=n) for n in range(46))):
        assert all(b.x >= 0 and b.x + b.width <= PAGE[0] and b.y >= 0 and b.y + b.height <= PAGE[1] for b in page.boxes)
        assert all(5 <= x <= PAGE[0] - 5 for s in page.strokes for x in (s.x1, s.x2))
        assert all(0 < text.y < PAGE[1] - 4 for text in page.texts)


def test_46_labels_take_4_sheets_and_12_outdoors_in_their_order():
    assert [len(p.labels) for p in pages(INDOOR, *(label(INDOOR, number=n) for n in range(46)))] == [12, 12, 12, 10]
    outdoors = pages(OUTDOOR, *(label(OUTDOOR, number=n) for n in range(46)))
    assert [made.checkpoint for page in outdoors for made in page.labels] == [f"CP-{n:02}" for n in range(46)]
    assert len(outdoors) == 12


def test_a_label_says_both_names_the_place_the_letters_and_its_issue():
    (page,) = pages(INDOOR, label(INDOOR))
    said = [text.text for text in page.texts]
    assert said[:2] == ["南门主出入口", "南门主出入口"]
    assert said[2].startswith("CP-01 · 出入口区 Gates")
    assert said[3] == "ABCD-2345"
    assert said[4].startswith("第3版 No. 3")
    assert said[5].startswith("示范花园 Demo Garden")
    assert said[5].endswith("1/1")
    assert set("".join(said[3:])) - set("示范花园 Demo Garden") <= set(EVERY_SHEET)


def test_a_long_name_is_set_smaller_and_only_then_cut():
    room = INDOOR.cell[0] - 2 * INDOOR.padding
    fits = "名" * int(room / (INDOOR.sizes[0] * MM_PER_POINT))
    (whole,), (smaller,), (cut,) = (pages(INDOOR, label(INDOOR, name)) for name in (fits, fits + "名名", fits * 3))
    assert (whole.texts[0].text, whole.texts[0].size) == (fits, INDOOR.sizes[0])
    assert smaller.texts[0].text == fits + "名名"
    assert smaller.texts[0].size < INDOOR.sizes[0]
    assert cut.texts[0].text.endswith("…")


def test_no_white_line_can_come_between_two_rows_of_a_code():
    (page,) = pages(INDOOR, label(INDOOR))
    for above, below in itertools.pairwise(page.boxes):
        assert above.y + above.height > below.y
    assert round(page.boxes[-1].y + page.boxes[-1].height - page.boxes[0].y, 6) == INDOOR.code


def test_a_run_of_dark_modules_is_one_box():
    row = (True, True, False, True, *(False,) * 20, True)
    made = Label("CP-01", "甲", "A", "乙", "B", 1, date(2026, 1, 1), "ABCD2345", (row,) * 25)
    (page,) = pages(INDOOR, made)
    widths = [round(b.width / 1.6, 3) for b in page.boxes]
    assert widths == [2, 1, 1] * 25
