"""A challenge on paper and in a calendar."""

from __future__ import annotations

from datetime import timedelta

import icalendar
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jiebang.platform import documents as d
from jiebang.platform.files.serve import disposition
from jiebang.programme import queries
from jiebang.web.frame import page
from jiebang.web.programme import asking, reading
from jiebang.web.programme.exports import download
from jiebang.web.programme.receipts import section_blocks
from jiebang.web.public import challenge as room
from jiebang.web.public.listing import number_of
from jiebang.web.templatetags.jiebang import cn_datetime, wan


def printed(request: HttpRequest, pk: str) -> HttpResponse:
    c = asking.found(queries.challenge(pk, request.actor))
    context = room.context_of(request, c) | {
        "printed_at": request.now,
        "number": number_of(c.year, c.number),
    }
    return page(request, "public/challenge_print.html", context)


def pdf(request: HttpRequest, pk: str) -> HttpResponse:
    c = asking.found(queries.challenge(pk, request.actor))
    paper = document(request, c)
    return download(d.render_pdf(paper), "pdf", f"{number_of(c.year, c.number)}-{c.title}"[:80])


def document(request: HttpRequest, c: queries.ChallengeView) -> d.Document:
    """Every public field of the list (R026)."""
    spec = queries.edition(c.edition_id).forms["demand"]
    blocks: list[object] = [
        d.KeyValues(
            (
                ("榜单序号", number_of(c.year, c.number)),
                ("榜单类别", c.kind_label),
                ("技术领域", c.field_label),
                ("发榜单位", c.publisher),
                ("财政支持", wan(c.public_money)),
                ("总投入", wan(c.total)),
                ("发布时间", cn_datetime(c.published_at)),
                ("揭榜截止时间", cn_datetime(c.closes_at)),
            )
        )
    ]
    values = {**c.content, "indicators": list(c.indicators)}
    for part in reading.parts(spec, values, only=lambda f: f.public, empty=False):
        blocks.append(d.Heading(part.title, numbered=True))
        blocks += section_blocks(part)
    if c.corrections:
        blocks.append(d.Heading("更正与延期", numbered=True))
        blocks += [d.Paragraph(f"{cn_datetime(x.at)} {x.text}") for x in c.corrections]
    url = request.build_absolute_uri(reverse("challenge", args=[c.id]))
    blocks += [d.Note(f"文本摘要（SHA-256）：{c.text_digest}"), d.QR(url, caption=url)]
    return d.Document(
        title=c.title,
        number=number_of(c.year, c.number),
        style="form",
        on=timezone.localdate(c.published_at) if c.published_at else None,
        issuer=settings.JIEBANG_SITE["bureau"],
        blocks=tuple(blocks),
    )


def calendar(request: HttpRequest, pk: str) -> HttpResponse:
    """The deadline as an entry, with a reminder three days and one day before."""
    c = asking.found(queries.challenge(pk, request.actor))
    if c.closes_at is None:
        raise Http404
    url = request.build_absolute_uri(reverse("challenge", args=[c.id]))
    book = icalendar.Calendar()
    book.add("prodid", "-//jiebang//challenge//ZH")
    book.add("version", "2.0")
    entry = icalendar.Event()
    entry.add("uid", f"{c.id}@{settings.JIEBANG_ORIGIN.partition('/')[0]}")
    entry.add("dtstamp", c.published_at or c.closes_at)
    entry.add("dtstart", c.closes_at - timedelta(minutes=30))
    entry.add("dtend", c.closes_at)
    entry.add("summary", f"{_('Bids close')}: {number_of(c.year, c.number)} {c.title}")
    entry.add("url", url)
    entry.add("sequence", len(c.corrections))
    for days in (3, 1):
        alarm = icalendar.Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", c.title)
        alarm.add("trigger", timedelta(days=-days))
        entry.add_component(alarm)
    book.add_component(entry)
    response = HttpResponse(book.to_ical(), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = disposition(f"{number_of(c.year, c.number)}.ics")
    return response
