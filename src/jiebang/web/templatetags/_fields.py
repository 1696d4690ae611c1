"""Fields of forms as HTML, made here and not by templates: a form has dozens of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from jiebang.web.templatetags._answers import broken
from jiebang.web.templatetags._cells import written

Draw = Mapping[str, Callable[..., str]]  # icon, wan, money (as typed), value (as its input wants)
BLANK: dict[str, Any] = {
    "label": "", "help": "", "required": False, "unit": "", "value": "", "given": False,
    "max_length": 0, "options": (), "problems": (), "columns": (), "rows": (),
    "rows_fixed": False, "rows_max": 0, "accept": "", "limits": "", "multiple": False,
}  # fmt: skip
FEW = 5  # options below this are shown side by side
SPECIAL = {
    "date": ' type="date"', "datetime": ' type="datetime-local"',
    "email": ' type="email" autocomplete="email"', "phone": ' type="tel" autocomplete="tel"',
    "integer": ' inputmode="numeric"', "decimal": ' inputmode="decimal"',
    "uscc": ' maxlength="18" autocapitalize="characters" spellcheck="false" data-uscc',
}  # fmt: skip


def field(given: Any, draw: Draw) -> str:
    """One bound field: label, help, its control, problems."""
    f = _whole(given)
    wrong = " is-wrong" if f.problems else ""
    told = written(f.label) + _mark(f)
    label = (
        f'<div class="jb-label" id="{f.id}-label">{told}</div>' if _is_group(f)
        else f'<label class="jb-label" for="{f.id}">{told}</label>'
    )  # fmt: skip
    help_ = f'<p class="jb-help" id="{f.id}-help">{written(f.help)}</p>' if f.help else ""
    return (f'<div class="jb-field jb-field-{f.kind}{wrong}">{label}{help_}{_body(f, draw)}'
            f"{_problems(f, draw)}</div>")  # fmt: skip


def _whole(given: Any) -> Any:
    """What the form's builder has left out is blank."""
    return SimpleNamespace(**{**BLANK, **given}) if isinstance(given, Mapping) else given


def _is_group(f: Any) -> bool:
    few = f.kind == "choice" and len(f.options) < FEW
    return few or f.kind in ("multichoice", "yesno", "table")


def _mark(f: Any) -> str:
    if f.given:
        return ""
    if not f.required:
        return f'<small class="jb-may">{_("optional")}</small>'
    word = _("required")
    return f'<i class="jb-must" title="{word}">*</i><span class="visually-hidden">{word}</span>'


def _problems(f: Any, draw: Draw) -> str:
    if not f.problems:
        return ""
    sign = draw["icon"]("alert-circle")
    said = "".join(f'<p class="jb-problem">{sign}{written(p)}</p>' for p in f.problems)
    return f'<div id="{f.id}-problems">{said}</div>'


def _body(f: Any, draw: Draw) -> str:
    if f.given:
        unit = f" {written(f.unit)}" if f.unit and f.value and f.kind != "money" else ""
        said = broken(draw["wan"](f.value) if f.kind == "money" else f.value)
        return f'<p class="jb-given">{said}{unit}</p>'
    return _table(f, draw) if f.kind == "table" else control(f, draw)


def control(f: Any, draw: Draw, *, bare: bool = False) -> str:
    """The input of one field by its kind; `bare` in a table, where it carries its own name."""
    named = f'id="{f.id}" name="{written(f.name)}"'
    said = _described(f) + (f' aria-label="{written(f.label)}"' if bare else "")
    if f.kind == "prose":
        return _prose(f, named, said, rows=2 if bare else 5)
    if f.kind in ("choice", "multichoice", "yesno"):
        return _choice(f, named, said, bare=bare)
    if f.kind == "file":
        asked = {k: getattr(f, k) for k in ("id", "name", "accept", "limits", "multiple")}
        return render_to_string("components/upload.html", asked)
    if f.kind == "money":
        words = "" if bare else f'<small class="jb-words" data-words-for="{f.id}"></small>'
        return (f'<div class="jb-unit"><input class="form-control jb-num" {named}'
                f' value="{written(draw["money"](f.value))}" inputmode="decimal"'
                f' autocomplete="off" data-money{said}>'
                f"<span>{_('10k yuan')}</span></div>{words}")  # fmt: skip
    return _line(f, named, said, draw)


def _described(f: Any) -> str:
    by = [f"{f.id}-{what}" for what, there in (("help", f.help), ("problems", f.problems)) if there]
    return (
        (' aria-required="true"' if f.required else "")
        + (' aria-invalid="true"' if f.problems else "")
        + (f' aria-describedby="{" ".join(by)}"' if by else "")
    )


def _prose(f: Any, named: str, said: str, *, rows: int) -> str:
    value = "" if f.value is None else written(f.value)
    limit = f' data-max="{f.max_length}"' if f.max_length else ""
    text = (f'<textarea class="form-control" {named} rows="{rows}"{limit}{said}>\n'
            f"{value}</textarea>")  # fmt: skip
    if not f.max_length:
        return text
    told = _("at most %(n)s characters") % {"n": f.max_length}
    return f'{text}<small class="jb-counter" data-counter-for="{f.id}">{told}</small>'


def _choice(f: Any, named: str, said: str, *, bare: bool) -> str:
    name = written(f.name)
    if f.kind == "choice" and (bare or len(f.options) >= FEW):
        options = "".join(
            f'<option value="{written(code)}"{" selected" if on else ""}>{written(word)}</option>'
            for code, word, on in f.options
        )
        return (f'<select class="form-select" {named}{said}><option value="">'
                f"{_('Please choose')}</option>{options}</select>")  # fmt: skip
    kind, role = ("checkbox", "group") if f.kind == "multichoice" else ("radio", "radiogroup")
    yesno = f.kind == "yesno"
    told = f'aria-label="{written(f.label)}"' if yesno else f'aria-labelledby="{f.id}-label"'
    made = "".join(
        f'<label class="jb-choice"><input type="{kind}" name="{name}" value="{written(code)}"'
        f"{' checked' if on else ''}><span>{written(word)}</span></label>"
        for code, word, on in (_yes_or_no(f.value) if yesno else f.options)
    )
    return f'<div class="jb-choices" id="{f.id}" role="{role}" {told}>{made}</div>'


def _yes_or_no(value: Any) -> tuple[tuple[str, str, bool], ...]:
    no = value is False or value in ("no", "false", "0")
    return ("yes", _("Yes"), value in (True, "yes", "true", "1")), ("no", _("No"), no)


def _line(f: Any, named: str, said: str, draw: Draw) -> str:
    number = " jb-num" if f.kind in ("integer", "decimal") else ""
    limit = f' data-max="{f.max_length}"' if f.max_length and f.kind == "text" else ""
    made = (f'<input class="form-control{number}" {named}'
            f' value="{written(draw["value"](f.value, f.kind))}"'
            f"{SPECIAL.get(f.kind, '')}{limit}{said}>")  # fmt: skip
    return f'<div class="jb-unit">{made}<span>{written(f.unit)}</span></div>' if f.unit else made


def _table(f: Any, draw: Draw) -> str:
    """Repeating rows; each cell carries its heading: a phone shows the rows as cards."""
    heads = "".join(_head(_whole(c)) for c in f.columns)
    if not f.rows_fixed:
        heads += f'<th><span class="visually-hidden">{_("Remove")}</span></th>'
    most = f' data-rows-max="{f.rows_max}"' if f.rows_max else ""
    body = "".join(_row(f, row["cells"], n, draw) for n, row in enumerate(f.rows))
    name, more = written(f.name), ""
    if not f.rows_fixed:
        more = (f'<button class="btn btn-sm jb-add-row" type="submit" name="_add_row"'
                f' value="{name}" data-add-row="{name}">{draw["icon"]("plus")}'
                f"{_('Add a row')}</button>")  # fmt: skip
    return (f'<div class="jb-table-box" id="{f.id}"><table class="jb-table jb-rows"'
            f' data-rows="{name}"{most} aria-labelledby="{f.id}-label"><thead><tr>{heads}</tr>'
            f"</thead>\n<tbody>{body}</tbody></table></div>{more}")  # fmt: skip


def _head(c: Any) -> str:
    unit = f" <small>({written(c.unit)})</small>" if c.unit else ""
    must = '<i class="jb-must">*</i>' if c.required and not c.given else ""
    return f'<th scope="col">{written(c.label)}{unit}{must}</th>'


def _row(f: Any, cells: Any, n: int, draw: Draw) -> str:
    made = "".join(_cell(_whole(c), draw) for c in cells)
    if not f.rows_fixed:
        word = _("Remove row %(n)s") % {"n": n + 1}
        made += (f'<td class="jb-rows-remove"><button class="jb-icon-button" type="submit"'
                 f' name="_remove_row" value="{written(f.name)}:{n}" aria-label="{word}"'
                 f" data-remove-row>{draw['icon']('trash')}</button></td>")  # fmt: skip
    return f"<tr>{made}</tr>"


def _cell(c: Any, draw: Draw) -> str:
    wrong = ' class="is-wrong"' if c.problems else ""
    if c.given:
        money = c.kind == "money"
        shown = draw["wan"](c.value) if money else written(c.value or "—")
        kept = draw["money"](c.value) if money else "" if c.value is None else c.value
        inner = (f'<span class="jb-given">{shown}</span><input type="hidden"'
                 f' name="{written(c.name)}" value="{written(kept)}">')  # fmt: skip
    else:
        inner = control(c, draw, bare=True) + "".join(
            f'<p class="jb-problem" id="{c.id}-problems">{written(p)}</p>' for p in c.problems
        )
    return f'<td data-label="{written(c.label)}"{wrong}>{inner}</td>'
