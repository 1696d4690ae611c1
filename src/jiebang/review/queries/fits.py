"""How well experts fit what a panel looks at: the engine's similarity over the pool's records."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from jiebang.engine import similarity
from jiebang.programme.queries import subjects
from jiebang.registry import queries as registry
from jiebang.review.models import Panel
from jiebang.review.queries.facts import edition
from jiebang.rulebook.panel import PanelKind


def described(p: Panel) -> similarity.Item:
    """A panel on bids is compared with the challenge, which is public; any other with its items."""
    if p.kind == PanelKind.BID:
        text = subjects.challenge_text(p.subject_id)
    else:
        text = "\n".join(
            part for title, sections in p.items.values_list("title", "sections")
            for part in (title, *prose(sections))
        )  # fmt: skip
    return similarity.Item(str(p.pk), text, p.title, fields=(p.field,) if p.field else ())


def prose(sections: Iterable[Any]) -> Iterable[str]:
    for section in sections:
        for field in section.get("fields", ()):
            if isinstance(field.get("value"), str):
                yield field["value"]


def fits(p: Panel, experts: Collection[str]) -> dict[str, int]:
    """Expert → fit, 0 to 10,000."""
    if not experts:
        return {}
    rules = edition(p).draw
    weights = similarity.Weights(text=rules.weight_text, recency=0, field=rules.weight_field,
                                 keywords=rules.weight_keywords)  # fmt: skip
    item = described(p)
    known = sorted(registry.profiles(experts).items())
    people = [
        similarity.Profile(
            pk, (similarity.Document("、".join(who.keywords) + "\n" + who.results),), who.fields,
            who.keywords,
        )
        for pk, who in known
    ]  # fmt: skip
    named = tuple(w for w in _keywords(item.whole, [who.keywords for _, who in known]))
    item = similarity.Item(item.id, item.text, item.title, item.fields, named)
    found = similarity.fits([item], people, similarity.Setting(weights, levels=()))
    return {known[c][0]: int(f) for c, f in zip(found.column, found.fit, strict=True)}


def _keywords(text: str, declared: Iterable[Iterable[str]]) -> list[str]:
    """The words that experts declare and the text uses stand for the text's own."""
    return sorted({w for words in declared for w in words if len(w) > 1 and w in text})
