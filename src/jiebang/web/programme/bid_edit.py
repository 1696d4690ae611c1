"""Writing a bid: started by one of one's units, every indicator answered row by row (R034)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from jiebang.engine.decision import Denied
from jiebang.programme import actions, queries
from jiebang.registry import queries as registry
from jiebang.rulebook.bid import State
from jiebang.rulebook.forms import Problem
from jiebang.rulebook.roles import Role
from jiebang.web.frame import page
from jiebang.web.programme import asking, bids, editing
from jiebang.web.wording import sentences


@login_required
def start(request: HttpRequest, challenge: str) -> HttpResponse:
    """Choose the unit that leads; a refusal says every reason on the same page."""
    c = asking.found(queries.challenge(challenge, request.actor))
    own = queries.own_bid(challenge, request.actor)
    units = registry.by_ids(request.actor.scopes(Role.MEMBER))
    said: list[str] = []
    chosen = request.POST.get("unit", "")
    if request.method == "POST":
        if chosen not in units:
            raise Http404
        try:
            made = actions.bid.create(
                "start",
                actor=request.actor,
                now=request.now,
                challenge=challenge,
                organisation=chosen,
            )
        except Denied as denied:
            said = sentences(denied.decision.reasons)
        else:
            return HttpResponseRedirect(reverse("bid_edit", args=[made.pk]))
    context = {
        "c": c,
        "units": list(units.values()),
        "chosen": chosen,
        "said": said,
        "own_url": reverse("bid", args=[own]) if own else "",
        "back": reverse("challenge", args=[challenge]),
    }
    return page(request, "programme/bid_start.html", context, status=409 if said else 200)


def _led(request: HttpRequest, pk: str) -> queries.BidView:
    b = asking.found(queries.bid(pk, request.actor))
    leads = {u.organisation_id for u in b.units if u.part == "lead"}
    if not any(request.actor.holds(Role.MEMBER, unit) for unit in leads):
        raise Http404
    return b


@login_required
def edit(request: HttpRequest, pk: str) -> HttpResponse:
    b = _led(request, pk)
    spec, values = queries.bid_form(pk)

    def refresh() -> tuple[int, Mapping[str, Any], tuple[Problem, ...]]:
        fresh = asking.found(queries.bid(pk, request.actor))
        _spec, filled = queries.bid_form(pk)
        return fresh.version, filled, queries.bid_checks(pk, request.now)[0].problems

    def extra() -> Mapping[str, Any]:
        return {
            "b": b,
            "state": asking.state("bid", b.state),
            "until": b.closes_at,
            "indicators": bids.indicators(b, values),
            "checks": bids.checks(b, request) if b.state == State.DRAFT else None,
        }

    desk = editing.Desk(
        machine=actions.bid,
        pk=str(pk),
        version=b.version,
        spec=spec,
        values=values,
        template="programme/bid_edit.html",
        url=reverse("bid_edit", args=[pk]),
        back=reverse("bid", args=[pk]),
        done=reverse("act", args=["bid", pk, "submit"]),
        refresh=refresh,
        extra=extra,
    )
    return editing.edit(request, desk)


@login_required
@require_POST
def remove_file(request: HttpRequest, pk: str, file: str) -> HttpResponse:
    _led(request, pk)
    editing.detach(request, actions.bid, str(pk), str(file))
    return HttpResponseRedirect(f"{reverse('bid_edit', args=[pk])}?saved=1")
