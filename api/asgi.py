"""Settings, index, application: what a server runs (`uvicorn --factory api.asgi:create`)."""

from __future__ import annotations

import gc
import os

from starlette.types import ASGIApp

from api.answers import Answers
from api.app import create_app
from api.compiled import open_index
from api.planning import Planner
from api.settings import read_settings


def create() -> ASGIApp:
    """The service as the environment describes it."""
    settings = read_settings(os.environ)
    answers = Answers(open_index(settings.data, settings.cache), settings.answers)
    service = create_app(answers, Planner(answers.index, settings.cache))
    # The index and the application live as long as the process: the collector need not look at
    # them again and again while answers come and go.
    gc.freeze()
    return service
