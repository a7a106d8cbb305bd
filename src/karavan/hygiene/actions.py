"""Writes about the quality of information: measuring, what a site said, answers to findings, Monday's ten."""

import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from karavan.hygiene import checks, queries
from karavan.hygiene.checks import Outcome, Seen
from karavan.hygiene.enums import Answer, SiteState, Told
from karavan.hygiene.events import SiteCheckWanted
from karavan.hygiene.models import Digest, Finding, Score, SiteCheck
from karavan.hygiene.norms import REGISTRY, SITE, Norms, norms_on
from karavan.hygiene.rules import figure
from karavan.kernel.actions import action, announce, record
from karavan.kernel.actor import Actor
from karavan.kernel.errors import Conflict, Invalid
from karavan.kernel.localtime import local
from karavan.people.models import Organisation, User
from karavan.people.rules import require_coordinate, require_edit

logger = logging.getLogger(__name__)

MOST_GAPS: Final = 25
"""Findings of one item that an organisation gets: a thousand events without a price are one day's work."""
PAUSE: Final = timedelta(minutes=15)
"""Between two looks at a site that people ask for."""
WORST: Final = 10
KEEP: Final = timedelta(days=400)
QUOTE: Final = 600
TOLD: Final = ("quote", "recorded", "url", "subject", "weight")
"""What a gap that is found again may say anew."""


@action
def measure(
    *, actor: Actor, organisations: Iterable[Organisation] | None = None, now: datetime | None = None
) -> list[Score]:
    """Figures of the day for all scored organisations, or for these, and their gaps; once more is the same.

    A constant number of queries. Nothing goes to the journal: all of it follows from what is there. Whoever
    edits an organisation may have it measured anew, all of them only the city.
    """
    if organisations is None:
        require_coordinate(actor)
    else:
        organisations = list(organisations)
        for one in organisations:
            require_edit(actor, one)
    rows = list(queries.scored() if organisations is None else organisations)
    return _measure(rows, now or timezone.now())


def _measure(rows: Sequence[Organisation], now: datetime) -> list[Score]:
    day = local(now).date()
    norms = norms_on(day)
    ids = [row.pk for row in rows]
    facts = queries.facts_of(rows, now)
    looks = dict(SiteCheck.objects.filter(organisation__in=ids).values_list("organisation_id", "results"))
    standing = _standing(ids)
    scores = []
    gaps: dict[int, dict[str, Finding]] = {}
    for row in rows:
        outcomes = checks.registry(facts[row.pk], day)
        aside = {key for key, one in standing[row.pk].items() if one.answer == Answer.ASIDE}
        gaps[row.pk] = _of_registry(row, outcomes, norms)
        seen = [one for one in looks.get(row.pk, []) if _site_key(Seen(**one)) not in aside]
        told = figure(norms.items, [*(each.without(aside) for each in outcomes), *checks.site(seen)])
        parts = [
            {"code": part.code, "weight": part.weight, "good": part.good, "of": part.of}
            for part in told.parts
        ]
        scores.append(
            Score(
                organisation=row,
                day=day,
                value=told.value,
                known=told.known,
                norms=norms.version,
                parts=parts,
            )
        )
    Score.objects.bulk_create(
        scores,
        update_conflicts=True,
        unique_fields=["organisation", "day"],
        update_fields=["value", "known", "norms", "parts"],
    )
    _settle(gaps, standing, by=REGISTRY, now=now)
    return scores


def _standing(ids: Sequence[int]) -> dict[int, dict[str, Finding]]:
    found: dict[int, dict[str, Finding]] = defaultdict(dict)
    for one in Finding.objects.filter(organisation__in=ids, resolved_at__isnull=True):
        found[one.organisation_id][one.key] = one
    return found


def _of_registry(row: Organisation, outcomes: Iterable[Outcome], norms: Norms) -> dict[str, Finding]:
    found = {}
    for outcome in outcomes:
        item = norms.item(outcome.code)
        if item is None:
            continue
        for gap in outcome.gaps[:MOST_GAPS]:
            key = f"{outcome.code}:{gap.name}"
            found[key] = Finding(
                organisation=row,
                code=outcome.code,
                key=key,
                by=REGISTRY,
                weight=item.weight,
                subject_type=gap.subject_type,
                subject_id=gap.subject_id,
                subject=gap.subject[:300],
                quote=gap.quote[:QUOTE],
            )
    return found


def _settle(
    found: Mapping[int, Mapping[str, Finding]],
    standing: Mapping[int, Mapping[str, Finding]],
    *,
    by: str,
    now: datetime,
    told: frozenset[str] | None = None,
) -> None:
    """Let the standing gaps be those found: new ones begin now, others keep their age, the rest are gone.

    ``told`` names the items that could be judged; gaps of others stay as they are. None: all of them.
    """
    fresh: list[Finding] = []
    kept: list[int] = []
    changed: list[Finding] = []
    gone: list[int] = []
    for pk, gaps in found.items():
        for key, gap in gaps.items():
            known = standing.get(pk, {}).get(key)
            if known is None:
                gap.since = gap.last_seen = now
                fresh.append(gap)
                continue
            kept.append(known.pk)
            if any(getattr(known, name) != getattr(gap, name) for name in TOLD):
                for name in TOLD:
                    setattr(known, name, getattr(gap, name))
                changed.append(known)
        gone += [
            one.pk
            for key, one in standing.get(pk, {}).items()
            if one.by == by and key not in gaps and (told is None or one.code in told)
        ]
    Finding.objects.bulk_create(fresh, batch_size=500)
    # Most gaps are the same as yesterday, and an update of many columns row by row is dear.
    Finding.objects.bulk_update(changed, TOLD, batch_size=500)
    for ids, value in ((kept, {"last_seen": now}), (gone, {"resolved_at": now})):
        for start in range(0, len(ids), 500):
            Finding.objects.filter(pk__in=ids[start : start + 500]).update(**value)


def _site_key(seen: Seen) -> str:
    return f"{seen.code}:{seen.name}"[:120]


@action
def keep_site(
    *,
    actor: Actor,
    organisation: Organisation,
    state: SiteState,
    seen: Sequence[Seen],
    note: str = "",
    pages: int = 0,
    now: datetime | None = None,
) -> SiteCheck:
    """Write down what a look at the site of an organisation gave, and its gaps; then measure it anew.

    What could not be told this time leaves earlier gaps as they stand.
    """
    require_coordinate(actor)
    now = now or timezone.now()
    norms = norms_on(local(now).date())
    look, _made = SiteCheck.objects.get_or_create(organisation=organisation)
    look.url, look.state, look.note, look.pages = organisation.website, state, note[:300], pages
    look.checked_at = now
    look.results = [one.as_row() for one in seen]
    look.save()
    found = {}
    for one in seen:
        item = norms.item(one.code)
        if item is None or one.told != Told.FAULT:
            continue
        found[_site_key(one)] = Finding(
            organisation=organisation,
            code=one.code,
            key=_site_key(one),
            by=SITE,
            weight=item.weight,
            subject_type=checks.ORGANISATION,
            subject_id=organisation.pk,
            subject=str(organisation)[:300],
            quote=one.quote[:QUOTE],
            recorded=one.recorded[:QUOTE],
            url=one.url[:600],
        )
    told = frozenset(one.code for one in seen if one.told != Told.UNKNOWN)
    _settle({organisation.pk: found}, _standing([organisation.pk]), by=SITE, now=now, told=told)
    _measure([organisation], now)
    return look


@action
def ask_site_check(*, actor: Actor, organisation: Organisation, now: datetime | None = None) -> SiteCheck:
    """Ask to look at the site now. Raises Conflict within a quarter of an hour after the last time."""
    require_edit(actor, organisation)
    now = now or timezone.now()
    if not organisation.website:
        raise Invalid({"website": [_("Say the address of the website first.")]})
    SiteCheck.objects.get_or_create(organisation=organisation)
    look = SiteCheck.objects.select_for_update().get(organisation=organisation)
    if look.asked_at is not None and now - look.asked_at < PAUSE:
        raise Conflict(_("Somebody asked for a look within the last quarter of an hour. Wait a little."))
    look.asked_at = now
    look.save(update_fields=["asked_at"])
    record(actor, "hygiene.site_asked", organisation, organisation_id=organisation.pk)
    announce(SiteCheckWanted(organisation.pk))
    return look


@action
def answer(*, actor: Actor, finding: Finding, answer: Answer, reason: str = "") -> Finding:
    """Set a gap aside for a reason, promise that the site will be mended, or take either back.

    What is set aside costs nothing until it is taken back. Raises Invalid without a reason.
    """
    require_edit(actor, finding.organisation)
    reason = " ".join(reason.split())[:300]
    if answer == Answer.ASIDE and not reason:
        raise Invalid({"reason": [_("Say why this is no gap: others will read it.")]})
    before = {"answer": finding.answer, "answer_reason": finding.answer_reason}
    finding.answer, finding.answer_reason = answer, reason
    finding.answered_at = timezone.now()
    finding.answered_by = actor if isinstance(actor, User) else None
    finding.save(update_fields=["answer", "answer_reason", "answered_at", "answered_by"])
    record(
        actor,
        "hygiene.answered",
        finding,
        organisation_id=finding.organisation_id,
        before=before,
        after={"answer": finding.answer, "answer_reason": reason, "code": finding.code},
        reason=reason,
    )
    _measure([finding.organisation], timezone.now())
    return finding


@action
def tell_worst(*, actor: Actor, now: datetime | None = None) -> Digest | None:
    """Monday's ten with a ready task each, told once a day; None where nothing is to tell or it was told."""
    require_coordinate(actor)
    now = now or timezone.now()
    day: date = local(now).date()
    rows = queries.with_scores(queries.scored(), now).filter(score__isnull=False, worst__isnull=False)
    found = list(rows.order_by("score", "name", "pk")[:WORST])
    if not found or Digest.objects.filter(day=day).exists():
        return None
    gaps = queries.worst_gaps([row.pk for row in found])
    norms = norms_on(day)
    lines = []
    for row in found:
        worst = gaps[row.pk][0]
        item = norms.item(worst.code)
        task = item.task if item is not None else worst.code
        if worst.subject_type != checks.ORGANISATION:
            task = f"{task}: {worst.subject}"
        lines.append({"organisation": row.pk, "name": str(row), "value": row.score, "task": task})
    digest = Digest.objects.create(day=day, lines=lines)
    record(actor, "hygiene.digest", digest, after={"organisations": len(lines)})
    return digest


@action
def forget(*, actor: Actor, now: datetime | None = None) -> int:
    """Drop figures and resolved gaps older than thirteen months; how many."""
    require_coordinate(actor)
    before = (now or timezone.now()) - KEEP
    scores, _kinds = Score.objects.filter(day__lt=local(before).date()).delete()
    gaps, _kinds = Finding.objects.filter(Q(resolved_at__lt=before)).delete()
    return scores + gaps
