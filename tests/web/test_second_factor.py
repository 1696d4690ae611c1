"""Two factors for posts that demand them: set up once, asked for ever after (R072)."""

from __future__ import annotations

import pytest
from allauth.mfa.totp.internal import auth
from django.test import Client
from django.urls import reverse

from jiebang.platform.accounts.models import User
from jiebang.web.review.invitation import path_of
from tests import reviewing as r
from tests.visiting import BACKEND

PASSWORD = "zwei-faktoren-2023"


@pytest.fixture
def demanding(settings, town):
    settings.JIEBANG_SECOND_FACTOR = ("expert", "officer")
    return town


def sign_in(town, key: str) -> Client:
    user = User.objects.get(pk=town.world.stage.people[key])
    user.set_password(PASSWORD)
    user.save()
    client = Client()
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    return client


def code(secret: str) -> str:
    return auth.format_hotp_value(
        auth.hotp_value(secret, next(auth.yield_hotp_counters_from_time()))
    )


def set_up(client: Client) -> str:
    """Enrol as the page asks for it; returns the secret of the app."""
    again = client.get(reverse("mfa_activate_totp")).url  # the password once more
    client.post(again, {"password": PASSWORD})
    page = client.get(reverse("mfa_activate_totp"))
    assert "您的岗位要求使用第二重验证" in page.content.decode()
    secret = page.context["form"].secret
    done = client.post(reverse("mfa_activate_totp"), {"code": code(secret)})
    assert done.url == reverse("mfa_view_recovery_codes")
    return secret


def test_without_it_every_page_leads_to_where_it_is_set_up_and_back(demanding):
    client, wanted = sign_in(demanding, "officer"), reverse("bids") + "?state=valid"
    asked = client.get(wanted)
    assert (asked.status_code, asked.url) == (302, reverse("mfa_activate_totp"))
    set_up(client)
    codes = client.get(reverse("mfa_view_recovery_codes"))
    assert f'href="{wanted}"' in codes.content.decode()
    assert client.get(wanted).status_code == 200


def test_a_post_without_the_demand_is_left_alone(demanding):
    assert sign_in(demanding, "secretary").get(reverse("desk")).status_code == 200
    assert Client().get("/").status_code == 200


def test_a_session_of_a_password_alone_is_asked_once_more(demanding):
    set_up(sign_in(demanding, "officer"))
    user = User.objects.get(pk=demanding.world.stage.people["officer"])
    other = Client()
    other.force_login(user, backend=BACKEND)
    asked = other.get(reverse("desk"))
    assert asked.url == reverse("mfa_reauthenticate") + "?next=%2Fdesk%2F"
    fresh = Client()
    login = fresh.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    assert login.url == reverse("mfa_authenticate")
    assert fresh.get(reverse("desk")).status_code == 302


def test_links_of_invitations_work_for_whoever_has_no_second_factor(demanding):
    world = demanding.world
    r.pool(world)
    panel = str(r.panel_of(r.in_review(world)).pk)
    r.drawn(world, panel)
    demanding.at()
    seat = r.invited(panel)[0]
    signed_in = demanding.visitor(r.key_of(world, seat))
    assert signed_in.get(reverse("seat", args=[seat.pk])).url == reverse("mfa_activate_totp")
    for client in (demanding.visitor(), signed_in):
        assert client.get(path_of(str(seat.pk))).status_code == 200
