"""The open API: addresses, and the operations that the OpenAPI document lists."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import NinjaAPI

from karavan.api import VERSION, changes, records
from karavan.api.problems import Problem, problem_response
from karavan.api.schemas.changes import ChangeList
from karavan.api.schemas.directory import (
    OrganisationDetail,
    OrganisationList,
    PlaceDetail,
    PlaceList,
    ProgrammeDetail,
    ProgrammeList,
)
from karavan.api.schemas.events import EventDetail, EventList, SessionList

READ = ["GET", "HEAD"]

api = NinjaAPI(
    title="Karavan open API",
    version=VERSION,
    docs_url=None,
    openapi_url=None,
    urls_namespace="api",
)


@api.exception_handler(Problem)
def refuse(request: HttpRequest, problem: Problem) -> HttpResponse:
    """Show a refusal as a problem document."""
    return problem_response(request, problem.status, problem.detail, problem.errors)


@api.api_operation(
    READ,
    "/events",
    operation_id="listEvents",
    response=EventList,
    by_alias=True,
    tags=[_("Events")],
    summary=_("Events"),
    description=_(
        "Events with the first session or opening day (`next`) that answers the question, nearer in time "
        "first. All conditions hold of one and the same session. With `q` the order is exact title, title, "
        "place, text, and within each nearer in time first."
    ),
)
def list_events(request: HttpRequest) -> HttpResponse:
    """Events."""
    return records.list_events(request)


@api.api_operation(
    READ,
    "/events/{event_id}",
    operation_id="getEvent",
    response=EventDetail,
    by_alias=True,
    tags=[_("Events")],
    summary=_("One event"),
    description=_("Everything public about an event, with all its sessions, hours, prices and benefits."),
)
def get_event(request: HttpRequest, event_id: str) -> HttpResponse:
    """One event."""
    return records.show_event(request, event_id)


@api.api_operation(
    READ,
    "/sessions",
    operation_id="listSessions",
    response=SessionList,
    by_alias=True,
    tags=[_("Events")],
    summary=_("Sessions"),
    description=_(
        "The same question answered session by session, in time order. An opening day of a period comes as "
        "an item without an id. `total` is null; facets count events."
    ),
)
def list_sessions(request: HttpRequest) -> HttpResponse:
    """Sessions."""
    return records.list_sessions(request)


@api.api_operation(
    READ,
    "/places",
    operation_id="listPlaces",
    response=PlaceList,
    by_alias=True,
    tags=[_("Places")],
    summary=_("Places"),
    description=_("Sites, buildings and halls, by name, or by distance where `near` is given."),
)
def list_places(request: HttpRequest) -> HttpResponse:
    """Places."""
    return records.list_directory(request, records.PLACES)


@api.api_operation(
    READ,
    "/places/{place_id}",
    operation_id="getPlace",
    response=PlaceDetail,
    by_alias=True,
    tags=[_("Places")],
    summary=_("One place"),
    description=_("A place with its hours, accessibility survey, photos and halls."),
)
def get_place(request: HttpRequest, place_id: str) -> HttpResponse:
    """One place."""
    return records.show_directory(request, records.PLACES, place_id)


@api.api_operation(
    READ,
    "/organisations",
    operation_id="listOrganisations",
    response=OrganisationList,
    by_alias=True,
    tags=[_("Organisations")],
    summary=_("Organisations"),
    description=_("Institutions, departments, partners and unions, by name."),
)
def list_organisations(request: HttpRequest) -> HttpResponse:
    """Organisations."""
    return records.list_directory(request, records.ORGANISATIONS)


@api.api_operation(
    READ,
    "/organisations/{organisation_id}",
    operation_id="getOrganisation",
    response=OrganisationDetail,
    by_alias=True,
    tags=[_("Organisations")],
    summary=_("One organisation"),
    description=_("An organisation with its branches, places and former names."),
)
def get_organisation(request: HttpRequest, organisation_id: str) -> HttpResponse:
    """One organisation."""
    return records.show_directory(request, records.ORGANISATIONS, organisation_id)


@api.api_operation(
    READ,
    "/programmes",
    operation_id="listProgrammes",
    response=ProgrammeList,
    by_alias=True,
    tags=[_("Programmes")],
    summary=_("Programmes"),
    description=_("Years, festivals and seasons that events belong to, by first day."),
)
def list_programmes(request: HttpRequest) -> HttpResponse:
    """Programmes."""
    return records.list_directory(request, records.PROGRAMMES)


@api.api_operation(
    READ,
    "/programmes/{programme_id}",
    operation_id="getProgramme",
    response=ProgrammeDetail,
    by_alias=True,
    tags=[_("Programmes")],
    summary=_("One programme"),
    description=_("A programme by id or slug, with what it belongs to and what belongs to it."),
)
def get_programme(request: HttpRequest, programme_id: str) -> HttpResponse:
    """One programme."""
    return records.show_directory(request, records.PROGRAMMES, programme_id)


@api.api_operation(
    READ,
    "/changes",
    operation_id="listChanges",
    response=ChangeList,
    by_alias=True,
    tags=[_("Changes")],
    summary=_("Change feed"),
    description=_(
        "What changed behind a position, oldest first, deletions included. Begin with `since=0` for the "
        "whole catalogue, keep `next`, and ask again with it to keep a copy up to date."
    ),
)
def list_changes(request: HttpRequest) -> HttpResponse:
    """Change feed."""
    return changes.list_changes(request)
