"""The change feed: what a copy of the catalogue needs to stay up to date."""

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from karavan.api import conditions
from karavan.api.asking import language, pairs_of, refuse, speak
from karavan.api.problems import DOCUMENTED, Problem
from karavan.api.records import CONTENT_TYPE
from karavan.catalogue import queries
from karavan.catalogue.filters import MAX_LIMIT
from karavan.catalogue.reader import Reader
from karavan.catalogue.results import ChangeLine
from karavan.kernel.errors import Invalid
from karavan.kernel.localtime import local

PARAMETERS = ("since", "limit", "lang")
MAX_POSITION = 999_999_999

_encode = msgspec.json.Encoder().encode


def list_changes(request: HttpRequest) -> HttpResponse:
    """Changes behind a position; from 0 on it is the whole catalogue."""
    speak(request)
    reader = Reader(pairs_of(request))
    since = reader.whole("since", 0, MAX_POSITION) or 0
    limit = reader.whole("limit", 1, MAX_LIMIT) or MAX_LIMIT
    lang = language(reader)
    refuse(reader, PARAMETERS)
    version = queries.version()
    tag = conditions.etag(request, version.number, version.stamp)
    answer = conditions.unchanged(request, tag, version.changed_at)
    if answer is not None:
        return answer
    try:
        found = queries.changes(since, lang=lang, limit=limit)
    except Invalid:
        raise Problem(410, gettext(DOCUMENTED[410])) from None
    body = b'{"items":[%s],"next":"%d","more":%s}' % (
        b",".join(_line(item) for item in found.items),
        found.next,
        b"true" if found.more else b"false",
    )
    response = HttpResponse(body, content_type=CONTENT_TYPE)
    conditions.stamp(response, tag, version.changed_at)
    return response


def _line(item: ChangeLine) -> bytes:
    return b'{"position":"%d","type":%s,"id":"%d","at":"%s","deleted":%s,"record":%s}' % (
        item.position,
        _encode(item.kind),
        item.object_id,
        local(item.at).isoformat(timespec="seconds").encode(),
        b"true" if item.payload is None else b"false",
        item.payload or b"null",
    )
