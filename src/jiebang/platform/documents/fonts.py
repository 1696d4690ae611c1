"""Which typefaces documents name. Official fonts cannot be shipped: Word files name them, PDFs
use them where the machine has them and Noto CJK where it has not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import typst
from django.conf import settings

SERIF = ("Noto Serif CJK SC", "Source Han Serif SC", "Noto Sans CJK SC")
SANS = ("Noto Sans CJK SC", "Source Han Sans SC", "Noto Serif CJK SC")
# The names that GB/T 9704 documents carry on the machines of Chinese offices.
OFFICIAL = {
    "title": "方正小标宋简体",
    "body": "仿宋_GB2312",
    "heading": "黑体",
    "kai": "楷体_GB2312",
    "latin": "Times New Roman",
}


@dataclass(frozen=True, slots=True)
class Faces:
    """Font family names by use, as a Word file names them."""

    title: str
    body: str
    heading: str
    kai: str
    latin: str

    def printed(self) -> Mapping[str, list[str]]:
        """What a PDF may use: the named family if this machine has it, then what is shipped."""
        have = installed().families()
        wanted = {
            use: [getattr(self, use), *(SANS if use == "heading" else SERIF)]
            for use in ("title", "body", "heading", "kai")
        }
        return {use: [n for n in names if n in have] for use, names in wanted.items()}


def faces() -> Faces:
    return Faces(**{**OFFICIAL, **getattr(settings, "JIEBANG_FONTS", {})})


@cache
def installed() -> typst.Fonts:
    """Every font of this machine, looked for once a process."""
    return typst.Fonts(include_embedded_fonts=False)


def missing() -> bool:
    """True when no Chinese font is there: a PDF would print boxes."""
    return not {*SERIF, *SANS} & set(installed().families())
