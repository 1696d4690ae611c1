"""Masks an Excel workbook: sheets, texts and styles written anew; formulas become their values."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from zipfile import ZipFile

from lxml import etree

from jiebang.engine.text.masking import Masked, label_kind
from jiebang.engine.text.masking.team import blanked
from jiebang.engine.text.roster import Roster
from jiebang.platform.masking import package
from jiebang.platform.masking.model import Flag, Stopped, Story
from jiebang.platform.masking.package import OFFICE, local

Tree = Any
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_VENDOR = "application/vnd.openxmlformats-officedocument."
_KIND = f"{_VENDOR}spreadsheetml."
_KEPT = frozenset({"sheetFormatPr", "cols", "sheetData", "mergeCells", "sheetPr", "sheetViews",
                   "printOptions", "pageMargins", "dimension"})  # fmt: skip
_BOOK = frozenset({"sheets", "bookViews", "workbookPr"})
_STYLES_GONE = frozenset({"extLst", "dxfs", "tableStyles"})
_REFERENCE = re.compile(r"([A-Z]+)(\d+)")


@dataclass
class Cell:
    element: Tree
    text: str
    index: int = -1


@dataclass
class Book:
    archive: ZipFile
    story: Story
    sheets: list[tuple[str, str, Tree, list[Cell]]] = field(default_factory=list)
    """(name, state, tree, cells with words)"""
    names: list[int] = field(default_factory=list)
    removed: Counter[str] = field(default_factory=Counter)
    looks: dict[str, tuple[Tree, str]] = field(default_factory=dict)

    def load(self) -> None:
        main = next((target for kind, target in package.relations_of(self.archive, "").values()
                     if kind == "officeDocument"), "xl/workbook.xml")  # fmt: skip
        book = package.tree_of(self.archive, main)
        targets = package.relations_of(self.archive, main)
        shared = self._shared(targets)
        self._looks(targets)
        for sheet in book.iter(f"{{{S}}}sheet"):
            kind, part = targets.get(sheet.get(f"{{{OFFICE}}}id", ""), ("", ""))
            if kind != "worksheet" or part not in self.archive.namelist():
                self.removed["objects_removed"] += 1
                continue
            self._sheet(sheet.get("name", ""), sheet.get("state", "visible"), part, shared)
        if not self.sheets:
            raise Stopped("broken", {"part": main})
        self._tell(book)

    def _shared(self, targets: dict[str, tuple[str, str]]) -> list[str]:
        part = next((t for kind, t in targets.values() if kind == "sharedStrings"), "")
        if part not in self.archive.namelist():
            return []
        return [_words(si) for si in package.tree_of(self.archive, part).iter(f"{{{S}}}si")]

    def _looks(self, targets: dict[str, tuple[str, str]]) -> None:
        for kind, part in targets.values():
            if kind in ("styles", "theme") and part in self.archive.namelist():
                root = package.tree_of(self.archive, part)
                for element in list(root.iter()):
                    if local(element) in _STYLES_GONE:
                        package.drop(element)
                    elif local(element) == "cellStyle" and element.get("builtinId") is None:
                        element.set("name", f"style {element.get('xfId', '0')}")
                self.looks[kind] = (
                    root,
                    f"{_KIND}styles+xml" if kind == "styles" else f"{_VENDOR}theme+xml",
                )

    def _sheet(self, name: str, state: str, part: str, shared: list[str]) -> None:
        root = package.tree_of(self.archive, part)
        self._trim(root)
        self.names.append(self.story.add(name, "sheet"))
        cells = [c for c in map(lambda e: self._cell(e, shared), root.iter(f"{{{S}}}c")) if c]
        hints = _hints(cells)
        for cell in cells:
            reference = cell.element.get("r", "")
            cell.index = self.story.add(cell.text, f"{name}!{reference}", hints.get(reference, ""))
        self.sheets.append((name, state, root, cells))

    def _trim(self, root: Tree) -> None:
        for element in list(root):
            name = local(element)
            if name in ("drawing", "picture", "legacyDrawing", "oleObjects"):
                code = {"legacyDrawing": "comments_removed", "oleObjects": "objects_removed"}
                self.removed[code.get(name, "images_removed")] += 1
            if name not in _KEPT:
                root.remove(element)
        for view in root.iter(f"{{{S}}}sheetPr"):
            view.attrib.pop("codeName", None)
        hidden = [*root.iter(f"{{{S}}}row"), *root.iter(f"{{{S}}}col")]
        for element in hidden:
            if element.get("hidden") in ("1", "true"):
                del element.attrib["hidden"]
                self.removed["hidden_shown"] += 1

    def _cell(self, element: Tree, shared: list[str]) -> Cell | None:
        """Texts, and numbers: a telephone number or a count may be one."""
        for formula in list(element.iter(f"{{{S}}}f")):
            element.remove(formula)
            self.removed["formulas_as_values"] += 1
        kind, value = element.get("t", "n"), element.find(f"{{{S}}}v")
        text = (value.text or "") if value is not None else ""
        if kind == "s":
            text = shared[int(text)] if text.isdigit() and int(text) < len(shared) else ""
            _inline(element, text)
        elif kind == "inlineStr":
            text = _words(element)
            _inline(element, text)
        elif kind == "str":
            _inline(element, text)
        elif kind != "n":
            return None
        return Cell(element, text) if text else None

    def _tell(self, book: Tree) -> None:
        names = self.archive.namelist()
        self.removed["names_removed"] += sum(1 for _ in book.iter(f"{{{S}}}definedName"))
        self.removed["objects_removed"] += sum("/embeddings/" in n or "pivot" in n for n in names)
        self.removed["comments_removed"] += sum(n.startswith("xl/threadedComments") for n in names)
        for code in sorted(self.removed):
            self.story.flag(code, self.removed[code])
        hidden = sum(state != "visible" for _, state, _, _ in self.sheets)
        if hidden:
            self.story.flags.append(Flag("hidden_sheets", {"count": hidden}))

    def write(self, after: tuple[Masked, ...], roster: Roster) -> bytes:
        parts: dict[str, bytes] = {}
        types: dict[str, str] = {"xl/workbook.xml": f"{_KIND}sheet.main+xml"}
        relations = []
        for number, (_, _, root, cells) in enumerate(self.sheets, 1):
            for cell in cells:
                masked = after[cell.index]
                if masked.masks:
                    _inline(cell.element, masked.text)
            package.sweep(root, lambda text: blanked(text, roster), frozenset({"t"}))
            part = f"xl/worksheets/sheet{number}.xml"
            parts[part], types[part] = package.serial(root), f"{_KIND}worksheet+xml"
            relations.append((f"rId{number}", "worksheet", part))
        for kind, (root, content) in self.looks.items():
            package.sweep(root, lambda text: blanked(text, roster), frozenset())
            part = f"xl/{kind}.xml" if kind == "styles" else "xl/theme/theme1.xml"
            parts[part], types[part] = package.serial(root), content
            relations.append((f"rId{len(relations) + 1}", kind, part))
        parts["xl/workbook.xml"] = self._workbook([after[n].text for n in self.names])
        known = {"": [("rId1", "officeDocument", "xl/workbook.xml")], "xl/workbook.xml": relations}
        return package.packed(parts, types, known)

    def _workbook(self, names: list[str]) -> bytes:
        root = etree.Element(f"{{{S}}}workbook", nsmap={None: S, "r": OFFICE})
        sheets = etree.SubElement(root, f"{{{S}}}sheets")
        for number, name in enumerate(_distinct(names), 1):
            sheet = etree.SubElement(sheets, f"{{{S}}}sheet", name=name, sheetId=str(number))
            sheet.set(f"{{{OFFICE}}}id", f"rId{number}")
        return package.serial(root)


def _words(element: Tree) -> str:
    """All runs of a rich text, without its phonetic help."""
    return "".join(t.text or "" for t in element.iter(f"{{{S}}}t")
                   if not any(local(a) == "rPh" for a in t.iterancestors()))  # fmt: skip


def _inline(element: Tree, text: str) -> None:
    for child in list(element):
        element.remove(child)
    element.set("t", "inlineStr")
    words = etree.SubElement(etree.SubElement(element, f"{{{S}}}is"), f"{{{S}}}t")
    words.text = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", text)
    words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _hints(cells: list[Cell]) -> dict[str, str]:
    """Cells whose column head or left neighbour says what they hold."""
    grid: dict[int, dict[int, Cell]] = {}
    for cell in cells:
        if found := _REFERENCE.fullmatch(cell.element.get("r", "")):
            grid.setdefault(int(found[2]), {})[_column(found[1])] = cell
    hints: dict[str, str] = {}
    heads: dict[int, str] = {}
    for row in sorted(grid):
        kinds = {column: label_kind(cell.text) for column, cell in grid[row].items()}
        if sum(map(bool, kinds.values())) > 1 and all(
            len(c.text) <= 14 for c in grid[row].values()
        ):
            heads = kinds
        for column, cell in grid[row].items():
            hint = "" if heads is kinds else heads.get(column, "") or kinds.get(column - 1, "")
            if hint and not kinds[column] and len(cell.text) <= 60:
                hints[cell.element.get("r", "")] = hint
    return hints


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _distinct(names: list[str]) -> list[str]:
    """Valid for Excel: at most 31 characters, none of []:*?/\\, no two alike."""
    found: list[str] = []
    for name in names:
        plain = re.sub(r"[\[\]:*?/\\']", " ", name).strip()[:28] or "Sheet"
        new, number = plain, 2
        while new.lower() in (n.lower() for n in found):
            new, number = f"{plain}{number}", number + 1
        found.append(new)
    return found
