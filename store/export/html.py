"""A document as one HTML file that needs nothing else: style, charts and pictures stand in it, no script, no network.

Jinja2 escapes every text; the charts come from `svg`, which makes elements and not text. The page forbids itself to
load anything, so that not even a mistake here could send a record to somebody.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from checkpoints.reports.document import Block, Chart, Document, Photos, Said, Text
from checkpoints.site.words import Lang
from store.export.cells import clean
from store.export.svg import svg
from store.export.text import PRIVATE, Say

if TYPE_CHECKING:
    from jinja2 import Template
    from markupsafe import Markup

__all__ = ["Picture", "html"]

Picture = Callable[[str], tuple[str, bytes] | None]
"""The media type and the bytes of a photo by its SHA-256; None where it is not here or no browser shows it."""
_TEMPLATES = Path(__file__).with_name("templates")
_TONGUES = {"zh": "zh-CN", "en": "en"}


def html(document: Document, say: Say, lang: Lang, picture: Picture | None = None) -> str:
    """The document as a file for a browser and for paper.

    Args:
        document: what stands on it.
        say: speaks every value in the reader's language.
        lang: that language, so that the browser takes the right shape of Chinese characters.
        picture: where photos come from; without it they are only counted.
    """

    def said(value: Text) -> str:
        return clean(say(value))

    return _template().render(
        document=document,
        lang=_TONGUES[lang],
        said=said,
        Said=Said,
        PRIVATE=PRIVATE,
        kind=_kind,
        chart=partial(_chart, said),
        pictures=partial(_pictures, picture),
        style=_style(),
    )


def _kind(block: Block) -> str:
    return type(block).__name__


def _chart(said: Callable[[Text], str], chart: Chart) -> Markup:
    from markupsafe import Markup  # noqa: PLC0415  (as jinja2: loaded when somebody prints)

    names = [said(series.name) for series in chart.series]
    return Markup(svg(chart, said(chart.title), [said(label) for label in chart.labels], names))  # noqa: S704  (made of elements)


def _pictures(picture: Picture | None, photos: Photos) -> list[str]:
    """Photos as data addresses: those that are here."""
    found = [picture(sha) for sha in photos.shas] if picture else []
    return [f"data:{kind};base64,{b64encode(content).decode()}" for kind, content in filter(None, found)]


@cache
def _style() -> Markup:
    from markupsafe import Markup  # noqa: PLC0415

    return Markup((_TEMPLATES / "document.css").read_text("utf-8"))  # noqa: S704  (our own file)


@cache
def _template() -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415  (30 ms off every other start)

    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("document.html.jinja")
