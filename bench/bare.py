"""What the service is measured against: raw ASGI, and FastAPI routes that send ready bytes.

Both read their replies from the folder that `BENCH_REPLIES` names: `replies.json` and bodies.
"""

from __future__ import annotations

import json
import os
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from fastapi import FastAPI

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
Receive = Callable[[], Awaitable[Message]]


class Ready(NamedTuple):
    """A reply that is ready to send."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes


def write_replies(folder: Path, replies: dict[str, Ready]) -> None:
    """Put replies by path in a folder."""
    heads = []
    for number, (path, ready) in enumerate(replies.items()):
        (folder / str(number)).write_bytes(ready.body)
        headers = [(name.decode(), value.decode()) for name, value in ready.headers]
        heads.append({"path": path, "status": ready.status, "headers": headers})
    (folder / "replies.json").write_text(json.dumps(heads))


def read_replies(folder: Path) -> dict[str, Ready]:
    """The replies of a folder, by path."""
    return {
        head["path"]: Ready(
            head["status"],
            [(name.encode(), value.encode()) for name, value in head["headers"]],
            (folder / str(number)).read_bytes(),
        )
        for number, head in enumerate(json.loads((folder / "replies.json").read_text()))
    }


def raw() -> Callable[[Message, Receive, Send], Awaitable[None]]:
    """The least that an ASGI app can do: look the path up and send."""
    replies = read_replies(Path(os.environ["BENCH_REPLIES"]))

    async def app(scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        ready = replies[scope["path"]]
        await send(
            {"type": "http.response.start", "status": ready.status, "headers": ready.headers}
        )
        await send({"type": "http.response.body", "body": ready.body})

    return app


def fast() -> FastAPI:
    """FastAPI with one route a ready reply, then as many more as `BENCH_ROUTES` says."""
    from fastapi import FastAPI, Response

    app = FastAPI()

    def add(path: str, body: bytes) -> None:
        async def route() -> Response:
            return Response(body, media_type="application/json")

        app.get(path)(route)

    if "BENCH_REPLIES" in os.environ:
        for path, ready in read_replies(Path(os.environ["BENCH_REPLIES"])).items():
            add(path, ready.body)
    for number in range(int(os.environ.get("BENCH_ROUTES", "0"))):
        add(f"/route/{number}", b"{}")
    return app
