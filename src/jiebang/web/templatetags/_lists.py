"""Lists that stand on most pages as HTML, made here and not by templates, which take far longer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.html import linebreaks
from django.utils.translation import gettext as _

from jiebang.web.templatetags._amounts import short
from jiebang.web.templatetags._answers import broken
from jiebang.web.templatetags._cells import Render, cell, written
from jiebang.web.templatetags._times import cn_datetime, distance, iso, urgency
from jiebang.web.templatetags._tones import tone_of

Items = Iterable[Mapping[str, Any]]


def links(items: Items, icon: Callable[[str], str]) -> str:
    """The links of side_nav.html."""
    made = []
    for item in items:
        if item.get("heading"):
            made.append(f"<p>{written(item['heading'])}</p>")
        if item.get("url"):
            current = ' aria-current="page"' if item.get("current") else ""
            sign = icon(item["icon"]) if item.get("icon") else ""
            count = f"<b>{written(item['count'])}</b>" if item.get("count") else ""
            made.append(f'<a href="{written(item["url"])}"{current}>{sign}'
                        f"<span>{written(item['label'])}</span>{count}</a>")  # fmt: skip
    return "".join(made)


def pairs(items: Items, renders: Mapping[str, Render]) -> str:
    """The pairs of key_values.html."""
    made = []
    for item in items:
        kind, hint = item.get("kind") or "text", item.get("hint")
        wide = ' class="jb-kv-wide"' if item.get("wide") or kind == "prose" else ""
        value = _value(kind, item.get("value"), renders)
        made.append(
            f"<div{wide}><dt>{written(item['label'])}</dt><dd>{value}{_below(hint)}</dd></div>"
        )
    return "".join(made)


def _value(kind: str, value: Any, renders: Mapping[str, Render]) -> str:
    if kind == "money" and value is not None:
        unit = _("10k yuan")
        return f'<span class="jb-money"><b>{renders["money"](value)}</b> <i>{unit}</i></span>'
    if kind == "prose":
        return f'<div class="jb-prose">{linebreaks(value or "", autoescape=True)}</div>'
    return cell(kind, value, "", first=False, renders=renders)


def _below(text: Any) -> str:
    return f'<small class="jb-sub">{written(text)}</small>' if text else ""


def happened(items: Items) -> str:
    """The lines of timeline.html."""
    made = []
    for item in items:
        what, who, text = written(item["what"]), item.get("who"), item.get("text")
        if item.get("url"):
            what = f'<a href="{written(item["url"])}">{what}</a>'
        made.append(
            f'<li data-tone="{tone_of(item.get("code", ""))}"><p><b>{what}</b>'
            + (f"<span>{written(who)}</span>" if who else "")
            + f'<time datetime="{iso(item["at"])}">{cn_datetime(item["at"])}</time></p>'
            + (f"<div>{broken(text)}</div>" if text else "") + "</li>"
        )  # fmt: skip
    return "".join(made) or f"<li>{_('Nothing has happened yet.')}</li>"


def rules(items: Items, badge: Callable[[str, str], str]) -> str:
    """The rows of gates.html."""
    heads = [f'<td data-label="{written(h)}">'
             for h in (_("Rule"), _("Yours"), _("Required value"), _("Verdict"))]  # fmt: skip
    said = {"passed": _("Met"), "pass": _("Met"), "failed": _("Not met"), "fail": _("Not met")}
    made = []
    for item in items:
        verdict = item.get("verdict", "")
        label = item.get("label") or said.get(verdict, "")
        mark = badge(verdict, label) if label else badge("pending", _("To be checked"))
        rule = f"<b>{written(item['rule'])}</b>{_below(item.get('hint'))}"
        value, limit = written(item.get("value") or "—"), written(item.get("limit") or "—")
        tone = ' data-tone="bad"' if verdict in ("failed", "fail") else ""
        row = "".join(
            h + c + "</td>" for h, c in zip(heads, (rule, value, limit, mark), strict=True)
        )
        made.append(f"<tr{tone}>{row}</tr>")
    return "".join(made)


def indicators(items: Items, columns: Mapping[str, bool], badge: Callable[[str, str], str]) -> str:
    """The whole table of indicators.html; `columns` says which of the optional ones it has."""
    heads = {"name": _("Indicator"), "now": _("Present value"), "target": _("Target"),
             "promised": _("Promised"), "actual": _("Measured"),
             "verdict": _("Verdict")}  # fmt: skip
    shown = {k: written(h) for k, h in heads.items() if columns.get(k, True)}
    top = "".join(f'<th scope="col">{head}</th>' for head in shown.values())
    body = "".join(_indicator(item, shown, badge) for item in items)
    return f"<thead><tr>{top}</tr></thead><tbody>{body}</tbody>"


def _indicator(item: Mapping[str, Any], shown: Mapping[str, str],
               badge: Callable[[str, str], str]) -> str:  # fmt: skip
    verdict, label = item.get("verdict", ""), item.get("label")
    unit = f" <i>{written(item['unit'])}</i>" if item.get("unit") else ""
    made = ['<tr data-tone="bad">' if verdict in ("failed", "not_met") else "<tr>"]
    for name, head in shown.items():
        value = written(item.get(name) or "—")
        if name == "name":
            method = item.get("method")
            value = f"<b>{value}</b>" + _below(f"{_('Measured by')} {method}" if method else "")
        elif name == "target":
            value = f"<b>{value}</b>{unit}"
        elif name == "verdict":
            value = badge(verdict, label) if label else "—"
        elif item.get(name):
            value += unit
        made.append(f'<td data-label="{head}">{value}</td>')
    return "".join(made) + "</tr>"


def challenges(items: Items, now: Any, badge: Callable[[str, str], str],
               invented: Callable[[], str]) -> str:  # fmt: skip
    """Lines of the challenge list."""
    unit, public, mark = _("10k yuan"), _("public money"), invented()
    made = []
    for item in items:
        at, state, publisher = item.get("due_at"), item.get("state"), item.get("publisher")
        about = f"<span>{written(item['field'])}</span>"
        about += f"<span>{written(publisher)}</span>" if publisher else ""
        about += badge(state["code"], state["label"]) if state else ""
        about += mark if item.get("invented") else ""
        due = (f"<b>{distance(at, now)}</b><small><time datetime=\"{iso(at)}\">{cn_datetime(at)}"
               "</time></small>") if at else ""  # fmt: skip
        made.append(
            f'<li class="jb-ch"><span class="jb-ch-no">{written(item["number"])}</span>'
            f'<div class="jb-ch-body"><h3><a href="{written(item["url"])}">{written(item["title"])}'
            f'</a></h3><p>{about}</p></div><div class="jb-ch-money">'
            f"<b>{short(item['money_fen'])}</b> <i>{unit}</i><small>{public}</small></div>"
            f'<div class="jb-ch-due" data-tone="{urgency(at, now)}">{due}</div></li>'
        )
    return "".join(made)


def work(items: Items, now: Any, badge: Callable[[str, str], str],
         invented: Callable[[], str]) -> str:  # fmt: skip
    """The lines of worklist.html."""
    never = f'<span class="jb-work-due jb-quiet">{_("No deadline")}</span>'
    made = []
    for item in items:
        at, state = item.get("due_at"), item.get("state")
        mark = invented() if item.get("invented") else ""
        sign = badge(state["code"], state["label"]) if state else ""
        made.append(
            f'<li data-tone="{urgency(at, now)}"><a href="{written(item["url"])}">'
            f"<b>{written(item['what'])}</b><span>{written(item['about'])}</span></a>{mark}{sign}"
            f"{_until(at, now) if at else never}</li>"
        )
    return "".join(made)


def _until(at: Any, now: Any) -> str:
    return (f'<span class="jb-work-due"><time datetime="{iso(at)}">{cn_datetime(at)}</time>'
            f"<b>{distance(at, now)}</b></span>")  # fmt: skip


def options(found: Iterable[tuple[str, Any, bool]]) -> str:
    """The options of a select."""
    return "".join(
        f'<option value="{written(code)}"{" selected" if chosen else ""}>{written(label)}</option>'
        for code, label, chosen in found
    )
