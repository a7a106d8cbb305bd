"""The rival: the plain SQL way over the same data, and our index beside it, both without the web around them.

One table of documents, one of times, one of values that a document may have several of, each with the
indexes its questions ask for; text in FTS5 (SQLite) or in a ``tsvector`` with GIN (PostgreSQL), of the same
terms. Both sides fetch the same ready-made cards. ``python -m bench.rival`` writes JSON to stdout; the
tables are removed afterwards.
"""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import django
import msgspec
from django.db import connection
from django.utils import timezone

ROUNDS = 7
BATCH = 5000
HORIZON_DAYS = 420
"""Opening days of periods that the rival keeps rows for; ours knows 800."""

TABLES = ("rival_document", "rival_time", "rival_value", "rival_text")
SQLITE_TEXT = "CREATE VIRTUAL TABLE rival_text USING fts5(title, place, body, tokenize = 'unicode61')"
POSTGRES_TEXT = "CREATE TABLE rival_text (doc integer PRIMARY KEY, words tsvector)"
PLAIN = (
    (
        "CREATE TABLE rival_document (doc integer PRIMARY KEY, event_id bigint,"
        " kind text, district text, age integer, price integer)"
    ),
    "CREATE TABLE rival_time (doc integer, event_id bigint, day integer, starts bigint, ends bigint)",
    "CREATE TABLE rival_value (doc integer, name text, value text)",
)
INDEXES = (
    "CREATE INDEX rival_time_ends ON rival_time (ends, event_id, starts, doc)",
    "CREATE INDEX rival_time_doc ON rival_time (doc, ends)",
    "CREATE INDEX rival_time_day ON rival_time (day, doc)",
    "CREATE INDEX rival_time_event ON rival_time (event_id, ends, starts)",
    "CREATE INDEX rival_value_doc ON rival_value (name, value, doc)",
    "CREATE INDEX rival_document_event ON rival_document (event_id)",
)


def sql(statement: str, *parameters: Any) -> list[tuple[Any, ...]]:
    """Run a statement; its rows."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters or None)
        return list(cursor.fetchall()) if cursor.description else []


def insert(table: str, columns: int, rows: Iterator[tuple[Any, ...]], values: str = "") -> None:
    """Insert rows in batches."""
    statement = f"INSERT INTO {table} VALUES ({values or ', '.join(['%s'] * columns)})"
    batch: list[tuple[Any, ...]] = []
    with connection.cursor() as cursor:
        for row in rows:
            batch.append(row)
            if len(batch) == BATCH:
                cursor.executemany(statement, batch)
                batch.clear()
        if batch:
            cursor.executemany(statement, batch)


class Rows:
    """The rows of the rival, from the facts of the catalogue."""

    def __init__(self) -> None:
        from karavan.catalogue.facts import decode_event  # noqa: PLC0415 - after Django is set up
        from karavan.catalogue.models import Entry  # noqa: PLC0415

        entries = Entry.objects.filter(kind="event").order_by("object_id").values_list("object_id", "facts")
        self.documents = [
            (event_id, facts, variant)
            for event_id, data in entries.iterator(2000)
            for facts in (decode_event(bytes(data)),)
            for variant in facts.variants
        ]

    def plain(self) -> Iterator[tuple[Any, ...]]:
        for doc, (event_id, facts, variant) in enumerate(self.documents, 1):
            yield doc, event_id, facts.kind, variant.district, facts.age, variant.price

    def times(self) -> Iterator[tuple[Any, ...]]:
        from karavan.catalogue.clock import midnight  # noqa: PLC0415
        from karavan.kernel.localtime import today  # noqa: PLC0415

        now = today().toordinal()
        for doc, (event_id, _, variant) in enumerate(self.documents, 1):
            for item in variant.occurrences:
                for day in range(item.first_day, min(item.last_day, item.first_day + 31) + 1):
                    yield doc, event_id, day, item.start, item.end
            if variant.pattern is not None:
                for day in range(now, now + HORIZON_DAYS):
                    hours = variant.pattern.hours(day)
                    if hours:
                        yield doc, event_id, day, midnight(day) + hours[0][0], midnight(day) + hours[-1][1]

    def values(self) -> Iterator[tuple[Any, ...]]:
        for doc, (_, facts, variant) in enumerate(self.documents, 1):
            for value in facts.audiences:
                yield doc, "audience", value
            for value in facts.languages:
                yield doc, "language", value
            for value in variant.access_yes:
                yield doc, "access", value

    def texts(self) -> Iterator[tuple[Any, ...]]:
        for doc, (_, facts, variant) in enumerate(self.documents, 1):
            yield doc, " ".join(facts.title_terms), " ".join(variant.place_terms), " ".join(facts.text_terms)


def build() -> float:
    """Make the tables of the rival; seconds."""
    start = time.perf_counter()
    for statement in PLAIN:
        sql(statement)
    rows = Rows()
    insert("rival_document", 6, rows.plain())
    insert("rival_time", 5, rows.times())
    insert("rival_value", 3, rows.values())
    for statement in INDEXES:
        sql(statement)
    if connection.vendor == "sqlite":
        sql(SQLITE_TEXT)
        insert("rival_text (rowid, title, place, body)", 4, rows.texts())
    else:
        sql(POSTGRES_TEXT)
        weighed = (
            "%s, setweight(to_tsvector('simple', %s), 'A')"
            " || setweight(to_tsvector('simple', %s), 'B') || to_tsvector('simple', %s)"
        )
        insert("rival_text", 4, rows.texts(), weighed)
        sql("CREATE INDEX rival_text_words ON rival_text USING gin (words)")
    sql("ANALYZE")
    return time.perf_counter() - start


def remove() -> None:
    """Drop the tables of the rival."""
    for table in TABLES:
        sql(f"DROP TABLE IF EXISTS {table}")


class Plain:
    """The rival's answers. Every one returns the number of results, or the counts, with what it read."""

    def __init__(self) -> None:
        self.now = int(timezone.now().timestamp() // 60)
        self.is_sqlite = connection.vendor == "sqlite"

    def cards(self, ids: list[int]) -> list[bytes]:
        from karavan.catalogue.models import Entry  # noqa: PLC0415

        rows = dict(Entry.objects.filter(kind="event", object_id__in=ids).values_list("object_id", "card_ru"))
        return [bytes(rows[key]) for key in ids]

    def page(self, offset: int = 0) -> int:
        rows = sql(
            "SELECT event_id, MIN(starts) AS first FROM rival_time WHERE ends > %s"
            " GROUP BY event_id ORDER BY first, event_id LIMIT 20 OFFSET %s",
            self.now,
            offset,
        )
        self.cards([row[0] for row in rows])
        return int(sql("SELECT COUNT(DISTINCT event_id) FROM rival_time WHERE ends > %s", self.now)[0][0])

    def _matching(self) -> str:
        return (
            "SELECT rowid FROM rival_text WHERE rival_text MATCH %s"
            if self.is_sqlite
            else "SELECT doc FROM rival_text WHERE words @@ to_tsquery('simple', %s)"
        )

    def search(self, word: str) -> int:
        rank = (
            "SELECT rowid AS doc, bm25(rival_text, 10, 5, 1) AS weight FROM rival_text"
            " WHERE rival_text MATCH %s"
            if self.is_sqlite
            else "SELECT doc, -ts_rank(words, to_tsquery('simple', %s)) AS weight FROM rival_text"
            " WHERE words @@ to_tsquery('simple', %s)"
        )
        rows = sql(
            f"WITH found AS MATERIALIZED ({rank})"
            " SELECT t.event_id, MIN(f.weight) AS best, MIN(t.starts) AS first FROM found f"
            " JOIN rival_time t ON t.doc = f.doc WHERE t.ends > %s"
            " GROUP BY t.event_id ORDER BY best, first LIMIT 20",
            *([word] if self.is_sqlite else [word, word]),
            self.now,
        )
        self.cards([row[0] for row in rows])
        return int(
            sql(
                "SELECT COUNT(DISTINCT event_id) FROM rival_time"
                f" WHERE ends > %s AND doc IN ({self._matching()})",
                self.now,
                word,
            )[0][0]
        )

    def facets(self) -> dict[str, dict[str, int]]:
        from karavan.catalogue.index.facets import PRICE_BANDS  # noqa: PLC0415

        live = "doc IN (SELECT doc FROM rival_time WHERE ends > %s)"
        found: dict[str, dict[str, int]] = {}
        for column in ("kind", "district", "age"):
            found[column] = {
                str(value): count
                for value, count in sql(
                    f"SELECT {column}, COUNT(DISTINCT event_id) FROM rival_document WHERE {live} GROUP BY 1",
                    self.now,
                )
                if value != ""
            }
        for name, value, count in sql(
            "SELECT v.name, v.value, COUNT(DISTINCT d.event_id)"
            " FROM rival_value v JOIN rival_document d ON d.doc = v.doc"
            f" WHERE d.{live} GROUP BY 1, 2",
            self.now,
        ):
            found.setdefault(name, {})[value] = count
        bands = ", ".join(
            f"COUNT(DISTINCT CASE WHEN price BETWEEN 0 AND {limit * 100} THEN event_id END)"
            for _, limit in PRICE_BANDS
        )
        prices = sql(f"SELECT {bands} FROM rival_document WHERE {live}", self.now)[0]
        found["price"] = {band: count for (band, _), count in zip(PRICE_BANDS, prices, strict=True)}
        first = date.today().toordinal()  # noqa: DTZ011 - the days of the facet only need to be as many
        found["day"] = {
            str(day): count
            for day, count in sql(
                "SELECT day, COUNT(DISTINCT event_id) FROM rival_time"
                " WHERE ends > %s AND day BETWEEN %s AND %s GROUP BY day",
                self.now,
                first,
                first + 30,
            )
        }
        return found


def timed(work: Callable[[], Any]) -> dict[str, list[float]]:
    """CPU of this process and wall time of several calls, milliseconds.

    PostgreSQL works in a process of its own, so that there only the wall time tells all.
    """
    work()
    cpu, wall = [], []
    for _ in range(ROUNDS):
        start, used = time.perf_counter(), time.process_time()
        work()
        cpu.append((time.process_time() - used) * 1000)
        wall.append((time.perf_counter() - start) * 1000)
    return {"cpu": cpu, "wall": wall}


@contextmanager
def tables() -> Iterator[float]:
    """The rival's tables for a while; yields what building them took."""
    remove()
    try:
        yield build()
    finally:
        remove()


def compare() -> dict[str, Any]:
    """Both ways on the same questions, and whether they agree."""
    from karavan.catalogue.filters import EventFilter  # noqa: PLC0415 - after Django is set up
    from karavan.catalogue.index import store  # noqa: PLC0415
    from karavan.catalogue.queries import find_events  # noqa: PLC0415

    postings = store.current().main.postings
    word = max((term for term in postings.slices if term.isalpha()), key=postings.frequency)
    cursor, passed = None, 0
    total = find_events(EventFilter(), limit=1).total or 0
    while passed < 0.75 * total:
        cursor, passed = find_events(EventFilter(), limit=200, cursor=cursor).next, passed + 200
    rival = Plain()
    ours = {
        "list of 20": lambda: find_events(EventFilter()),
        "text that all match": lambda: find_events(EventFilter(q=word)),
        "facets": lambda: find_events(EventFilter(), facets=True),
        "deep page": lambda: find_events(EventFilter(), cursor=cursor),
    }
    theirs = {
        "list of 20": rival.page,
        "text that all match": lambda: rival.search(word),
        "facets": lambda: (rival.page(), rival.facets()),
        "deep page": lambda: rival.page(passed),
    }
    facets = find_events(EventFilter(), facets=True).facets or {}
    kinds = {item.value: item.count for item in facets["kind"]}
    return {
        "cases": {name: {"ours": timed(ours[name]), "rival": timed(theirs[name])} for name in ours},
        "agreement": {
            "total": [total, rival.page()],
            "kinds_agree": kinds == rival.facets()["kind"],
        },
    }


def main() -> None:
    """Compare, and write JSON."""
    django.setup()
    with tables() as seconds:
        answer = compare()
    sys.stdout.buffer.write(msgspec.json.encode(answer | {"build_s": seconds}))


if __name__ == "__main__":
    main()
