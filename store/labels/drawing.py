"""A sheet of labels as a PDF: the layout drawn with fpdf2, the letters that are used embedded, no picture in it.

Codes are vector boxes, sharp on any printer. The same labels of the same day give the same bytes.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from store.errors import StoreError
from store.fonts import Font, damaged
from store.labels.layout import PAGE, Format, Label, Page, lay_out

if TYPE_CHECKING:
    from fpdf import FPDF

__all__ = ["Cancelled", "Progress", "draw"]

Progress = Callable[[int, int], None]
"""Called with (labels drawn, of how many)."""
_FAMILY = "label"
_GREY = 120


class Cancelled(StoreError):  # noqa: N818  (somebody decided so)
    """Whoever asked for the sheet wants it no more; nothing was written."""

    def __init__(self) -> None:
        super().__init__("labels.cancelled", "No sheet was made: it was cancelled.")


def draw(
    labels: Sequence[Label],
    form: Format,
    font: Font,
    made: datetime,
    site: str = "",
    progress: Progress = lambda _done, _total: None,
    stopped: Callable[[], bool] = lambda: False,
) -> bytes:
    """The PDF. `made` stands in it as its time; `stopped` is asked before each page.

    Raises:
        StoreError: `fonts.damaged` when the font cannot be read. A sign that it lacks is drawn as an empty box: see
            `sheets.ready`.
        Cancelled: `stopped` said so.
    """
    pdf = _blank(font, made)

    def width(text: str, size: float) -> float:
        pdf.set_font(_FAMILY, size=size)
        return pdf.get_string_width(text)

    done = 0
    for page in lay_out(labels, form, width, site):
        if stopped():
            raise Cancelled
        _put(pdf, page)
        done += len(page.labels)
        progress(done, len(labels))
    if stopped():
        raise Cancelled
    return bytes(pdf.output())


def _blank(font: Font, made: datetime) -> FPDF:
    from fpdf import FPDF  # noqa: PLC0415  (loads fontTools: half a second, and only here)

    logging.getLogger("fontTools").setLevel(logging.ERROR)  # it tells of every table that it leaves out
    pdf = FPDF(unit="mm", format=PAGE)
    pdf.set_auto_page_break(False)
    pdf.set_margin(0)
    pdf.set_creation_date(made)
    pdf.set_producer("Roundsman")
    pdf.c_margin = 0
    try:
        pdf.add_font(_FAMILY, fname=font.path, collection_font_number=font.face)
    except Exception as error:  # a font file is a program of its own; fontTools raises whatever it trips over
        raise damaged(font, error) from error
    return pdf


def _put(pdf: FPDF, page: Page) -> None:
    pdf.add_page()
    pdf.set_draw_color(200)
    pdf.set_line_width(0.1)
    for stroke in page.strokes:
        pdf.line(stroke.x1, stroke.y1, stroke.x2, stroke.y2)
    pdf.set_fill_color(0)
    for box in page.boxes:
        pdf.rect(box.x, box.y, box.width, box.height, style="F")
    for text in page.texts:
        pdf.set_font(_FAMILY, size=text.size)
        pdf.set_text_color(_GREY if text.grey else 0)
        share = {"left": 0.0, "middle": 0.5, "right": 1.0}[text.align]
        pdf.text(text.x - share * pdf.get_string_width(text.text), text.y, text.text)
