"""Subscribe by e-mail without an account: asked, confirmed by a link, ended by a link."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jiebang.engine.decision import Denied
from jiebang.platform.accounts.actor import PUBLIC
from jiebang.platform.lifecycle import Invalid
from jiebang.programme import actions, queries
from jiebang.rulebook.forms import Field, FormSpec, Kind, Option, Section
from jiebang.rulebook.subscription import SUBSCRIBE
from jiebang.web.forms import bind, parse
from jiebang.web.frame import page
from jiebang.web.programme import asking
from jiebang.web.wording import sentences


def _form() -> tuple[FormSpec, dict[str, str]]:
    fields = asking.field_words(asking.policies(queries.batches()[:1]))
    email, field, _language = SUBSCRIBE.fields
    choice = Field(
        name="field",
        kind=Kind.CHOICE,
        label=field.label,
        label_en=field.label_en,
        options=tuple(Option(code, said, said) for code, said in fields.items()),
    )
    return FormSpec(
        "subscribe", SUBSCRIBE.title, (Section("all", "", (email, choice)),), SUBSCRIBE.title_en
    ), fields


def subscribe(request: HttpRequest) -> HttpResponse:
    spec, _fields = _form()
    values: dict[str, Any] = {}
    problems, sent = (), False
    if request.method == "POST":
        values = parse(spec, request.POST)
        cleaned = spec.clean(values)
        problems = cleaned.problems
        if not problems:
            try:
                actions.subscribe(
                    cleaned.values["email"],
                    cleaned.values["field"] or "",
                    language=get_language() or "",
                    actor=PUBLIC,
                    now=request.now,
                )
                sent = True
            except Invalid as wrong:
                problems = wrong.problems
    form = bind(spec, values, problems)
    form.title, form.problems = "", []
    context = {"form": form, "sent": sent, "email": values.get("email", "")}
    return page(request, "public/subscribe.html", context, status=422 if problems else 200)


def confirm(request: HttpRequest, token: str) -> HttpResponse:
    return _by_link(request, token, "confirm")


def end(request: HttpRequest, token: str) -> HttpResponse:
    return _by_link(request, token, "end")


def _by_link(request: HttpRequest, token: str, name: str) -> HttpResponse:
    """A link only shows the button: programs that look through mail do not press it."""
    s = asking.found(queries.subscription(token))
    said: list[str] = []
    done = (name, s.state) in (("confirm", "confirmed"), ("end", "ended"))
    if request.method == "POST" and not done:
        try:
            actions.subscription.perform(s.id, name, actor=PUBLIC, now=request.now, token=token)
            done = True
        except Denied as denied:
            said = sentences(denied.decision.reasons)
    texts = {
        "confirm": (
            _("Confirm the subscription"),
            _("You will get a mail when new challenges are published."),
        ),
        "end": (_("Unsubscribe"), _("You will get no more mails, and your address is deleted.")),
    }
    finished = {
        "confirm": _("You are subscribed."),
        "end": _("You are unsubscribed. Your address was deleted."),
    }
    title, text = texts[name]
    context = {
        "title": title,
        "text": text,
        "done": done,
        "finished": finished[name],
        "said": said,
        "list_url": reverse("challenge_list"),
    }
    return page(request, "public/subscription.html", context, status=409 if said else 200)
