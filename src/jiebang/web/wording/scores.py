"""Words for what stands beside a result, for signs, and for an expert's record of work."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

CANNOT = {
    "no_sheets": _("No sheet counted, so nothing can be told."),
    "one_item": _("There is one item only: there is no order, and no leniency can be told."),
    "one_reviewer": _("One expert only gave scores: leniency cannot be told from quality."),
    "no_variation": _("All scores are equal: no order can be told from them."),
    "no_overlap": _(
        "No item has a second expert whose leniency is known: leniency cannot be told from quality."
    ),
    "unconnected": _(
        "The items fall into sets that no expert has in common. Across them a strict panel cannot "
        "be told from weak items, so no common order is given. The sets:"
    ),
    "too_large": _("There are too many items and experts for these figures."),
    "not_computed": _("These figures could not be worked out from the sheets."),
}
NOTES = {
    "small_sample": _(
        "There are fewer than thirty sheets. The intervals hold, but rest on little: read them as "
        "a warning against certainty, not as a better order."
    ),
    "no_disagreement": _("The experts differ by a constant at most; they agree on the items."),
    "care_differs": _("Some experts' scores scatter more than others'; they have less weight."),
    "wild_scores": _("Single scores lie far from the rest; they have less weight."),
    "scales_differ": _("Some experts spread their scores more than others; that is taken out."),
}
VERDICTS = {
    "in": _("Among the first"),
    "open": _("Too close to call"),
    "out": _("Behind the line"),
}
FLIPS = {
    "removed": _("Without the sheets of expert %(number)s, %(enters)s would replace %(leaves)s."),
    "recentred": _(
        "With the scores of expert %(number)s moved by %(shift)s points, to the level of the "
        "others on the same items, %(enters)s would replace %(leaves)s."
    ),
}
AGREEMENT = {
    "few_items": _("There are fewer than ten items: these coefficients say little."),
    "single_sheets": _("Items with one sheet only are left out."),
    "no_variation": _("All scores are equal: agreement cannot be told from chance."),
}

# -- signs ------------------------------------------------------------------------------------

SIGNS = {
    "outlier": _("Far from the others"),
    "full_marks": _("Full marks for all"),
    "same_total": _("One total for all"),
    "same_pattern": _("The same scores for all"),
    "copied_comment": _("Copied comment"),
    "fast": _("Improbably fast"),
    "unrelated": _("Scores unrelated to the items"),
    "ring": _("Items lifted together"),
}
EVIDENCE = {
    "outlier": _("Total %(total)s, %(distance)s points from the mean of the item (%(mean)s)."),
    "full_marks": _("The full number of points on all %(sheets)s sheets."),
    "same_total": _("%(total)s points on all %(sheets)s sheets."),
    "same_pattern": _("The same row of scores (%(scores)s) on %(sheets)s of %(of)s sheets."),
    "copied_comment": _(
        "“%(criterion)s”: comments on these items share at least %(share)s %% of their text "
        "(%(length)s characters and more)."
    ),
    "fast": _(
        "At most %(minutes)s minutes lie between what the expert did before and the signature; "
        "below %(limit)s is looked at. The sheet may have been written elsewhere before."
    ),
    "unrelated": _(
        "The scores scatter by %(consistency)s points around what the others saw; usual are "
        "%(usual)s. A slope of %(slope)s: 1 follows the others' judgement, 0 has nothing to do "
        "with it. %(sheets)s sheets."
    ),
    "ring": _(
        "Together they give these items %(lift)s points more than the others there do, measured "
        "against their own habits elsewhere (%(z)s standard errors)."
    ),
}

# -- an expert's record of work ---------------------------------------------------------------

FIGURES = {
    "late_percent": _("Late or never signed: %(value)s %% of the sheets"),
    "comment_short": _("Comments of %(value)s characters a sheet"),
    "deviation": _("%(value)s points from the other experts on average"),
    "complaints": _("Complaints upheld: %(value)s"),
}
