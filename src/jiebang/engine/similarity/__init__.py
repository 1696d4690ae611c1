"""How well candidates fit items, with reasons; and the best pairs among very many."""

from jiebang.engine.similarity.explaining import (
    DocumentShown,
    Explanation,
    PartShown,
    TermShown,
    explain,
)
from jiebang.engine.similarity.fields import (
    GB_T_13745,
    field_nearness,
    field_path,
    fields_nearness,
)
from jiebang.engine.similarity.fitting import (
    PARTS,
    SCALE,
    Corpus,
    Document,
    Fits,
    Item,
    Profile,
    Setting,
    Weights,
    combined,
    corpus,
    fits,
)
from jiebang.engine.similarity.keywords import keyword, keyword_nearness, keywords_nearness
from jiebang.engine.similarity.nearest import Candidates, candidates
from jiebang.engine.similarity.placing import Discipline, Placed, disciplines, places
from jiebang.engine.similarity.pooling import counting, pooled
from jiebang.engine.similarity.space import (
    SLOPE,
    TERMS,
    TextSpace,
    asked_rows,
    fitted,
    looked_rows,
    pivoted_rows,
    unit_rows,
)
from jiebang.engine.similarity.stemming import stem
from jiebang.engine.similarity.terms import STOP_WORDS

__all__ = [
    "GB_T_13745",
    "PARTS",
    "SCALE",
    "SLOPE",
    "STOP_WORDS",
    "TERMS",
    "Candidates",
    "Corpus",
    "Discipline",
    "Document",
    "DocumentShown",
    "Explanation",
    "Fits",
    "Item",
    "PartShown",
    "Placed",
    "Profile",
    "Setting",
    "TermShown",
    "TextSpace",
    "Weights",
    "asked_rows",
    "candidates",
    "combined",
    "corpus",
    "counting",
    "disciplines",
    "explain",
    "field_nearness",
    "field_path",
    "fields_nearness",
    "fits",
    "fitted",
    "keyword",
    "keyword_nearness",
    "keywords_nearness",
    "looked_rows",
    "pivoted_rows",
    "places",
    "pooled",
    "stem",
    "unit_rows",
]
