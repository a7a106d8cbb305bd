"""The whole index at one version of the catalogue."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from karavan.catalogue.facts import DirectoryFacts, EventFacts
from karavan.catalogue.index.directory import Record
from karavan.catalogue.index.segment import Horizon, Segment, SegmentBuilder
from karavan.catalogue.results import Version
from karavan.kernel.text import QueryTerm, Vocabulary, analyse_query, correction

DIRECTORY_KINDS = ("place", "organisation", "programme")


@dataclass(frozen=True)
class Snapshot:
    """Immutable once made; a newer version is another snapshot that shares the large segment.

    ``fresh`` holds the facts of the small segment: events that changed since the large one was made.
    """

    version: Version
    horizon: Horizon
    main: Segment
    delta: Segment
    fresh: Mapping[int, EventFacts]
    directory: Mapping[str, Mapping[int, Record]]
    vocabulary: Vocabulary

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The segments to question."""
        return (self.main, self.delta) if self.delta.size else (self.main,)

    def terms(self, query: str) -> list[QueryTerm]:
        """The query's words as index terms."""
        return analyse_query(query, self.vocabulary)

    def correction(self, query: str) -> str | None:
        """A better spelling of the query, if there is one."""
        return correction(query, self.vocabulary) if query else None

    def after(
        self,
        version: Version,
        *,
        events: Mapping[int, EventFacts | None],
        directory: Mapping[str, Mapping[int, DirectoryFacts | None]],
    ) -> "Snapshot":
        """The snapshot with changes applied; None is a record that is gone."""
        fresh = {key: facts for key, facts in self.fresh.items() if key not in events}
        fresh.update({key: facts for key, facts in events.items() if facts is not None})
        for facts in events.values():
            if facts is not None:
                learn(self.vocabulary, facts)
        tables = dict(self.directory)
        for kind, changed in directory.items():
            table = dict(tables.get(kind, {}))
            for object_id, record in changed.items():
                table.pop(object_id, None)
                if record is not None:
                    table[object_id] = Record.of(object_id, record)
                    learn_record(self.vocabulary, record)
            tables[kind] = table
        main = self.main
        if events:
            main = replace(main, alive=main.without(events))
        return replace(
            self,
            version=version,
            main=main,
            delta=build_segment(fresh.items(), self.horizon) if events else self.delta,
            fresh=fresh,
            directory=tables,
        )


def build_segment(events: Iterable[tuple[int, EventFacts]], horizon: Horizon) -> Segment:
    """A segment of these events."""
    builder = SegmentBuilder(horizon)
    for event_id, facts in events:
        builder.add(event_id, facts)
    return builder.build()


def build_vocabulary(main: Segment, directory: Mapping[str, Mapping[int, Record]]) -> Vocabulary:
    """The words of everything that can be found."""
    postings = main.postings
    vocabulary = Vocabulary(
        ((term, postings.frequency(term)) for term in postings.slices), postings.surface.items()
    )
    for table in directory.values():
        for record in table.values():
            learn_record(vocabulary, record.facts)
    return vocabulary


def learn(vocabulary: Vocabulary, facts: EventFacts) -> None:
    """Add what an event says. Words of events that are gone stay known until the next full load."""
    words = {*facts.title_terms, *facts.text_terms}
    for variant in facts.variants:
        words.update(variant.place_terms)
    _add(vocabulary, words, facts.surface)


def learn_record(vocabulary: Vocabulary, facts: DirectoryFacts) -> None:
    """Add what a place, an organisation or a programme says."""
    _add(vocabulary, {*facts.title_terms, *facts.place_terms, *facts.text_terms}, facts.surface)


def _add(vocabulary: Vocabulary, words: Iterable[str], surface: Iterable[tuple[str, str]]) -> None:
    forms: dict[str, list[str]] = {}
    for written, term in surface:
        forms.setdefault(term, []).append(written)
    for word in words:
        vocabulary.add(word, 1, forms.get(word, ()))
