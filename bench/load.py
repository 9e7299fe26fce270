"""A closed-loop load generator, in a process of its own.

Each connection sends its next request as soon as the reply to the last is whole. Requests are
taken in turn from one list, over and over for some seconds, or each once. Run as a module, it
reads blocks of work from standard input, one JSON object a line, and answers each with a line.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from itertools import cycle
from typing import Any

from bench.servers import HOST

CONNECTIONS = 16


@dataclass(frozen=True)
class Done:
    """A block of work: replies, bytes of their bodies, seconds.

    `busy` is the share of these in which the generator itself worked: near 1, it was the limit.
    """

    replies: int
    body: int
    seconds: float
    busy: float

    @property
    def rate(self) -> float:
        """Replies a second."""
        return self.replies / self.seconds


class Generator:
    """The load generator, seen from outside."""

    def __init__(self) -> None:
        """Start it."""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bench.load"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(
        self,
        port: int,
        paths: Sequence[str],
        headers: Sequence[str] = (),
        seconds: float | None = None,
        status: int = 200,
    ) -> Done:
        """Ask for the paths, over and over for some seconds, or each once where none are told.

        Raises RuntimeError when a reply has another status.
        """
        lines = "".join(f"{line}\r\n" for line in (f"Host: {HOST}", *headers))
        requests = [f"GET {path} HTTP/1.1\r\n{lines}\r\n" for path in paths]
        work = {"port": port, "requests": requests, "seconds": seconds, "status": status}
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(work) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        if answer["wrong"]:
            raise RuntimeError(f"a reply to {paths[0]} and others begins {answer['wrong']!r}")
        return Done(**answer["done"])

    def stop(self) -> None:
        """End the process."""
        self.process.kill()
        self.process.communicate()


class _Block:
    """A block of work under way."""

    def __init__(self, requests: Iterator[bytes], until: float | None, status: int) -> None:
        self.requests = requests
        self.until = until
        self.start = f"HTTP/1.1 {status}".encode()
        self.replies = self.body = 0
        self.wrong = ""
        self.open = CONNECTIONS
        self.finished = asyncio.get_running_loop().create_future()

    def following(self) -> bytes | None:
        if self.wrong or (self.until is not None and time.perf_counter() >= self.until):
            return None
        return next(self.requests, None)

    def closed(self) -> None:
        self.open -= 1
        if not self.open:
            self.finished.set_result(None)


class _Connection(asyncio.Protocol):
    """One connection: a request, its reply, the next."""

    def __init__(self, block: _Block) -> None:
        self.block = block
        self.head = b""
        self.left = 0

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        self._send()

    def _send(self) -> None:
        request = self.block.following()
        if request is None:
            self.transport.close()
        else:
            self.transport.write(request)

    def data_received(self, data: bytes) -> None:
        if self.left:
            self.left -= len(data)
        else:
            self.head += data
            end = self.head.find(b"\r\n\r\n")
            if end < 0:
                return
            head = self.head[:end]
            if not head.startswith(self.block.start):
                self.block.wrong = head[:80].decode("latin-1")
            at = head.find(b"\r\ncontent-length: ")
            length = int(head[at + 18 :].split(b"\r", 1)[0]) if at >= 0 else 0
            self.block.body += length
            self.left = length - (len(self.head) - end - 4)
            self.head = b""
        if not self.left:
            self.block.replies += 1
            self._send()

    def connection_lost(self, exc: Exception | None) -> None:
        self.block.closed()


async def _run(work: dict[str, Any]) -> dict[str, Any]:
    requests = [request.encode() for request in work["requests"]]
    seconds = work["seconds"]
    start, busy = time.perf_counter(), time.process_time()
    block = _Block(
        iter(requests) if seconds is None else cycle(requests),
        None if seconds is None else start + seconds,
        work["status"],
    )
    loop = asyncio.get_running_loop()
    for _ in range(CONNECTIONS):
        await loop.create_connection(lambda: _Connection(block), HOST, work["port"])
    await block.finished
    taken = time.perf_counter() - start
    done = Done(block.replies, block.body, taken, (time.process_time() - busy) / taken)
    return {"done": done.__dict__, "wrong": block.wrong}


def main() -> None:
    """Do blocks of work until standard input ends."""
    run = import_module("uvloop").run
    for line in sys.stdin:
        sys.stdout.write(json.dumps(run(_run(json.loads(line)))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
