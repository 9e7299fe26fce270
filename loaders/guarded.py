"""Reading what a department hands in, in a process of its own that a hostile file cannot leave.

`read_workbook` asks a child for the workbook: it has limits on memory, processor time and elapsed
time, cannot write files or leave a core dump, and sends back text (JSON) of limited length. What it
sends is checked against the records again, so that the worst that a file can do is to be refused.

Limits on memory and processor time are the operating system's: on Linux both hold, on macOS
processor time, on Windows neither; elapsed time and the look at the archive hold everywhere.
"""

from __future__ import annotations

import dataclasses
import json
import logging
import os
import subprocess
import sys
import threading
import traceback
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import IO

from pydantic import TypeAdapter, ValidationError

from loaders.archive import LIMITS, MIB, Kind, Limits, find_kind, open_package
from loaders.csvgrid import read_csv
from loaders.excel import read_excel
from loaders.extent import check_parts
from loaders.grid import Grid, Workbook
from loaders.oldsheets import read_old_sheets
from loaders.opendocument import read_open_document
from ontology.findings import Finding, Where
from ontology.plan_rules import find_in_plan
from ontology.uploads import Refused
from ontology.vocabulary import Severity

_LOG = logging.getLogger(__name__)
_SMALLER = "hand in the sheets of the plan only, saved as an Excel workbook (.xlsx)."
_AGAIN = "open it in a spreadsheet program, save it as an Excel workbook (.xlsx), and try again."


@dataclass(frozen=True, slots=True)
class _Told:
    """A finding as it passes between the processes: what the parent needs to make it again."""

    rule: str
    severity: Severity
    sheet: str | None
    cell: str | None
    message: str
    mend: str


@dataclass(frozen=True, slots=True)
class _Answer:
    """What the child sends: sheets and findings, or why not.

    `refused` holds what was seen and how to mend it, `failed` where our own code broke.
    """

    grids: tuple[Grid, ...] = ()
    told: tuple[_Told, ...] = ()
    refused: tuple[str, str] | None = None
    failed: str | None = None


def read_workbook_here(file: str, data: bytes, limits: Limits = LIMITS) -> Workbook:
    """The workbook in these bytes, read in this process: for files that one trusts.

    `file` is what the department calls it; its ending says the format. Limits on processes do not
    apply, all others do.

    Raises:
        Refused: the file cannot be read, or would cost too much; see `loaders.archive`.

    Cost: O(unpacked bytes), twice.
    """
    kind = find_kind(file, data, limits)
    if kind is Kind.CSV:
        return read_csv(file, data, limits)
    if kind is Kind.XLS:
        return read_old_sheets(file, data, limits)
    package = open_package(file, data, kind, limits)
    check_parts(package, kind, limits)
    if kind is Kind.ODS:
        return read_open_document(package, limits)
    return read_excel(package, limits)


def read_workbook(file: str, data: bytes, limits: Limits = LIMITS) -> Workbook:
    """The workbook in these bytes, read in a child process under these limits.

    Size and kind are looked at here, everything else in the child. Safe to call from several
    threads at once; each call starts a process (about half a second).

    Raises:
        Refused: the file cannot be read, or costs more than it may.
        RuntimeError: a child process cannot be started here.
    """
    find_kind(file, data, limits)
    code, answer, late = _ask(PurePath(file).suffix, data, limits)
    if late and code != 0:
        raise Refused(file, f"reading it took longer than {limits.seconds:g} seconds.", _SMALLER)
    if len(answer) > limits.answer:
        raise Refused(
            file, f"what it holds is more than {limits.answer / MIB:g} MiB of text.", _SMALLER
        )
    if code < 0:
        _LOG.warning("the process that reads an upload was ended by signal %s", -code)
        raise Refused(file, "reading it took more memory or time than it may.", _SMALLER)
    if code > 0:
        _LOG.error("the process that reads an upload ended with %s", code)
        raise Refused(file, "it could not be read.", _AGAIN)
    return _workbook(file, answer)


def _workbook(file: str, answer: bytes) -> Workbook:
    """The workbook that the child's answer holds, under the department's name for the file."""
    try:
        found = TypeAdapter(_Answer).validate_json(answer)
    except ValidationError as error:
        _LOG.error("the answer about an upload has %s errors", error.error_count())
        raise Refused(file, "it could not be read.", _AGAIN) from error
    if found.failed is not None:
        _LOG.error("reading an upload failed in the child process:\n%s", found.failed)
        raise Refused(file, "it holds something that the reader did not expect.", _AGAIN)
    if found.refused is not None:
        raise Refused(file, *found.refused)
    grids = (dataclasses.replace(grid, file=file) for grid in found.grids)
    findings = (
        find_in_plan(
            told.rule,
            Where(file=file, sheet=told.sheet, cell=told.cell),
            told.message,
            told.mend,
            told.severity,
        )
        for told in found.told
    )
    return Workbook(file, tuple(grids), tuple(findings))


def _ask(ending: str, data: bytes, limits: Limits) -> tuple[int, bytes, bool]:
    """The child's exit code, its answer (one byte more than allowed at most), whether it was late.

    The environment and the file's name are not handed on: the child needs neither.
    """
    known = {"PYTHONPATH": os.pathsep.join(str(Path(path or ".").resolve()) for path in sys.path)}
    known |= {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "loaders.guarded"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        env={**known, "PYTHONDONTWRITEBYTECODE": "1"}, start_new_session=True,
    )  # fmt: skip
    if process.stdin is None or process.stdout is None:
        raise RuntimeError("the process that reads uploads has no pipes")
    late = threading.Event()

    def stop() -> None:
        late.set()
        process.kill()

    timer = threading.Timer(limits.seconds, stop)
    timer.start()
    with process:
        try:
            header = json.dumps({"file": f"upload{ending}", "limits": dataclasses.asdict(limits)})
            _hand_over(process.stdin, header.encode() + b"\n" + data)
            answer = process.stdout.read(limits.answer + 1)
            if len(answer) > limits.answer:
                process.kill()
            code = process.wait()
        finally:
            timer.cancel()
            process.kill()
    return code, answer, late.is_set()


def _hand_over(pipe: IO[bytes], data: bytes) -> None:
    """Write and close; a child that has died already is found by its exit code."""
    try:
        pipe.write(data)
        pipe.close()
    except BrokenPipeError:
        _LOG.warning("the process that reads an upload ended before it had read it")


def _bind(limits: Limits) -> None:
    """Set this process's own limits, as far as the operating system has them."""
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.processor, limits.processor + 1))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))


def _answer(file: str, data: bytes, limits: Limits) -> _Answer:
    """What reading gives; a fault of ours is told by where it is, never by what the file says."""
    try:
        book = read_workbook_here(file, data, limits)
    except Refused as error:
        return _Answer(refused=(error.seen, error.mend))
    except MemoryError:
        return _Answer(refused=("reading it takes more memory than it may.", _SMALLER))
    except Exception as error:
        place = "".join(traceback.format_tb(error.__traceback__))
        return _Answer(failed=f"{place}{type(error).__name__}")
    return _Answer(book.grids, tuple(_told(finding) for finding in book.findings))


def _told(finding: Finding) -> _Told:
    where = finding.where
    if not isinstance(where, Where):
        raise TypeError("a finding about a workbook names a row of a data file")
    return _Told(
        finding.rule, finding.severity, where.sheet, where.cell, finding.message, finding.mend
    )


def main() -> None:
    """The child: bind itself, read a header line and a file from its input, answer in JSON."""
    header = json.loads(sys.stdin.buffer.readline())
    limits = Limits(**header["limits"])
    _bind(limits)
    answer = _answer(header["file"], sys.stdin.buffer.read(), limits)
    sys.stdout.buffer.write(TypeAdapter(_Answer).dump_json(answer))


if __name__ == "__main__":
    main()
