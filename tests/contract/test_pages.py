"""Every address answers, whoever asks and whatever is sent."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from jiebang.platform.accounts.models import User

pytestmark = pytest.mark.django_db
TEMPLATES = Path(__file__).resolve().parents[2] / "src/jiebang/web/templates"
NOBODY = UUID("00000000-0000-4000-8000-000000000000")
SAMPLES = {"UUIDConverter": NOBODY, "IntConverter": 999999, "SlugConverter": "nothing",
           "StringConverter": "nothing", "PathConverter": "nothing"}  # fmt: skip
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
# An anonymous visitor is shown a page, led to sign in, told there is no such thing, told that
# signing up with a code is off, or told that this address takes only what a form sends.
ANSWERS = {200, 302, 404, 405}


def patterns(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry, prefix)
        else:
            yield entry.name or "", entry


def addresses() -> dict[str, str]:
    """Every named pattern with something put into its places."""
    found = {}
    for name, pattern in patterns(get_resolver()):
        given = {k: SAMPLES[type(c).__name__] for k, c in pattern.pattern.converters.items()}
        if name and not name.startswith(("account_", "mfa_", "socialaccount_")):
            found[name] = reverse(name, kwargs=given)
    return found


ADDRESSES = addresses()


def signed_in(user: int) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.get(pk=user), backend=BACKEND)
    return client


def test_every_address_has_a_name_of_its_own():
    names = [name for name, _ in patterns(get_resolver())]
    assert [n for n in set(names) if names.count(n) > 1 or not n] == []


@pytest.mark.parametrize("name", ADDRESSES)
def test_a_stranger_gets_an_answer_from_every_address(name):
    client = Client(raise_request_exception=False)
    assert client.get(ADDRESSES[name]).status_code in ANSWERS
    assert client.post(ADDRESSES[name], {"nonsense": "1"}).status_code in ANSWERS | {400, 409, 422}


def test_nobody_finds_what_is_not_there(world):
    """Every role, every address, an id that no thing has: never a fault, never somebody else's."""
    wrong = []
    for key, user in world.stage.people.items():
        client = signed_in(user)
        for name, path in ADDRESSES.items():
            status = client.get(path).status_code
            if status not in ANSWERS or (str(NOBODY) in path and status == 200):
                wrong.append(f"{key} {name} {path} {status}")
    assert wrong == []


def test_an_address_for_forms_refuses_what_no_form_sends(world):
    """Nonsense in a POST is a refusal, never a fault."""
    nonsense = {"version": "x", "_add_row": "nothing", "_remove_row": "nothing:x", "file": "x",
                "files": "x", "page": "x", "number": "x", "state": "x", "person": "x"}  # fmt: skip
    wrong = []
    for key in ("company", "team", "officer", "supervisor", "pool", "secadmin"):
        client = signed_in(world.stage.people[key])
        for name, path in ADDRESSES.items():
            status = client.post(path, nonsense).status_code
            if status >= 500:
                wrong.append(f"{key} {name} {path} {status}")
    assert wrong == []


LISTS = ("challenge_list", "notice_list", "notices", "batches", "demands", "bids", "panels",
         "reviews", "experts", "awards", "objections", "contracts", "payments", "credits",
         "acceptances", "figures", "allocation", "record", "posts", "units", "unit_list",
         "spendings", "uses", "results", "complaints", "consents", "editions")  # fmt: skip


def test_a_list_takes_whatever_stands_in_its_address(world):
    odd = "?page=x&page=-1&state=nothing&field=nothing&year=x&q=%00%F0%9F%98%80&sort=nothing&of=x"
    huge = "?page=99999999999999999999&year=99999999999999999999&q=" + "长" * 500
    wrong = []
    for key in ("officer", "supervisor", "team", "secadmin", "pool"):
        client = signed_in(world.stage.people[key])
        for name in LISTS:
            for query in (odd, huge):
                status = client.get(reverse(name) + query).status_code
                if status >= 500:
                    wrong.append(f"{key} {name} {query[:12]} {status}")
    assert wrong == []


def test_every_component_says_first_what_it_takes():
    silent = [
        str(path.relative_to(TEMPLATES))
        for path in sorted((TEMPLATES / "components").rglob("*.html"))
        if not path.read_text("utf-8").startswith("{#")
    ]
    assert silent == []
