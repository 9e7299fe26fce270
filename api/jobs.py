"""Long work beside the service: begun, watched, cancelled, and its result fetched.

A job runs in a thread (the solver does not hold the interpreter's lock). Its id is random and is
all that one needs to see it, so it is told to nobody else; a job ends up forgotten an hour after
it ended. Nothing of it is written to disk.
"""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from ontology.errors import BadParameter, NotFound, QuestionError

KEPT_SECONDS = 3600.0
MOST = 32
"""Jobs that are kept; more are refused until one ends."""
WORKERS = 1

logger = logging.getLogger("coherence")


class JobState(StrEnum):
    """Where a job is."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


@dataclass
class Job:
    """One piece of work; `progress` is what it last told, `body` its answer once it is done.

    A cancelled job has an answer too if it had found one.
    """

    id: str
    state: JobState = JobState.QUEUED
    progress: Mapping[str, Any] = field(default_factory=dict)
    body: bytes | None = None
    detail: str | None = None
    ended: float | None = None
    stop: threading.Event = field(default_factory=threading.Event)

    def row(self) -> dict[str, Any]:
        """The job as every face shows it."""
        result = f"/v1/jobs/{self.id}/result" if self.body is not None else None
        return {
            "id": self.id,
            "state": str(self.state),
            "progress": dict(self.progress),
            "detail": self.detail,
            "result": result,
        }


Work = Callable[[Job], bytes]


class Jobs:
    """The jobs of a service."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """No thread is started before the first job."""
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._lock = threading.Lock()
        self._pool: ThreadPoolExecutor | None = None
        self._clock = clock

    def begin(self, work: Work) -> Job:
        """Queue a piece of work.

        Raises:
            BadParameter: too many jobs are waiting.
        """
        with self._lock:
            self._forget()
            if len(self._jobs) >= MOST:
                raise BadParameter("Too many jobs are waiting; try again later.", "file")
            job = Job(secrets.token_urlsafe(18))
            self._jobs[job.id] = job
            if self._pool is None:
                self._pool = ThreadPoolExecutor(WORKERS, thread_name_prefix="job")
            self._pool.submit(self._run, job, work)
        return job

    def get(self, id_: str) -> Job:
        """A job by its id. Raises NotFound."""
        with self._lock:
            self._forget()
            job = self._jobs.get(id_)
        if job is None:
            raise NotFound("There is no such job; it is forgotten an hour after it ended.", "id")
        return job

    def cancel(self, id_: str) -> Job:
        """Ask a job to end with the best it has. Raises NotFound."""
        job = self.get(id_)
        job.stop.set()
        return job

    def close(self) -> None:
        """Ask every job to end and begin no other: a worker keeps the process alive."""
        with self._lock:
            for job in self._jobs.values():
                job.stop.set()
            if self._pool is not None:
                self._pool.shutdown(wait=False, cancel_futures=True)

    def _run(self, job: Job, work: Work) -> None:
        if job.stop.is_set():
            job.state, job.ended = JobState.CANCELLED, self._clock()
            return
        job.state = JobState.RUNNING
        try:
            body = work(job)
        except QuestionError as error:
            job.detail, state = error.detail, JobState.FAILED
        except Exception:
            logger.exception("A job failed")
            job.detail, state = "The fault is ours, not yours.", JobState.FAILED
        else:
            job.body = body
            state = JobState.CANCELLED if job.stop.is_set() else JobState.DONE
        job.ended, job.state = self._clock(), state

    def _forget(self) -> None:
        now = self._clock()
        for id_ in [
            job.id
            for job in self._jobs.values()
            if job.ended is not None and now - job.ended > KEPT_SECONDS
        ]:
            del self._jobs[id_]
