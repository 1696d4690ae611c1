"""Lists of experts from national and provincial pools: which column means what, and what an import
would do (R063). Columns follow the union of public field sets (process.md 3.3; partly inferred)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from jiebang.engine.decision import Reason
from jiebang.engine.identity import check_resident_id, normalise
from jiebang.rulebook.expert import FIELDS, KINDS, PROFILE
from jiebang.rulebook.forms import Option, Problem

# Column titles as exports write them, the commonest first → field of the profile.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "name": ("姓名", "专家姓名", "name"),
    "gender": ("性别",),
    "birth_on": ("出生日期", "出生年月", "生日"),
    "id_number": ("证件号码", "身份证号", "身份证号码", "身份证"),
    "phone": ("手机", "手机号码", "手机号", "联系电话"),
    "email": ("邮箱", "电子邮箱", "E-mail", "email"),
    "unit_name": ("工作单位", "单位名称", "所在单位", "单位"),
    "unit_code": ("统一社会信用代码", "单位代码"),
    "department": ("部门", "所在部门"),
    "region_code": ("行政区划代码", "单位所在地代码", "所在地代码"),
    "kind": ("专家类型", "专家类别"),
    "fields": ("技术领域", "熟悉领域", "研究领域"),
    "keywords": ("关键词", "研究方向", "研究方向关键词", "专业方向"),
    "subject_codes": ("学科代码", "学科分类"),
    "title": ("职称", "专业技术职务"),
    "title_level": ("职称级别", "职称等级"),
    "duty": ("职务", "行政职务"),
    "education": ("学历学位", "最高学历", "学历"),
    "results": ("代表性成果", "成果"),
    "academician": ("院士", "是否院士"),
}
NEEDED = ("姓名", "专家姓名", "name")
SENIOR = ("教授", "研究员", "正高", "主任医师", "编审")
ASSOCIATE = ("副教授", "副研究员", "副高", "高级工程师", "高级", "副主任医师")
_SPLIT = re.compile(r"[、,，;；/|\s]+")


class Change(StrEnum):
    NEW = "new"  # 新增
    UPDATE = "update"  # 更新
    SAME = "same"  # 无变化
    ASK = "ask"  # 可能是同一人，人工判断
    TWICE = "twice"  # 表内重复，已合并
    WRONG = "wrong"  # 不能导入


@dataclass(frozen=True, slots=True)
class Record:
    """One line of a list in the profile's own terms."""

    number: int
    values: Mapping[str, object]
    email: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """An expert in the pool, as far as an import compares: what it holds by field."""

    id: str
    name: str
    id_index: str
    phone: str
    unit_name: str
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Line:
    """What becomes of one record. `changes`: (field, before, after); `with_name` tells of another
    spelling of the name under the same identity number."""

    number: int
    change: Change
    record: Record
    expert: str = ""
    changes: tuple[tuple[str, str, str], ...] = ()
    other_name: str = ""


def record(number: int, cells: Mapping[str, str]) -> Record:
    """A line of the list, with every problem that keeps it out of the pool."""
    raw = {field: _cell(cells, titles) for field, titles in COLUMNS.items()}
    values: dict[str, object] = {**raw, "available": "yes"}
    values["id_number"] = normalise(raw["id_number"])
    values["birth_on"] = _born(raw["birth_on"], str(values["id_number"]))
    values["kind"] = _code(KINDS, raw["kind"]) or ("technical" if not raw["kind"] else "other")
    values["fields"] = [c for word in _SPLIT.split(raw["fields"]) if (c := _code(FIELDS, word))]
    values["title_level"] = _level(raw["title_level"] or raw["title"])
    values["gender"] = {"男": "male", "女": "female"}.get(raw["gender"], "")
    values["academician"] = "yes" if raw["academician"] in ("是", "1", "Y", "院士") else "no"
    values["keywords"] = raw["keywords"] or raw["fields"]
    values["region_code"] = raw["region_code"][:6]
    email = str(values.pop("email")).lower()
    cleaned = PROFILE.clean(values)
    problems = list(cleaned.problems)
    given = str(values["id_number"])
    if given and (fault := check_resident_id(given)):
        problems.append(Problem("id_number", Reason("expert_id_wrong", {"fault": fault.code})))
    return Record(number, cleaned.values, email, tuple(problems))


def _cell(cells: Mapping[str, str], titles: Iterable[str]) -> str:
    return next((cells[t] for t in titles if cells.get(t)), "")


def _born(text: str, id_number: str) -> str:
    digits = re.sub(r"\D", "", text)
    if len(digits) >= 8:
        return f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}"
    if len(id_number) == 18:
        return f"{id_number[6:10]}-{id_number[10:12]}-{id_number[12:14]}"
    return f"{digits[:4]}-{digits[4:6]}-01" if len(digits) == 6 else text


def _code(options: Iterable[Option], word: str) -> str:
    word = word.strip()
    return next((o.code for o in options if word and word in (o.code, o.label, o.label_en)), "")


def _level(text: str) -> str:
    if any(w in text for w in ASSOCIATE) and "正高" not in text:
        return "associate"
    return "senior" if any(w in text for w in SENIOR) else "other"


COMPARED = ("unit_name", "unit_code", "department", "region_code", "kind", "fields", "keywords",
            "subject_codes", "title", "title_level", "duty", "phone")  # fmt: skip


def plan(records: Iterable[Record], known: Iterable[Known], index: Mapping[str, str],
         alike: Mapping[int, str]) -> tuple[Line, ...]:  # fmt: skip
    """What an import would do, line by line. People are one by the hash of their identity number
    and by nothing else; `index` gives it by number, `alike` names by line who in the pool may be
    the same person under other signs: that is asked, never decided here."""
    by_index = {k.id_index: k for k in known if k.id_index}
    seen: dict[str, int] = {}
    lines = []
    for r in records:
        number = str(r.values.get("id_number") or "")
        key = index.get(number, "")
        if r.problems:
            lines.append(Line(r.number, Change.WRONG, r))
        elif key and key in seen:
            lines.append(Line(r.number, Change.TWICE, r))
        elif key in by_index and key:
            lines.append(_compared(r, by_index[key]))
        elif r.number in alike:
            lines.append(Line(r.number, Change.ASK, r, alike[r.number]))
        else:
            lines.append(Line(r.number, Change.NEW, r))
        if key:
            seen.setdefault(key, r.number)
    return tuple(lines)


def _compared(r: Record, k: Known) -> Line:
    changes = tuple(
        (f, _told(k.values.get(f)), _told(r.values.get(f)))
        for f in COMPARED
        if r.values.get(f) and _told(r.values.get(f)) != _told(k.values.get(f))
    )
    other = str(r.values["name"]) if str(r.values["name"]) != k.name else ""
    change = Change.UPDATE if changes else Change.SAME
    return Line(r.number, change, r, k.id, changes, other)


def _told(value: object) -> str:
    if isinstance(value, list | tuple):
        return "、".join(str(v) for v in value)
    return "" if value is None else str(value)
