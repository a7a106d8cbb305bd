"""The text files of one feed, from a zip archive or a folder, as columns of strings."""

import csv
import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import BinaryIO

import numpy as np

from reach.errors import BadInput
from reach.report import EXAMPLES, Report
from reach.times import Int32s

CHUNK = 1 << 10
"""Rows turned into columns at a time: they stay in the cache, which takes a third of the time of 65,536."""

UNREADABLE = (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, NotImplementedError, EOFError)
"""What a damaged or locked archive raises while it is read."""


@dataclass(frozen=True)
class Table:
    """Columns of one file; ``row`` numbers them as a spreadsheet does, 1 being the header."""

    file: str
    columns: Mapping[str, Sequence[str]]
    row: Int32s
    present: frozenset[str]
    """The columns that the file has; the others asked for hold empty strings."""

    def __len__(self) -> int:
        return len(self.row)

    def __getitem__(self, column: str) -> Sequence[str]:
        return self.columns[column]

    def place(self, index: int) -> str:
        """File and row of one entry, as reports quote it."""
        return f"{self.file}, row {self.row[index]}"

    def bad(self, message: str, index: int) -> BadInput:
        return BadInput(message, file=self.file, row=int(self.row[index]))


def drop(report: Report, why: str, file: str, rows: Int32s | Sequence[int]) -> None:
    """Report rows of one file that are left out, the first of them as examples."""
    _tell(report.drop, why, file, rows)


def change(report: Report, why: str, file: str, rows: Int32s | Sequence[int]) -> None:
    """The same for rows that are mended."""
    _tell(report.change, why, file, rows)


def _tell(into: object, why: str, file: str, rows: Int32s | Sequence[int]) -> None:
    assert callable(into)
    for row in rows[:EXAMPLES]:
        into(why, f"{file}, row {row}")
    if len(rows) > EXAMPLES:
        into(why, count=len(rows) - EXAMPLES)


@dataclass
class Source:
    """One feed. ``prefix`` stands before the names of its files where several feeds are read."""

    path: Path
    report: Report
    prefix: str = ""
    members: dict[str, str] = field(default_factory=dict)
    """Where each text file is: a name within the archive, or within the folder."""

    def __post_init__(self) -> None:
        found = self._listing()
        stops = [name for name in found if PurePosixPath(name).name == "stops.txt"]
        if not stops:
            raise BadInput("stops.txt is missing; is this a GTFS feed?", file=self.path)
        home = PurePosixPath(min(stops, key=lambda name: (name.count("/"), name))).parent
        self.members = {
            PurePosixPath(name).name: name for name in found if PurePosixPath(name).parent == home
        }

    def _listing(self) -> list[str]:
        if self.path.is_dir():
            return [entry.name for entry in sorted(self.path.iterdir()) if entry.is_file()]
        if not self.path.exists():
            raise BadInput("there is no such file or folder", file=self.path)
        try:
            with zipfile.ZipFile(self.path) as archive:
                return [name for name in archive.namelist() if not name.startswith("__MACOSX/")]
        except UNREADABLE as error:
            raise BadInput(
                f"is neither a zip archive nor a folder with GTFS files ({error})", file=self.path
            ) from error

    def has(self, name: str) -> bool:
        return name in self.members

    def label(self, name: str) -> str:
        """How reports and errors call a file."""
        return self.prefix + name

    def table(self, name: str, needed: str, wanted: str = "") -> Table:
        """A whole file; ``needed`` columns must be there, ``wanted`` ones may be missing."""
        parts = list(self.chunks(name, needed, wanted))
        if len(parts) == 1:
            return parts[0]
        first = parts[0]
        columns = {key: [text for part in parts for text in part[key]] for key in first.columns}
        rows = np.concatenate([part.row for part in parts])
        return Table(first.file, columns, rows, first.present)

    def chunks(self, name: str, needed: str, wanted: str = "") -> Iterator[Table]:
        """The same in tables of at most ``CHUNK`` rows; at least one comes, be it empty."""
        if not self.has(name):
            raise BadInput("the file is missing from the feed", file=self.label(name))
        try:
            with self._open(name) as stream:
                yield from self._parse(self.label(name), _reader(stream), needed.split(), wanted.split())
        except UnicodeDecodeError as error:
            raise BadInput(
                "is not in UTF-8; save it as UTF-8", file=self.label(name), row=self._undecodable(name)
            ) from error
        except csv.Error as error:
            raise BadInput(
                f"cannot be split into columns ({error}); a quote inside quotes is written twice",
                file=self.label(name),
                row=self._unsplittable(name),
            ) from error
        except UNREADABLE as error:
            raise BadInput(
                f"cannot be unpacked ({error}); get the feed anew", file=self.label(name)
            ) from error

    def _open(self, name: str) -> BinaryIO:
        if self.path.is_dir():
            return io.BytesIO((self.path / name).read_bytes())
        with zipfile.ZipFile(self.path) as archive:
            return io.BytesIO(archive.read(self.members[name]))

    def _undecodable(self, name: str) -> int:
        with self._open(name) as stream:
            content = stream.read()
        try:
            content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            return content.count(b"\n", 0, error.start) + 1
        return 1

    def _unsplittable(self, name: str) -> int:
        row = 1
        with self._open(name) as stream:
            try:
                for _ in _reader(stream):
                    row += 1
            except csv.Error:
                pass
        return row

    def _parse(
        self, file: str, reader: Iterator[list[str]], needed: list[str], wanted: list[str]
    ) -> Iterator[Table]:
        header = [name.strip() for name in next(reader, [])]
        if not any(header):
            raise BadInput("is empty; the first row names the columns", file=file, row=1)
        missing = [name for name in needed if name not in header]
        if missing:
            raise BadInput(f"has no column {', '.join(missing)}", file=file, row=1)
        row = 2
        while rows := list(islice(reader, CHUNK)):
            yield self._columns(file, header, rows, row, needed + wanted)
            row += len(rows)
        if row == 2:
            yield self._columns(file, header, [], row, needed + wanted)

    def _columns(
        self, file: str, header: list[str], rows: list[list[str]], first: int, names: list[str]
    ) -> Table:
        number = np.arange(first, first + len(rows), dtype=np.int32)
        if set(map(len, rows)) - {len(header)}:
            rows, number = self._even(file, len(header), rows, number)
        columns: list[tuple[str, ...]] = list(zip(*rows, strict=True)) if rows else [()] * len(header)
        place = {name: columns[at] for at, name in reversed(list(enumerate(header)))}
        blank = ("",) * len(rows)
        picked: dict[str, Sequence[str]] = {name: place.get(name, blank) for name in names}
        return Table(file, picked, number, frozenset(header))

    def _even(
        self, file: str, width: int, rows: list[list[str]], number: Int32s
    ) -> tuple[list[list[str]], Int32s]:
        """Make rows as long as the header: blank lines go, missing trailing fields are blank, long rows
        go.
        """
        kept, at, short, long = [], [], [], []
        for row, fields in zip(number.tolist(), rows, strict=True):
            if not any(fields):
                continue
            if any(fields[width:]):
                long.append(row)
                continue
            if len(fields) < width:
                short.append(row)
            kept.append((fields + [""] * width)[:width])
            at.append(row)
        change(self.report, "row shorter than the header, the rest taken as blank", file, short)
        drop(self.report, "row longer than the header", file, long)
        return kept, np.array(at, dtype=np.int32)


def _reader(stream: BinaryIO) -> Iterator[list[str]]:
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
    return csv.reader(text, strict=True, skipinitialspace=True)
