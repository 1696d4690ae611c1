"""Why a file is refused, and what to do."""

from django.utils.translation import gettext_lazy as _

REASONS = {
    "file_missing": _("The file is no longer there. Please upload it again."),
    "file_taken": _("The file belongs to another record already. Please upload it again."),
    "file_quarantined": _(
        "The virus scanner has not answered for this file yet. Try again in a few minutes."
    ),
    "file_infected": _(
        "The virus scanner found something in this file (%(found)s). Clean it and upload it again."
    ),
    "file_lost": _("The bytes of a stored file are missing (%(id)s)."),
    "file_altered": _("The bytes of a stored file are not those that were received (%(id)s)."),
    "files_waiting": _(
        "You have %(have)s uploads that belong to nothing yet; %(limit)s is the most. Wait "
        "a day or attach them first."
    ),
    "file_empty": _("The file is empty (0 bytes). Check that it was saved, then upload it again."),
    "file_too_large": _(
        "The file is too large: at most %(limit)s are allowed. Reduce it or split it."
    ),
    "file_kind_not_allowed": _(
        "Files of the kind “%(kind)s” are not accepted. Use PDF, Word (docx), Excel "
        "(xlsx), PowerPoint (pptx), pictures, text or ZIP."
    ),
    "file_name_too_long": _(
        "The file's name has %(have)s characters; at most %(limit)s are allowed. Rename it."
    ),
    "file_name_bad": _(
        "The file's name “%(name)s” contains characters that are not allowed. Rename it."
    ),
    "file_nested": _(
        "Archives may be nested at most %(limit)s deep. Take the inner archives apart."
    ),
    "file_encrypted": _(
        "The file is protected by a password. Remove the password and upload it again."
    ),
    "file_not_what_it_says": _(
        "The name says “%(said)s”, but the content is “%(is)s”. Save it in the right "
        "format and upload it again."
    ),
    "file_bomb": _(
        "Unpacked, the file would be larger than %(limit)s. It was not opened. Pack only "
        "what is needed."
    ),
    "file_broken": _(
        "The file is damaged and cannot be read. Save it once more and upload it again."
    ),
    "file_too_many_entries": _(
        "The archive holds %(have)s entries; at most %(limit)s are allowed."
    ),
    "file_archive_path": _(
        "The archive holds an entry with an unsafe path (%(entry)s). Pack it again."
    ),
    "file_archive_link": _(
        "The archive holds a link instead of a file (%(entry)s). Pack the file itself."
    ),
    "file_compression_unknown": _(
        "An entry of the archive is packed in an unknown way (%(entry)s). Pack it as plain ZIP."
    ),
    "file_too_many_pixels": _(
        "The picture has %(have)s pixels; at most %(limit)s are allowed. Make it smaller."
    ),
    "file_macros": _(
        "The document contains macros. Save it without macros (docx, xlsx) and upload it again."
    ),
    "file_too_many_pages": _("The document has %(have)s pages; at most %(limit)s are allowed."),
    "file_embedded_object": _("The file contains embedded objects; readers should know."),
    "file_fetches_elsewhere": _("The file refers to content on other computers."),
    "file_script": _("The file contains a script."),
    "file_launches": _("The file would start a program or load data."),
    "text_unreadable": _("The text cannot be read: %(detail)s"),
    "subscription_unknown": _("This link is not valid or has been used. Ask for a new one."),
    "subscribed_already": _("This address is subscribed already."),
    "too_many_requests": _("Too many requests for this address. Try again tomorrow."),
}
