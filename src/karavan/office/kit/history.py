"""Lines of the journal in words: the history of a record, the journal of an organisation or the city."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from karavan.kernel.journal.models import JournalLine
from karavan.kernel.journal.queries import about, last_about
from karavan.kernel.localtime import local, today
from karavan.office.desk import Desk
from karavan.office.kit.labels import Names, changed, label_of, want_names, words_of
from karavan.office.kit.trash import detail_url
from karavan.office.kit.verbs import phrase
from karavan.people.models import Organisation
from karavan.ui.typography import capitalised, date_long

if TYPE_CHECKING:
    from karavan.office.kit.screen import CrudView

PAGE_SIZE = 50
MOST_OPEN = 6


@dataclass(frozen=True)
class FieldChange:
    """One field of a line: what stood there and what stands there now, in words; "" for nothing."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Line:
    """One line of the journal in words. ``subject`` and ``url`` are "" where the page is about one record."""

    iso: str
    time: str
    who: str
    what: str
    why: str
    changes: list[FieldChange]
    subject: str = ""
    url: str = ""

    @property
    def folded(self) -> bool:
        """Whether the fields stand behind a button: many, and nothing stood there before."""
        return len(self.changes) > MOST_OPEN and not any(one.before for one in self.changes)


Days = list[tuple[str, list[Line]]]


def history_context(
    desk: Desk, subjects: Sequence[tuple[str, list[int]]], request: HttpRequest
) -> dict[str, Any]:
    """The history of a record with what hangs on it: a page of lines by day, newest first."""
    return page_of(desk, about(subjects), request)


def page_of(desk: Desk, lines: Any, request: HttpRequest, *, with_subject: bool = False) -> dict[str, Any]:
    """A page of journal lines in words, and where the next one is; a bounded number of queries."""
    asked = request.GET.get("before", "")
    before = int(asked) if asked.isdecimal() and len(asked) < 19 else None
    rows = lines if before is None else lines.filter(pk__lt=before)
    found = list(rows[: PAGE_SIZE + 1])
    more, found = len(found) > PAGE_SIZE, found[:PAGE_SIZE]
    query = request.GET.copy()
    query.pop("before", None)
    first = f"?{query.urlencode()}" if query else request.path
    if more:
        query["before"] = str(found[-1].pk)
    return {
        "days": days_of(desk, found, with_subject=with_subject),
        "history_next_url": f"?{query.urlencode()}" if more else "",
        "history_first_url": first if before is not None else "",
    }


def days_of(desk: Desk, lines: Sequence[JournalLine], *, with_subject: bool = False) -> Days:
    """Lines in words, by the day on the city's clock."""
    names = Names()
    for line in lines:
        want_names(names, line.subject_type, line.before)
        want_names(names, line.subject_type, line.after)
        if with_subject:
            names.want(line.subject_type, line.subject_id)
    names.read()
    shown = _whose_names(desk, lines)
    moments = [(local(line.at), line) for line in lines]
    this_year = today().year
    return [
        (
            capitalised(date_long(day, year=day.year != this_year)),
            [_line(line, names, line.pk in shown, with_subject=with_subject) for _moment, line in some],
        )
        for day, some in groupby(moments, key=lambda pair: pair[0].date())
    ]


def _line(line: JournalLine, names: Names, named: bool, *, with_subject: bool) -> Line:
    moment = local(line.at)
    label, pk = line.subject_type, line.subject_id
    return Line(
        iso=moment.isoformat(timespec="minutes"),
        time=f"{moment:%H:%M}",
        who=who(line) if named else _("a colleague"),
        what=phrase(line.verb),
        why=line.reason,
        changes=_changes(line, names),
        subject=names.get(label, pk) if with_subject else "",
        url=_url(names, label, pk) if with_subject and names.knows(label, pk) else "",
    )


def _url(names: Names, label: str, pk: int) -> str:
    event = names.event_of(label, pk)
    return detail_url(label, pk) if event is None else detail_url("programme.event", event)


def who(line: JournalLine) -> str:
    """Who wrote a line."""
    return _("the system") if line.actor_id is None else line.actor_label


def _changes(line: JournalLine, names: Names) -> list[FieldChange]:
    found = []
    for name in changed(line.before, line.after):
        before = words_of(names, line.subject_type, name, line.before.get(name))
        after = words_of(names, line.subject_type, name, line.after.get(name))
        if before or after:
            found.append(FieldChange(label_of(name), before, after))
    return found


def _whose_names(desk: Desk, lines: Iterable[JournalLine]) -> set[int]:
    """Lines whose author this person may learn: of their own organisations, their own, the system's.

    Of events of others everybody sees what changed, but not which colleague did it.
    """
    if desk.seeing.everything:
        return {line.pk for line in lines}
    ids = {line.organisation_id for line in lines if line.organisation_id is not None}
    mine = set(Organisation.objects.filter(desk.seeing.query(), pk__in=ids).values_list("pk", flat=True))
    return {
        line.pk for line in lines if line.organisation_id in mine or line.actor_id in (None, desk.actor.pk)
    }


def last_change(screen: "CrudView", record: Any) -> str:
    """Who changed a record last and when; "" where nobody is known."""
    line = last_about(screen.history_subjects(record))
    if line is None:
        return ""
    moment = local(line.at)
    return _("Last change: %(who)s, %(time)s.") % {"who": who(line), "time": f"{moment:%d.%m.%Y %H:%M}"}
