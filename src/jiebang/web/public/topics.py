"""What people ask on the telephone, with the answers."""

from django.utils.translation import gettext_lazy as _

TOPICS = (
    {
        "code": "bid",
        "question": _("Who may bid?"),
        "answer": _(
            "Any unit at home or abroad that can solve the problem, alone or as a "
            "consortium. Region, date of registration, age, degree, title and prizes are no "
            "condition and are not shown to the experts."
        ),
    },
    {
        "code": "register",
        "question": _("How do I register?"),
        "answer": _(
            "Sign up with your e-mail address, then register your unit with its unified "
            "social credit code, or join it if it is registered already; its administrator "
            "approves you. Units abroad, and in Hong Kong, Macao and Taiwan, register "
            "without a code."
        ),
    },
    {
        "code": "consortium",
        "question": _("How do we bid together?"),
        "answer": _(
            "One unit leads: it starts the bid and invites the others on the bid's page. "
            "Every member confirms online under its own account. A unit takes part in one "
            "bid of a challenge only."
        ),
    },
    {
        "code": "deadline",
        "question": _("What if I am late?"),
        "answer": _(
            "The server's clock decides, to the second. Hand in early: until the deadline a "
            "bid can be taken back and handed in again, and only the last one counts."
        ),
    },
    {
        "code": "sealed",
        "question": _("Who can read my bid?"),
        "answer": _(
            "Until the deadline only the units of the bid. Afterwards the publisher and the "
            "bureau; the experts read it without names."
        ),
    },
    {
        "code": "receipt",
        "question": _("What proves that my bid arrived?"),
        "answer": _(
            "The receipt: its number, the time by the server's clock, and a digest over "
            "every word and every file. Anybody holding it can check it on the page "
            "“Verify”."
        ),
    },
    {
        "code": "files",
        "question": _("Which files are accepted?"),
        "answer": _(
            "PDF, Word, Excel, PowerPoint, pictures, text and ZIP. Files with macros, with a "
            "password, or with another content than their name says are refused, with the "
            "reason at the field."
        ),
    },
    {
        "code": "lost",
        "question": _("Can what I typed be lost?"),
        "answer": _(
            "Long forms are saved while you type. If saving is refused, the page comes back "
            "with everything you typed and says what to do."
        ),
    },
)
