"""What a district or the city hands on: letters and tables from the data (R016)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from jiebang.engine.money import format_wan, in_capitals
from jiebang.platform import documents as d
from jiebang.platform.files.serve import disposition
from jiebang.programme import queries
from jiebang.rulebook.demand import State
from jiebang.rulebook.roles import Role
from jiebang.web.programme import asking

RECOMMENDED = tuple(
    s
    for s in State
    if s not in (State.DRAFT, State.SUBMITTED, State.RETURNED, State.DECLINED, State.WITHDRAWN)
)
MIMES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "zip": "application/zip",
}


def download(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=MIMES[kind])
    response["Content-Disposition"] = disposition(f"{name}.{kind}")
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
def demands(request: HttpRequest, batch: str, kind: str) -> HttpResponse:
    """The batch's demands as a table, for the bureau and, its own ones, for a district."""
    districts = request.actor.scopes(Role.DISTRICT)
    if not (asking.is_city(request.actor) or districts):
        raise Http404
    b = queries.batch(batch)
    policy = queries.edition(b.edition_id)
    words = (asking.field_words([policy]), asking.district_words([policy]))
    rows = [
        _line(x, i, *words)
        for i, x in enumerate(queries.demand_rows(request.actor, batch=str(batch)), 1)
    ]
    name = f"{b.title}-{_('demands')}"
    if kind == "csv":
        head = tuple(c.title for c in COLUMNS)
        return download(d.render_csv((head, *rows)), "csv", name)
    return download(d.render_xlsx((d.Sheet("需求", _sheet(COLUMNS), rows),)), "xlsx", name)


COLUMNS = (
    d.Column("序号", 0.5),
    d.Column("需求编号", 1.2),
    d.Column("需求名称", 3),
    d.Column("单位名称", 2),
    d.Column("所属区县", 1),
    d.Column("技术领域", 1.6),
    d.Column("总投入（万元）", 1, "right"),
    d.Column("状态", 1),
)


def _sheet(columns: tuple[d.Column, ...]) -> tuple[d.SheetColumn, ...]:
    return tuple(d.SheetColumn(c.title, 12 * c.width) for c in columns)


def _line(
    x: queries.DemandRow, index: int, fields: Mapping[str, str], districts: Mapping[str, str]
) -> tuple[str, ...]:
    return (
        str(index),
        x.number,
        x.title,
        x.organisation,
        districts.get(x.district, x.district),
        fields.get(x.field, x.field),
        format_wan(x.total_money, places=2),
        asking.state("demand", x.state)["label"],
    )


@login_required
def letter(request: HttpRequest, batch: str, kind: str) -> HttpResponse:
    """推荐函 with its 项目汇总表: the numbers are the system's."""
    codes = request.actor.scopes(Role.DISTRICT)
    if not codes:
        raise Http404
    b = queries.batch(batch)
    policy = queries.edition(b.edition_id)
    districts = asking.district_words([policy])
    rows = queries.demand_rows(request.actor, batch=str(batch), states=RECOMMENDED)
    rows = [x for x in rows if x.district in codes]
    lines = tuple(
        _line(x, i, asking.field_words([policy]), districts)[:7] for i, x in enumerate(rows, 1)
    )
    total = sum(x.total_money for x in rows)
    where = "、".join(districts.get(c, c) for c in sorted(codes))
    name = f"{where}-{b.title}-推荐项目汇总表"
    sums = (("合计", "", f"{len(rows)} 项", "", "", "", format_wan(total, places=2)),)
    if kind == "xlsx":
        return download(
            d.render_xlsx((d.Sheet("汇总表", _sheet(COLUMNS[:7]), (*lines, *sums)),)), "xlsx", name
        )
    table = d.Table(columns=COLUMNS[:7], rows=lines, caption="推荐项目汇总表", totals=sums)
    paper = _letter(b.title, policy.bureau.name, where, len(rows), total, table, request.now)
    return download(d.render_docx(paper), "docx", f"{where}-{b.title}-推荐函")


def _letter(
    batch: str, bureau: str, where: str, count: int, total: int, table: d.Table, now: datetime
) -> d.Document:
    on, office = timezone.localdate(now), f"{where}科技主管部门"
    text = (
        f"按照{batch}需求征集工作安排，我区县对辖区内单位申报的技术需求进行了审核，"
        f"并查询了信用中国、中国执行信息公开网和国家企业信用信息公示系统。现推荐技术需求 "
        f"{count} 项，总投入合计 {format_wan(total, places=2)} 万元（{in_capitals(total)}），"
        f"请予受理。"
    )
    blocks = (
        d.Paragraph(text),
        d.Paragraph("附件：推荐项目汇总表"),
        d.Signatures((d.Party(office),), on=on),
        d.PageBreak(),
        table,
    )
    title = f"关于推荐{batch}揭榜挂帅技术需求的函"
    return d.Document(title=title, recipient=f"{bureau}：", issuer=office, on=on, blocks=blocks)
