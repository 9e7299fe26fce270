"""A kept answer as a response of a route, and the key left for the front."""

from __future__ import annotations

from starlette.background import BackgroundTask
from starlette.responses import JSONResponse

from api.answers import Kept
from api.front import KEPT, Receive, Scope, Send, asked, reply


class KeptResponse(JSONResponse):
    """Sends kept bytes with their entity tag, and 304 where the client has them."""

    media_type = "application/json"

    def __init__(self, kept: Kept, status_code: int = 200) -> None:
        """Wrap a kept answer."""
        self.kept = kept
        self.status_code = status_code
        self.background: BackgroundTask | None = None
        self.raw_headers = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it uncompressed: compressing comes after the first reply."""
        scope[KEPT] = self.kept.key
        await reply(scope["method"], send, self.kept, asked(scope)[1], squeeze=False)
