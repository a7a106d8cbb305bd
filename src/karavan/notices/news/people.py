"""News of roles, invitations and substitutions."""

from collections.abc import Iterator, Sequence
from typing import Final

from django.utils.translation import gettext as _

from karavan.kernel.journal.models import JournalLine
from karavan.notices import paths
from karavan.notices.actions.telling import News
from karavan.notices.enums import Topic
from karavan.notices.news.wording import day, days, sentence, who
from karavan.people.models import Invitation, Role, Substitution

ROLE: Final = "people.role"
SUBSTITUTION: Final = "people.substitution"
INVITATION: Final = "people.invitation"
VERBS = frozenset(
    {"role.assigned", "role.ended", "invitation.accepted", "substitution.set", "substitution.ended"}
)


def of_lines(lines: Sequence[JournalLine]) -> list[News]:
    """News for the people themselves."""
    found: list[News] = []
    for verb, teller in (
        ("role.assigned", _assigned),
        ("role.ended", _ended),
        ("invitation.accepted", _accepted),
        ("substitution.set", _set),
        ("substitution.ended", _over),
    ):
        chosen = [line for line in lines if line.verb == verb]
        if chosen:
            found += teller(chosen)
    return found


def _roles(lines: Sequence[JournalLine]) -> Iterator[tuple[JournalLine, Role]]:
    rows = Role.objects.select_related("organisation").in_bulk([line.subject_id for line in lines])
    for line in lines:
        if line.subject_id in rows:
            yield line, rows[line.subject_id]


def role_words(role: Role) -> str:
    """«Редактор программ · Библиотека № 5»."""
    return f"{role.get_kind_display()} · {role.organisation or _('The whole city')}"


def of_role(role: Role, title: str, text: str = "", by_id: int | None = None) -> News:
    """News about a role for who holds it."""
    return News(
        topic=Topic.ROLE,
        subject_type=ROLE,
        subject_id=role.pk,
        organisation_id=role.organisation_id,
        name=role_words(role),
        title=title,
        text=text,
        url=paths.ME,
        by_id=by_id,
        audience={role.person_id: _("because the role is yours")},
    )


def _assigned(lines: Sequence[JournalLine]) -> list[News]:
    found = []
    for line, role in _roles(lines):
        until = role.valid_to and _("Until %(day)s") % {"day": day(role.valid_to)}
        text = sentence(
            _("From %(day)s") % {"day": day(role.valid_from)},
            until or "",
            who(line),
        )
        title = _("You have a role: %(role)s") % {"role": role_words(role)}
        found.append(of_role(role, title, text, line.actor_id))
    return found


def _ended(lines: Sequence[JournalLine]) -> list[News]:
    found = []
    for line, role in _roles(lines):
        assert role.valid_to is not None
        title = _("Your role ends: %(role)s") % {"role": role_words(role)}
        text = sentence(
            _("Last day: %(day)s") % {"day": day(role.valid_to)},
            who(line),
        )
        found.append(of_role(role, title, text, line.actor_id))
    return found


def _accepted(lines: Sequence[JournalLine]) -> list[News]:
    rows = Invitation.objects.select_related("organisation").in_bulk([line.subject_id for line in lines])
    return [
        News(
            topic=Topic.INVITATION,
            subject_type=INVITATION,
            subject_id=row.pk,
            organisation_id=row.organisation_id,
            name=row.name,
            title=_("%(name)s accepted your invitation") % {"name": row.name},
            text=f"{row.get_kind_display()} · {row.organisation or _('The whole city')}",
            url=paths.MEMBERS,
            by_id=line.actor_id,
            audience={row.invited_by_id: _("because you invited them")},
        )
        for line in lines
        if (row := rows.get(line.subject_id)) is not None and row.invited_by_id is not None
    ]


def _substitutions(lines: Sequence[JournalLine]) -> Iterator[tuple[JournalLine, Substitution]]:
    rows = Substitution.objects.select_related("person", "substitute").in_bulk(
        [line.subject_id for line in lines]
    )
    for line in lines:
        if line.subject_id in rows:
            yield line, rows[line.subject_id]


def of_substitution(
    row: Substitution, to_substitute: str, to_absent: str, text: str, by_id: int | None = None
) -> list[News]:
    """The two pieces of news that a substitution is: ``%(name)s`` in the titles is the other person."""
    shared = {
        "topic": Topic.SUBSTITUTION,
        "subject_type": SUBSTITUTION,
        "subject_id": row.pk,
        "organisation_id": row.organisation_id,
        "text": text,
        "url": paths.ME,
        "by_id": by_id,
    }
    return [
        News(
            title=to_substitute % {"name": row.person.name},
            audience={row.substitute_id: _("because you stand in")},
            **shared,  # type: ignore[arg-type]
        ),
        News(
            title=to_absent % {"name": row.substitute.name},
            audience={row.person_id: _("because it is your absence")},
            **shared,  # type: ignore[arg-type]
        ),
    ]


def _set(lines: Sequence[JournalLine]) -> list[News]:
    return [
        news
        for line, row in _substitutions(lines)
        for news in of_substitution(
            row,
            _("You stand in for %(name)s"),
            _("%(name)s stands in for you"),
            sentence(days(row.valid_from, row.valid_to), who(line)),
            line.actor_id,
        )
    ]


def _over(lines: Sequence[JournalLine]) -> list[News]:
    return [
        news
        for line, row in _substitutions(lines)
        for news in of_substitution(
            row,
            _("You stand in for %(name)s for a shorter time"),
            _("%(name)s stands in for you for a shorter time"),
            sentence(
                _("Last day: %(day)s") % {"day": day(row.valid_to)},
                who(line),
            ),
            line.actor_id,
        )
    ]
