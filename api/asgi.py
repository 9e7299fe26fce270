"""Settings, index, application: what a server runs (`uvicorn --factory api.asgi:create`)."""

from __future__ import annotations

import gc
import os

from starlette.types import ASGIApp

from api.answers import Answers
from api.app import create_app
from api.compiled import open_index
from api.planning import Planner
from api.routes.access import Access, is_loopback
from api.settings import read_settings
from api.workspaces import Workspaces


def create(bound: str | None = None) -> ASGIApp:
    """The service as the environment describes it.

    `bound` is the IP address that the server listens on, where who starts it knows: bound beyond
    loopback, no saved work is open without a key, not even to connections from this machine.
    """
    settings = read_settings(os.environ)
    answers = Answers(open_index(settings.data, settings.cache), settings.answers)
    access = Access(
        workspaces=None if settings.store is None else Workspaces(settings.store),
        local=settings.local and (bound is None or is_loopback(bound)),
    )
    service = create_app(
        answers, Planner(answers.index, settings.cache, settings.sentences), access
    )
    # The index and the application live as long as the process: the collector need not look at
    # them again and again while answers come and go.
    gc.freeze()
    return service
