"""Read every page that anybody can find, as everybody."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import unescape
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

from django.test import Client
from pypdf import PdfReader

from jiebang.platform.accounts.models import User

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
STARTS = ("/", "/desk/", "/nowhere/")
OUTSIDE = re.compile(r"^/(static|accounts|i18n|display|styleguide|demo)/")
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=/figures/)[a-z_]+(?=/)|(?<=/masks/)[A-Z]-\d+/\d+")
ALIKE = 3  # of pages that differ in nothing but an id, so many are read
GIVEN = re.compile(r"^/reviews/[^/]+/files/")  # all that an expert is given
TAG = re.compile(r"<[^>]*>")  # words of an office file may be cut by them
PAPER = re.compile(r"[./](pdf|docx|xlsx|zip|csv)/?$")


class Reader(HTMLParser):
    """Links of a page, and whatever its content policy would not run."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[str] = []
        self.refused: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "a" and given.get("href"):
            self.links.append(given["href"] or "")
        self.refused += [f"{tag} {name}" for name in given if name.startswith("on")]
        self.refused += [f"{tag} style"] if "style" in given else []
        inert = given.get("type") in ("application/json", "application/ld+json")
        if tag == "style" or (tag == "script" and not given.get("src") and not inert):
            self.refused.append(f"inline {tag}")
        for name in ("src", "href", "action"):
            value = given.get(name) or ""
            if value.startswith("javascript:"):
                self.refused.append(f"{tag} {name}=javascript:")
            foreign = value.startswith(("http://", "https://", "//"))
            if foreign and tag in ("script", "link", "img", "iframe", "form"):
                self.refused.append(f"{tag} from elsewhere")


@dataclass(frozen=True)
class Page:
    viewer: str
    path: str
    status: int
    text: str
    links: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    policy: str = ""


class Seen:
    """What one viewer has read, and how often something of that kind."""

    def __init__(self) -> None:
        self.paths: set[str] = set()
        self.kinds: Counter[str] = Counter()

    def wants(self, path: str) -> bool:
        kind = ID.sub("*", path)
        if path in self.paths or (self.kinds[kind] >= ALIKE and not GIVEN.match(path)):
            return False
        self.paths.add(path)
        self.kinds[kind] += 1
        return True


def crawl(viewers: Mapping[str, int | None], *, more: Iterable[str] = ()) -> list[Page]:
    """Everybody follows every link from the desk; then everybody tries what others have found."""
    clients = {name: _client(user) for name, user in viewers.items()}
    seen = {name: Seen() for name in viewers}
    pages: list[Page] = []
    given: set[str] = set()  # what the public has: a paper among it is the same for everybody
    for name, client in clients.items():
        waiting = [*STARTS, *more]
        while waiting:
            path = waiting.pop(0)
            if not (PAPER.search(path) and path in given) and seen[name].wants(path):
                pages.append(_get(client, name, path))
                if name == "public" and pages[-1].status == 200:
                    given.add(path)
                waiting += pages[-1].links
    found = sorted(set().union(*(s.paths for s in seen.values())))
    for name, client in clients.items():
        pages += [
            _get(client, name, path)
            for path in found
            if not (PAPER.search(path) and path in given) and seen[name].wants(path)
        ]
    return pages


def _client(user: int | None) -> Client:
    client = Client(raise_request_exception=False)
    if user is not None:
        client.force_login(User.objects.get(pk=user), backend=BACKEND)
    return client


def _get(client: Client, viewer: str, path: str) -> Page:
    response = client.get(path)
    kind = response.headers.get("Content-Type", "").partition(";")[0]
    raw = b"".join(response.streaming_content) if response.streaming else response.content
    told = unquote(" ".join(response.headers.values()))
    policy = response.headers.get("Content-Security-Policy", "")
    if kind != "text/html":
        return Page(
            viewer, path, response.status_code, f"{told}\n{_words(raw, kind)}", policy=policy
        )
    reader = Reader()
    text = raw.decode()
    reader.feed(text)
    links = tuple(dict.fromkeys(p for link in reader.links if (p := _path(link, path))))
    return Page(viewer, path, response.status_code, f"{told}\n{unescape(text)}", links,
                tuple(reader.refused), policy)  # fmt: skip


def _path(link: str, page: str) -> str:
    """The path a link leads to on this site; its query only where it opens another view."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc or not parts.path:
        return ""
    path = parts.path if parts.path.startswith("/") else page + parts.path
    return "" if OUTSIDE.match(path) else path


def _words(raw: bytes, kind: str) -> str:
    """What a person or a search engine finds in a document, its properties and names included."""
    if kind == "application/pdf" or raw[:5] == b"%PDF-":
        return _printed(raw)
    if raw[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            inside = [archive.read(n) for n in archive.namelist()]
            names = "\n".join(archive.namelist())
        return names + "\n" + "\n".join(_words(i, "") for i in inside)
    text = raw.decode("utf-8", "replace")
    if "\ufffd" in text:  # a table for old spreadsheets
        text += raw.decode("gb18030", "replace")
    return f"{text}\n{TAG.sub('', text)}" if text[:5] == "<?xml" else text


def _printed(raw: bytes) -> str:
    """A PDF's words, properties, outline, notes and attachments."""
    made = subprocess.run(["pdftotext", "-", "-"], input=raw, capture_output=True, check=True)
    about = subprocess.run(["pdfinfo", "-"], input=raw, capture_output=True, check=True)
    reader = PdfReader(io.BytesIO(raw))
    notes = [a.get_object() for page in reader.pages for a in page.get("/Annots") or ()]
    more = [reader.metadata, reader.outline, notes, dict(reader.attachments)]
    xmp = reader.xmp_metadata
    packet = xmp.stream.get_data().decode("utf-8", "replace") if xmp else ""
    said = (made.stdout + about.stdout).decode()
    return "\n".join([said, "".join(said.split()), packet, *map(str, more)])
