"""Papers of a bid: its receipt, and the package of everything that was handed in (R035, R037)."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import qrcode
import qrcode.image.svg
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from jiebang.platform import documents as d
from jiebang.platform.files import queries as files
from jiebang.platform.files import store
from jiebang.programme import actions, queries
from jiebang.rulebook.bid import readable
from jiebang.rulebook.challenge import OPENED
from jiebang.rulebook.forms import FormSpec
from jiebang.rulebook.roles import Role
from jiebang.web.programme import asking, reading
from jiebang.web.programme.exports import download
from jiebang.web.templatetags.jiebang import wan


@lru_cache(maxsize=512)
def qr_of(text: str) -> SafeString:
    """An SVG that needs no style: black squares on white."""
    code = qrcode.QRCode(border=2, box_size=4)
    code.add_data(text)
    drawn = code.make_image(image_factory=qrcode.image.svg.SvgPathImage)
    svg = drawn.to_string(encoding="unicode")
    return mark_safe(svg.replace("<svg ", '<svg role="img" aria-label="QR" ', 1))  # noqa: S308 -- squares only


@login_required
def receipt(request: HttpRequest, pk: str) -> HttpResponse:
    b = asking.found(queries.bid(pk, request.actor))
    glance = actions.bid.glance(pk, actor=request.actor, now=request.now)
    if not b.number or not glance.roles & {Role.LEAD, Role.PARTNER}:
        raise Http404
    verify = f"{request.build_absolute_uri(reverse('verify'))}?number={b.number}"
    paper = d.Document(
        title="揭榜意向书提交回执",
        number=b.number,
        style="form",
        on=timezone.localdate(b.submitted_at),
        blocks=(
            d.KeyValues(
                (
                    ("回执号", b.number),
                    (
                        "提交时间（服务器时间）",
                        f"{timezone.localtime(b.submitted_at):%Y-%m-%d %H:%M:%S}",
                    ),
                    ("榜单", b.challenge),
                    ("发榜单位", b.publisher),
                    ("揭榜牵头单位", next(u.name for u in b.units if u.part == "lead")),
                    (
                        "联合体成员单位",
                        "、".join(u.name for u in b.units if u.part != "lead") or "无",
                    ),
                    ("内容摘要（SHA-256）", b.digest),
                ),
                columns=1,
            ),
            d.Note("摘要覆盖意向书全部文字和附件。任何人凭回执号和摘要均可在下方网址核验。"),
            d.QR(verify, caption=verify),
        ),
    )
    return download(d.render_pdf(paper), "pdf", f"回执-{b.number}")


@login_required
def package(request: HttpRequest, pk: str, kind: str) -> HttpResponse:
    """Word, PDF, or the archive with both and the evidence, named as the edition says."""
    b = asking.found(queries.bid(pk, request.actor))
    glance = actions.bid.glance(pk, actor=request.actor, now=request.now)
    if not readable(glance.roles, b.challenge_state in OPENED):
        raise Http404
    policy = queries.edition(b.edition_id)
    spec, values = queries.bid_reading(pk, request.actor)
    name = package_name(
        policy.bidding.package_name, b, queries.challenge(b.challenge_id, request.actor)
    )
    paper = document(b, spec, values)
    if kind == "docx":
        return download(d.render_docx(paper), "docx", name)
    if kind == "pdf":
        return download(d.render_pdf(paper), "pdf", name)
    return download(_archive(name, paper, pk), "zip", name)


def package_name(pattern: str, b: queries.BidView, c: queries.ChallengeView) -> str:
    lead = next((u.name for u in b.units if u.part == "lead"), "")
    named = {"榜单序号": str(c.number or ""), "榜单名称": c.title, "揭榜单位名称": lead}
    out = "".join(named.get(part, part) for part in re.split(f"({'|'.join(named)})", pattern))
    return "".join("_" if ch in '\\/:*?"<>|\r\n\t' else ch for ch in out)[:120]


def document(b: queries.BidView, spec: FormSpec, values: Mapping[str, Any]) -> d.Document:
    blocks: list[Any] = [
        d.KeyValues(
            (
                ("榜单", b.challenge),
                ("发榜单位", b.publisher),
                ("回执号", b.number or "（草稿）"),
                ("预算总额", wan(b.total) if b.total else ""),
            )
        )
    ]
    for part in reading.parts(spec, values, empty=False):
        blocks.append(d.Heading(part.title))
        blocks += section_blocks(part)
    blocks.append(d.Note(f"内容摘要（SHA-256）：{b.digest}" if b.digest else "草稿，未提交。"))
    return d.Document(
        title=spec.title,
        number=b.number,
        style="form",
        draft=not b.number,
        on=timezone.localdate(b.submitted_at) if b.submitted_at else None,
        blocks=tuple(blocks),
    )


def section_blocks(part: reading.Part) -> list[Any]:
    found: list[Any] = []
    pairs: list[tuple[str, str]] = []
    for item in part.items:
        if not item.columns:
            pairs.append((item.label, item.text))
            continue
        if pairs:
            found.append(d.KeyValues(tuple(pairs), columns=1))
            pairs = []
        columns = tuple(
            d.Column(c, align="right" if n else "left")
            for c, n in zip(item.columns, item.numbers, strict=True)
        )
        found.append(d.Table(columns=columns, rows=item.rows, caption=item.label))
    return [*found, d.KeyValues(tuple(pairs), columns=1)] if pairs else found


def _archive(name: str, paper: d.Document, pk: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{name}.docx", d.render_docx(paper))
        archive.writestr(f"{name}.pdf", d.render_pdf(paper))
        for i, f in enumerate(files.of("bid", pk), 1):
            if f.openable:
                with store.opened(f.id) as stored:
                    archive.writestr(f"{_('Evidence')}/{i:02d}-{f.name}", stored.read())
    return out.getvalue()
