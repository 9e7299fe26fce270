"""Servers in child processes, on the loopback interface: started, met, stopped."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

HOST = "127.0.0.1"
FLAGS = ("--host", HOST, "--no-access-log", "--log-level", "error", "--no-server-header")
OURS = ("-m", "uvicorn", "--factory", "api.asgi:create", *FLAGS)
RAW = ("-m", "uvicorn", "--factory", "bench.bare:raw", *FLAGS)
FAST = ("-m", "uvicorn", "--factory", "bench.bare:fast", *FLAGS)
SERVE = ("-c", "from api.cli import main; main()", "serve", "--host", HOST)
PATIENCE = 60.0


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as asked:
        asked.bind((HOST, 0))
        port: int = asked.getsockname()[1]
        return port


@contextmanager
def serving(
    command: tuple[str, ...], path: str, environment: Mapping[str, str]
) -> Iterator[tuple[int, float]]:
    """A server that has answered its first request: its port, and seconds from start to answer.

    Raises RuntimeError when it does not answer.
    """
    port = free_port()
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *command, "--port", str(port)],
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
    )
    try:
        while not _answers(port, path):
            if process.poll() is not None or time.perf_counter() - start > PATIENCE:
                raise RuntimeError(f"no answer from {' '.join(command)}")
            time.sleep(0.002)
        yield port, time.perf_counter() - start
    finally:
        process.terminate()
        process.wait()


def _answers(port: int, path: str) -> bool:
    try:
        return fetch(port, path)[0] == 200
    except ConnectionError:
        return False


def fetch(
    port: int, path: str, headers: Mapping[str, str] | None = None
) -> tuple[int, list[tuple[str, str]], bytes]:
    """Status, headers and body of one request."""
    connection = http.client.HTTPConnection(HOST, port, timeout=PATIENCE)
    try:
        connection.request("GET", path, headers=dict(headers or {}))
        reply = connection.getresponse()
        return reply.status, reply.getheaders(), reply.read()
    finally:
        connection.close()
