"""Words of masking: files for experts, what the machine could not judge, where a passage stands."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

LIVES = {"attachment": _("Attachment for experts")}

STATES = {
    "attachment": {
        "waiting": _("Being masked"),
        "masked": _("Masked"),
        "held": _("Needs a person"),
        "withheld": _("Not given to experts"),
        "redacted": _("Redacted by hand"),
        "released": _("Given as it is"),
    },
}

STEPS = {
    "attachment": {
        "take_in": _("Take in a file for experts"),
        "mask": _("Mask the file"),
        "hold": _("Hold the file for a person"),
        "mask_again": _("Mask the file again"),
        "withhold": _("Do not give the file to experts"),
        "redact": _("Give a redacted version"),
        "release": _("Give the file as it is"),
        "take_back": _("Take the decision back and mask again"),
    },
}

REASONS = {
    "masking_unfinished": _("%(count)s files are still being masked; wait until they are done."),
    "masks_changed": _("The corrections have changed meanwhile; the file is masked again."),
    "unmask_sees_original": _(
        "Only an officer, who sees what was masked, may leave a text readable."
    ),
    "correction_unknown": _("There is no correction of this text."),
    "panel_closed_already": _("The review is finished; experts read nothing any more."),
    "one_file_wanted": _("Give exactly one file."),
    "still_named": _("These names can still be read in the file or its properties: %(names)s."),
}

EVENTS = {
    "attachment.release": _("A file is given to experts as it is: %(title)s (%(reason)s)"),
}

# What stops a file, then what was changed in it.
FLAGS = {
    "encrypted": _("The file has a password."),
    "no_text_layer": _("A scan: the pages are pictures without text."),
    "unreadable_text": _("Its text cannot be read."),
    "broken": _("The file is damaged."),
    "too_large": _("The file is too large to be masked."),
    "kind_unknown": _("A kind of file that cannot be masked."),
    "pages_without_text": _("Some pages are pictures without text."),
    "masking_failed": _("Masking broke down on this file."),
    "images_removed": _("Pictures were taken out."),
    "objects_removed": _("Embedded objects were taken out."),
    "comments_removed": _("Comments were taken out."),
    "changes_accepted": _("Tracked changes were accepted."),
    "hidden_removed": _("Hidden text was taken out."),
    "hidden_shown": _("Hidden rows and columns are shown."),
    "hidden_sheets": _("Hidden sheets are shown."),
    "links_removed": _("Links were taken out."),
    "formulas_as_values": _("Formulas became their values."),
    "names_removed": _("Defined names were taken out."),
    "retypeset": _("Set anew from its text; tables' lines and pictures are missing."),
    "form_fields": _("What was typed into form fields stands at the end."),
    "attachments_removed": _("Files within the file were taken out."),
    "annotations_removed": _("Notes and links on the pages were taken out."),
}

MARKS = {
    "person": _("Name of a person"),
    "organisation": _("Name of a unit"),
    "title": _("Academic title or post"),
    "degree": _("Degree"),
    "honour": _("Honour"),
    "award": _("Prize"),
    "count": _("Count of works"),
    "fund": _("Fund or project"),
    "number": _("Identifying number"),
    "contact": _("Way to reach somebody"),
    "date": _("Date of a life"),
    "other": _("Something telling"),
}

_STORIES = {
    "document": _("Body"),
    "header": _("Page header"),
    "footer": _("Page footer"),
    "footnotes": _("Footnotes"),
    "endnotes": _("Endnotes"),
}


def flag(code: str) -> str:
    """A code that masking may add later is told as a thing to look at."""
    return str(FLAGS.get(code) or REASONS.get(code) or _now("Look at the file."))


def place(code: str) -> str:
    """Where in a file a passage stands."""
    if code == "sheet":
        return _now("Name of a sheet")
    if code == "form":
        return _now("Form field")
    if found := re.fullmatch(r"page (\d+)\.(\d+)", code):
        return _now("Page %(page)s, paragraph %(n)s") % {"page": found[1], "n": found[2]}
    if found := re.fullmatch(r"line (\d+)", code):
        return _now("Line %(n)s") % {"n": found[1]}
    if found := re.fullmatch(r"([a-z]+)\d* (\d+)", code):
        story = _STORIES.get(found[1])
        return f"{story} {found[2]}" if story else code
    return code
