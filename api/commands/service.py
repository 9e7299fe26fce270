"""The service, started from the command line."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from api.compiled import open_index
from api.settings import read_settings

service = typer.Typer()


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
    where = f"http://{host}:{port}"
    sys.stdout.write(
        f"Which GCSE content depends on ratio?  {where}/\n"
        f"The API, to read and to try:          {where}/docs\n"
        f"The same as data:                     "
        f"{where}/v1/dependents?of=ratio&in=gcse-maths\n"
    )
    sys.stdout.flush()
    uvicorn.run(
        "api.asgi:create",
        factory=True,
        host=host,
        port=port,
        access_log=access_log,
        log_level="warning" if not access_log else "info",
        server_header=False,
    )
