"""The result of one's own bid: place, reasons, the experts' words without their names (R088)."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse

from jiebang.programme import actions as programme_actions
from jiebang.programme import queries as programme
from jiebang.review import queries
from jiebang.rulebook.bid import State
from jiebang.rulebook.roles import Role
from jiebang.web.frame import page
from jiebang.web.programme.asking import found
from jiebang.web.programme.asking import state as state_of
from jiebang.web.wording import label
from jiebang.web.wording.review import DECIDED

DECIDED_ON = (State.SELECTED, State.NOT_SELECTED)


@login_required
def feedback(request: HttpRequest, pk: str) -> HttpResponse:
    """For the units of the bid, chosen or not, once the decision stands; for nobody else."""
    b = found(programme.bid(str(pk), request.actor))
    glance = programme_actions.bid.glance(pk, actor=request.actor, now=request.now)
    if not glance.roles & {Role.LEAD, Role.PARTNER} or b.state not in DECIDED_ON:
        raise Http404
    f = found(queries.feedback_on(b.id))
    context = {
        "b": b,
        "f": f,
        "state": state_of("bid", b.state),
        "decided": DECIDED[f.decided_by],
        "failed": [label(c) for c in f.failed],
        "said": [{"label": label(s.criterion), "comments": s.comments} for s in f.said],
    }
    return page(request, "review/feedback.html", context)
