"""Search tokens, and masking of who wrote a text."""

from jiebang.engine.text.lexicon import LEXICON, Lexicon
from jiebang.engine.text.masking import LABELS, Mask, Masked, mask, restore
from jiebang.engine.text.roster import Organisation, Person, Roster, short_forms
from jiebang.engine.text.tokens import Query, query_tokens, token_column, tokens

__all__ = [
    "LABELS",
    "LEXICON",
    "Lexicon",
    "Mask",
    "Masked",
    "Organisation",
    "Person",
    "Query",
    "Roster",
    "mask",
    "query_tokens",
    "restore",
    "short_forms",
    "token_column",
    "tokens",
]
