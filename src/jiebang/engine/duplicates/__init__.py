"""Texts that share passages: how much, where, and among many."""

from jiebang.engine.duplicates.comparison import Comparison, Passage, compare
from jiebang.engine.duplicates.index import DuplicateIndex, Match
from jiebang.engine.duplicates.symbols import Symbols, grams, symbols, winnowed

__all__ = [
    "Comparison",
    "DuplicateIndex",
    "Match",
    "Passage",
    "Symbols",
    "compare",
    "grams",
    "symbols",
    "winnowed",
]
