"""Text messages, through whichever provider a city has.

A provider is a class with `send`; settings.JIEBANG_TEXTING names it and gives it what it needs.
Without one, nothing is texted and mail alone goes out.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from django.conf import settings

TIMEOUT_SECONDS = 10


class Refused(Exception):
    """The provider did not take the message now; it is tried again later."""


class Provider(Protocol):
    def send(self, phone: str, text: str, *, key: str, at: int) -> None:
        """Hand over one message. `key` is the same when the same message is sent again; `at` is
        now in Unix seconds. Raises Refused."""


class Spool:
    """Appends each message as a line of JSON to a file: to try out, and for the demonstration."""

    def __init__(self, file: str) -> None:
        self.file = Path(file)

    def send(self, phone: str, text: str, *, key: str, at: int) -> None:
        line = json.dumps({"phone": phone, "text": text, "key": key}, ensure_ascii=False)
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            with self.file.open("a", encoding="utf-8") as out:
                out.write(line + "\n")
        except OSError as problem:
            raise Refused(str(problem)) from problem


class Webhook:
    """Posts each message as JSON to the city's gateway, signed as Standard Webhooks asks, so that
    any provider is a few lines away."""

    def __init__(self, url: str, secret: str) -> None:
        self.url, self.secret = url, secret.encode()

    def send(self, phone: str, text: str, *, key: str, at: int) -> None:
        body = json.dumps({"phone": phone, "text": text}, ensure_ascii=False).encode()
        signed = b".".join((key.encode(), str(at).encode(), body))
        mark = base64.b64encode(hmac.new(self.secret, signed, hashlib.sha256).digest()).decode()
        request = urllib.request.Request(  # noqa: S310 -- the operator's own setting
            self.url, data=body, method="POST",
            headers={"Content-Type": "application/json", "webhook-id": key,
                     "webhook-timestamp": str(at), "webhook-signature": f"v1,{mark}"},
        )  # fmt: skip
        try:
            opened = urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS)  # noqa: S310
            with opened as answer:
                answer.read()
        except (urllib.error.URLError, TimeoutError, OSError) as problem:
            raise Refused(str(problem)) from problem


PROVIDERS = {"spool": Spool, "webhook": Webhook}


def provider() -> Provider | None:
    """What the settings name; None when the city has none."""
    given: Mapping[str, str] = settings.JIEBANG_TEXTING
    if not given:
        return None
    options = {k: v for k, v in given.items() if k != "provider"}
    made: Provider = PROVIDERS[given["provider"]](**options)
    return made
