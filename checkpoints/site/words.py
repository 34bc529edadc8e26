"""Names in both languages. Site content always carries Chinese and English (experience rule 5)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal

from annotated_types import MaxLen, MinLen

__all__ = ["Checked", "Id", "Lang", "Named", "Words"]

Lang = Literal["zh", "en"]
Id = Annotated[str, MinLen(1), MaxLen(40)]
"""Letters of any script, digits, `.`, `_` and `-`; the reader refuses the rest."""
Words = Annotated[str, MinLen(1), MaxLen(200)]
"""One line that is shown to people."""


class Checked:
    """Base of everything that stands in a site file: a field that is not known is an error, not ignored.

    A plain mapping, so that nothing of pydantic is loaded here; the journal's decoder does not look at it.
    """

    __slots__ = ()
    __pydantic_config__: ClassVar[dict[str, Any]] = {"extra": "forbid", "allow_inf_nan": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class Named(Checked):
    """Anything with a Chinese and an English name."""

    zh: Words
    en: Words

    def name(self, lang: Lang) -> str:
        """The name in `lang`; the other language where that one is empty."""
        return (self.zh or self.en) if lang == "zh" else (self.en or self.zh)

    def __str__(self) -> str:
        return self.zh
