"""Looks at sites as tasks: every night one for each, and one when somebody asks."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from karavan.hygiene import actions, queries
from karavan.hygiene.enums import SiteState
from karavan.hygiene.events import SiteCheckWanted
from karavan.hygiene.models import SiteCheck
from karavan.hygiene.norms import norms_on
from karavan.integrations.sites.addresses import own_hosts
from karavan.integrations.sites.checks import Registry, look
from karavan.integrations.sites.errors import Refused
from karavan.integrations.sites.fetching import Fetcher, user_agent
from karavan.integrations.sites.visiting import visit
from karavan.kernel.actor import SYSTEM
from karavan.kernel.filecache import FileCache
from karavan.kernel.localtime import today
from karavan.kernel.periods import span_of
from karavan.kernel.tasks.keys import enqueue_once
from karavan.kernel.tasks.policy import Policy, task
from karavan.people.models import Organisation
from karavan.places.models import WeeklyHours

TWICE = Policy(attempts=2, first_delay=timedelta(minutes=5))
KEPT_BYTES = 200 * 1024 * 1024


@task()
def check_all() -> int:
    """Queue a look at every site of the registry, each once a night; how many.

    A task for each: what one site breaks stops no other, and a worker that is killed loses one look.
    """
    if not settings.SITES:
        return 0
    day = today().isoformat()
    rows = queries.scored().exclude(website="").order_by("pk").values_list("pk", flat=True)
    return sum(enqueue_once(f"sites:{pk}:{day}", check_site, pk) for pk in rows)


@task(TWICE)
def check_site(organisation_id: int) -> str:
    """Look at the site of one organisation and write down what it said; how the look ended."""
    organisation = queries.scored().exclude(website="").filter(pk=organisation_id).first()
    if organisation is None or not settings.SITES:
        return ""
    registry = registry_of(organisation)
    try:
        found = visit(fetcher(), organisation.website)
    except Refused as refusal:
        state, seen, note, pages = SiteState.REFUSED, [], refusal.why, 0
    else:
        seen = look(found, registry, norms_on(today()), today())
        state = SiteState.ANSWERED if found.first else SiteState.SILENT
        note, pages = found.silence, len(found.pages)
    actions.keep_site(actor=SYSTEM, organisation=organisation, state=state, seen=seen, note=note, pages=pages)
    return state.value


def fetcher() -> Fetcher:
    """A visitor that may ask the sites of the registry."""
    websites = Organisation.objects.filter(is_public=True).exclude(website="")
    return Fetcher(
        hosts=own_hosts(websites.values_list("website", flat=True)),
        agent=user_agent(settings.SITE_URL, settings.CONTACT_EMAIL),
        local=frozenset(settings.SITES_LOCAL),
        pause=settings.SITES_PAUSE,
        kept=FileCache(Path(settings.VAR) / "sites", KEPT_BYTES),
    )


def registry_of(organisation: Organisation) -> Registry:
    """What the registry says of an organisation."""
    facts = queries.facts_of([organisation], timezone.now())[organisation.pk]
    week = None
    if len(facts.places) == 1:
        rows = WeeklyHours.objects.filter(place=facts.places[0].pk).order_by("weekday", "opens")
        week = [(row.weekday, row.opens, row.closes) for row in rows if today() in span_of(row)]
    last = SiteCheck.objects.filter(organisation=organisation).values_list("state", flat=True).first()
    return Registry(
        phone=facts.phone,
        addresses=tuple(place.address for place in facts.places if place.address),
        week=week,
        was_silent=last == SiteState.SILENT,
    )


def hear(wanted: Sequence[SiteCheckWanted]) -> None:
    """Queue the looks that people ask for."""
    for each in wanted:
        check_site.enqueue(each.organisation_id)
