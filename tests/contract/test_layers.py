"""What rooms hand upwards: plain views, never rows of the database."""

from __future__ import annotations

import ast
import inspect
import typing
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest
from django.db.models import Manager, Model, QuerySet

SOURCE = Path(__file__).resolve().parents[2] / "src/jiebang"
ROOMS = [
    "registry", "programme", "review", "delivery", "insight",
    "platform.accounts", "platform.files",
]  # fmt: skip
ABOVE = ["web", "cli", "api", "exchange"]


def exported(module: ModuleType) -> Iterator[tuple[str, typing.Any]]:
    names = getattr(module, "__all__", None) or [n for n in vars(module) if not n.startswith("_")]
    for name in names:
        thing = getattr(module, name)
        if inspect.isfunction(thing) and thing.__module__.startswith("jiebang."):
            yield name, thing


def parts_of(hint: typing.Any) -> Iterator[type]:
    """Every class in a type, however deep."""
    inner = typing.get_args(hint)
    if isinstance(hint, type) and not inner:
        yield hint
    origin = typing.get_origin(hint)
    if isinstance(origin, type):
        yield origin
    for part in inner:
        yield from parts_of(part)


def fields_of(kind: type, seen: set[type]) -> Iterator[type]:
    """A class and, for views, the classes of its fields."""
    if kind in seen:
        return
    seen.add(kind)
    yield kind
    if hasattr(kind, "__dataclass_fields__"):
        for hint in typing.get_type_hints(kind).values():
            for part in parts_of(hint):
                yield from fields_of(part, seen)


@pytest.mark.parametrize("room", ROOMS)
def test_queries_return_views_and_never_rows(room):
    leaking = []
    for name, function in exported(import_module(f"jiebang.{room}.queries")):
        hint = typing.get_type_hints(function).get("return")
        assert hint is not None, f"{room}.queries.{name} does not say what it returns"
        for part in parts_of(hint):
            for kind in fields_of(part, set()):
                if issubclass(kind, (Model, QuerySet, Manager)):
                    leaking.append(f"{name} → {kind.__name__}")
    assert leaking == []


@pytest.mark.parametrize("room", ROOMS)
def test_views_that_queries_return_cannot_be_changed(room):
    soft = []
    for name, function in exported(import_module(f"jiebang.{room}.queries")):
        for part in parts_of(typing.get_type_hints(function).get("return")):
            frozen = getattr(part, "__dataclass_params__", None)
            if frozen is not None and not frozen.frozen:
                soft.append(f"{name} → {part.__name__}")
    assert soft == []


def imports(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                yield node.lineno, f"{node.module}.{alias.name}"
        elif isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name


def modules(*folders: str) -> list[Path]:
    return [p for folder in folders for p in sorted((SOURCE / folder).rglob("*.py"))]


def test_pages_and_commands_never_reach_rows():
    reaching = [
        f"{path.relative_to(SOURCE)}:{line}: {name}"
        for path in modules(*ABOVE)
        for line, name in imports(path)
        if name.startswith("jiebang.")
        and (".queries.rows" in name or ".models" in name)
        and not name.startswith("jiebang.platform.models")
    ]
    assert reaching == []


# Rows that pages hold for the libraries that sign people in.
SIGNING_IN = {"web/accounts.py": ".save()", "web/demo_bar.py": ".get()"}


def test_pages_write_through_a_machine_or_an_action_only():
    """No page saves, creates, updates or deletes rows by itself."""
    verbs = {"save", "bulk_create", "bulk_update", "delete", "get_or_create", "update_or_create"}
    found = []
    for path in modules("web", "cli"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and (node.func.attr in verbs or _manager(node.func))
            ):
                where, what = str(path.relative_to(SOURCE)), f".{node.func.attr}()"
                if SIGNING_IN.get(where) != what:
                    found.append(f"{where}:{node.lineno}: {what}")
    assert found == []


def _manager(call: ast.Attribute) -> bool:
    return isinstance(call.value, ast.Attribute) and call.value.attr == "objects"


def test_no_receiver_listens_for_our_own_domain():
    """A consequence of a step is an effect on its machine, where `grep effect` finds it."""
    listening = [
        f"{path.relative_to(SOURCE)}:{line}: {name}"
        for path in modules(".")
        for line, name in imports(path)
        if name.startswith("django.db.models.signals") and not name.endswith("post_migrate")
    ]
    assert listening == []
