"""The front of the service: kept answers leave from here, before routing.

Pure ASGI. A request whose path and query were answered before is served from the kept bytes, with
304 for a known entity tag and with the gzip form where it is there; a good question that is new is
answered at once. The gzip form is made after
the first reply that could have used it, never before one.
"""

from __future__ import annotations

import asyncio
import gzip
from collections import OrderedDict
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from api.answers import Kept, Store

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
                await self._reply(scope, send, key, kept)
                return
            del self._keys[address]
        found = self.find(*address)
        if found is not None:
            self._remember(address, found.key)
            await self._send(scope, send, found, squeeze=False)
            return
        await self.app(scope, receive, send)
        routed = scope.get(KEPT)
        if routed is not None:
            self._remember(address, routed)

    def _remember(self, address: tuple[str, bytes], key: str) -> None:
        if len(address[1]) <= SMALL:
            self._keys[address] = key
            if len(self._keys) > ADDRESSES:
                self._keys.popitem(last=False)

    async def _reply(self, scope: Scope, send: Send, key: str, kept: Kept) -> None:
        squeeze = await self._send(scope, send, kept, squeeze=True)
        if squeeze and kept.compressed is None and not kept.packing and len(kept.body) > SMALL:
            kept.packing = True
            task = asyncio.create_task(self._compress(key, kept))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _send(self, scope: Scope, send: Send, kept: Kept, squeeze: bool) -> bool:
        """Send an answer as the request's headers ask; tells whether gzip would be taken."""
        accepted, known = b"", b""
        for name, value in scope["headers"]:
            if name == b"accept-encoding":
                accepted = value
            elif name == b"if-none-match":
                known = value
        taken = takes_gzip(accepted)
        await reply(scope["method"], send, kept, known, squeeze and taken, self.counts)
        return taken

    async def _compress(self, key: str, kept: Kept) -> None:
        kept.compressed = await asyncio.to_thread(gzip.compress, kept.body, 6, mtime=0)
        self.store.grown(key, len(kept.compressed))


def takes_gzip(accepted: bytes) -> bool:
    """Whether an Accept-Encoding header takes gzip (a quality of zero refuses it)."""
    if accepted in (b"gzip, deflate", b"gzip, deflate, br", b"gzip, deflate, br, zstd", b"gzip"):
        return True
    for part in accepted.lower().split(b","):
        coding, _, weight = part.partition(b";")
        if coding.strip() in (b"gzip", b"*"):
            quality = weight.strip().removeprefix(b"q=")
            return quality.strip(b"0.") != b"" if weight.strip().startswith(b"q=") else True
    return False


async def reply(
    method: str, send: Send, kept: Kept, known: bytes, squeeze: bool, counts: Counts | None = None
) -> None:
    """Send a kept answer: 304 where its tag is known, gzip where taken and made."""
    compressed = kept.compressed if squeeze else None
    tag = b'"%s-gz"' % kept.etag.encode() if compressed else b'"%s"' % kept.etag.encode()
    headers = [(b"etag", tag), (b"cache-control", CACHE), (b"vary", b"accept-encoding")]
    if (known and kept.etag.encode() in known) or known.strip() == b"*":
        if counts is not None:
            counts.not_modified += 1
        await send({"type": "http.response.start", "status": 304, "headers": headers})
        await send({"type": "http.response.body", "body": b""})
        return
    body = kept.body if compressed is None else compressed
    headers.append((b"content-type", b"application/json"))
    headers.append((b"content-length", b"%d" % len(body)))
    if compressed is not None:
        headers.append((b"content-encoding", b"gzip"))
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if method == "HEAD" else body})
