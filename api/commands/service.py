"""The service, started from the command line."""

from __future__ import annotations

import os
import socket
import sys
from typing import Annotated

import typer

from api.compiled import open_index
from api.settings import read_settings
from ontology.errors import BadParameter

service = typer.Typer()

BACKLOG = 2048
"""Connections that may wait to be accepted."""


@service.command(rich_help_panel="Service")
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on.")] = 8000,
    access_log: Annotated[bool, typer.Option(help="Log every request.")] = False,
) -> None:
    """Run the service."""
    import uvicorn

    settings = read_settings(os.environ)
    open_index(settings.data, settings.cache)
    with _listen(host, port) as listener:
        where = f"http://{host}:{listener.getsockname()[1]}"
        sys.stdout.write(
            f"Which GCSE content depends on ratio?  {where}/\n"
            f"The API, to read and to try:          {where}/docs\n"
            f"The same as data:                     "
            f"{where}/v1/dependents?of=ratio&in=gcse-maths\n"
        )
        sys.stdout.flush()
        from api.asgi import create

        bound = listener.getsockname()[0]
        config = uvicorn.Config(
            lambda: create(bound),
            factory=True,
            access_log=access_log,
            log_level="info" if access_log else "warning",
            server_header=False,
        )
        uvicorn.Server(config).run(sockets=[listener])


def _listen(host: str, port: int) -> socket.socket:
    """A socket that listens on the address: who comes before the server is ready is kept waiting.

    Raises:
        BadParameter: when the address is in use or is none of this machine's.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        raise BadParameter(
            f"{host}:{port} cannot be listened on ({error.strerror}); choose another, "
            "as with `make serve PORT=9000` or `coherence serve --port 9000`.",
            "port",
        ) from error
    return listener
