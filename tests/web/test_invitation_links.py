"""An invitation answered by its link, without signing in."""

from __future__ import annotations

import pytest

from jiebang.review.models import Seat
from jiebang.web.review.invitation import path_of
from tests import reviewing as r


@pytest.fixture
def panel(town):
    r.pool(town.world)
    return str(r.panel_of(r.in_review(town.world)).pk)


def test_a_link_answers_for_its_own_seat_only(town, panel):
    r.drawn(town.world, panel)
    town.at()
    client = town.visitor()
    one, two = r.invited(panel)[:2]
    told = client.get(path_of(str(one.pk))).content.decode()
    assert ("评审邀请" in told, "由" in told and "教授团队" in told) == (True, False)
    without = client.post(path_of(str(one.pk)), {"answer": "accept"})
    assert (without.status_code, Seat.objects.get(pk=one.pk).state) == (422, "invited")
    client.post(path_of(str(one.pk)), {"answer": "accept", "promise": "yes"})
    client.post(path_of(str(two.pk)), {"answer": "decline", "ground": "time"})
    states = [Seat.objects.get(pk=s.pk).state for s in (one, two)]
    assert states == ["accepted", "declined"]
    again = client.get(path_of(str(two.pk)))
    assert "此邀请已不能再答复" in again.content.decode()


def test_a_changed_link_is_no_page(town, panel):
    r.drawn(town.world, panel)
    town.at()
    client = town.visitor()
    path = path_of(str(r.invited(panel)[0].pk))
    wrong = path[:-2] + ("A" if path[-2] != "A" else "B") + "/"
    assert client.get(wrong).status_code == 404


def test_opening_a_link_answers_nothing(town, panel):
    r.drawn(town.world, panel)
    town.at()
    client = town.visitor()
    seat = r.invited(panel)[0]
    for _ in range(3):
        client.get(path_of(str(seat.pk)))
    assert Seat.objects.get(pk=seat.pk).state == "invited"
