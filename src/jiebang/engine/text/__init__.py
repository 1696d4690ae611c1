"""Search tokens, likeness of texts, masking of who wrote them."""

from jiebang.engine.text.lexicon import LEXICON, Lexicon
from jiebang.engine.text.masking import LABELS, Mask, Masked, mask, restore
from jiebang.engine.text.roster import Organisation, Person, Roster, short_forms
from jiebang.engine.text.similarity import Passage, containment, shared_passages
from jiebang.engine.text.tokens import Query, query_tokens, token_column, tokens

__all__ = [
    "LABELS",
    "LEXICON",
    "Lexicon",
    "Mask",
    "Masked",
    "Organisation",
    "Passage",
    "Person",
    "Query",
    "Roster",
    "containment",
    "mask",
    "query_tokens",
    "restore",
    "shared_passages",
    "short_forms",
    "token_column",
    "tokens",
]
