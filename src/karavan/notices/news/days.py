"""What a day brings without anybody's doing: roles that are over soon, substitutions that begin and end."""

from datetime import date, timedelta
from typing import Final

from django.utils.translation import gettext as _

from karavan.notices.actions.telling import News
from karavan.notices.news.people import of_role, of_substitution, role_words
from karavan.notices.news.wording import day as day_words
from karavan.notices.news.wording import days, sentence
from karavan.people.models import Role, Substitution

AHEAD: Final = timedelta(days=14)


def of_day(day: date) -> list[News]:
    """News for the morning of a day. Four queries."""
    return [*_roles(day), *_begun(day), *_over(day)]


def _roles(day: date) -> list[News]:
    soon, yesterday = day + AHEAD, day - timedelta(days=1)
    rows = Role.objects.filter(valid_to__in=[soon, yesterday]).select_related("organisation")
    found = []
    for role in rows.order_by("pk"):
        assert role.valid_to is not None
        if role.valid_to == soon:
            title = _("Your role ends in 14 days: %(role)s") % {"role": role_words(role)}
            text = sentence(
                _("Last day: %(day)s") % {"day": day_words(role.valid_to)},
                _("If you go on working there, ask your director to prolong it"),
            )
        else:
            title, text = _("Your role is over: %(role)s") % {"role": role_words(role)}, ""
        found.append(of_role(role, title, text))
    return found


def _begun(day: date) -> list[News]:
    rows = Substitution.objects.filter(valid_from=day).select_related("person", "substitute")
    return [
        news
        for row in rows.order_by("pk")
        for news in of_substitution(
            row,
            _("From today you stand in for %(name)s"),
            _("From today %(name)s stands in for you"),
            sentence(days(row.valid_from, row.valid_to)),
        )
    ]


def _over(day: date) -> list[News]:
    rows = Substitution.objects.filter(valid_to=day - timedelta(days=1))
    return [
        news
        for row in rows.select_related("person", "substitute").order_by("pk")
        for news in of_substitution(
            row,
            _("You do not stand in for %(name)s any more"),
            _("%(name)s does not stand in for you any more"),
            "",
        )
    ]
