"""The front of the service: kept answers leave from here, before routing.

Pure ASGI. A request whose path and query were answered before is served from the kept bytes, with
304 for a known entity tag and with the gzip form where it is there; a good question that is new is
answered at once. The gzip form is made after the first reply that could have used it, never before
one. HEAD is answered as GET without its body, whether the front or the app answers.
"""

from __future__ import annotations

import asyncio
import gzip
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from api.answers import Kept, Store
from api.problems import internal

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
Find = Callable[[str, bytes], Kept | None]

CACHE = b"public, max-age=0, must-revalidate"
SMALL = 1024
"""Bodies up to so many bytes are not worth compressing."""
ADDRESSES = 4096
"""How many spellings of questions are remembered."""
KEPT = "coherence.kept"
"""Where a route leaves the key and the answer that it found, in the request's scope."""
USUAL = frozenset((b"gzip, deflate", b"gzip, deflate, br", b"gzip, deflate, br, zstd", b"gzip"))
"""What most clients that take gzip send as Accept-Encoding."""

logger = logging.getLogger("coherence")


class Counts:
    """What the front did since it started."""

    def __init__(self) -> None:
        """Start at nothing."""
        self.requests = 0
        self.hits = 0
        self.not_modified = 0


class Front:
    """Serves kept answers, answers good questions, and passes on everything else."""

    def __init__(self, app: App, store: Store, find: Find) -> None:
        """Stand before an app, with the store that its routes write to.

        `find` answers a good question by path and query string, or gives None.
        """
        self.app = app
        self.store = store
        self.find = find
        self.counts = Counts()
        self._keys: OrderedDict[tuple[str, bytes], str] = OrderedDict()
        self._tasks: set[asyncio.Task[None]] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            await self.app(scope, receive, send)
            return
        self.counts.requests += 1
        address = (scope["path"], scope["query_string"])
        key = self._keys.get(address)
        if key is not None:
            kept = self.store.get(key)
            if kept is not None:
                self.counts.hits += 1
                await self._reply(scope, send, kept, squeeze=True)
                return
            del self._keys[address]
        try:
            found = self.find(*address)
        except Exception:
            logger.exception("The question at %.200r could not be answered", address[0])
            await internal()(dict(scope), receive, bodiless(send) if is_head(scope) else send)
            return
        if found is not None:
            self._remember(address, found.key)
            await self._reply(scope, send, found, squeeze=False)
            return
        await self._route(scope, receive, send, address)

    async def _route(
        self, scope: Scope, receive: Receive, send: Send, address: tuple[str, bytes]
    ) -> None:
        """Let the app answer, which knows GET alone, and remember what it found."""
        if is_head(scope):
            scope, send = {**scope, "method": "GET"}, bodiless(send)
        await self.app(scope, receive, send)
        routed = scope.get(KEPT)
        if routed is not None:
            self._remember(address, routed)
            kept = self.store.get(routed)
            if kept is not None and takes_gzip(asked(scope)[0]):
                self._squeeze(kept)

    def _remember(self, address: tuple[str, bytes], key: str) -> None:
        if len(address[1]) <= SMALL:
            self._keys[address] = key
            if len(self._keys) > ADDRESSES:
                self._keys.popitem(last=False)

    async def _reply(self, scope: Scope, send: Send, kept: Kept, squeeze: bool) -> None:
        """Send an answer as the request's headers ask, then see to its gzip form."""
        accepted, known = asked(scope)
        taken = takes_gzip(accepted)
        await reply(scope["method"], send, kept, known, squeeze and taken, self.counts)
        if taken:
            self._squeeze(kept)

    def _squeeze(self, kept: Kept) -> None:
        """Begin the gzip form of an answer that is kept, large enough and has none."""
        if kept.compressed is not None or kept.packing or len(kept.body) <= SMALL:
            return
        if self.store.get(kept.key) is kept:
            kept.packing = True
            task = asyncio.create_task(self._compress(kept))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _compress(self, kept: Kept) -> None:
        packed = await asyncio.to_thread(gzip.compress, kept.body, 6, mtime=0)
        if self.store.get(kept.key) is kept:
            kept.compressed = packed
            self.store.grown(kept.key, len(packed))
        else:
            kept.packing = False


def is_head(scope: Scope) -> bool:
    """Whether the client wants the headers alone."""
    return bool(scope["method"] == "HEAD")


def bodiless(send: Send) -> Send:
    """A `send` that keeps the headers and drops the body."""

    async def sends(message: Message) -> None:
        if message["type"] == "http.response.body":
            message = {**message, "body": b""}
        await send(message)

    return sends


def asked(scope: Scope) -> tuple[bytes, bytes]:
    """The Accept-Encoding and If-None-Match of a request, repeated lines joined."""
    accepted, known = b"", b""
    for name, value in scope["headers"]:
        if name == b"accept-encoding":
            accepted = accepted + b"," + value if accepted else value
        elif name == b"if-none-match":
            known = known + b"," + value if known else value
    return accepted, known


def takes_gzip(accepted: bytes) -> bool:
    """Whether an Accept-Encoding header takes gzip: by its own entry, else by that of `*`.

    A quality of zero refuses it.
    """
    if accepted in USUAL:
        return True
    takes: dict[bytes, bool] = {}
    for part in accepted.lower().split(b","):
        coding, *parameters = part.split(b";")
        taken = True
        for parameter in parameters:
            name, _, quality = parameter.partition(b"=")
            if name.strip() == b"q":
                taken = quality.strip().strip(b"0.") != b""
        takes[coding.strip()] = taken
    return takes.get(b"gzip", takes.get(b"*", False))


def matching(known: bytes, tag: bytes, other: bytes) -> bytes | None:
    """Which of two tags an If-None-Match header names, the first if both or any would do."""
    if known == tag or known.strip() == b"*":
        return tag
    tags = {part.strip().removeprefix(b"W/") for part in known.split(b",")}
    return tag if tag in tags else other if other in tags else None


async def reply(
    method: str, send: Send, kept: Kept, known: bytes, squeeze: bool, counts: Counts | None = None
) -> None:
    """Send a kept answer: 304 where its tag is known, gzip where taken and made."""
    compressed = kept.compressed if squeeze else None
    etag = kept.etag.encode()
    tag, packed = b'"%s"' % etag, b'"%s-gz"' % etag
    match = matching(known, tag, packed) if known else None
    if match is not None:
        if counts is not None:
            counts.not_modified += 1
        headers = [(b"etag", match), (b"cache-control", CACHE), (b"vary", b"accept-encoding")]
        await send({"type": "http.response.start", "status": 304, "headers": headers})
        await send({"type": "http.response.body", "body": b""})
        return
    body = kept.body if compressed is None else compressed
    headers = [
        (b"etag", tag if compressed is None else packed),
        (b"cache-control", CACHE),
        (b"vary", b"accept-encoding"),
        (b"content-type", b"application/json"),
        (b"content-length", b"%d" % len(body)),
    ]
    if compressed is not None:
        headers.append((b"content-encoding", b"gzip"))
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if method == "HEAD" else body})
