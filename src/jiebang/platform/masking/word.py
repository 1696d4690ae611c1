"""Masks a Word document: a new package with nothing in it but cleaned text parts and styles."""

from __future__ import annotations

import hashlib
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from zipfile import ZipFile

from lxml import etree
from PIL import Image, UnidentifiedImageError

from jiebang.engine.text.masking import Mask, label_kind
from jiebang.engine.text.masking.team import blanked
from jiebang.engine.text.roster import Roster
from jiebang.platform.masking import package, wordclean
from jiebang.platform.masking.model import Stopped, Story, Taken
from jiebang.platform.masking.package import local
from jiebang.platform.masking.wordclean import R, W

Tree = Any
_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_STORIES = ("header", "footer", "footnotes", "endnotes")
_LOOKS = ("styles", "numbering", "theme")
_SETTINGS = frozenset({"evenAndOddHeaders", "defaultTabStop", "characterSpacingControl", "compat",
                       "themeFontLang", "clrSchemeMapping", "footnotePr", "endnotePr"})  # fmt: skip
REMOVED = "〔图片或对象已取出，待人工核对〕"
_TEXT = frozenset({"t"})
_MIMES = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "bmp": "image/bmp",
}


@dataclass
class Paragraph:
    """Its own text nodes with the place of each in the paragraph's text."""

    index: int
    nodes: list[tuple[Tree, int]]
    text: str


@dataclass
class Word:
    """A document being masked."""

    archive: ZipFile
    story: Story
    admitted: frozenset[str]
    trees: dict[str, Tree] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    relations: dict[str, list[tuple[str, str, str]]] = field(default_factory=dict)
    media: dict[str, bytes] = field(default_factory=dict)
    paragraphs: list[Paragraph] = field(default_factory=list)
    removed: Counter[str] = field(default_factory=Counter)
    _media_names: dict[str, str] = field(default_factory=dict)
    _notices: list[Tree] = field(default_factory=list)

    def load(self) -> None:
        main = next((target for kind, target in package.relations_of(self.archive, "").values()
                     if kind == "officeDocument"), "word/document.xml")  # fmt: skip
        if main not in self.archive.namelist():
            raise Stopped("broken", {"part": main})
        self._take(main, "document.main", "document")
        for key, (kind, target) in sorted(package.relations_of(self.archive, main).items()):
            if kind in _STORIES and target in self.archive.namelist():
                self._take(target, kind, target.rpartition("/")[2].removesuffix(".xml"))
                self.relations[main].append((key, kind, target))
            elif kind in _LOOKS and target in self.archive.namelist():
                self._look(target, kind)
                self.relations[main].append((key, kind, target))
            elif kind == "settings" and target in self.archive.namelist():
                self._settings(target)
                self.relations[main].append((key, kind, target))
        self._tell()

    def _take(self, part: str, kind: str, place: str) -> None:
        root = package.tree_of(self.archive, part)
        self.removed["comments_removed"] += sum(1 for _ in root.iter(f"{{{W}}}commentReference"))
        self.relations[part] = []
        self.removed += wordclean.cleaned(root)
        self._pictures(root, part, place)
        self.trees[part], self.kinds[part] = root, f"{_KIND}{kind}+xml"
        hints = _hints(root)
        for number, paragraph in enumerate(root.iter(f"{{{W}}}p"), 1):
            nodes, text = _own(paragraph)
            index = self.story.add(text, f"{place} {number}", hints.get(paragraph, ""))
            self.paragraphs.append(Paragraph(index, nodes, text))

    def _look(self, part: str, kind: str) -> None:
        root = package.tree_of(self.archive, part)
        self.removed["changes_accepted"] += wordclean.cleaned(root)["changes_accepted"]
        for element in list(root.iter()):
            if any(key.startswith(f"{{{R}}}") for key in element.attrib):
                package.drop(element)
            elif local(element) == "style" and element.get(f"{{{W}}}customStyle"):
                _neutral_name(element)
        content = (
            "application/vnd.openxmlformats-officedocument.theme+xml"
            if kind == "theme"
            else f"{_KIND}{kind}+xml"
        )
        self.trees[part], self.kinds[part] = root, content

    def _settings(self, part: str) -> None:
        root = package.tree_of(self.archive, part)
        for element in list(root):
            if local(element) not in _SETTINGS:
                root.remove(element)
        self.trees[part], self.kinds[part] = root, f"{_KIND}settings+xml"

    def _pictures(self, root: Tree, part: str, place: str) -> None:
        """Taken out, unless a person has looked at the very same picture and admitted it."""
        targets = package.relations_of(self.archive, part)
        for number, (element, used) in enumerate(wordclean.pictures(root), 1):
            files = [targets[key][1] for key in used if key in targets]
            data = {
                name: self.archive.read(name) for name in files if name in self.archive.namelist()
            }
            digests = {name: hashlib.sha256(content).hexdigest() for name, content in data.items()}
            whole = len(files) == len(used) and bool(used) and all(f in digests for f in files)
            if whole and set(digests.values()) <= self.admitted and all(_picture(f) for f in files):
                self._admit(part, used, targets, data)
                continue
            self.removed["images_removed" if local(element) != "object" else "objects_removed"] += 1
            for name, content in data.items():
                mime = _MIMES.get(name.rpartition(".")[2].lower(), "application/octet-stream")
                self.story.taken.append(Taken(f"{place} {number}", digests[name], mime, content))
            self._stand_in(element)

    def _admit(self, part: str, used: list[str], targets: dict[str, tuple[str, str]],
               data: dict[str, bytes]) -> None:  # fmt: skip
        for key in dict.fromkeys(used):
            name = targets[key][1]
            new = self._media_names.setdefault(
                name, f"word/media/image{len(self._media_names) + 1}.png"
            )
            self.media[new] = bare_picture(data[name])
            if all(row[0] != key for row in self.relations[part]):
                self.relations[part].append((key, "image", new))

    def _stand_in(self, element: Tree) -> None:
        """Words of text boxes stay in the run; the notice is written when masking is done."""
        parent, at = element.getparent(), element.getparent().index(element)
        parent.remove(element)
        for words in (wordclean.words_in(element), ""):
            text = etree.Element(f"{{{W}}}t")
            text.text = words
            parent.insert(at, text)
        self._notices.append(parent[at])

    def _tell(self) -> None:
        for code in sorted(self.removed):
            self.story.flag(code, self.removed[code])
        names = self.archive.namelist()
        self.story.flag("objects_removed", sum("/embeddings/" in n for n in names))
        self.story.flag("attachments_removed", sum(n.startswith("customXml/item") for n in names))

    def write(self, masks: list[tuple[Mask, ...]], roster: Roster) -> bytes:
        for paragraph in self.paragraphs:
            if found := masks[paragraph.index]:
                _rewrite(paragraph, found)
        for notice in self._notices:
            notice.text = REMOVED
        parts = {}
        for name, root in self.trees.items():
            package.sweep(root, lambda text: blanked(text, roster), _TEXT)
            parts[name] = package.serial(root)
        main = next(iter(self.trees))
        relations = {"": [("rId1", "officeDocument", main)], **self.relations}
        return package.packed({**parts, **self.media}, self.kinds, relations)


def _own(paragraph: Tree) -> tuple[list[tuple[Tree, int]], str]:
    """Text nodes whose nearest paragraph is this one; tabs and breaks count as white space."""
    nodes, text = [], ""
    for element in _inside(paragraph):
        name = local(element)
        if name == "t" and element.text:
            nodes.append((element, len(text)))
            text += element.text
        elif name in ("tab", "ptab"):
            text += "\t"
        elif name in ("br", "cr"):
            text += "\n"
        elif name in ("noBreakHyphen", "softHyphen"):
            text += "-" if name == "noBreakHyphen" else ""
    return nodes, text


def _inside(element: Tree) -> Iterator[Tree]:
    for child in element:
        if isinstance(child.tag, str) and child.tag != f"{{{W}}}p" and local(child) != "tabs":
            yield child
            yield from _inside(child)


def _rewrite(paragraph: Paragraph, masks: tuple[Mask, ...]) -> None:
    """Each placeholder stands in the run where its mask begins."""
    for node, start in paragraph.nodes:
        words, out, at = node.text, [], 0
        for mask in masks:
            a, b = mask.start - start, mask.end - start
            if b <= 0 or a >= len(words):
                continue
            if a >= 0:
                out += [words[at:a], mask.placeholder]
            at = min(b, len(words))
        node.text = "".join((*out, words[at:]))
        node.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _hints(root: Tree) -> dict[Tree, str]:
    """Paragraphs of table cells whose column head or left neighbour says what they hold."""
    found: dict[Tree, str] = {}
    for table in root.iter(f"{{{W}}}tbl"):
        rows = [list(_cells(row)) for row in table.iterchildren(f"{{{W}}}tr")]
        heads = {column: label_kind(text) for column, _, text in rows[0]} if rows else {}
        listed = sum(map(bool, heads.values())) > 1 and len(rows) > 1
        for number, row in enumerate(rows):
            before = ""
            for column, cell, text in row:
                own = label_kind(text)
                hint = "" if own else (heads.get(column, "") if listed and number else before)
                if hint and len(text) <= 60:
                    found.update(dict.fromkeys(cell.iterchildren(f"{{{W}}}p"), hint))
                before = own
    return found


def _cells(row: Tree) -> Iterator[tuple[int, Tree, str]]:
    column = 0
    for cell in row.iterchildren(f"{{{W}}}tc"):
        yield column, cell, "".join(t.text or "" for t in cell.iter(f"{{{W}}}t"))
        span = cell.find(f"{{{W}}}tcPr/{{{W}}}gridSpan")
        width = span.get(f"{{{W}}}val", "1") if span is not None else "1"
        column += int(width) if width.isdigit() else 1


def _neutral_name(style: Tree) -> None:
    for element in style.iterchildren(f"{{{W}}}name", f"{{{W}}}aliases"):
        key = re.sub(r"\W", "", style.get(f"{{{W}}}styleId") or "")
        element.set(f"{{{W}}}val", f"style {hashlib.sha256(key.encode()).hexdigest()[:8]}")


def _picture(name: str) -> bool:
    return name.rpartition(".")[2].lower() in _MIMES


def bare_picture(data: bytes) -> bytes:
    """The pixels and nothing else, as PNG."""
    try:
        with Image.open(io.BytesIO(data)) as picture:
            plain = picture.convert("RGBA" if "A" in picture.getbands() else "RGB")
    except (UnidentifiedImageError, OSError) as problem:
        raise Stopped("broken") from problem
    fresh = Image.new(plain.mode, plain.size)
    fresh.paste(plain)
    out = io.BytesIO()
    fresh.save(out, "PNG")
    return out.getvalue()
